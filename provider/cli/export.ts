import { Command, Option } from "commander";
import { forTerminal, jsonForTerminal } from "../text/terminal";
import {
  EXPORT_FORMATS,
  exportAccount,
  type ExportFormat,
  type ExportOptions,
} from "../export/export-account";
import { EXPORT_KINDS, type ExportKind } from "../export/selection";
import { createRuntime } from "../hosts/runtime";
import { writeExport } from "./export-files";
import { renderExport } from "./export-report";
import { packageVersion } from "./package-version";
import { createProgress } from "./progress";

/** Something could not be read or taken; the rest is written. */
const PARTIAL_EXIT_CODE = 6;

interface Options {
  readonly out: string;
  readonly format: ExportFormat;
  readonly only?: readonly string[];
  readonly kind?: readonly ExportKind[];
  readonly force?: true;
  readonly json?: true;
}

/** Writes one line for the person at the terminal. */
type Say = (line: string) => void;

/**
 * `export`: reads an account with the provider's settings from the environment, and writes it as a program. The exit
 * code is 6 where something could not be read or taken.
 */
export function exportCommand(say: Say = console.log, environment: NodeJS.ProcessEnv = process.env): Command {
  const command = new Command("export")
    .description(
      "write an account as a program, with a file by which Pulumi takes up what exists; reads only",
    )
    .requiredOption("--out <folder>", "where to write")
    .addOption(
      new Option("--format <format>", "a fleet file, or single resources in TypeScript")
        .choices(EXPORT_FORMATS)
        .default("fleet"),
    )
    .option("--only <glob...>", "only what matches, by email address or name, without case; may be repeated")
    .addOption(new Option("--kind <kind...>", "only these kinds; may be repeated").choices(EXPORT_KINDS))
    .option("--force", "overwrite files of an earlier export")
    .option("--json", "print the summary as JSON");
  return command.action(async (options: Options) => {
    const { api } = createRuntime(environment, console.error).context();
    const result = await exportAccount(api, toExportOptions(options), createProgress("signatures"));
    const { summary } = result;
    const files = writeExport(options.out, result, options.force === true);
    const lines = options.json
      ? [jsonForTerminal({ ...summary, files })]
      : renderExport(options.out, summary, files).map(forTerminal);
    for (const line of lines) say(line);
    if (!summary.isComplete) process.exitCode = PARTIAL_EXIT_CODE;
  });
}

function toExportOptions({ format, only = [], kind: kinds = [] }: Options): ExportOptions {
  return { format, only, kinds, packageVersion: packageVersion() };
}
