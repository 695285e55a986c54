import { readFileSync, writeFileSync } from "node:fs";

/** Text of a golden file. With UPDATE_GOLDEN=1 it is written first: its difference is then to be read. */
export function golden(path: string, text: string): string {
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, text);
  return readFileSync(path, "utf8");
}
