import type { Action } from "../../../schema/report/change-report";
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
    const called = plans.filter(({ name }) => name === plan);
    const what =
      called.length > 1
        ? `VCC has ${String(called.length)} interaction plans ${asJson(plan)}`
        : `VCC has no interaction plan ${asJson(plan)}`;
    const remedy =
      called.length > 1
        ? ` Name the one that is meant by its GUID: ${called.map(({ id }) => id).join(", ")}.`
        : `${didYouMean(
            plan,
            plans.map(({ name }) => name),
          )} Correct the name, or create the plan in VCC first.`;
    const text = `${what}: pulumi up can't write the mapping ${resource.name}, and no mail goes to that plan.${remedy}`;
    const subject = owner === undefined ? aboutResource(resource) : aboutMailbox(owner);
    return { id: "plan-not-found", subject, text, values: [resource.name, plan] };
  });
}

/** Actions that make a mapping, for which each of its plans is looked up. */
const MAKES_MAPPING: ReadonlySet<Action> = new Set(["create", "replace", "adopt"]);

/** The plans that a run writes to a mapping, by name or GUID, and the account lacks. `plans`: undefined where nobody asked for them. */
export function missingPlans(
  { kind, planned, action }: PlannedResource,
  { changes, drift }: ResourceChanges,
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
  // What is put back is written, too, though the program changes nothing.
  const putBack = drift.filter(({ outcome }) => outcome === "putBack");
  return named.flatMap(([path, plan]) => {
    const isWritten =
      MAKES_MAPPING.has(action) || [...changes, ...putBack].some(({ property }) => property === path);
    return isWritten && typeof plan === "string" && !isAmong(plans, plan) ? [plan] : [];
  });
}

/** True if pulumi up finds one plan: of a name that several have, it can't tell which is meant. */
function isAmong(plans: readonly AccountPlan[], reference: string): boolean {
  const isOfId = plans.some(({ id }) => id.toLowerCase() === reference.toLowerCase());
  return isOfId || plans.filter(({ name }) => name === reference).length === 1;
}
