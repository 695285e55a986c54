import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import { hasCode } from "../has-code";
import { AccountState } from "./model";

const FORMAT = "pulumi-vcc simulator 1";
const StoreFile = z.object({ format: z.literal(FORMAT), account: AccountState });

/**
 * What the file holds, or `undefined` where there is no file.
 * Error: an `Error` that names the file, where it is not a store of this simulator.
 */
export function readStoreFile(file: string): AccountState | undefined {
  const text = readIfPresent(file);
  if (text === undefined) return undefined;
  const result = StoreFile.safeParse(parse(file, text));
  if (result.success) return result.data.account;
  throw unreadable(file, z.prettifyError(result.error));
}

/** Writes beside the file and renames, so that a crash leaves the old store or the new one. */
export function writeStoreFile(file: string, account: AccountState): void {
  const temporary = `${file}.${process.pid}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(temporary, `${JSON.stringify({ format: FORMAT, account }, undefined, 2)}\n`);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw unreadable(file, String(error));
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(file, String(error));
  }
}

function unreadable(file: string, why: string): Error {
  return new Error(
    `The simulator's store ${file} can't be read: ${why}. Restore it, or move it away to start with an empty account.`,
  );
}
