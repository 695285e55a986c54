import type { EntrySection } from "../../../schema/fleet/fleet";
import type { Problem } from "../problem";
import type { Path } from "../source/source-node";

/** An entry of a fleet that can say which rules don't apply to it. */
export interface EntryReference {
  readonly section: EntrySection;
  readonly name: string;
}

/** Finding of a rule over the whole set. */
export interface Finding {
  /** Path in the fleet, such as `["inboxes", "support", "mapping", "priority"]`. */
  readonly path: Path;
  /** The rule, the value received and what to do. */
  readonly message: string;
  /** The entries that it is about: one of them can switch the rule off. */
  readonly entries: readonly EntryReference[];
  /** The inbox that it is about, where the path leads elsewhere. */
  readonly inbox?: string;
  /** Values of its message, for what isn't to depend on sentences. */
  readonly about?: NonNullable<Problem["about"]>;
}

export function inboxEntry(name: string): EntryReference {
  return { section: "inboxes", name };
}
