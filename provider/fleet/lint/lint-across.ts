import { ENTRY_SECTIONS, type Fleet } from "../../../schema/fleet/fleet";
import type { LintRuleId } from "../../../schema/fleet/lint-rule";
import type { SharedMappingEntry } from "../../../schema/fleet/mapping-entry";
import { showValue } from "../../../schema/rule";
import type { LoadedFleet } from "../load/validate";
import { fileProblem, type Problem } from "../problem";
import { locate, locateKey } from "../source/locate";
import { entriesOf, entryOf, type Place } from "../source/source-node";
import type { EntryReference } from "./finding";
import { type Judged, lintFleet } from "./lint-fleet";
import { type LintResult, toLintResult, toProblem } from "./lint-loaded";

/** Rules between entries of several files: they share one account. */
const RULES: readonly LintRuleId[] = [
  "duplicate-address",
  "duplicate-name",
  "tied-priority",
  "shadowed-mapping",
];

/**
 * The rules over a whole set, between a fleet and those before it: each finding names both files and stands at the
 * entry that is to be changed. What a fleet says against itself is told by its own check.
 */
export function lintAcross(earlier: readonly LoadedFleet[], later: LoadedFleet): LintResult {
  const all = [...earlier, later];
  const judged = lintFleet(combined(all), { only: RULES }).filter(({ entries }) => {
    const indices = new Set(entries.map(({ name }) => indexOf(name)));
    return indices.size > 1 && indices.has(all.length - 1);
  });
  return toLintResult(judged, (finding) => toProblemOf(finding, all));
}

/**
 * Names that an earlier fleet of the same program has for an entry of the same kind: Pulumi tells resources apart by
 * kind and name, whatever component they are in.
 */
export function sharedNames(earlier: readonly LoadedFleet[], { file, root }: LoadedFleet): Problem[] {
  return ENTRY_SECTIONS.flatMap((section) =>
    entriesOf(entryOf(root, section)?.node).flatMap(([name]) => {
      const other = earlier.find((fleet) => entryOf(entryOf(fleet.root, section)?.node, name) !== undefined);
      if (other === undefined) return [];
      const { place, path } = locateKey(root, [section, name]);
      const there = showPlace(other.file, locateKey(other.root, [section, name]).place);
      const message =
        `a name that no other fleet of the program has among its ${section}, got ${showValue(name)}, which ${there} has. ` +
        `Rename one of them; where it is applied already, with formerNames: ${name}.`;
      return [fileProblem(file, place, path, message)];
    }),
  );
}

/**
 * Combines all fleets into one, in which each name tells its fleet, as in `support/0/`. No name of an entry has a
 * slash, so no label lies within another, and messages can be told without them.
 */
function combined(all: readonly LoadedFleet[]): Fleet {
  const sections = ENTRY_SECTIONS.map((section) => {
    const entries = all.flatMap(({ fleet }, index) => {
      const label = (name: string): string => `${name}/${index}/`;
      return Object.entries<AnyEntry>(fleet[section] ?? {}).map(([name, entry]) => {
        // A profile has no rules of its own, but those of its file.
        const ignore = { ...fleet.ignore, ...entry.ignore };
        const inboxes = entry.inboxes?.map(label);
        return [label(name), { ...entry, ignore, ...(inboxes && { inboxes }) }] as const;
      });
    });
    return [section, Object.fromEntries(entries)] as const;
  });
  return Object.fromEntries(sections);
}

/** An entry of any section. */
type AnyEntry = Partial<Pick<SharedMappingEntry, "name" | "inboxes" | "ignore">>;

function indexOf(label: string): number {
  return Number(label.split("/")[1]);
}

function nameOf(label: string): string {
  return label.slice(0, label.indexOf("/"));
}

function toProblemOf(finding: Judged, all: readonly LoadedFleet[]): Problem {
  const [section, label = "", ...rest] = finding.path.map(String);
  const message = finding.entries.reduce(
    (text, entry) => text.replaceAll(entry.name, () => nameOf(entry.name)),
    finding.message,
  );
  const others = finding.entries.filter(({ name }) => indexOf(name) !== indexOf(label));
  const places = others.map((entry) => showEntry(entry, all)).join(", ");
  const path = [section ?? "", nameOf(label), ...rest];
  return toProblem(at(all, indexOf(label)), {
    ...finding,
    path,
    message: `${message} The other one: ${places}.`,
  });
}

function showEntry({ section, name }: EntryReference, all: readonly LoadedFleet[]): string {
  const { file, root } = at(all, indexOf(name));
  return `${section}.${nameOf(name)} in ${showPlace(file, locate(root, [section, nameOf(name)]).place)}`;
}

function showPlace(file: string, { line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function at(all: readonly LoadedFleet[], index: number): LoadedFleet {
  const found = all[index];
  if (found === undefined) throw new Error(`no fleet ${index}`);
  return found;
}
