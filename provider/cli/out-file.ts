import { writeFileSync } from "node:fs";
import { showValue } from "../../schema/rule";
import { argumentError } from "../errors";
import { hasCode } from "./console";

const REASONS = {
  ENOENT: "whose folder doesn't exist",
  ENOTDIR: "whose folder is a file",
  EISDIR: "which is a folder",
  EACCES: "which nobody lets this user write",
  EROFS: "which can't be written to",
} as const;

/** Writes what a command was told to put into a file. Error: VCC_ARGUMENT_INVALID where it can't be written. */
export function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = Object.entries(REASONS).find(([code]) => hasCode(error, code))?.[1];
    if (reason === undefined) throw error;
    throw argumentError(
      `--out: a file that can be written, got ${showValue(file)}, ${reason}.`,
      "Give another path.",
    );
  }
}
