import type { FleetSource } from "./open-fleet";
import { lintAcross, sharedNames } from "./lint/lint-across";
import type { LintResult } from "./lint/lint-source";
import { gatherProblems, hasErrors, type IgnoredProblem, type Problem } from "./problem";
import { type FleetSurroundings, resolveFleet, type ResolvedFleet } from "./resolve-fleet";

/** A problem with the environments that have it. */
export type InEnvironments<Kind extends Problem = Problem> = Kind & {
  /** Empty where it is the same in all, or where the file has none. */
  readonly environments: readonly string[];
};

/** Surroundings of an environment, or why they can't be read. */
export type SourcesFor = FleetSurroundings | { readonly problems: readonly Problem[] };

/** Result of checking a fleet file in several environments. */
export interface FleetReport {
  readonly file: string;
  readonly isValid: boolean;
  /** Number of valid inboxes, by environment; under "" where the file has no environments. */
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
    source,
    results: environments.map((environment) => ({
      environment: environment ?? "",
      ...resolveWith(source, sourcesOf(environment)),
    })),
  }));
  const across = findAcross(checked.map(({ results }) => results));
  return checked.map(({ source, results }) =>
    toReport(
      source.file,
      results.map((result) => {
        const found = across.filter(({ environment }) => environment === result.environment);
        const here = <Kind extends Problem>(all: readonly Kind[]): Kind[] =>
          all.filter(({ file }) => file === source.file);
        return {
          ...result,
          problems: [...result.problems, ...here(found.flatMap(({ problems }) => problems))],
          ignored: [...result.ignored, ...here(found.flatMap(({ ignored }) => ignored))],
        };
      }),
    ),
  );
}

interface Checked extends ResolvedFleet {
  readonly environment: string;
}

/** Checks the files against each other, and reports under the environments of both sides. */
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
    return fleets.flatMap((fleet, index) => {
      const earlier = fleets.slice(0, index);
      const { problems, ignored } = lintAcross(earlier, fleet);
      const shared = sharedNames(earlier, fleet).map((one) => ({ ...one, severity: "warning" as const }));
      const found = { problems: [...problems, ...shared], ignored };
      return [...new Set([environment, ""])].map((one) => ({ ...found, environment: one }));
    });
  });
}

function toReport(file: string, results: readonly Checked[]): FleetReport {
  const problems = inEnvironments(
    results.map(({ environment, problems: found }) => ({ environment, found })),
  );
  return {
    file,
    isValid: !hasErrors(problems),
    inboxes: Object.fromEntries(
      results.map(({ environment, fleet }) => [environment, Object.keys(fleet.inboxes ?? {}).length]),
    ),
    problems,
    ignored: inEnvironments(results.map(({ environment, ignored: found }) => ({ environment, found }))),
  };
}

/** Values that can't be read would only give further errors: they are told alone. */
export function resolveWith(source: FleetSource, sources: SourcesFor): ResolvedFleet {
  if (!("problems" in sources)) return resolveFleet(source, sources);
  const problems = [...source.problems, ...sources.problems];
  return { fleet: {}, signatures: new Map(), problems, ignored: [] };
}

function inEnvironments<Kind extends Problem>(
  results: readonly { readonly environment: string; readonly found: readonly Kind[] }[],
): InEnvironments<Kind>[] {
  const environmentsOf = new Map<string, Set<string>>();
  for (const { environment, found } of results) {
    for (const problem of found) {
      const key = keyOf(problem);
      environmentsOf.set(key, (environmentsOf.get(key) ?? new Set()).add(environment));
    }
  }
  return gatherProblems(results.flatMap(({ found }) => found)).map((problem) => {
    const environments = [...(environmentsOf.get(keyOf(problem)) ?? [])];
    return { ...problem, environments: environments.length === results.length ? [] : environments };
  });
}

function keyOf({ inboxes: _inboxes, ...problem }: Problem): string {
  return JSON.stringify(problem);
}
