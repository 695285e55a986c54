import { Command, InvalidArgumentError, Option } from "commander";
import { type FindingId, FINDING_IDS, type Level, LEVELS } from "../../schema/report/finding";
import { nearest } from "../../schema/nearest";
import { argumentError } from "../errors";
import { buildReport, type RatedReport, type ReportOptions as BuildOptions } from "../report/build-report";
import { type EngineRun, withEvents } from "../report/read/step";
import { stackOf } from "../report/basis";
import { toResources } from "../report/planned-resource";
import { readRun } from "../report/read/read-run";
import { forTerminal } from "../text/terminal";
import type { Say } from "./console";
import { exitCodesHelp, stackOptions, wholeNumber } from "./options";
import { writeOut } from "./out-file";
import type { ExitCode } from "./output";
import { preview } from "./pulumi/preview";
import { readInput } from "./report/read-input";
import { reportFleet, type ReportFleetOptions, reportFleetOptions } from "./report/fleet";
import { FORMATS, type Format, renderReport } from "./report/formats";
import { exitCodeOf, type FailOn } from "./report/exit-code";

/** Options of the commands that print a change report. */
export interface ReportOptions {
  readonly stack?: string;
  readonly cwd?: string;
  readonly format: Format;
  readonly out?: string;
  readonly horizonDays: number;
  readonly failOn: FailOn;
  readonly level: Readonly<Partial<Record<FindingId, Level>>>;
  readonly maxLength?: number;
  readonly commit?: string;
}

interface FileOptions extends ReportOptions, ReportFleetOptions {
  readonly run?: true;
  readonly eventLog?: string;
}

const DEFAULT_HORIZON_DAYS = 30;
const LONGEST_HORIZON_DAYS = 3_650;

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "nothing at the level that fails, or above",
  failed: "the command failed, or was used wrongly",
  found: "findings at that level or above",
  unknown: "nobody can tell: the preview failed, or a part of it can't be read",
});

/** `report`: says in the words of the domain what a preview would change. */
export function reportCommand(say: Say = console.log): Command {
  const command = new Command("report")
    .description("say what a preview changes: where mail goes, what ends, what somebody edited by hand")
    .argument("[file]", "what pulumi preview --json or an event log holds; - reads standard input")
    .option("--run", "run the preview here instead: it asks VCC, and writes nothing")
    .option("--event-log <file>", "the event log of the same run, which has its end and its policies");
  for (const option of [...stackOptions(), ...reportFleetOptions(), ...reportOptions()])
    command.addOption(option);
  return command
    .addHelpText("after", EXIT_CODES_HELP)
    .action(async (file: string | undefined, options: FileOptions) => {
      const run = await runOf(file, options);
      const fleet = reportFleet(options, stackOf(toResources(run))?.stack);
      const report = buildReport(run, { ...toBuildOptions(options), fleet });
      tellReport(report, exitCodeOf(report, options.failOn), options, say);
    });
}

/** Options of what a report tells, and how. */
export function reportOptions(): readonly Option[] {
  return [
    new Option("--format <name>", "the form").choices(FORMATS).default("text"),
    new Option("--out <file>", "write it to this file; the verdict is printed"),
    new Option("--fail-on <level>", "level of findings that fails")
      .choices(["error", "warning", "none"])
      .default("error"),
    new Option("--level <id=level>", "level of a kind of finding, as shadowed-mapping=error; may be repeated")
      .argParser(parseLevel)
      .default({}, "those of the catalogue"),
    new Option("--horizon-days <number>", "days within which the end of a credential is told")
      .argParser(wholeNumber(0, LONGEST_HORIZON_DAYS))
      .default(DEFAULT_HORIZON_DAYS),
    new Option(
      "--max-length <number>",
      "longest form, in characters; whole items are left out, and it says so",
    ).argParser(wholeNumber(1)),
    new Option("--commit <id>", "the commit that it is of"),
  ];
}

/** Choices of what is found. */
export function toBuildOptions({ horizonDays, level, commit }: ReportOptions): BuildOptions {
  return { horizon: { nowMs: Date.now(), days: horizonDays }, levels: level, commit };
}

/** Prints a report, or writes it and prints its verdict; the exit code follows. */
export function tellReport(rated: RatedReport, exitCode: ExitCode, options: ReportOptions, say: Say): void {
  const { schema, ...rest } = rated;
  const report = { schema, exitCode, ...rest };
  const text = renderReport(report, options);
  process.exitCode = exitCode;
  if (options.out === undefined) {
    say(text.replace(/\n$/u, ""));
    return;
  }
  writeOut(options.out, text);
  say(forTerminal(`${report.verdict.text} Written to ${options.out}.`));
}

async function runOf(
  file: string | undefined,
  { run, eventLog, cwd, stack }: FileOptions,
): Promise<EngineRun> {
  if (run === true) {
    if (file !== undefined || eventLog !== undefined)
      throw argumentError(
        `--run makes what is read, got ${file ?? eventLog} besides. Leave one of the two out.`,
      );
    return preview({ folder: cwd ?? process.cwd(), environment: process.env, stack });
  }
  if (file === undefined)
    throw argumentError(
      "A file, - for standard input, or --run, got none of them. Choose one, as in pulumi-vcc report --run.",
    );
  const told = readRun(await readInput(file), file === "-" ? "Standard input" : file);
  if (eventLog === undefined) return told;
  if (told.shape !== "digest")
    throw argumentError(
      `--event-log goes with a digest, got ${file}, which holds events already. Leave it out.`,
    );
  return withEvents(told, readRun(await readInput(eventLog), eventLog));
}

function parseLevel(pair: string, earlier: ReportOptions["level"]): ReportOptions["level"] {
  const [id = "", level = ""] = pair.split("=");
  const known = FINDING_IDS.find((one) => one === id);
  const rated = LEVELS.find((one) => one === level);
  if (known === undefined) {
    const near = nearest(id, FINDING_IDS);
    throw new InvalidArgumentError(
      `It has to begin with the id of a finding.${near === undefined ? "" : ` Did you mean ${near}?`}`,
    );
  }
  if (rated === undefined) throw new InvalidArgumentError(`The level has to be one of ${LEVELS.join(", ")}.`);
  return { ...earlier, [known]: rated };
}
