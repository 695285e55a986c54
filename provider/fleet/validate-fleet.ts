import type { FleetSource } from "./open-fleet";
import { lintAcross, sharedNames } from "./lint/lint-across";
import type { LintResult } from "./lint/lint-loaded";
import { enumerate, gatherProblems, hasErrors, type IgnoredProblem, keyOf, type Problem } from "./problem";
import { resolveFleet, type ResolvedFleet, type SourcesFor } from "./resolve-fleet";

/** A problem with the environments that have it. */
export type InEnvironments<Kind extends Problem = Problem> = Kind & {
  /** Empty where it is the same in all, or where the file has none. */
  readonly environments: readonly string[];
};

/** ` (only in dev)`; empty where a problem is in all. */
export function describeEnvironments({ environments }: InEnvironments): string {
  return environments.length === 0 ? "" : ` (only in ${enumerate(environments)})`;
}

/** Result of checking a fleet file in several environments. */
export interface FleetReport {
  readonly file: string;
  readonly isValid: boolean;
  /** Number of valid inboxes, by each environment that the file can be used in; under "" where it has none. */
  readonly inboxes: Readonly<Record<string, number>>;
  readonly problems: readonly InEnvironments[];
  /** Problems that are switched off, with the reasons. */
  readonly ignored: readonly InEnvironments<IgnoredProblem>[];
}

/** A fleet file that is to be checked, and in which environments; undefined stands for a file without any. */
export interface FleetToValidate {
  readonly source: FleetSource;
  readonly environments: readonly (string | undefined)[];
  readonly sourcesOf: (environment: string | undefined) => SourcesFor;
}

/**
 * Checks files in their environments, each by itself and, because they share one account, against each other: a file
 * without environments against all of the others'. Whether they are of one program isn't known, so a name that two
 * have is a warning.
 */
export function validateFleets(files: readonly FleetToValidate[]): FleetReport[] {
  const checked = files.map(({ source, environments, sourcesOf }) => ({
    file: source.file,
    results: environments.map((environment) => ({
      environment: environment ?? "",
      ...resolveFleet(source, sourcesOf(environment)),
    })),
  }));
  const across = findAcross(checked.map(({ results }) => results));
  return checked.map(({ file, results }) => {
    // Contradictions between files are reported under the environments of both sides.
    const found = <Kind extends Problem>(
      pick: (one: LintResult) => readonly Kind[],
    ): InEnvironments<Kind>[] =>
      inEnvironments(
        results.map((result) => {
          const { environment } = result;
          const here = across.filter((one) => environment === "" || environment === one.environment);
          const between = here.flatMap(pick).filter((problem) => problem.file === file);
          return { environment, found: [...pick(result), ...between] };
        }),
      );
    const problems = found((one) => one.problems);
    return {
      file,
      isValid: !hasErrors(problems),
      inboxes: Object.fromEntries(
        results
          .filter(({ loaded }) => loaded !== undefined)
          .map(({ environment, fleet }) => [environment, Object.keys(fleet.inboxes ?? {}).length]),
      ),
      problems,
      ignored: found((one) => one.ignored),
    };
  });
}

interface Checked extends ResolvedFleet {
  /** Empty where the file has none. */
  readonly environment: string;
}

/** Checks the files against each other. */
function findAcross(
  files: readonly (readonly Checked[])[],
): (LintResult & { readonly environment: string })[] {
  const named = new Set(files.flat().map(({ environment }) => environment));
  if (named.size > 1) named.delete("");
  return [...named].flatMap((environment) => {
    const fleets = files.flatMap((results) => {
      const result = results.find((one) => one.environment === environment || one.environment === "");
      return result?.loaded === undefined ? [] : [result.loaded];
    });
    return fleets.map((fleet, index) => {
      const earlier = fleets.slice(0, index);
      const { problems, ignored } = lintAcross(earlier, fleet);
      const shared = sharedNames(earlier, fleet).map((one) => ({ ...one, severity: "warning" as const }));
      return { environment, problems: [...problems, ...shared], ignored };
    });
  });
}

function inEnvironments<Kind extends Problem>(
  results: readonly { readonly environment: string; readonly found: readonly Kind[] }[],
): InEnvironments<Kind>[] {
  const keys = results.map(({ environment, found }) => ({ environment, known: new Set(found.map(keyOf)) }));
  return gatherProblems(results.flatMap(({ found }) => found)).map((problem) => {
    const having = keys.filter(({ known }) => known.has(keyOf(problem)));
    const isInAll = having.length === results.length;
    return { ...problem, environments: isInAll ? [] : having.map(({ environment }) => environment) };
  });
}
