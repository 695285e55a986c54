import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import type { Rows } from "./store";
import type { SimulatedTable } from "./table";

const FORMAT = "pulumi-vcc simulator 1";

/**
 * Reads the account from the file; `undefined` where there is no file.
 * Error: an `Error` that names the file, where it is not a store of this simulator.
 */
export function readStoreFile(file: string, tables: readonly SimulatedTable[]): Rows | undefined {
  const text = readIfPresent(file);
  if (text === undefined) return undefined;
  const account = z.object(Object.fromEntries(tables.map(rowsOf)));
  const result = z.object({ format: z.literal(FORMAT), account }).safeParse(parse(file, text));
  if (result.success) return result.data.account;
  throw unreadable(file, z.prettifyError(result.error));
}

function rowsOf({
  stateKey,
  stored,
  addedInLaterRelease = false,
}: SimulatedTable): [string, z.ZodType<object[]>] {
  return [stateKey, addedInLaterRelease ? z.array(stored).default([]) : z.array(stored)];
}

/** Writes beside the file and renames, so that a crash leaves the old store or the new one. */
export function writeStoreFile(file: string, account: Rows): void {
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
    // By its shape: the system's errors aren't instances of this realm's Error everywhere.
    if ((error as { readonly code?: unknown }).code === "ENOENT") return undefined;
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
