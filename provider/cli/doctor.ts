import { Command, InvalidArgumentError } from "commander";
import { forTerminal, jsonForTerminal } from "../text/terminal";
import { createProgress } from "./progress";
import { type DoctorOptions, type DoctorSurroundings, runDoctor } from "./doctor/run-doctor";
import { renderDoctor } from "./doctor/render-doctor";

const DEFAULT_TIMEOUT_SECONDS = 60;
const LONGEST_TIMEOUT_SECONDS = 3_600;

const MORE_HELP = `
The settings are the provider's: the environment (VCC_…), then the stack's configuration where a Pulumi project is here
and the engine is on the path. Which credential a mailbox has is read from the stack's state. Nothing is changed.

Exit codes; of several findings the first of 4, 5, 3 counts:
  0  all is fine
  3  a credential ends soon
  4  a mailbox is expired, revoked, gone or not signed in, or VCC refuses the API client or the email channel
  5  nobody could tell: no answer, no access, or unusable settings
  1  the command itself was used wrongly

The JSON form is named by its field "schema"; within one name, fields are added and never changed.`;

/** What `doctor` has around it; tests bring their own. */
interface CommandSurroundings extends DoctorSurroundings {
  readonly print: (text: string) => void;
  /** `isOverdue`: something is still under way, which nobody waits for. */
  readonly finish: (exitCode: number, isOverdue: boolean) => void;
}

/** `doctor`: looks at the account's API client, the email channel and each mailbox, and says what to mend. */
export function doctorCommand(surroundings: CommandSurroundings = processSurroundings()): Command {
  const command = new Command("doctor")
    .description(
      "check the API client, the email channel and every mailbox; says what to mend, changes nothing",
    )
    .option("--json", "as JSON")
    .option("--only <glob...>", "only mailboxes whose address fits, such as '*@example.com'")
    .option("--timeout <seconds>", "how long to wait for all of it", seconds, DEFAULT_TIMEOUT_SECONDS)
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--cwd <folder>", "the program's folder (default: this one)")
    .addHelpText("after", MORE_HELP);
  return command.action(async (options: DoctorOptions) => {
    const { report, isOverdue } = await runDoctor(options, surroundings);
    surroundings.print(options.json ? jsonForTerminal(report) : forTerminal(renderDoctor(report)));
    surroundings.finish(report.exitCode, isOverdue);
  });
}

function processSurroundings(): CommandSurroundings {
  return {
    environment: process.env,
    now: () => Date.now(),
    progress: createProgress("mailboxes"),
    print: (text) => console.log(text),
    finish(exitCode, isOverdue) {
      process.exitCode = exitCode;
      // Once all is written; open connections would keep the process for as long as they like.
      if (isOverdue) process.stdout.write("", () => process.exit());
    },
  };
}

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value >= 1 && value <= LONGEST_TIMEOUT_SECONDS) return value;
  throw new InvalidArgumentError(`It has to be a whole number from 1 to ${LONGEST_TIMEOUT_SECONDS}.`);
}
