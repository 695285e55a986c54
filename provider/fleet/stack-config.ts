import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ConfigLookup, ConfigValue } from "./variables/scope";

/**
 * The stack's configuration as it lies in a program's folder, in `Pulumi.yaml` and `Pulumi.STACK.yaml`, for commands
 * that run without the engine. Values that are encrypted there stay so. No file, no values.
 */
export function readStackConfig(folder: string, stack: string | undefined): ConfigLookup {
  const project = readYaml(join(folder, "Pulumi.yaml"));
  const ofProject = asRecord(project["config"]);
  const ofStack =
    stack === undefined ? {} : asRecord(readYaml(join(folder, `Pulumi.${stack}.yaml`))["config"]);
  const own = `${String(project["name"])}:`;
  return (key) => {
    const full = key.includes(":") ? key : own + key;
    const short = full.startsWith(own) ? full.slice(own.length) : full;
    return toConfigValue(ofStack[full]) ?? toConfigValue(ofProject[full]) ?? toConfigValue(ofProject[short]);
  };
}

function toConfigValue(value: unknown): ConfigValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return { value };
  if (typeof value !== "object") return { value: JSON.stringify(value) };
  const { secure, secret, value: given, default: usual } = asRecord(value);
  if (secure !== undefined || secret === true) return { isSecret: true };
  return toConfigValue(given ?? usual) ?? { value: JSON.stringify(value) };
}

function readYaml(path: string): Record<string, unknown> {
  return existsSync(path) ? asRecord(parse(readFileSync(path, "utf8"))) : {};
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
