import type { Kind } from "../kinds/kind";
import type { AccountReading, Unread } from "./account-reading";
import { type Note, NOTE_TOPICS } from "./exported-kind";
import type { Inventory, LeftOut } from "./take-inventory";
import { inReportOrder } from "./kind-defaults";

/** Number of objects of a kind. */
interface Count {
  readonly noun: string;
  readonly plural: string;
  readonly count: number;
}

/** Objects that an export has taken, and those that it has not. Holds nothing secret. */
export interface ExportSummary {
  /** True where everything that was asked for could be read and taken. */
  readonly isComplete: boolean;
  readonly taken: readonly Count[];
  readonly unread: readonly Unread[];
  readonly leftOut: readonly LeftOut[];
  /** By key in JSON, sorted by topic. */
  readonly notes: ReadonlyMap<string, Note>;
}

/** Sums an export up. */
export function summarize(
  kinds: readonly Kind[],
  account: AccountReading,
  { items, leftOut }: Inventory,
): ExportSummary {
  const { unread } = account;
  const reported = inReportOrder(kinds).map(({ resource: { kind: name }, exported }) => {
    const { noun, plural } = exported;
    const taken = items.filter(({ kind }) => kind.resource.kind === name);
    const count: Count = { noun, plural, count: taken.length };
    return { count, notes: Object.entries(exported.notes?.(account, taken) ?? {}) };
  });
  const notes = reported.flatMap((kind) => kind.notes);
  return {
    isComplete: unread.length === 0 && leftOut.length === 0,
    taken: reported.map(({ count }) => count),
    unread,
    leftOut,
    notes: new Map(NOTE_TOPICS.flatMap((topic) => notes.filter(([, note]) => note.topic === topic))),
  };
}
