import type { LoadedFleet } from "../load/check-entries";
import type { IgnoredProblem, Problem } from "../problem";
import { problemAt } from "../source/locate";
import { type Judged, lintFleet, type LintOptions } from "./lint-fleet";

/** Result of the rules over a whole set. */
export interface LintResult {
  readonly problems: readonly Problem[];
  readonly ignored: readonly IgnoredProblem[];
}

/** Applies the rules over the whole set, and gives each finding its place in the file. */
export function lintLoaded(loaded: LoadedFleet, options: LintOptions): LintResult {
  return toLintResult(lintFleet(loaded.fleet, { ...options, today: loaded.today }), (finding) =>
    toProblem(loaded, finding),
  );
}

/** The findings as problems, those of rules that are switched off apart. */
export function toLintResult(judged: readonly Judged[], tell: (finding: Judged) => Problem): LintResult {
  return {
    problems: judged.filter(({ waiver }) => waiver === undefined).map(tell),
    ignored: judged.flatMap((finding) =>
      finding.waiver === undefined ? [] : [{ ...tell(finding), ...finding.waiver }],
    ),
  };
}

/** A finding at its place in the file. */
export function toProblem(
  loaded: LoadedFleet,
  { rule, severity, path, message, inbox, about }: Judged,
): Problem {
  return { ...problemAt(loaded, path, message, inbox), severity, rule, ...(about && { about }) };
}
