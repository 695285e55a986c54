import { relative, resolve, sep } from "node:path";

/** Path relative to the working folder, with slashes, as other tools and machines take it. */
export function relativePath(file: string): string {
  return relative(process.cwd(), resolve(file)).split(sep).join("/") || ".";
}
