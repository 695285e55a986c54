import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import type { SecretSources } from "../../credentials/material/references";
import { findProjectFile } from "../../fleet/stack-config";
import { fullKey } from "../../fleet/variables/scope";
import { readText } from "../../files/read-text";

const Project = z.object({ name: z.string(), main: z.string().optional() });

/** A Pulumi project on disk. */
interface PulumiProject {
  readonly name: string;
  /** The program's, that `file:` references are relative to. */
  readonly folder: string;
}

/** The project that a folder belongs to, as the engine finds it: here or above. Undefined where there is none. */
export function findProject(folder: string): PulumiProject | undefined {
  const file = findProjectFile(folder);
  if (file === undefined) return undefined;
  const read = readText(file);
  if (!("text" in read)) return undefined;
  const project = Project.safeParse(parseQuietly(read.text));
  if (!project.success) return undefined;
  const main = resolve(dirname(file), project.data.main ?? ".");
  return { name: project.data.name, folder: isFolder(main) ? main : dirname(main) };
}

/** Sources of the secrets of a program. `config`: its stack's, by full key; left out by commands that read no stack. */
export function secretSources(
  folder: string,
  environment: SecretSources["environment"],
  config?: ReadonlyMap<string, string>,
): SecretSources {
  const project = findProject(folder);
  return {
    environment,
    folder: project?.folder ?? folder,
    config: config && ((key) => config.get(fullKey(key, project?.name ?? ""))),
  };
}

/** True for a folder that is there. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function parseQuietly(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    // The engine says what is wrong with it.
    return undefined;
  }
}
