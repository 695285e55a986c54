import type { Fleet } from "../../schema/fleet/fleet";
import { showValue } from "../../schema/rule";
import type { LoadedFleet } from "./lint/lint-across";
import { findMisspelt, withMeant } from "./lint/misspelt-entries";
import { lintSource } from "./lint/lint-source";
import { assemble } from "./load/assemble";
import { checkKeyFiles } from "./load/key-files";
import type { Outline } from "./load/outline";
import { checkReferences } from "./load/references";
import { renderSignatures } from "./load/signatures";
import { validate } from "./load/validate";
import type { FleetSource } from "./open-fleet";
import {
  fileProblem,
  gatherProblems,
  hasErrors,
  type IgnoredProblem,
  nearAndKnown,
  type Problem,
} from "./problem";
import { entryOf } from "./source/source-node";
import type { VariableSources } from "./variables/scope";

/** Surroundings that a fleet file is resolved in. */
export interface FleetSurroundings extends VariableSources {
  /** The program's folder, which `file:` references of credentials are relative to. */
  readonly programFolder: string;
  /** Folders besides the fleet file's own that its files may lie in. */
  readonly allowedFolders: readonly string[];
  /** True if the environment's name is known elsewhere: a stack has it, or another file. */
  readonly isEnvironmentKnown: boolean;
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

/**
 * Works out a fleet for one environment: overlay, defaults, variables, rules, templates, and the checks over the whole
 * set. Tells all errors at once. No network.
 */
export function resolveFleet(source: FleetSource, sources: FleetSurroundings): ResolvedFleet {
  const { outline } = source;
  const unusable = { fleet: {}, signatures: new Map<string, string>(), ignored: [] };
  if (outline === undefined) return { ...unusable, problems: source.problems };
  const unknown = unknownEnvironment(source.file, outline, sources.environment);
  if (unknown !== undefined) return { ...unusable, problems: [...source.problems, unknown] };
  return resolveKnown(source, outline, sources);
}

function resolveKnown(
  { file, folder, problems: earlier }: FleetSource,
  outline: Outline,
  sources: FleetSurroundings,
): ResolvedFleet {
  const problems: Problem[] = [...earlier, ...strayEnvironment(file, outline, sources)];
  const { root: assembled, variables } = assemble(outline.root, sources, (node, message) => {
    problems.push(fileProblem(file, node.place, node.path, message));
  });
  const { fleet, root, problems: broken } = validate(file, assembled);
  const { environment, programFolder, allowedFolders } = sources;
  const folders = [folder, ...allowedFolders];
  const signatures = renderSignatures({
    file,
    folder,
    folders,
    root,
    environment,
    variables: variables.values(),
  });
  problems.push(
    ...broken,
    ...checkReferences(file, root),
    ...checkKeyFiles({ file, root, programFolder, folders: [...folders, programFolder] }),
    ...signatures.problems,
  );
  const misspelt = findMisspelt(outline.root, environment);
  const lint = lintSource({ file, root, fleet, isWhole: !hasErrors(problems), misspelt });
  return {
    fleet,
    loaded: { file, root, fleet },
    signatures: signatures.html,
    problems: gatherProblems([...withMeant(problems, misspelt), ...lint.problems]),
    ignored: gatherProblems(lint.ignored),
  };
}

/**
 * A file without environments can be used in any, for values of the stack's configuration and `${environment}`. Where no
 * stack has the name either, it is misspelt, or nobody needs it.
 */
function strayEnvironment(
  file: string,
  { root, environments }: Outline,
  { environment, isEnvironmentKnown }: FleetSurroundings,
): Problem[] {
  if (environment === undefined || environments.length > 0 || isEnvironmentKnown) return [];
  const message =
    `the name of a stack that is known here, as the file has no environments, got ${showValue(environment)}: the file is ` +
    `the same whatever the name. Correct or remove it, or add environments: { ${environment}: {} } to the file.`;
  return [{ ...fileProblem(file, root.place, ["environments"], message), severity: "warning" }];
}

function unknownEnvironment(
  file: string,
  { root, environments }: Outline,
  environment: string | undefined,
): Problem | undefined {
  if (environments.length === 0 || environment === undefined || environments.includes(environment))
    return undefined;
  const section = entryOf(root, "environments");
  const message =
    `an environment of this file, got "${environment}".${nearAndKnown(environment, environments)} ` +
    `Add ${environment}: {} for one that changes nothing.`;
  return fileProblem(file, section?.keyPlace ?? root.place, ["environments"], message);
}
