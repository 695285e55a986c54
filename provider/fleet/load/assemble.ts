import { ENTRY_SECTIONS } from "../../../schema/fleet/fleet";
import { mergeDocuments, mergeInbox, withoutNulls } from "../source/merge";
import {
  entriesOf,
  entryOf,
  isNull,
  mapEntries,
  type MapNode,
  partsOf,
  type SourceNode,
} from "../source/source-node";
import { showValue } from "../../../schema/rule";
import { nearOrKnown } from "../problem";
import { FileVariables } from "../variables/file-variables";
import { interpolate, type ReportAt } from "../variables/interpolate";
import type { VariableSources } from "../variables/scope";

/** Values of the defaults times inboxes; a thousand inboxes with fifty defaults are a tenth of it. */
const MOST_DEFAULTS = 500_000;

/** Lays the environment over the file, defaults under each inbox, and puts values in place of variables. */
export function assemble(
  file: MapNode,
  sources: VariableSources,
  report: ReportAt,
): { readonly root: MapNode; readonly variables: FileVariables } {
  const document = overlay(file, sources.environment, report);
  const declared = present(document, "variables");
  const variables = new FileVariables(declared && withoutNulls(declared), sources, report);
  const root = mapEntries(document, (node, section) => {
    if (section === "variables") return declared && variables.node();
    if (section === "inboxes") return assembleInboxes(node, document, variables, report);
    if (section === "defaults" || isNull(node)) return undefined;
    return interpolate(withoutNulls(node), variables.scope(), report);
  });
  return { root, variables };
}

function overlay(file: MapNode, environment: string | undefined, report: ReportAt): MapNode {
  const base = mapEntries(file, (node, key) =>
    ["environments", "$schema"].includes(key) ? undefined : node,
  );
  if (environment === undefined) return base;
  const upper = entryOf(entryOf(file, "environments")?.node, environment)?.node;
  if (upper?.kind !== "map") return base;
  reportStrayRemovals(base, upper, report);
  return mergeDocuments(base, upper);
}

/** An entry that an environment takes away, and that isn't there, is misspelt: the one that was meant would stay. */
function reportStrayRemovals(base: MapNode, upper: MapNode, report: ReportAt): void {
  for (const section of ENTRY_SECTIONS) {
    const known = entriesOf(entryOf(base, section)?.node).map(([name]) => name);
    for (const [name, { node }] of entriesOf(entryOf(upper, section)?.node)) {
      if (!isNull(node) || known.includes(name)) continue;
      report(
        node,
        `the name of one of the file's ${section}, to take it away, got ${showValue(name)}, which isn't one.` +
          `${nearOrKnown(name, known)} Correct it, or remove this line.`,
      );
    }
  }
}

function assembleInboxes(
  section: SourceNode,
  document: MapNode,
  variables: FileVariables,
  report: ReportAt,
): SourceNode {
  if (isNull(section)) return { kind: "map", place: section.place, path: section.path, entries: new Map() };
  if (section.kind !== "map") return section;
  const defaults = usableDefaults(document, section.entries.size, report);
  return mapEntries(section, (inbox, name) => {
    if (isNull(inbox)) return undefined;
    return interpolate(withoutNulls(mergeInbox(defaults, inbox)), variables.scope(name), report);
  });
}

/** Each inbox has all of them, so they multiply. */
function usableDefaults(document: MapNode, inboxes: number, report: ReportAt): SourceNode | undefined {
  const node = present(document, "defaults");
  const values = node === undefined ? 0 : countValues(node);
  if (node === undefined || values * inboxes <= MOST_DEFAULTS) return node;
  report(
    node,
    `at most ${MOST_DEFAULTS} values of defaults times inboxes, got ${values} values for ${inboxes} inboxes. ` +
      "Shorten the defaults, or split the file.",
  );
  return undefined;
}

function countValues(node: SourceNode): number {
  return partsOf(node).reduce((sum, part) => sum + countValues(part), 1);
}

function present(document: MapNode, section: string): SourceNode | undefined {
  const node = entryOf(document, section)?.node;
  return node === undefined || isNull(node) ? undefined : node;
}
