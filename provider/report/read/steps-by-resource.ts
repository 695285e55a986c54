import { memoizeByObject } from "../../values/memoize";
import type { Step } from "./engine-run";

/** True for a resource that is new, and outside of the targets of the run: the engine calls it the same. */
export function isLeftOut({ op, old }: Step): boolean {
  return op === "same" && old !== "unreadable" && old?.isCustom === true && old.id === undefined;
}

/** Steps of each resource by its URN, in the order in which the engine names the resources. */
export const stepsByResource = memoizeByObject(
  (steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> => {
    const groups = new Map<string, Step[]>();
    for (const step of steps) {
      if (step.urn === "" || isLeftOut(step)) continue;
      const former = step.old !== "unreadable" ? step.old?.urn : undefined;
      // A resource that an alias leads to goes on under its new name.
      const own = groups.get(step.urn) ?? (former === undefined ? undefined : groups.get(former)) ?? [];
      own.push(step);
      groups.set(step.urn, own);
      if (former !== undefined && former !== step.urn) groups.delete(former);
    }
    return groups;
  },
);
