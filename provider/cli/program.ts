import { Command, CommanderError } from "commander";
import { renderError, VccError } from "../errors";
import { forTerminal } from "../text/terminal";
import type { Say } from "./console";
import { contractCommand } from "./contract";
import { doctorCommand } from "./doctor";
import { driftCommand } from "./drift";
import { exportCommand } from "./export";
import { loginCommand } from "./login";
import { newCommand } from "./new";
import { EXIT_CODES, renderJson } from "./output";
import { packageVersion } from "./package-version";
import { renderCommand } from "./render";
import { reportCommand } from "./report";
import { routeCommand } from "./route";
import { simulateCommand } from "./simulate";
import { upCommand } from "./up";
import { validateCommand } from "./validate";

/** The command line with all its commands. */
export function createProgram(): Command {
  return (
    new Command("pulumi-vcc")
      .description("Email inboxes of Vonage Contact Center as code")
      .version(packageVersion())
      // What follows a command is that command's.
      .enablePositionalOptions()
      .addCommand(newCommand())
      .addCommand(simulateCommand())
      .addCommand(loginCommand())
      .addCommand(doctorCommand())
      .addCommand(contractCommand())
      .addCommand(exportCommand())
      .addCommand(validateCommand())
      .addCommand(renderCommand())
      .addCommand(upCommand())
      .addCommand(reportCommand())
      .addCommand(driftCommand())
      .addCommand(routeCommand())
  );
}

/** Each command with its full name, such as `simulate requests`. */
export function commandsOf(program: Command): ReadonlyMap<string, Command> {
  const below = ({ commands }: Command, prefix: string): [string, Command][] =>
    commands.flatMap((command) => {
      const name = `${prefix}${command.name()}`;
      return [[name, command], ...below(command, `${name} `)];
    });
  return new Map(below(program, ""));
}

/** Runs a command line. The exit code becomes the process's; errors are told as the command was asked to tell. */
export async function runProgram(
  program: Command,
  words: readonly string[],
  print: Say = console.log,
  complain: Say = console.error,
): Promise<void> {
  for (const command of [program, ...commandsOf(program).values()]) command.exitOverride();
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    // Help and version end in an error of exit code 0, too.
    const isShown = error instanceof CommanderError;
    process.exitCode = isShown ? error.exitCode : EXIT_CODES.failed;
    if (isShown && error.exitCode === 0) return;
    const name = jsonCommand(program, words);
    if (name !== undefined) print(renderFailure(name, error));
    else if (!isShown) complain(forTerminal(renderError(error)));
  }
}

/** Name of the command that was asked for JSON, however wrong the rest of the line is. */
function jsonCommand(program: Command, words: readonly string[]): string | undefined {
  const own = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  const isJson = (word: string, index: number) =>
    word === "--json" || word === "--format=json" || (word === "json" && own[index - 1] === "--format");
  if (!own.some(isJson)) return undefined;
  const [name] = [...commandsOf(program)].findLast(
    ([path, { options }]) =>
      own.slice(0, path.split(" ").length).join(" ") === path &&
      options.some(({ long }) => long === "--json" || long === "--format"),
  ) ?? [undefined];
  return name?.replaceAll(" ", "-");
}

function renderFailure(name: string, error: unknown): string {
  const usage = error instanceof CommanderError ? "VCC_ARGUMENT_INVALID" : null;
  const message = error instanceof Error ? error.message : String(error);
  return renderJson({
    schema: `pulumi-vcc/${name}/v1`,
    exitCode: EXIT_CODES.failed,
    error: { code: error instanceof VccError ? error.code : usage, message },
  });
}
