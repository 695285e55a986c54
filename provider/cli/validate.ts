import { Command, Option } from "commander";
import { showValue } from "../../schema/rule";
import { forTerminal } from "../text/terminal";
import { realPath } from "../files/real-path";
import { type FleetSource, openFleet } from "../fleet/open-fleet";
import { relativePath } from "../files/relative-path";
import { fileProblem, type Problem, renderProblem } from "../fleet/problem";
import {
  describeEnvironments,
  type FleetReport,
  type FleetToValidate,
  validateFleets,
} from "../fleet/validate-fleet";
import { fleetFindings } from "../report/fleet-findings";
import { renderAnnotations } from "../report/render/github";
import { renderFindingsSarif } from "../report/render/sarif";
import { type Say } from "./console";
import { counted } from "../text/counted";
import { allowOptions, configOption, exitCodesHelp, type FleetOptions, fleetSources } from "./options";
import { requireNoInput, writeOut } from "./out-file";
import { EXIT_CODES, renderJson, type ValidateOutput } from "./output";

interface ValidateOptions extends FleetOptions {
  readonly strict?: true;
  readonly json?: true;
  readonly format: Format;
  readonly out?: string;
}

const findingsOf = ({ files }: ValidateOutput) => fleetFindings(files, relativePath);

/** Forms of the result. */
const FORMS = {
  text: ({ files }: ValidateOutput) =>
    forTerminal(files.flatMap((one) => [...renderProblems(one), renderSum(one)]).join("\n")),
  json: (output: ValidateOutput) =>
    renderJson({
      ...output,
      files: output.files.map((file) => ({
        ...file,
        problems: file.problems.map(withoutAbout),
        ignored: file.ignored.map(withoutAbout),
      })),
    }),
  sarif: (output: ValidateOutput) =>
    renderFindingsSarif(findingsOf(output), { check: "validate", isComplete: true }),
  github: (output: ValidateOutput) => renderAnnotations(findingsOf(output)),
} as const;

/** The problem as it is published. */
function withoutAbout<Kind extends Problem>({ about: _about, ...problem }: Kind): Omit<Kind, "about"> {
  return problem;
}

type Format = keyof typeof FORMS;
const FORMATS = Object.keys(FORMS) as Format[];

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "no errors",
  failed: "the command failed, or was used wrongly",
  found: "errors, also a file that can't be read; with --strict warnings too",
});

/** `validate`: checks fleet files without any call; the exit code is 2 where there are errors. */
export function validateCommand(say: Say = console.log): Command {
  const command = new Command("validate")
    .description("check fleet files in all their environments, also against each other; no call is made")
    .argument("<files...>", "the fleet files, such as inboxes.yaml")
    .option("--environment <name>", "check this environment only")
    .addOption(configOption())
    .option("--strict", "warnings fail, too")
    .addOption(formatOption())
    .option("--json", "the same as --format json")
    .option("--out <file>", "write it to this file; how many problems there are is printed")
    .addHelpText("after", EXIT_CODES_HELP);
  for (const option of allowOptions()) command.addOption(option);
  return command.action((files: readonly string[], options: ValidateOptions) => {
    requireNoInput(options.out, files);
    const reports = validateFleets(toValidate(openEach(files), options));
    const isValid = reports.every((one) => (options.strict ? one.problems.length === 0 : one.isValid));
    const exitCode = isValid ? EXIT_CODES.fine : EXIT_CODES.found;
    const output: ValidateOutput = { schema: "pulumi-vcc/validate/v1", exitCode, isValid, files: reports };
    const text = FORMS[options.json === true ? "json" : options.format](output);
    process.exitCode = exitCode;
    if (options.out === undefined) {
      if (text !== "") say(text);
      return;
    }
    writeOut(options.out, text === "" ? "" : `${text}\n`);
    say(forTerminal([...reports.map(renderSum), `Written to ${options.out}.`].join("\n")));
  });
}

function formatOption(): Option {
  return new Option("--format <name>", "the form").choices(FORMATS).default("text").conflicts("json");
}

/** Each file once, whatever its paths: beside itself, all of it would be there twice. */
function openEach(files: readonly string[]): FleetSource[] {
  const opened = new Map<string, FleetSource>();
  for (const file of files) {
    const path = realPath(file);
    const known = opened.get(path);
    opened.set(path, known === undefined ? openFleet(file) : withRepetition(known, file));
  }
  return [...opened.values()];
}

function withRepetition(source: FleetSource, again: string): FleetSource {
  const { file, problems } = source;
  const message = `a file that is given once, got it again as ${showValue(again)}, and checked it once. Remove one of the two.`;
  const problem = { ...fileProblem(file, { line: 1, column: 1 }, [], message), severity: "warning" as const };
  return { ...source, problems: [...problems, problem] };
}

function toValidate(sources: readonly FleetSource[], options: ValidateOptions): FleetToValidate[] {
  const declared = new Set(sources.flatMap(({ outline }) => outline?.environments ?? []));
  return sources.map((source) => ({
    source,
    environments: chosen(source, options),
    sourcesOf: (environment) => {
      const found = fleetSources(source.folder, environment, options);
      const isDeclared = environment !== undefined && declared.has(environment);
      return "problems" in found || !isDeclared ? found : { ...found, isEnvironmentKnown: true };
    },
  }));
}

function chosen({ outline }: FleetSource, { environment }: ValidateOptions): readonly (string | undefined)[] {
  if (environment !== undefined) return [environment];
  return outline === undefined || outline.environments.length === 0 ? [undefined] : outline.environments;
}

/** The problems in the order of the file, a line each. */
function renderProblems({ problems }: FleetReport): string[] {
  return problems.map((problem) => `${renderProblem(problem)}${describeEnvironments(problem)}`);
}

/** The line that sums up. */
function renderSum({ file, isValid, problems, ignored, inboxes }: FleetReport): string {
  const count = (severity: string): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const numbers = Object.entries(inboxes).map(
    ([name, number]) => `${counted(number, "inbox", "inboxes", "no")}${name && ` in ${name}`}`,
  );
  const found = [
    counted(count("error"), "error", "errors", "no"),
    counted(count("warning"), "warning", "warnings", "no"),
    ...(ignored.length === 0 ? [] : [`${ignored.length} switched off`]),
  ];
  const sum = isValid ? `${found.join(", ")}; ${numbers.join(", ")}` : found.join(", ");
  return `${file}: ${sum}.`;
}
