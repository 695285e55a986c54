import { openFleet } from "./open-fleet";
import { resolveFleet, type ResolvedFleet } from "./resolve-fleet";
import type { VariableSources } from "./variables/scope";

/** Reads a fleet file and works it out for one environment. Whether it can be used is told by its `problems`. */
export function loadFleet(file: string, sources: VariableSources): ResolvedFleet {
  return resolveFleet(openFleet(file), sources);
}
