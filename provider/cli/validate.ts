import { Command } from "commander";
import { type FleetSource, openFleet } from "../fleet/open-fleet";
import { enumerate, renderProblem } from "../fleet/problem";
import { type FleetReport, type InEnvironments, validateFleet } from "../fleet/validate-fleet";
import { configOption, type FleetOptions, variableSources } from "./fleet-options";

/** Writes one line for the person at the terminal. */
type Say = (line: string) => void;

interface ValidateOptions extends FleetOptions {
  readonly environment?: string;
  readonly json?: true;
}

/** `validate`: checks a fleet file without any call; the exit code is 1 where there are errors. */
export function validateCommand(say: Say = console.log): Command {
  const command = new Command("validate")
    .description("check a fleet file in all its environments; no call is made")
    .argument("<file>", "the fleet file, such as inboxes.yaml")
    .option("--environment <name>", "check this environment only")
    .addOption(configOption())
    .option("--json", "as JSON");
  return command.action((file: string, options: ValidateOptions) => {
    const source = openFleet(file);
    const report = validateFleet(source, chosen(source, options), (environment) =>
      variableSources(source.folder, environment, options),
    );
    if (options.json) say(JSON.stringify(report, undefined, 2));
    else for (const line of renderReport(report)) say(line);
    if (!report.isValid) process.exitCode = 1;
  });
}

function chosen({ outline }: FleetSource, { environment }: ValidateOptions): readonly (string | undefined)[] {
  if (environment !== undefined) return [environment];
  return outline === undefined || outline.environments.length === 0 ? [undefined] : outline.environments;
}

/** The problems in the order of the file, and a last line that sums up. */
export function renderReport({ file, isValid, problems, ignored, inboxes }: FleetReport): string[] {
  const count = (severity: string): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const numbers = Object.entries(inboxes).map(
    ([name, number]) => `${plural(number, "inbox", "inboxes")}${name && ` in ${name}`}`,
  );
  const found = [
    plural(count("error"), "error"),
    plural(count("warning"), "warning"),
    ...(ignored.length === 0 ? [] : [`${ignored.length} switched off`]),
  ];
  const sum = isValid ? `${found.join(", ")}; ${numbers.join(", ")}` : found.join(", ");
  return [...problems.map(renderInEnvironments), `${file}: ${sum}.`];
}

function renderInEnvironments(problem: InEnvironments): string {
  const { environments } = problem;
  return `${renderProblem(problem)}${environments.length === 0 ? "" : ` (only in ${enumerate(environments)})`}`;
}

function plural(number: number, one: string, many = `${one}s`): string {
  return `${number === 0 ? "no" : number} ${number === 1 ? one : many}`;
}
