import { resolve } from "node:path";
import { Command, Option } from "commander";
import { forTerminal } from "../text/terminal";
import { EXPORT_FORMATS, exportAccount, type ExportFormat, kindNouns } from "../export/export-account";
import { createRuntime } from "../hosts/runtime";
import { writeExport } from "./export-files";
import { renderExport, summaryToJson } from "./export-report";
import type { Say } from "./console";
import { exitCodesHelp, jsonOption } from "./options";
import { EXIT_CODES, renderJson } from "./output";
import { copyTarball, packageSource } from "./package-source";
import { createProgress } from "./progress";

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "everything was read and is written",
  failed: "the command failed, or was used wrongly: nothing is written",
  found: "something could not be read, or a program can't manage it as it is; the rest is written",
});

interface Options {
  readonly out: string;
  readonly format: ExportFormat;
  readonly only?: readonly string[];
  readonly kind?: readonly string[];
  readonly force?: true;
  readonly json?: true;
}

/**
 * `export`: reads an account with the provider's settings from the environment, and writes it as a program. The exit
 * code is 2 where something could not be read or taken.
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
    .addOption(new Option("--kind <kind...>", "only these kinds; may be repeated").choices(kindNouns()))
    .option("--force", "overwrite files of an earlier export")
    .addOption(jsonOption())
    .addHelpText("after", EXIT_CODES_HELP);
  return command.action(async (options: Options) => {
    const { api } = createRuntime(environment, console.error).context();
    const { format, only = [], kind: kinds = [], out, force, json } = options;
    const source = packageSource(resolve(out), undefined);
    const wanted = { format, only, kinds, packageVersion: source.version };
    const result = await exportAccount(api, wanted, { onRead: createProgress });
    const { summary } = result;
    const files = writeExport(out, result, force === true);
    if (!files.kept.includes("package.json")) copyTarball(source, out);
    const exitCode = summary.isComplete ? EXIT_CODES.fine : EXIT_CODES.found;
    const lines = json
      ? [renderJson({ schema: "pulumi-vcc/export/v1", exitCode, ...summaryToJson(summary), files })]
      : renderExport(out, summary, files).map(forTerminal);
    for (const line of lines) say(line);
    process.exitCode = exitCode;
  });
}
