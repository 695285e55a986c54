import { Command } from "commander";
import { forTerminal } from "../text/terminal";
import { type FleetSource, openFleet } from "../fleet/open-fleet";
import { enumerate, fileProblem, hasErrors, type Problem, renderProblem } from "../fleet/problem";
import { renderFleet, renderFleetJson } from "../fleet/render-fleet";
import { locateKey } from "../fleet/source/locate";
import { resolveWith } from "../fleet/validate-fleet";
import { allowOptions, configOption, type FleetOptions, fleetSurroundings } from "./fleet-options";

interface RenderOptions extends FleetOptions {
  readonly environment?: string;
  readonly json?: true;
}

/** Where the command writes; problems go apart, so that the output stays a fleet file. */
interface Streams {
  readonly out: (text: string) => void;
  readonly problems: (line: string) => void;
}

const STREAMS: Streams = {
  out: (text) => process.stdout.write(text),
  problems: (line) => console.error(line),
};

/** `render`: prints what a fleet file comes to in one environment; the exit code is 1 where there are errors. */
export function renderCommand({ out, problems }: Streams = STREAMS): Command {
  const command = new Command("render")
    .description("print what an environment comes to: no defaults, no overlays, no variables")
    .argument("<file>", "the fleet file, such as inboxes.yaml")
    .option("--environment <name>", "the environment; needed where the file has environments")
    .addOption(configOption())
    .option("--json", "as JSON");
  for (const option of allowOptions()) command.addOption(option);
  return command.action((file: string, options: RenderOptions) => {
    const { environment } = options;
    const source = openFleet(file);
    const resolved = resolveWith(source, fleetSurroundings(source.folder, environment, options));
    const found = [...unchosen(source, environment), ...resolved.problems];
    for (const problem of found) problems(forTerminal(renderProblem(problem)));
    if (hasErrors(found)) {
      process.exitCode = 1;
      return;
    }
    const header = [
      `${file}${environment === undefined ? "" : ` in ${environment}`}, rendered by pulumi-vcc: change the file, not this.`,
    ];
    out(options.json ? renderFleetJson(resolved.fleet) : renderFleet(resolved.fleet, { header }));
  });
}

/** Without one, the file comes to what no environment has. */
function unchosen({ file, outline }: FleetSource, environment: string | undefined): Problem[] {
  if (outline === undefined || outline.environments.length === 0 || environment !== undefined) return [];
  const { place } = locateKey(outline.root, ["environments"]);
  const message = `one of the file's environments, got none. Known are ${enumerate(outline.environments)}. Choose one with --environment.`;
  return [fileProblem(file, place, ["environments"], message)];
}
