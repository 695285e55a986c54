import { createHash } from "node:crypto";
import { type StoredPlan, simulatedPlans } from "../kinds/interaction-plan-mapping/simulated";
import type { Store } from "./account/store";
import { theOnly } from "./routes/collection";

/** A plan by its name, or with a GUID of your own. */
export type PlanSeed = string | { readonly id: string; readonly name: string };

/** The plans that an account has unless told otherwise. */
export const DEFAULT_PLANS: readonly PlanSeed[] = ["Customer support", "Sales", "Quality testing"];

/** Plans with GUIDs that are the same in every run: made from the name and how often it came before. */
export function seedPlans(seeds: readonly PlanSeed[]): StoredPlan[] {
  const timesSeen = new Map<string, number>();
  return seeds.map((seed) => {
    if (typeof seed !== "string") {
      return { interactionPlanId: seed.id.toLowerCase(), interactionPlanName: seed.name };
    }
    const nth = timesSeen.get(seed) ?? 0;
    timesSeen.set(seed, nth + 1);
    return { interactionPlanId: guidOf(`${nth} ${seed}`), interactionPlanName: seed };
  });
}

function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Adds the plans whose names a file lacks. */
export function addMissingPlans(store: Store, seeds: readonly PlanSeed[]): void {
  const plans = store.table(simulatedPlans);
  const known = new Set(plans.list().map(({ interactionPlanName }) => interactionPlanName));
  const missing = seedPlans(seeds).filter(({ interactionPlanName }) => !known.has(interactionPlanName));
  if (missing.length === 0) return;
  store.change(() => {
    for (const plan of missing) plans.put(plan.interactionPlanId, plan);
  });
}

/** An interaction plan by GUID or name. Error: an `Error` unless exactly one fits. */
export function findPlan(store: Store, key: string): StoredPlan {
  const fits = ({ interactionPlanId, interactionPlanName }: StoredPlan) =>
    interactionPlanId === key.toLowerCase() || interactionPlanName === key;
  return theOnly(store.table(simulatedPlans).list().filter(fits), "interaction plan", key);
}
