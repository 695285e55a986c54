import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ConfigLookup, ConfigValue } from "./variables/scope";

/**
 * The stack's configuration as it lies beside the fleet file, in `Pulumi.yaml` and `Pulumi.STACK.yaml`, for commands
 * that run without the engine. Values that are encrypted there stay so. No file, no values.
 */
export function readStackConfig(folder: string, stack: string | undefined): ConfigLookup {
  const project = readYaml(join(folder, "Pulumi.yaml"))["name"];
  const config = stack === undefined ? {} : asRecord(readYaml(join(folder, `Pulumi.${stack}.yaml`))["config"]);
  return (key) => {
    const full = key.includes(":") ? key : `${String(project)}:${key}`;
    return toConfigValue(config[full]);
  };
}

function toConfigValue(value: unknown): ConfigValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object") return { value: String(value as string | number | boolean) };
  return "secure" in value ? { isSecret: true } : { value: JSON.stringify(value) };
}

function readYaml(path: string): Record<string, unknown> {
  return existsSync(path) ? asRecord(parse(readFileSync(path, "utf8"))) : {};
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
