import { existsSync } from "node:fs";
import { dirname, extname, isAbsolute, join, relative } from "node:path";
import { parse } from "yaml";
import { own } from "../values/own";
import { fileProblem, type Problem } from "./problem";
import { explainUnread, readText } from "../files/read-text";
import { parseSource } from "./source/parse-source";
import { type ConfigLookup, type ConfigValue, fullKey } from "./variables/scope";

/** Endings of a project's file, in the engine's order; its stacks' files end likewise. Source: engine 3.259, code. */
const ENDINGS = [".json", ".yaml", ".yml"];

/** The configuration of a stack. */
interface FoundConfig {
  readonly lookUp: ConfigLookup;
  /** The folder of the project's file; undefined where there is none. */
  readonly folder: string | undefined;
  /** True if the stack has a file of its own there. */
  readonly isStored: boolean;
}

/** The configuration of a stack, or why it can't be read. */
export type StackConfig = FoundConfig | { readonly problems: readonly Problem[] };

/**
 * The stack's configuration as it lies on disk, for commands that run without the engine, and found as the engine finds
 * it: in the closest `Pulumi.yaml` upwards from the first of the folders that has one, and in `Pulumi.STACK.yaml` beside
 * it or in its `stackConfigDir`. Values that are encrypted there stay so. No file, no values.
 */
export function readStackConfig(folders: readonly string[], stack: string | undefined): StackConfig {
  const projectFile = folders.map(findProjectFile).find((found) => found !== undefined);
  if (projectFile === undefined) return { lookUp: () => undefined, folder: undefined, isStored: false };
  const project = readRecord(projectFile);
  const stored = stack === undefined ? ABSENT : readRecord(stackFile(projectFile, project, stack));
  const problems = [project, stored].flatMap((read) => ("problems" in read ? read.problems : []));
  if ("problems" in project || "problems" in stored) return { problems };
  const ofProject = asRecord(project.record["config"]);
  const ofStack = asRecord(stored.record["config"]);
  const name = String(project.record["name"]);
  const lookUp: ConfigLookup = (key) => {
    const full = fullKey(key, name);
    const short = full.startsWith(`${name}:`) ? full.slice(name.length + 1) : full;
    return (
      toConfigValue(own(ofStack, full)) ??
      toConfigValue(own(ofProject, full)) ??
      toConfigValue(own(ofProject, short))
    );
  };
  return { lookUp, folder: dirname(projectFile), isStored: stored !== ABSENT };
}

/** The file of the project that a folder belongs to: here or above. Undefined where there is none. */
export function findProjectFile(folder: string): string | undefined {
  const here = ENDINGS.map((ending) => join(folder, `Pulumi${ending}`)).find((path) => existsSync(path));
  if (here !== undefined || dirname(folder) === folder) return here;
  return findProjectFile(dirname(folder));
}

function stackFile(projectFile: string, project: ReadRecord, stack: string): string {
  const { config, stackConfigDir = config } = "record" in project ? project.record : {};
  // `config` held the folder before `stackConfigDir` did; a map there is configuration.
  const folder = typeof stackConfigDir === "string" ? stackConfigDir : "";
  return join(dirname(projectFile), folder, `Pulumi.${stack}${extname(projectFile)}`);
}

function toConfigValue(value: unknown): ConfigValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return { value };
  if (typeof value !== "object") return { value: JSON.stringify(value) };
  const { secure, secret, value: given, default: usual } = asRecord(value);
  if (secure !== undefined || secret === true) return { isSecret: true };
  return toConfigValue(given ?? usual) ?? { value: JSON.stringify(value) };
}

type ReadRecord =
  { readonly record: Readonly<Record<string, unknown>> } | { readonly problems: readonly Problem[] };

/** Of a file that isn't there. */
const ABSENT: ReadRecord = { record: {} };

function readRecord(path: string): ReadRecord {
  const read = readText(path);
  const shown = toShownPath(path);
  if (!("text" in read)) {
    if ("code" in read && read.code === "ENOENT") return ABSENT;
    const message = explainUnread(
      "a file of Pulumi's",
      JSON.stringify(shown),
      read,
      "Correct its permissions.",
    );
    return { problems: [fileProblem(shown, { line: 1, column: 1 }, [], message)] };
  }
  const { problems } = parseSource(shown, read.text, "a stack configuration");
  return problems.length > 0 ? { problems } : { record: asRecord(parse(read.text)) };
}

/** As a person would type it. */
function toShownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") || isAbsolute(fromHere) ? path : fromHere;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
