import { readFileSync } from "node:fs";

/** The text of a file, or the system's code for why it can't be read, such as `ENOENT`. */
export type ReadText = { readonly text: string } | { readonly code: string };

/** Reads a file as UTF-8. */
export function readText(path: string): ReadText {
  try {
    return { text: readFileSync(path, "utf8") };
  } catch (error) {
    // By its shape: the system's errors aren't instances of this realm's Error everywhere.
    const { code } = error as { readonly code?: unknown };
    if (typeof code !== "string") throw error;
    return { code };
  }
}
