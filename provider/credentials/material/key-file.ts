import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseReference } from "../../../schema/credential/secret-reference";
import { openPermissions } from "../../files/permissions";
import type { SecretSources } from "./references";

/** Warnings about files that hold secrets and that others on this machine can read. */
export function keyFileWarnings(
  { folder }: SecretSources,
  references: readonly string[],
  platform?: NodeJS.Platform,
): string[] {
  const paths = references.flatMap((reference) => {
    const place = parseReference(reference);
    return place?.kind === "file" ? [place.name] : [];
  });
  return [...new Set(paths)].flatMap((path) => {
    const mode = permissionsOf(resolve(folder, path), platform);
    if (mode === undefined) return [];
    return [
      `The file ${path} holds a secret, and others on this machine can read it (mode ${mode}). Run chmod 600 ${path}.`,
    ];
  });
}

function permissionsOf(path: string, platform: NodeJS.Platform | undefined): string | undefined {
  try {
    return openPermissions(statSync(path), platform);
  } catch {
    // A file that isn't there is told of where its content is needed.
    return undefined;
  }
}
