import { entriesInSection, ENTRY_SECTIONS, type Fleet } from "../../../schema/fleet/fleet";
import { showValue } from "../../../schema/rule";
import type { LoadedFleet } from "../load/check-entries";
import { fileProblem, type Problem } from "../problem";
import { locate, locateKey } from "../source/locate";
import { entriesOf, entryOf, type Place } from "../source/source-node";
import { type Judged, lintFleet } from "./lint-fleet";
import { type LintResult, toLintResult, toProblem } from "./lint-loaded";
import { inForce } from "./waivers";

/**
 * The rules over a whole set, between a fleet and those before it: each finding names both files and stands at the
 * entry that is to be changed. What a fleet says against itself is told by its own check.
 */
export function lintAcross(earlier: readonly LoadedFleet[], later: LoadedFleet): LintResult {
  const all = [...earlier, later];
  const judged = lintFleet(combined(all), { isAcross: true, today: later.today }).filter(({ entries }) => {
    const fleets = new Set(entries.map(({ name }) => origin(name, all).loaded));
    return fleets.size > 1 && fleets.has(later);
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
    const entries = all.flatMap(({ fleet, today }, index) => {
      const label = (name: string): string => `${name}/${index}/`;
      return Object.entries(entriesInSection(fleet, section)).map(([name, entry]) => {
        // A profile has no rules of its own, but those of its file.
        const ignore = { ...inForce(fleet.ignore, today), ...inForce(entry.ignore, today) };
        const inboxes = entry.inboxes?.map(label);
        return [label(name), { ...entry, ignore, ...(inboxes && { inboxes }) }] as const;
      });
    });
    return [section, Object.fromEntries(entries)] as const;
  });
  return Object.fromEntries(sections);
}

/** The fleet that a label tells, and the name in it. */
function origin(label: string, all: readonly LoadedFleet[]): { name: string; loaded: LoadedFleet } {
  const [name = "", index] = label.split("/");
  const loaded = all[Number(index)];
  if (loaded === undefined) throw new Error(`no fleet ${index}`);
  return { name, loaded };
}

function toProblemOf(finding: Judged, all: readonly LoadedFleet[]): Problem {
  const [section = "", label = "", ...rest] = finding.path.map(String);
  const { name, loaded } = origin(label, all);
  const entries = finding.entries.map((entry) => ({
    label: entry.name,
    ...entry,
    ...origin(entry.name, all),
  }));
  const text = entries.reduce(
    (told, entry) => told.replaceAll(entry.label, () => entry.name),
    finding.message,
  );
  const values = finding.about?.values?.map(
    (value) => entries.find((entry) => entry.label === value)?.name ?? value,
  );
  const others = entries.filter((entry) => entry.loaded !== loaded);
  const places = others.map((entry) => {
    const { file, root } = entry.loaded;
    return `${entry.section}.${entry.name} in ${showPlace(file, locate(root, [entry.section, entry.name]).place)}`;
  });
  const message = `${text} The other one: ${places.join(", ")}.`;
  const about = { ...finding.about, ...(values && { values }) };
  return toProblem(loaded, { ...finding, path: [section, name, ...rest], message, about });
}

function showPlace(file: string, { line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
