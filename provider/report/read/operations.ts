/** Operations that the engine plans. Source: `display.StepOp` of the engine, 3.259. */
const OPERATIONS = [
  "same",
  "create",
  "update",
  "delete",
  "replace",
  "create-replacement",
  "delete-replaced",
  "read",
  "read-replacement",
  "refresh",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
  "import",
  "import-replacement",
  "diff",
  "extend-parameterize",
] as const;

/** What the engine plans to do with a resource; `unknown`: something that this release doesn't know. */
export type Operation = (typeof OPERATIONS)[number] | "unknown";

const BY_NAME: ReadonlyMap<string, Operation> = new Map(OPERATIONS.map((op) => [op, op]));

/** The operation of a name. */
export function toOperation(name: string): Operation {
  return BY_NAME.get(name) ?? "unknown";
}

function setOf(...operations: readonly Operation[]): ReadonlySet<Operation> {
  return new Set(operations);
}

export const IMPORTS = setOf("import", "import-replacement");
export const READS = setOf("read", "read-replacement");
export const DELETES = setOf("delete", "delete-replaced");
/** Operations that make an object, or take one over. */
export const CREATES = setOf("create", "create-replacement", ...IMPORTS);
/** Operations that make what a resource is to be. */
export const MAKES = setOf(...CREATES, "update", "replace", "same");
/** Operations by which the engine forgets a resource, and VCC keeps its object as it is. */
export const FORGETS = setOf("discard", "discard-replaced", "remove-pending-replace");
/**
 * Operations by which a resource takes another object than it had, or none: what becomes of the former one's mail isn't
 * worked out.
 */
export const CHANGES_OBJECT = setOf(
  "import-replacement",
  "read-replacement",
  "discard-replaced",
  "remove-pending-replace",
);
/** Steps of a replacement, which tell its order. */
export const REPLACES = setOf("create-replacement", "import-replacement", "delete-replaced");
/** Operations of which only the end shows what VCC has; a refresh ends as another one, such as an update. */
export const ASKS = setOf(...READS, "refresh");
/** Operations that have an old side. */
export const NEEDS_OLD = setOf(...DELETES, "update", "replace", "same", "create-replacement");
/** Operations that the engine counts and shows one by one. */
export const COUNTED = setOf("create", "update", "replace", "delete", "import", "read");
