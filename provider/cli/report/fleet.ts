import { Option } from "commander";
import { argumentError } from "../../errors";
import { relativePath } from "../../files/relative-path";
import type { LoadedFleet } from "../../fleet/load/check-entries";
import { openFleet } from "../../fleet/open-fleet";
import { hasErrors, type Problem, renderProblem } from "../../fleet/problem";
import type { BuildOptions } from "../../report/build-report";
import { resolveFleet } from "../../fleet/resolve-fleet";
import { allowOptions, configOption, type FleetOptions, fleetSources } from "../options";

/** Options that name the fleet file of a report. */
export interface ReportFleetOptions extends FleetOptions {
  readonly fleet?: string;
  readonly fleetBefore?: string;
  readonly environment?: string;
}

export function reportFleetOptions(): readonly Option[] {
  return [
    new Option("--fleet <file>", "the fleet file of the stack: findings then have their place in it"),
    new Option(
      "--fleet-before <file>",
      "the same file before the change: tells which switched-off rules are new",
    ),
    new Option("--environment <name>", "its environment (default: the stack's name)"),
    configOption(),
    ...allowOptions(),
  ];
}

/** The fleet file of a report. `stack`: name of the environment where none is given. Error: a file with errors. */
export function reportFleet(options: ReportFleetOptions, stack: string | undefined): BuildOptions["fleet"] {
  const { fleet, fleetBefore } = options;
  if (fleet === undefined) {
    if (fleetBefore === undefined) return undefined;
    throw argumentError(
      `--fleet-before goes with --fleet, got ${fleetBefore} alone. Name the file after the change, too.`,
    );
  }
  const open = (file: string, isBefore = false) => loaded(file, options, stack, isBefore);
  const { loaded: after, problems } = open(fleet);
  return { after, problems, before: fleetBefore === undefined ? undefined : open(fleetBefore, true).loaded };
}

function loaded(
  file: string,
  options: ReportFleetOptions,
  stack: string | undefined,
  isBefore: boolean,
): { readonly loaded: LoadedFleet; readonly problems: readonly Problem[] } {
  const source = openFleet(file);
  const environments = source.outline?.environments ?? [];
  const environment = options.environment ?? (environments.length === 0 ? undefined : stack);
  const { loaded: found, problems } = resolveFleet(source, fleetSources(source.folder, environment, options));
  const errors = problems.filter(({ severity }) => severity === "error");
  // What was wrong with the file before the change is nothing that the change brings.
  if (found === undefined || (hasErrors(problems) && !isBefore))
    throw argumentError(
      `The fleet file can't be used, so nothing has a place in it: ${errors.map(renderProblem).join(" ")}`,
      `Check it with npx pulumi-vcc validate, and name its environment with --environment.`,
    );
  return { loaded: { ...found, file: relativePath(file) }, problems };
}
