import type { FleetSource } from "./open-fleet";
import { gatherProblems, hasErrors, type IgnoredProblem, type Problem } from "./problem";
import { type FleetSurroundings, resolveFleet, type ResolvedFleet } from "./resolve-fleet";

/** A problem with the environments that have it. */
export type InEnvironments<Kind extends Problem = Problem> = Kind & {
  /** Empty where it is the same in all, or where the file has none. */
  readonly environments: readonly string[];
};

/** What an environment is worked out with, or why that can't be read. */
export type SourcesFor = FleetSurroundings | { readonly problems: readonly Problem[] };

/** What checking a fleet file in several environments has found. */
export interface FleetReport {
  readonly file: string;
  readonly isValid: boolean;
  /** How many valid inboxes there are, by environment; under "" where the file has no environments. */
  readonly inboxes: Readonly<Record<string, number>>;
  readonly problems: readonly InEnvironments[];
  /** What is switched off, with the reasons. */
  readonly ignored: readonly InEnvironments<IgnoredProblem>[];
}

/** Checks the file in these environments; undefined stands for a file without any. */
export function validateFleet(
  source: FleetSource,
  environments: readonly (string | undefined)[],
  sourcesOf: (environment: string | undefined) => SourcesFor,
): FleetReport {
  const results = environments.map((environment) => ({
    environment: environment ?? "",
    ...resolveWith(source, sourcesOf(environment)),
  }));
  const problems = inEnvironments(
    results.map(({ environment, problems: found }) => ({ environment, found })),
  );
  return {
    file: source.file,
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
  const environmentsOf = new Map<string, string[]>();
  for (const { environment, found } of results) {
    for (const problem of found)
      environmentsOf.set(keyOf(problem), [...(environmentsOf.get(keyOf(problem)) ?? []), environment]);
  }
  return gatherProblems(results.flatMap(({ found }) => found)).map((problem) => {
    const environments = environmentsOf.get(keyOf(problem)) ?? [];
    return { ...problem, environments: environments.length === results.length ? [] : environments };
  });
}

function keyOf({ inboxes: _inboxes, ...problem }: Problem): string {
  return JSON.stringify(problem);
}
