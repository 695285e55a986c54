import { Command } from "commander";
import { forTerminal } from "../text/terminal";
import { type FleetSource, openFleet } from "../fleet/open-fleet";
import { enumerate, hasErrors, type Problem, renderProblem } from "../fleet/problem";
import { renderFleet, renderFleetJson } from "../fleet/render-fleet";
import { problemAt } from "../fleet/source/locate";
import { resolveFleet } from "../fleet/resolve-fleet";
import type { Say } from "./console";
import {
  allowOptions,
  configOption,
  exitCodesHelp,
  type FleetOptions,
  fleetSources,
  jsonOption,
} from "./options";
import { EXIT_CODES, renderJson } from "./output";

interface RenderOptions extends FleetOptions {
  readonly environment?: string;
  readonly json?: true;
}

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "printed, perhaps with warnings",
  failed: "the command failed, or was used wrongly",
  found: "errors, also a file that can't be read: nothing is printed but them",
});

/**
 * `render`: prints what a fleet file comes to in one environment; the exit code is 2 where there are errors. Problems go
 * apart, so that the output stays a fleet file.
 */
export function renderCommand(
  out: (text: string) => void = (text) => process.stdout.write(text),
  complain: Say = console.error,
): Command {
  const command = new Command("render")
    .description("print what an environment comes to: no defaults, no overlays, no variables")
    .argument("<file>", "the fleet file, such as inboxes.yaml")
    .option("--environment <name>", "the environment; needed where the file has environments")
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText("after", EXIT_CODES_HELP);
  for (const option of allowOptions()) command.addOption(option);
  return command.action((file: string, options: RenderOptions) => {
    const { environment } = options;
    const source = openFleet(file);
    const sources = unchosen(source, environment) ?? fleetSources(source.folder, environment, options);
    const { problems: found, fleet: whole } = resolveFleet(source, sources);
    const fleet = hasErrors(found) ? undefined : whole;
    const exitCode = fleet === undefined ? EXIT_CODES.found : EXIT_CODES.fine;
    process.exitCode = exitCode;
    if (options.json) {
      const around = { exitCode, environment: environment ?? null, problems: found, fleet: null };
      // The fleet to the letter; words of problems as they may be printed.
      const json = renderJson({ schema: "pulumi-vcc/render/v1", ...around });
      out(`${fleet === undefined ? json : renderFleetJson(fleet, JSON.parse(json) as object)}\n`);
      return;
    }
    for (const problem of found) complain(forTerminal(renderProblem(problem)));
    const header = [
      `${file}${environment === undefined ? "" : ` in ${environment}`}, rendered by pulumi-vcc: change the file, not this.`,
    ];
    if (fleet !== undefined) out(renderFleet(fleet, { header }));
  });
}

/** Without one, the file comes to what no environment has. */
function unchosen(
  { file, outline }: FleetSource,
  environment: string | undefined,
): { readonly problems: readonly Problem[] } | undefined {
  if (outline === undefined || outline.environments.length === 0 || environment !== undefined)
    return undefined;
  const message = `one of the file's environments, got none. Known are ${enumerate(outline.environments)}. Choose one with --environment.`;
  return { problems: [problemAt({ file, root: outline.root }, ["environments"], message)] };
}
