import { Command } from "commander";
import { buildReport } from "../report/build-report";
import { stackOf } from "../report/read/urns";
import type { Say } from "./console";
import { exitCodesHelp, stackOptions } from "./options";
import { requireNoInput } from "./out-file";
import { accountOption, type AccountOptions, readAccountRouting, requireAllMappings } from "./report/account";
import { chosenRun, type RunOptions } from "./report/chosen-run";
import { exitCodeOf } from "./report/exit-code";
import { reportFleet, type ReportFleetOptions, reportFleetOptions } from "./report/fleet";
import { type ReportOptions, reportOptions, toBuildOptions } from "./report/options";
import { tellReport } from "./report/tell-report";

type Options = ReportOptions & RunOptions & ReportFleetOptions & AccountOptions;

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "nothing at the level that fails, or above",
  failed: "the command failed, or was used wrongly",
  found: "findings at that level or above",
  unknown: "nobody can tell, whatever level fails: the preview failed, or a part of it can't be read",
});

/** `report`: says in the words of the domain what a preview would change. */
export function reportCommand(
  say: Say = console.log,
  environment: NodeJS.ProcessEnv = process.env,
  complain: Say = console.error,
): Command {
  const command = new Command("report")
    .description("say what a preview changes: where mail goes, what ends, what somebody edited by hand")
    .argument("[file]", "what pulumi preview --json or an event log holds; - reads standard input")
    .option("--run", "run the preview here instead: it asks VCC, and writes nothing")
    .option("--event-log <file>", "the event log of the same run, which has its end and its policies");
  for (const option of [...stackOptions(), accountOption(), ...reportFleetOptions(), ...reportOptions()])
    command.addOption(option);
  return command
    .addHelpText("after", EXIT_CODES_HELP)
    .action(async (file: string | undefined, options: Options) => {
      requireNoInput(options.out, [file, options.eventLog, options.fleet, options.fleetBefore]);
      const account = await readAccountRouting(options, environment, complain);
      const run = await chosenRun(file, options, environment);
      if (account !== undefined) requireAllMappings(run);
      const fleet = reportFleet(options, stackOf(run)?.stack);
      const report = buildReport(run, { ...toBuildOptions(options), fleet, account });
      tellReport(report, exitCodeOf(report, options.failOn), options, say);
    });
}
