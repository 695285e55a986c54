import { ENTRY_SECTIONS, FleetLayer, FleetOutline, isEntrySection } from "../../../schema/fleet/fleet";
import { nearest } from "../../../schema/nearest";
import { fileProblem, type Problem } from "../problem";
import { problemAt } from "../source/locate";
import { mergeDocuments } from "../source/merge";
import {
  entriesOf,
  entryOf,
  isNull,
  mapEntries,
  type MapNode,
  partsOf,
  type Path,
  type SourceNode,
  toValue,
  withEntries,
} from "../source/source-node";
import { toProblems } from "./issues";

/** Each is worked out by itself, and all of them are kept to be compared. */
const MOST_ENVIRONMENTS = 100;
const MOST_MISSPELT_SECTIONS = 10;

/** A file whose outline is that of a fleet. */
export interface Outline {
  readonly root: MapNode;
  /** Names of its environments, in the order of the file. */
  readonly environments: readonly string[];
}

/** Checks the sections of a file, in all its environments; what stands in them is checked for one environment. */
export function checkOutline(
  file: string,
  root: SourceNode,
): { outline: Outline | undefined; problems: Problem[] } {
  const result = FleetOutline.safeParse(toValue(root));
  const meant = result.success ? root : asMeant(root);
  const problems = [
    ...(result.success ? [] : toProblems(file, root, result.error.issues)),
    ...emptyEntries(file, meant),
    ...blankValues(file, root),
    ...tooManyEnvironments(file, root),
  ];
  const environments = entriesOf(entryOf(meant, "environments")?.node).map(([name]) => name);
  const isUsable = result.success || FleetOutline.safeParse(toValue(meant)).success;
  if (meant.kind !== "map" || !isUsable || environments.length > MOST_ENVIRONMENTS)
    return { outline: undefined, problems };
  return { outline: { root: meant, environments }, problems };
}

/**
 * The file with what stands in misspelt sections put into those that were meant: that they are unknown is told, and so
 * is all else at once.
 */
function asMeant(root: SourceNode): SourceNode {
  if (root.kind !== "map") return root;
  const file = withMeantSections(root, Object.keys(FleetOutline.shape));
  return mapEntries(file, (node, section) => {
    if (section !== "environments" || node.kind !== "map") return node;
    return mapEntries(node, (environment) =>
      environment.kind === "map"
        ? withMeantSections(environment, Object.keys(FleetLayer.shape))
        : environment,
    );
  });
}

function withMeantSections(map: MapNode, known: readonly string[]): MapNode {
  const unknown = [...map.entries].filter(([section]) => !known.includes(section));
  // Each takes a look at all the others; a file with many of them is no fleet with a slip.
  if (unknown.length > MOST_MISSPELT_SECTIONS) return map;
  const rest = new Map([...map.entries].filter(([section]) => known.includes(section)));
  return unknown.reduce(
    (merged, [section, entry]) => {
      const meant = nearest(section, known);
      if (meant !== undefined && entry.node.kind !== "map") return merged;
      return mergeDocuments(merged, withEntries(map, [[meant ?? section, entry]]));
    },
    withEntries(map, rest),
  );
}

/** Only over something else does null mean "none"; here it is more likely a value that was forgotten. */
function emptyEntries(file: string, root: SourceNode): Problem[] {
  return ENTRY_SECTIONS.flatMap((section) =>
    entriesOf(entryOf(root, section)?.node)
      .filter(([, { node }]) => isNull(node))
      .map(([name, { keyPlace, node }]) =>
        fileProblem(
          file,
          keyPlace,
          node.path,
          `properties, got nothing. Write {} to have it with nothing but defaults; null takes it away in an environment only. Or remove ${name}.`,
        ),
      ),
  );
}

/** Written null says "none", which takes away; a value that isn't there may have been forgotten, or commented out. */
function blankValues(file: string, root: SourceNode): Problem[] {
  return blanksIn(root).flatMap(({ place, path }) => {
    if (path.length === 0 || isToldOrHarmless(path)) return [];
    const message =
      "a value, got nothing. Give it one; write null for none, which takes away; " +
      `or remove ${String(path.at(-1))} to change nothing.`;
    return [fileProblem(file, place, path, message)];
  });
}

function isToldOrHarmless([section, ...names]: Path): boolean {
  if (names.length !== 1) return false;
  return section === "environments" || isEntrySection(section);
}

function blanksIn(node: SourceNode): readonly SourceNode[] {
  if (node.kind === "map") return partsOf(node).flatMap(blanksIn);
  // No list may have null, so an item that isn't there is told already.
  return node.kind === "scalar" && node.isBlank === true ? [node] : [];
}

function tooManyEnvironments(file: string, root: SourceNode): Problem[] {
  const count = entriesOf(entryOf(root, "environments")?.node).length;
  if (count <= MOST_ENVIRONMENTS) return [];
  const message = `at most ${MOST_ENVIRONMENTS} environments, got ${count}. Split the file.`;
  return [problemAt({ file, root }, ["environments"], message)];
}
