import type { ChangeReport } from "../../../schema/report/change-report";
import { findingsByFingerprint, findingsOf, levelRank } from "./item-findings";

/** Lists of a report that are cut, in the order in which they are kept where their level is the same. */
const LISTS = [
  "findings",
  "mailboxes",
  "drift",
  "shared",
] as const satisfies (keyof ChangeReport["omitted"])[];
type List = (typeof LISTS)[number];

/** An item's place: its list, its index there, and how much it matters. */
interface Item {
  readonly list: List;
  readonly index: number;
  readonly level: number;
}

/** Items of a report that are tried first: a comment seldom has room for more. */
const FIRST_TRIED = 100;

/** Length that a form of a report needs for its verdict, in characters: the least that a limit may be. */
export const SHORTEST_REPORT = 8_192;

/**
 * The report as it fits: whole items, the riskiest kept, the rest counted in `omitted`. `measure` gives the length of a
 * report's text. `first`: items that are tried first; default: 100. Undefined where not even a report without items fits.
 */
export function cutReport(
  report: ChangeReport,
  maxLength: number,
  measure: (report: ChangeReport) => number,
  first: number = FIRST_TRIED,
): ChangeReport | undefined {
  if (maxLength === Number.POSITIVE_INFINITY) return report;
  const items = itemsOf(report);
  const keepFirst = (count: number): ChangeReport =>
    count === items.length ? report : keep(report, items.slice(0, count));
  const most = mostThatFit(items.length, first, (count) => measure(keepFirst(count)) <= maxLength);
  return most === undefined ? undefined : keepFirst(most);
}

/**
 * The most of `all` items that fit, from the first on; undefined where not even none does. `first` is the number that is
 * tried first, and doubled as long as it fits: what nobody will see needn't be rendered.
 */
export function mostThatFit(
  all: number,
  first: number,
  fits: (count: number) => boolean,
): number | undefined {
  let most = 0;
  let tooMany = first;
  while (tooMany < all && fits(tooMany)) {
    most = tooMany;
    tooMany *= 2;
  }
  if (tooMany >= all) {
    if (fits(all)) return all;
    tooMany = all;
  }
  while (most + 1 < tooMany) {
    const middle = (most + tooMany) >> 1;
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  return most > 0 || (all > 0 && fits(0)) ? most : undefined;
}

/** All items, the riskiest first. */
function itemsOf(report: ChangeReport): readonly Item[] {
  const known = findingsByFingerprint(report);
  const ranks: Readonly<Record<List, readonly number[]>> = {
    findings: report.findings.map(({ level }) => levelRank(level)),
    mailboxes: report.mailboxes.map((mailbox) => levelRank(findingsOf(mailbox, known)[0]?.level)),
    drift: report.drift.map((drift) => levelRank(drift.level)),
    shared: report.shared.map((shared) => levelRank(findingsOf(shared, known)[0]?.level)),
  };
  return LISTS.flatMap((list) => ranks[list].map((level, index) => ({ list, index, level }))).sort(
    (a, b) => a.level - b.level || LISTS.indexOf(a.list) - LISTS.indexOf(b.list) || a.index - b.index,
  );
}

function keep(report: ChangeReport, items: readonly Item[]): ChangeReport {
  const kept = new Map(LISTS.map((list) => [list, new Set<number>()]));
  for (const { list, index } of items) kept.get(list)?.add(index);
  const of = <Entry>(list: List, entries: readonly Entry[]): Entry[] =>
    entries.filter((_entry, index) => kept.get(list)?.has(index));
  const cut = {
    findings: of("findings", report.findings),
    mailboxes: of("mailboxes", report.mailboxes),
    drift: of("drift", report.drift),
    shared: of("shared", report.shared),
  };
  const omitted = Object.fromEntries(
    LISTS.map((list) => [list, report.omitted[list] + report[list].length - cut[list].length]),
  ) as ChangeReport["omitted"];
  return { ...report, ...cut, omitted };
}
