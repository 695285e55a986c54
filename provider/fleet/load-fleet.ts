export { lintAcross, sharedNames } from "./lint/lint-across";
export type { LoadedFleet } from "./load/check-entries";
import { openFleet } from "./open-fleet";
import { type FleetContext, resolveFleet, type ResolvedFleet } from "./resolve-fleet";

/** Reads a fleet file and works it out for one environment. Whether it can be used is told by its `problems`. */
export function loadFleet(file: string, sources: FleetContext): ResolvedFleet {
  return resolveFleet(openFleet(file), sources);
}
