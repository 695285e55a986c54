import { InvalidArgumentError, Option } from "commander";
import { readStackConfig } from "../fleet/stack-config";
import type { SourcesFor } from "../fleet/validate-fleet";

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

/** What `${…}` draws on where no engine runs: the options, the process, and the files of the stack. */
export function variableSources(
  fleetFolder: string,
  environment: string | undefined,
  { config: given = {} }: FleetOptions,
): SourcesFor {
  const stored = readStackConfig([fleetFolder, process.cwd()], environment);
  if ("problems" in stored) return stored;
  return {
    environment,
    env: process.env,
    config: (key) => (given[key] === undefined ? stored.lookUp(key) : { value: given[key] }),
  };
}
