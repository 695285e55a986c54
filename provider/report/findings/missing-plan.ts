import { didYouMean } from "../../../schema/nearest";
import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import { isRecord } from "../../values/records";
import type { PlannedResource } from "../planned-resource";
import type { ResourceChanges } from "../resource-changes";
import type { AccountPlan } from "../routing/account-routing";
import { aboutMailbox, aboutResource, type Draft, asJson } from "./draft";

/** Findings about plans that a mapping leads mail to, and VCC doesn't have. `plans`: those that it has. */
export function missingPlanFindings(
  resource: PlannedResource,
  missing: readonly string[],
  owner: string | undefined,
  plans: readonly AccountPlan[] = [],
): Draft[] {
  return missing.map((plan) => {
    const text =
      `VCC has no interaction plan ${asJson(plan)}: pulumi up can't write the mapping ${resource.name}, and no mail goes to ` +
      `that plan.${didYouMean(
        plan,
        plans.map(({ name }) => name),
      )} Correct the name, or create the plan in VCC first.`;
    const subject = owner === undefined ? aboutResource(resource) : aboutMailbox(owner);
    return { id: "plan-not-found", subject, text, values: [resource.name, plan] };
  });
}

/** The plans that a mapping newly names, by name or GUID, and the account lacks. `plans`: undefined where nobody asked for them. */
export function missingPlans(
  { kind, planned, action }: PlannedResource,
  { changes }: ResourceChanges,
  plans: readonly AccountPlan[] | undefined,
): readonly string[] {
  // An import writes nothing, and what stays as it is has its plan by id.
  if (
    kind !== INTERACTION_PLAN_MAPPING ||
    plans === undefined ||
    planned === undefined ||
    action === "import"
  )
    return [];
  const { interactionPlan, testing } = planned.inputs;
  const named = [
    ["interactionPlan", interactionPlan],
    ["testing.interactionPlan", isRecord(testing) ? testing["interactionPlan"] : undefined],
  ] as const;
  return named.flatMap(([path, plan]) => {
    const isNew = changes.some(({ property }) => property === path);
    return isNew && typeof plan === "string" && !isAmong(plans, plan) ? [plan] : [];
  });
}

function isAmong(plans: readonly AccountPlan[], reference: string): boolean {
  return plans.some(({ id, name }) => name === reference || id.toLowerCase() === reference.toLowerCase());
}
