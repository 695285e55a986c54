import { isGuid } from "../../../schema/fields";
import { showValue } from "../../../schema/rule";
import type { InteractionPlanDto } from "../../../schema/interaction-plan-mapping";
import { sameTextIgnoringCase } from "../../values/equality";
import { VccError } from "../../errors";
import { existingNames } from "../existing-names";

/** The id of the plan that a program names by name or GUID. Names aren't unique in VCC: none or several is an error. */
export function planIdOf(plans: readonly InteractionPlanDto[], reference: string, property: string): string {
  const byId = isGuid(reference)
    ? plans.find((plan) => sameTextIgnoringCase(plan.interactionPlanId, reference))
    : undefined;
  if (byId !== undefined) return byId.interactionPlanId;
  const matches = plans.filter((plan) => plan.interactionPlanName === reference);
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only.interactionPlanId;
  if (matches.length > 1) {
    throw new VccError(
      "VCC_PLAN_AMBIGUOUS",
      `${property}: the name of one interaction plan, got ${showValue(reference)}, which ${matches.length} plans have.`,
      {
        hint: `Use the GUID of the one you mean: ${matches.map((plan) => plan.interactionPlanId).join(", ")}.`,
      },
    );
  }
  const names = plans.map((plan) => plan.interactionPlanName);
  throw new VccError(
    "VCC_PLAN_NOT_FOUND",
    `${property}: the name or GUID of an interaction plan, got ${showValue(reference)}, which no plan has.`,
    { hint: existingNames("plans", reference, names) },
  );
}

/**
 * A plan as the program would name it: by GUID where it did so before, else by name. A name that several plans have
 * says nothing, so it is used only for the plan that the program is known to mean.
 */
export function planReference(
  plans: readonly InteractionPlanDto[],
  id: string,
  prior: { readonly reference: string; readonly id: string | undefined } | undefined,
): string {
  if (prior !== undefined && sameTextIgnoringCase(prior.reference, id)) return prior.reference;
  const name = plans.find((plan) => plan.interactionPlanId === id)?.interactionPlanName;
  if (name === undefined) return id;
  const isShared = plans.filter((plan) => plan.interactionPlanName === name).length > 1;
  return isShared && !(prior?.reference === name && prior.id === id) ? id : name;
}
