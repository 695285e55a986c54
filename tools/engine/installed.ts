import { existsSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import type { FoundEngine, Log, NoEngine, Variables } from "./engine";
import { usableVersion } from "./version";

/** Name of a program's file on this system. */
export function programFile(name: string): string {
  return process.platform === "win32" ? `${name}.exe` : name;
}

/** The folders of PATH. */
export function pathFolders(environment: Variables): string[] {
  return (environment["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
}

/** Where PATH finds a program first. */
export function whereIs(name: string, environment: Variables): string | undefined {
  return pathFolders(environment)
    .map((folder) => join(folder, programFile(name)))
    .find((file) => existsSync(file));
}

/**
 * The engine that PULUMI_VCC_ENGINE names: the command, or the folder that holds it. Whoever names one means that one,
 * so an unusable one is an error rather than a reason to look further.
 */
export async function engineOfEnvironment(environment: Variables): Promise<FoundEngine | undefined> {
  const named = environment["PULUMI_VCC_ENGINE"];
  if (named === undefined || named === "") return undefined;
  const path = resolve(named);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const command = isFolder ? join(path, programFile("pulumi")) : path;
  const usable = await usableVersion(command, environment);
  if ("reason" in usable) throw new Error(`PULUMI_VCC_ENGINE=${named}: ${usable.reason}`);
  return { command, version: usable.version, source: "environment" };
}

/** The engine on PATH, if there's one and it's new enough. One that is there but can't be used is said. */
export async function engineOfPath(environment: Variables, log: Log): Promise<FoundEngine | NoEngine> {
  const command = whereIs("pulumi", environment);
  if (command === undefined) return { reason: "none on PATH" };
  const usable = await usableVersion(command, environment);
  if (!("reason" in usable)) return { command, version: usable.version, source: "path" };
  log(`Skipped the Pulumi on PATH: ${usable.reason}`);
  return usable;
}
