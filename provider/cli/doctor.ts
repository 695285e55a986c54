import { Command } from "commander";
import { forTerminal } from "../text/terminal";
import { type DoctorDeps, type DoctorOptions, runDoctor } from "./doctor/run-doctor";
import { renderDoctor } from "./doctor/render-report";
import { exitCodesHelp, jsonOption, stackOptions, timeoutOption } from "./options";
import { type ExitCode, renderJson } from "./output";
import { createProgress } from "./progress";

const DEFAULT_TIMEOUT_SECONDS = 60;

const MORE_HELP = `
Of several findings, the first of 2, 5, 3 counts.

The settings are the provider's: the environment (VCC_…), then the stack's configuration where a Pulumi project is here
and the engine is on the path. Which credential a mailbox has is read from the stack's state. Nothing is changed.`;

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "all is fine",
  failed: "the command failed, or was used wrongly",
  found:
    "a mailbox is expired, revoked, gone or not signed in, or VCC refuses the API client or the email channel",
  expiring: "a credential ends soon",
  unknown: "nobody could tell: no answer, no access, or unusable settings",
});

/** Dependencies of `doctor`; tests bring their own. */
interface CommandDeps extends DoctorDeps {
  readonly print: (text: string) => void;
  /** `isOverdue`: something is still under way, which nobody waits for. */
  readonly finish: (exitCode: ExitCode, isOverdue: boolean) => void;
}

/** `doctor`: looks at the account's API client, the email channel and each mailbox, and says what to mend. */
export function doctorCommand(deps: CommandDeps = processDeps()): Command {
  const command = new Command("doctor")
    .description(
      "check the API client, the email channel and every mailbox; says what to mend, changes nothing",
    )
    .addOption(jsonOption())
    .option("--only <glob...>", "only mailboxes whose address fits, such as '*@example.com'")
    .addOption(timeoutOption("how long to wait for all of it", DEFAULT_TIMEOUT_SECONDS))
    .addHelpText("after", EXIT_CODES_HELP)
    .addHelpText("after", MORE_HELP);
  for (const option of stackOptions()) command.addOption(option);
  return command.action(async (options: DoctorOptions) => {
    const { report, isOverdue } = await runDoctor(options, deps);
    deps.print(options.json ? renderJson(report) : forTerminal(renderDoctor(report)));
    deps.finish(report.exitCode, isOverdue);
  });
}

function processDeps(): CommandDeps {
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
