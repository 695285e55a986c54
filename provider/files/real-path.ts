import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";

/** True if a file, where its symbolic links lead to, lies below one of the folders. It needn't exist. */
export function isBelowOne(folders: readonly string[], path: string): boolean {
  const file = realPath(path);
  return folders.some((folder) => {
    const real = realPath(folder);
    return file.startsWith(real.endsWith(sep) ? real : real + sep);
  });
}

/** The path without symbolic links. Of a file that doesn't exist, its nearest folder that does is followed. */
export function realPath(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole) || dirname(whole) === whole) return realpathSync(whole);
  return join(realPath(dirname(whole)), basename(whole));
}
