import type { Fleet } from "../../schema/fleet/fleet";
import { showValue } from "../../schema/rule";
import { toDay } from "../../schema/time";
import { lintLoaded } from "./lint/lint-loaded";
import { findMisspelt, withMeant } from "./lint/misspelt-entries";
import { endedWaivers } from "./lint/waivers";
import { assemble } from "./load/assemble";
import { checkKeyFiles } from "./load/key-files";
import type { Outline } from "./load/outline";
import { checkReferences } from "./load/references";
import { renderSignatures } from "./load/signatures";
import { type LoadedFleet, validate } from "./load/check-entries";
import type { FleetSource } from "./open-fleet";
import {
  fileProblem,
  gatherProblems,
  hasErrors,
  type IgnoredProblem,
  nearAndKnown,
  type Problem,
} from "./problem";
import { problemAt } from "./source/locate";
import type { VariableSources } from "./variables/scope";

/** Context that a fleet file is resolved in. */
export interface FleetContext extends VariableSources {
  /** The program's folder, which `file:` references of credentials are relative to. */
  readonly programFolder: string;
  /** Folders besides the fleet file's own that its files may lie in. */
  readonly allowedFolders: readonly string[];
  /** True if the environment's name is known elsewhere: a stack has it, or another file. */
  readonly isEnvironmentKnown: boolean;
  /** Time of the check, in ms since 1970: last days of switched-off rules have passed by it, or not. */
  readonly nowMs: number;
}

/** A fleet file as resolved for one environment. */
export interface ResolvedFleet {
  /** All entries; where there are errors, only those that are valid by themselves. */
  readonly fleet: Fleet;
  /** The HTML of signatures, by inbox. */
  readonly signatures: ReadonlyMap<string, string>;
  /** Errors and warnings, in the order of the file. */
  readonly problems: readonly Problem[];
  /** The fleet with the places of its entries; absent where the file can't be used. */
  readonly loaded?: LoadedFleet;
  /** Problems of rules that are switched off. */
  readonly ignored: readonly IgnoredProblem[];
}

/** Context of an environment, or why it can't be read. */
export type SourcesFor = FleetContext | { readonly problems: readonly Problem[] };

/**
 * Works out a fleet for one environment: overlay, defaults, variables, rules, templates, and the checks over the whole
 * set. Tells all errors at once. No network.
 */
export function resolveFleet(source: FleetSource, sources: SourcesFor): ResolvedFleet {
  const { file, folder, outline } = source;
  const unusable = (because: readonly Problem[]): ResolvedFleet => ({
    fleet: {},
    signatures: new Map(),
    problems: [...source.problems, ...because],
    ignored: [],
  });
  // Values that can't be read would only give further errors: they are told alone.
  if ("problems" in sources) return unusable(sources.problems);
  if (outline === undefined) return unusable([]);
  const { environment, programFolder, allowedFolders } = sources;
  const problems = environmentProblems(file, outline, sources);
  if (hasErrors(problems)) return unusable(problems);
  problems.unshift(...source.problems);
  const { root, variables } = assemble(outline.root, sources, (node, message) => {
    problems.push(fileProblem(file, node.place, node.path, message));
  });
  const { loaded, problems: broken } = validate(file, root, toDay(sources.nowMs));
  const folders = [folder, ...allowedFolders];
  const context = { folder, folders, environment, variables: variables.values() };
  const signatures = renderSignatures(loaded, context);
  problems.push(
    ...broken,
    ...checkReferences(loaded),
    ...checkKeyFiles(loaded, programFolder, [...folders, programFolder]),
    ...signatures.problems,
  );
  const misspelt = findMisspelt(outline.root, environment);
  const lint = lintLoaded(loaded, { isWhole: !hasErrors(problems), misspelt });
  return {
    fleet: loaded.fleet,
    loaded,
    signatures: signatures.html,
    problems: gatherProblems([...withMeant(problems, misspelt), ...endedWaivers(loaded), ...lint.problems]),
    ignored: gatherProblems(lint.ignored),
  };
}

/**
 * A file without environments can be used in any, for values of the stack's configuration and `${environment}`. Where no
 * stack has the name either, it is misspelt, or nobody needs it.
 */
function environmentProblems(
  file: string,
  { root, environments }: Outline,
  { environment, isEnvironmentKnown }: FleetContext,
): Problem[] {
  if (environment === undefined || environments.includes(environment)) return [];
  if (environments.length > 0) {
    const message =
      `an environment of this file, got "${environment}".${nearAndKnown(environment, environments)} ` +
      `Add ${environment}: {} for one that changes nothing.`;
    return [problemAt({ file, root }, ["environments"], message)];
  }
  if (isEnvironmentKnown) return [];
  const message =
    `the name of a stack that is known here, as the file has no environments, got ${showValue(environment)}: the file is ` +
    `the same whatever the name. Correct or remove it, or add environments: { ${environment}: {} } to the file.`;
  return [{ ...fileProblem(file, root.place, ["environments"], message), severity: "warning" }];
}
