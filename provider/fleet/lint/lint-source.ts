import type { Fleet } from "../../../schema/fleet/fleet";
import { fileProblem, type IgnoredProblem, type Problem } from "../problem";
import { locate } from "../source/locate";
import type { MapNode } from "../source/source-node";
import type { MisspeltEntry } from "./misspelt-entries";
import { type Judged, lintFleet } from "./lint-fleet";

interface LintedSource {
  readonly file: string;
  readonly root: MapNode;
  readonly fleet: Fleet;
  /** True if the fleet has every entry of the file; false if it has only those that are valid. */
  readonly isWhole: boolean;
  readonly misspelt: readonly MisspeltEntry[];
}

/** Result of the rules over a whole set. */
export interface LintResult {
  readonly problems: readonly Problem[];
  readonly ignored: readonly IgnoredProblem[];
}

/** Applies the rules over the whole set, and gives each finding its place in the file. */
export function lintSource({ file, root, fleet, isWhole, misspelt }: LintedSource): LintResult {
  const judged = lintFleet(fleet, { isWhole, misspelt });
  return {
    problems: judged
      .filter(({ reason }) => reason === undefined)
      .map((finding) => toProblem(file, root, finding)),
    ignored: judged.flatMap((finding) =>
      finding.reason === undefined ? [] : [{ ...toProblem(file, root, finding), reason: finding.reason }],
    ),
  };
}

/** A finding at its place in the file. */
export function toProblem(
  file: string,
  root: MapNode,
  { rule, severity, path, message, inbox }: Judged,
): Problem {
  const location = locate(root, path);
  const subject = inbox ?? (path[0] === "inboxes" && path.length > 1 ? String(path[1]) : undefined);
  return { ...fileProblem(file, location.place, location.path, message, subject), severity, rule };
}
