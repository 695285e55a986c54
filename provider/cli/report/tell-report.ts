import type { RatedReport } from "../../report/build-report";
import { forTerminal } from "../../text/terminal";
import type { Say } from "../console";
import { writeOut } from "../out-file";
import type { ExitCode, ReportOutput } from "../output";
import { renderReport } from "./formats";
import type { ReportOptions } from "./options";

/** Prints a report, or writes it and prints its verdict; the exit code follows. */
export function tellReport(rated: RatedReport, exitCode: ExitCode, options: ReportOptions, say: Say): void {
  const { schema, ...rest } = rated;
  const report: ReportOutput = { schema, exitCode, ...rest };
  const text = renderReport(report, options).trimEnd();
  process.exitCode = exitCode;
  if (options.out === undefined) {
    say(text);
    return;
  }
  writeOut(options.out, `${text}\n`);
  say(forTerminal(`${report.verdict.text} Written to ${options.out}.`));
}
