import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./repository";

/** Generated from docstrings, which are read where they stand. */
const API_REFERENCE = "docs/api/";

export const read = (path: string): string => readFileSync(join(REPOSITORY, path), "utf8");

/** Paths of the files below a folder, installed packages left out. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name).slice(REPOSITORY.length + 1))
    .sort();
}

/** Paths of all Markdown that is written by hand: the README and its like, and the guides. */
export function documents(): string[] {
  const top = readdirSync(REPOSITORY).filter((name) => name.endsWith(".md"));
  const guides = filesBelow("docs").filter((path) => path.endsWith(".md") && !path.startsWith(API_REFERENCE));
  return [...top.sort(), ...guides];
}

/** Paths of the product's own modules. */
export function sources(): string[] {
  return [...filesBelow("schema"), ...filesBelow("provider")].filter((path) => path.endsWith(".ts"));
}
