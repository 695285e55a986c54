import { FleetOutline } from "../../../schema/fleet/fleet";
import { fileProblem, type Problem } from "../problem";
import { entriesOf, entryOf, isNull, type MapNode, type SourceNode, toValue } from "../source/source-node";
import { toProblems } from "./issues";

const ENTRY_SECTIONS = ["profiles", "inboxes", "mappings"] as const;

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
  const problems = [
    ...(result.success ? [] : toProblems(file, root, result.error.issues)),
    ...emptyEntries(file, root),
  ];
  if (root.kind !== "map" || !result.success) return { outline: undefined, problems };
  const environments = entriesOf(entryOf(root, "environments")?.node).map(([name]) => name);
  return { outline: { root, environments }, problems };
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
