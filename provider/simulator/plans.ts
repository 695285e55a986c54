import type { StoredPlan } from "./model";

/** The plans that a new account has. */
export const DEFAULT_PLANS: readonly StoredPlan[] = [
  { interactionPlanId: "5a3c9d52-0000-4000-8000-000000000001", interactionPlanName: "Customer support" },
  { interactionPlanId: "5a3c9d52-0000-4000-8000-000000000002", interactionPlanName: "Sales" },
  { interactionPlanId: "5a3c9d52-0000-4000-8000-000000000003", interactionPlanName: "Quality testing" },
];
