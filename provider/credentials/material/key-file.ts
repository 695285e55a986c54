import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseReference } from "../../../schema/credential/secret-reference";
import type { SecretSources } from "./references";

const OTHERS = 0o077;
const PERMISSIONS = 0o777;

/**
 * Warnings about files that hold secrets and that others on this machine can read. None on Windows, which has no POSIX
 * permissions.
 */
export function keyFileWarnings(
  { folder }: SecretSources,
  references: readonly string[],
  platform: NodeJS.Platform = process.platform,
): string[] {
  if (platform === "win32") return [];
  const paths = references.flatMap((reference) => {
    const place = parseReference(reference);
    return place?.kind === "file" ? [place.name] : [];
  });
  return [...new Set(paths)].flatMap((path) => {
    const mode = permissionsOf(resolve(folder, path));
    if (mode === undefined || (mode & OTHERS) === 0) return [];
    return [
      `The file ${path} holds a secret, and others on this machine can read it (mode ${mode.toString(8)}). Run chmod 600 ${path}.`,
    ];
  });
}

function permissionsOf(path: string): number | undefined {
  try {
    return statSync(path).mode & PERMISSIONS;
  } catch {
    // A file that isn't there is told of where its content is needed.
    return undefined;
  }
}
