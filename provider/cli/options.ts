import { InvalidArgumentError, Option } from "commander";
import { EXIT_CODES } from "./output";
import type { FleetSource } from "../fleet/open-fleet";
import { enumerate } from "../fleet/problem";
import type { SourcesFor } from "../fleet/resolve-fleet";
import { problemAt } from "../fleet/source/locate";
import { readStackConfig } from "../fleet/stack-config";
import { own } from "../values/own";

/** Parser of a whole number within limits. */
export function wholeNumber(least = 0, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const limits = most === Number.MAX_SAFE_INTEGER ? `, ${least} or more` : ` from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It has to be a whole number${limits}.`);
  };
}

/** Time limit of a command that a person waits for. */
export function timeoutOption(description: string, defaultSeconds: number): Option {
  return new Option("--timeout <seconds>", description)
    .argParser(wholeNumber(1, 3_600))
    .default(defaultSeconds);
}

/** The stack, and the program that it is of. */
export function stackOptions(): readonly Option[] {
  return [
    new Option("--stack <name>", "the stack (default: the selected one)"),
    new Option("--cwd <folder>", "the program's folder (default: this one)"),
  ];
}

export function jsonOption(): Option {
  return new Option("--json", "as JSON");
}

/** Section of a command's help: its exit codes, in its own words. */
export function exitCodesHelp(meanings: Partial<Record<keyof typeof EXIT_CODES, string>>): string {
  const names = Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[];
  const lines = names.flatMap((name) =>
    meanings[name] === undefined ? [] : [`  ${EXIT_CODES[name]}  ${meanings[name]}`],
  );
  return ["\nExit codes:", ...lines].join("\n");
}

/** Options of the commands that read a fleet file. */
export interface FleetOptions {
  readonly environment?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly allowEnv?: readonly string[];
  readonly allowFolder?: readonly string[];
}

/** Environment of a command that looks at one alone. */
export function environmentOption(): Option {
  return new Option("--environment <name>", "the environment; needed where the file has environments");
}

/** `--config key=value`, as often as needed. */
export function configOption(): Option {
  return new Option(
    "--config <key=value>",
    "a value for ${config:key}, before those of Pulumi.ENVIRONMENT.yaml; may be repeated",
  ).argParser((pair: string, earlier: Readonly<Record<string, string>> | undefined) => {
    const [key, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    if (!pair.includes("=") || key === "") throw new InvalidArgumentError("It has to be key=value.");
    return { ...earlier, [key]: value };
  });
}

/** Files and variables that a fleet file may use besides those below its folder, as the program allows them, too. */
export function allowOptions(): readonly Option[] {
  const many = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];
  return [
    new Option("--allow-env <name>", "let ${env:NAME} stand for this variable; may be repeated").argParser(
      many,
    ),
    new Option(
      "--allow-folder <path>",
      "let signatures, templates and key files lie below this folder, too; may be repeated",
    ).argParser(many),
  ];
}

/** Context of a fleet file in the chosen environment. Without one, the file comes to what no environment has. */
export function chosenSources({ file, folder, outline }: FleetSource, options: FleetOptions): SourcesFor {
  const { environment } = options;
  if (outline === undefined || outline.environments.length === 0 || environment !== undefined)
    return fleetSources(folder, environment, options);
  const message = `one of the file's environments, got none. Known are ${enumerate(outline.environments)}. Choose one with --environment.`;
  return { problems: [problemAt({ file, root: outline.root }, ["environments"], message)] };
}

/** Context of a fleet file where no engine runs: the options, the process, and the files of the stack. */
export function fleetSources(
  fleetFolder: string,
  environment: string | undefined,
  { config: given = {}, allowEnv = [], allowFolder = [] }: FleetOptions,
): SourcesFor {
  const stored = readStackConfig([fleetFolder, process.cwd()], environment);
  if ("problems" in stored) return stored;
  return {
    environment,
    env: process.env,
    allowedEnv: allowEnv,
    programFolder: stored.folder ?? fleetFolder,
    allowedFolders: allowFolder,
    isEnvironmentKnown: stored.isStored,
    nowMs: Date.now(),
    config: (key) => {
      const value = own(given, key);
      return value === undefined ? stored.lookUp(key) : { value };
    },
  };
}
