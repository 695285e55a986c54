import { ENTRY_SECTIONS, type Fleet } from "../../../schema/fleet/fleet";
import { nearestAmong } from "../../../schema/nearest";
import { showValue } from "../../../schema/rule";
import { propertyPath } from "../../lifecycle/check";
import type { Problem } from "../problem";
import { entriesOf, entryOf, isNull, type MapNode } from "../source/source-node";
import type { Finding } from "./finding";

const SECTIONS = ["variables", ...ENTRY_SECTIONS] as const;

/** An entry that an environment adds, whose name is nearly that of one of the file's. */
export interface MisspeltEntry {
  readonly section: (typeof SECTIONS)[number];
  readonly name: string;
  /** The entry that it was probably meant to overlay. */
  readonly meant: string;
  readonly environment: string;
}

/** Entries of an environment that were probably meant to overlay those of the file, and stand beside them instead. */
export function findMisspelt(file: MapNode, environment: string | undefined): MisspeltEntry[] {
  if (environment === undefined) return [];
  const upper = entryOf(entryOf(file, "environments")?.node, environment)?.node;
  return SECTIONS.flatMap((section) => {
    const known = new Set(entriesOf(entryOf(file, section)?.node).map(([name]) => name));
    const nearest = nearestAmong(known);
    return entriesOf(entryOf(upper, section)?.node).flatMap(([name, { node }]) => {
      if (known.has(name) || isNull(node)) return [];
      const meant = nearest(name);
      return meant === undefined ? [] : [{ section, name, meant, environment }];
    });
  });
}

/**
 * Entries of an environment under a misspelt name: the entry that was meant goes without its overlay, and an inbox is
 * made that nobody knows of.
 */
export function misspeltEntries(_fleet: Fleet, misspelt: readonly MisspeltEntry[]): Finding[] {
  return misspelt.map(({ section, name, meant }) => ({
    path: [section, name],
    message:
      `a name of the file's ${section}, or one unlike them, got ${showValue(name)}, which the file has in this ` +
      `environment only: it is an entry of its own. ${didYouMeanEntry(section, meant)} Correct it, or ignore the rule with the reason.`,
    entries: section === "variables" ? [] : [{ section, name }],
    about: { values: [meant] },
  }));
}

/** The problems, with what was meant at those of misspelt entries: what such an entry lacks, the other one has. */
export function withMeant(problems: readonly Problem[], misspelt: readonly MisspeltEntry[]): Problem[] {
  return problems.map((problem) => {
    const entry = misspelt.find((one) => isAbout(problem, one));
    if (entry === undefined) return problem;
    return { ...problem, message: `${problem.message} ${didYouMeanEntry(entry.section, entry.meant)}` };
  });
}

function didYouMeanEntry(section: string, meant: string): string {
  return `Did you mean ${propertyPath([section, meant])}?`;
}

function isAbout({ path, inboxes }: Problem, { section, name, environment }: MisspeltEntry): boolean {
  const own = propertyPath(["environments", environment, section, name]);
  // What the entry inherits stands elsewhere, and tells whose it is.
  if (section === "inboxes" && inboxes.length === 1 && inboxes[0] === name) return true;
  return path === own || (path.startsWith(own) && /^[.[]/u.test(path.slice(own.length)));
}
