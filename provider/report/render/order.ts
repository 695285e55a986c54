import type { ChangeReport, Finding, Mailbox, SharedObject } from "../../../schema/report/change-report";
import { FINDING_IDS, type Level, LEVELS } from "../../../schema/report/finding";

/** The findings of a report by their fingerprints. */
export type FindingsByPrint = ReadonlyMap<string, Finding>;

export function findingsByPrint({ findings }: ChangeReport): FindingsByPrint {
  return new Map(findings.map((finding) => [finding.fingerprint, finding]));
}

/** Findings of a mailbox or a shared object, the worst first. */
export function findingsOf(item: Mailbox | SharedObject, known: FindingsByPrint): readonly Finding[] {
  const own = item.findings.flatMap((print) => known.get(print) ?? []);
  return own.sort((a, b) => levelRank(a.level) - levelRank(b.level));
}

/** 0 for an error; 3 for what has no finding. */
export function levelRank(level: Level | undefined): number {
  return level === undefined ? LEVELS.length : LEVELS.indexOf(level);
}

/** True if a person has to decide about it. */
export function isToDecide({ level }: { readonly level: Level }): boolean {
  return level !== "info";
}

/** The report with the riskiest mailboxes first: by the level of their findings, their place in the catalogue, by name. */
export function inOrder(report: ChangeReport): ChangeReport {
  const known = findingsByPrint(report);
  const mailboxes = report.mailboxes
    .map((mailbox) => ({ mailbox, rank: rankOf(findingsOf(mailbox, known)) }))
    .sort((a, b) => a.rank - b.rank || byText(a.mailbox.mailbox, b.mailbox.mailbox))
    .map(({ mailbox }) => mailbox);
  return { ...report, mailboxes };
}

/** The rank of the worst; of one without findings, the last. */
function rankOf(findings: readonly Finding[]): number {
  const ranks = findings.map(
    ({ id, level }) => levelRank(level) * FINDING_IDS.length + FINDING_IDS.indexOf(id),
  );
  return Math.min((LEVELS.length + 1) * FINDING_IDS.length, ...ranks);
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Items to which the same happens, together: those of one key that isn't undefined, where there are several. */
export function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string | Item, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item) ?? item;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return [...groups.values()];
}
