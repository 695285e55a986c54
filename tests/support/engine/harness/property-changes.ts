import type { StepEventMetadata } from "@pulumi/pulumi/automation";

/** One change of a diff: `add`, `update-replace`, … and the values where the engine shows them. */
export interface PropertyChange {
  readonly kind: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The engine's detailed diff with the values in it; where the engine gives none, the changed inputs by comparison. */
export function toPropertyChanges(metadata: StepEventMetadata): Record<string, PropertyChange> {
  const { detailedDiff, diffs, old, new: after } = metadata;
  const kinds = Object.entries(
    detailedDiff ?? Object.fromEntries((diffs ?? []).map((key) => [key, undefined])),
  );
  return Object.fromEntries(
    kinds.map(([path, change]) => [
      path,
      {
        kind: change === undefined ? "update" : change.diffKind,
        before: valueAt(path, change?.inputDiff === false ? old?.outputs : old?.inputs),
        after: valueAt(path, after?.inputs),
      },
    ]),
  );
}

/** The value at `dataSources.flow`, `addresses[0]` or `settings["a.b"]`. */
function valueAt(path: string, from: unknown): unknown {
  const keys = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/gu)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );
  return keys.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), from);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
