import { Command, Option } from "commander";
import type { Fleet } from "../../schema/fleet/fleet";
import { forTerminal } from "../text/terminal";
import { openFleet } from "../fleet/open-fleet";
import { hasErrors, renderProblem } from "../fleet/problem";
import { renderFleet, renderFleetJson } from "../fleet/render-fleet";
import { resolveFleet } from "../fleet/resolve-fleet";
import { drawRoutes } from "../report/render/mermaid";
import type { Say } from "./console";
import {
  allowOptions,
  chosenSources,
  configOption,
  environmentOption,
  exitCodesHelp,
  type FleetOptions,
  jsonOption,
} from "./options";
import { EXIT_CODES, renderJson } from "./output";
import { fleetFacts } from "./route/fleet-facts";
import { routedMailboxes } from "./route/routed-mailboxes";

const FORMATS = ["yaml", "mermaid"] as const;

interface RenderOptions extends FleetOptions {
  readonly format: (typeof FORMATS)[number];
  readonly json?: true;
}

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "printed, perhaps with warnings",
  failed: "the command failed, or was used wrongly",
  found: "errors, also a file that can't be read: nothing is printed but them",
});

/**
 * `render`: prints what a fleet file comes to in one environment; the exit code is 2 where there are errors. Problems go
 * apart, so that the output stays a fleet file, or a picture.
 */
export function renderCommand(
  out: (text: string) => void = (text) => process.stdout.write(text),
  complain: Say = console.error,
): Command {
  const command = new Command("render")
    .description("print what an environment comes to: no defaults, no overlays, no variables")
    .argument("<file>", "the fleet file, such as inboxes.yaml")
    .addOption(environmentOption())
    .addOption(
      new Option("--format <format>", "a fleet file, or a Mermaid flowchart of where its mail goes")
        .choices(FORMATS)
        .default("yaml"),
    )
    .addOption(configOption())
    .addOption(jsonOption().conflicts("format"))
    .addHelpText("after", EXIT_CODES_HELP);
  for (const option of allowOptions()) command.addOption(option);
  return command.action((file: string, options: RenderOptions) => {
    const { environment, format, json } = options;
    const source = openFleet(file);
    const { problems: found, fleet: whole } = resolveFleet(source, chosenSources(source, options));
    const fleet = hasErrors(found) ? undefined : whole;
    const exitCode = fleet === undefined ? EXIT_CODES.found : EXIT_CODES.fine;
    process.exitCode = exitCode;
    if (json) {
      const around = { exitCode, environment: environment ?? null, problems: found, fleet: null };
      // The fleet to the letter; words of problems as they may be printed.
      const text = renderJson({ schema: "pulumi-vcc/render/v1", ...around });
      out(`${fleet === undefined ? text : renderFleetJson(fleet, JSON.parse(text) as object)}\n`);
      return;
    }
    for (const problem of found) complain(forTerminal(renderProblem(problem)));
    if (fleet === undefined) return;
    if (format === "mermaid") draw(fleet, file, environment, { out, complain });
    else out(renderFleet(fleet, { header: [headerOf(file, environment)] }));
  });
}

function headerOf(file: string, environment: string | undefined): string {
  return `${file}${environment === undefined ? "" : ` in ${environment}`}, rendered by pulumi-vcc: change the file, not this.`;
}

function draw(
  fleet: Fleet,
  file: string,
  environment: string | undefined,
  { out, complain }: { readonly out: (text: string) => void; readonly complain: Say },
): void {
  const { lines, cut } = drawRoutes(routedMailboxes(fleetFacts(fleet, file, environment)));
  out(`${lines.join("\n")}\n`);
  if (cut !== undefined) complain(cut);
}
