import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argumentError } from "../errors";
import type { AccountExport } from "../export/export-account";
import type { WrittenFiles } from "./output";

/**
 * Writes an export into a folder, all of it or, where a file would be overwritten without `force`, nothing. Files that
 * a program has around it, such as `package.json`, are never overwritten.
 */
export function writeExport(
  folder: string,
  { files, scaffold }: Pick<AccountExport, "files" | "scaffold">,
  force: boolean,
): WrittenFiles {
  const stateOf = (path: string, content: string): "absent" | "equal" | "different" => {
    const present = readIfPresent(join(folder, path));
    if (present === undefined) return "absent";
    return present === content ? "equal" : "different";
  };
  const all = [...files, ...scaffold].map(([path, content]) => ({
    path,
    content,
    state: stateOf(path, content),
    isOurs: files.has(path),
  }));
  const lost = all.filter(({ state, isOurs }) => state === "different" && isOurs);
  if (lost.length > 0 && !force) {
    const names = lost.map(({ path }) => path).join(", ");
    throw argumentError(
      `--out: a folder without other versions of the files, got ${names}.`,
      "Nothing was written. Choose another folder, or overwrite them with --force.",
    );
  }
  const toWrite = all.filter(({ state, isOurs }) => state === "absent" || (state === "different" && isOurs));
  for (const { path, content } of toWrite) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const pathsOf = (chosen: typeof all): string[] => chosen.map(({ path }) => path).sort();
  return {
    written: pathsOf(toWrite),
    unchanged: pathsOf(all.filter(({ state }) => state === "equal")),
    kept: pathsOf(all.filter(({ state, isOurs }) => state === "different" && !isOurs)),
  };
}

function readIfPresent(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
