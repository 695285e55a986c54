import { Command } from "commander";
import { buildReport } from "../report/build-report";
import type { Say } from "./console";
import { exitCodesHelp, stackOptions } from "./options";
import { preview } from "./pulumi/preview";
import { exitCodeOfDrift } from "./report/exit-code";
import { type ReportOptions, reportOptions, toBuildOptions } from "./report/options";
import { tellReport } from "./report/tell-report";

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "the stack is as the program says",
  failed: "the command failed, or was used wrongly",
  found:
    "drift: somebody edited or deleted something, a sign-in has ended, or the program says something that isn't applied yet",
  unknown: "nobody can tell: the preview failed, or a part of it can't be read",
});

/** `drift`: looks for what isn't as the program says. Never writes. */
export function driftCommand(say: Say = console.log): Command {
  const command = new Command("drift").description(
    "look for what isn't as the program says: edits, deletions, ended sign-ins, changes that wait; nothing is written",
  );
  // What counts as drift is no matter of levels.
  const options = reportOptions().filter(({ long }) => long !== "--fail-on");
  for (const option of [...stackOptions(), ...options]) command.addOption(option);
  return command.addHelpText("after", EXIT_CODES_HELP).action(async (given: ReportOptions) => {
    const run = await preview({
      folder: given.cwd ?? process.cwd(),
      environment: process.env,
      stack: given.stack,
    });
    const report = buildReport(run, { ...toBuildOptions(given), question: "drift" });
    tellReport(report, exitCodeOfDrift(report), given, say);
  });
}
