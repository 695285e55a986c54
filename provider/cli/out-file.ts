import { type BigIntStats, rmSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { showValue } from "../../schema/rule";
import { argumentError } from "../errors";
import { hasCode } from "./console";

const REASONS = {
  ENOENT: "whose folder doesn't exist",
  ENOTDIR: "whose folder is a file",
  EISDIR: "which is a folder",
  EACCES: "which nobody lets this user write",
  EPERM: "which nobody lets this user write",
  EROFS: "which can't be written to",
  ENOSPC: "whose disk is full",
  ENAMETOOLONG: "whose name is too long",
} as const;

/** Reason of the system, such as `whose disk is full`; undefined of an error that isn't the place's. */
export function whyUnwritable(error: unknown): string | undefined {
  return Object.entries(REASONS).find(([code]) => hasCode(error, code))?.[1];
}

/** Writes what a command was told to put into a file. Error: VCC_ARGUMENT_INVALID where it can't be written. */
export function writeOut(file: string, text: string, option = "--out"): void {
  writeOrRefuse(() => writeFileSync(file, text), file, option);
}

function writeOrRefuse(write: () => void, file: string, option: string): void {
  try {
    write();
  } catch (error) {
    const reason = whyUnwritable(error);
    if (reason === undefined) throw error;
    throw argumentError(
      `${option}: a file that can be written, got ${showValue(file)}, ${reason}.`,
      "Give another path.",
    );
  }
}

/** Error: VCC_ARGUMENT_INVALID where the file can't be written, before the work that it is about. */
export function requireWritable(file: string | undefined): void {
  if (file === undefined) return;
  const isNew = statOf(file) === undefined;
  writeOrRefuse(() => writeFileSync(file, "", { flag: "a" }), file, "--out");
  if (isNew) rmSync(file);
}

/** Error: VCC_ARGUMENT_INVALID where the file to write is one that the command reads, or writes besides, under whatever path. */
export function requireNoInput(
  out: string | undefined,
  inputs: readonly (string | undefined)[],
  option = "--out",
): void {
  if (out === undefined) return;
  const input = inputs.find((one) => one !== undefined && isOneFile(out, one));
  if (input === undefined) return;
  throw argumentError(
    `${option}: a file of its own, got ${showValue(out)}, which is what is read or written as ${showValue(input)}.`,
    "Give another path.",
  );
}

/** Error: VCC_ARGUMENT_INVALID where the file to write holds a contract profile, and none is read. */
export function requireNoProfile(out: string | undefined, given: string | undefined): void {
  if (out === undefined || given !== undefined) return;
  const stats = statOf(out);
  if (stats?.isFile() !== true || stats.size === 0n) return;
  throw argumentError(
    `--out: a file that isn't there yet, got ${showValue(out)}, whose profile would be lost.`,
    `Give it by --contract ${showValue(out)}, and another path by --out.`,
  );
}

function isOneFile(one: string, other: string): boolean {
  // Neither may be there yet.
  if (resolve(one) === resolve(other) && statOf(one) === undefined) return true;
  const [first, second] = [statOf(one), statOf(other)];
  // Terminals and pipes may be read and written.
  return first?.isFile() === true && first.dev === second?.dev && first.ino === second.ino;
}

/** Undefined of what can't be found: reading and writing say why. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
