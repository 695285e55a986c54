import { existsSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { readStackConfig } from "../fleet/stack-config";
import type { VariableSources } from "../fleet/variables/scope";

/** Options of the commands that read a fleet file. */
export interface FleetOptions {
  readonly config?: Readonly<Record<string, string>>;
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

/** What `${…}` draws on where no engine runs: the options, the process, and the stack's files beside the fleet file. */
export function variableSources(
  fleetFolder: string,
  environment: string | undefined,
  { config: given = {} }: FleetOptions,
): VariableSources {
  const folder = existsSync(join(fleetFolder, "Pulumi.yaml")) ? fleetFolder : process.cwd();
  const stored = readStackConfig(folder, environment);
  return {
    environment,
    env: process.env,
    config: (key) => (given[key] === undefined ? stored(key) : { value: given[key] }),
  };
}
