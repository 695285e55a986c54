import { showValue } from "../../../schema/rule";
import { argumentError } from "../../errors";
import { readRun } from "../../report/read/read-run";
import type { EngineRun } from "../../report/read/engine-run";
import { REPORT_RUN } from "../../report/read/preview-commands";
import { whyAnotherRun, withEvents } from "../../report/read/join-log";
import { preview } from "../pulumi/preview";
import { readInput } from "./read-input";

/** Options that tell what a report reads. */
export interface RunOptions {
  readonly run?: true;
  readonly eventLog?: string;
  readonly stack?: string;
  readonly cwd?: string;
}

/** The run that a report is of: read from files, or made here. Error: VCC_ARGUMENT_INVALID for a choice that is none. */
export async function chosenRun(
  file: string | undefined,
  options: RunOptions,
  environment: NodeJS.ProcessEnv,
): Promise<EngineRun> {
  const { run, eventLog, cwd, stack } = options;
  if (run === true) {
    if (file !== undefined || eventLog !== undefined)
      throw argumentError(
        `--run makes what is read, got ${showValue(file ?? eventLog)} besides.`,
        "Leave one of the two out.",
      );
    return preview({ folder: cwd ?? process.cwd(), environment, stack });
  }
  if (file === undefined)
    throw argumentError(
      "A report is made of a file, of - for standard input, or by --run, and none of them is given.",
      `Choose one, as in ${REPORT_RUN}.`,
    );
  requireNoStack(options);
  const told = readRun(await readInput(file), nameOf(file));
  return eventLog === undefined ? told : withLog(told, file, eventLog);
}

/** A file is of one stack; its path, as every other one, is relative to the working folder. */
function requireNoStack({ stack, cwd }: RunOptions): void {
  for (const [flag, value] of Object.entries({ "--stack": stack, "--cwd": cwd }))
    if (value !== undefined)
      throw argumentError(
        `${flag} goes with --run, got ${showValue(value)} beside a file, which says what stack it is of.`,
        `Leave it out, or let ${REPORT_RUN} make what is read.`,
      );
}

async function withLog(digest: EngineRun, file: string, eventLog: string): Promise<EngineRun> {
  if (digest.shape !== "digest")
    throw argumentError(
      `--event-log goes with a digest, got ${showValue(file)}, which holds events already.`,
      "Leave it out.",
    );
  const log = readRun(await readInput(eventLog), nameOf(eventLog));
  const why = whyAnotherRun(digest, log);
  if (why !== undefined)
    throw argumentError(
      `--event-log goes with the log of the run that ${showValue(file)} is of, got ${showValue(eventLog)}, which is ${why}.`,
      `Leave it out, make both in one run, or let ${REPORT_RUN} do so.`,
    );
  return withEvents(digest, log);
}

function nameOf(file: string): string {
  return file === "-" ? "Standard input" : file;
}
