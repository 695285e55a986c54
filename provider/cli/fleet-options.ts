import { InvalidArgumentError, Option } from "commander";
import { own } from "../values/own";
import { readStackConfig } from "../fleet/stack-config";
import type { SourcesFor } from "../fleet/validate-fleet";

/** Options of the commands that read a fleet file. */
export interface FleetOptions {
  readonly config?: Readonly<Record<string, string>>;
  readonly allowEnv?: readonly string[];
  readonly allowFolder?: readonly string[];
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

/** What a fleet file may use besides what lies below its folder: as the program allows it, too. */
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

/** What a fleet file is worked out with where no engine runs: the options, the process, and the files of the stack. */
export function fleetSurroundings(
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
    config: (key) => {
      const value = own(given, key);
      return value === undefined ? stored.lookUp(key) : { value };
    },
  };
}
