import { createHash } from "node:crypto";
import type { StoredPlan } from "./model";
import type { PlanSeed } from "../options";

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
