import { parseUrn, type Urn } from "../../values/urns";
import type { EngineRun } from "./engine-run";

/** True for the URN of the stack itself. */
export function isStack(urn: string): boolean {
  return parseUrn(urn)?.type === "pulumi:pulumi:Stack";
}

/** True for a provider that the engine makes by itself, which it neither counts nor shows in a digest. */
export function isDefaultProvider(urn: string): boolean {
  const { type, name } = parseUrn(urn) ?? { type: "", name: "" };
  return type.startsWith("pulumi:providers:") && name.startsWith("default");
}

/** Project and stack that a run is of; undefined where it shows no resource. */
export function stackOf({ steps }: Pick<EngineRun, "steps">): Pick<Urn, "project" | "stack"> | undefined {
  for (const { urn } of steps) {
    const parts = parseUrn(urn);
    if (parts !== undefined) return { project: parts.project, stack: parts.stack };
  }
  return undefined;
}
