import { readFileSync } from "node:fs";
import { decodeText } from "../text/decode-text";
import { own } from "../values/own";

/** A file whose text can't be had: the system's code, such as `ENOENT`, or what it is instead of UTF-8. */
export type UnreadText = { readonly code: string } | { readonly encoding: string };

/** The text of a file, or why there is none. */
export type ReadText = { readonly text: string } | UnreadText;

/** Reads a text file: UTF-8, with or without a byte order mark, which is left out. */
export function readText(path: string): ReadText {
  try {
    return decodeText(readFileSync(path));
  } catch (error) {
    // By its shape: the system's errors aren't instances of this realm's Error everywhere.
    const { code } = error as { readonly code?: unknown };
    if (typeof code !== "string") throw error;
    return { code };
  }
}

/** The system's codes in words. */
const WHY_UNOPENED: Readonly<Record<string, string>> = {
  ENOENT: ", which doesn't exist",
  ENOTDIR: ", which doesn't exist",
  EISDIR: ", which is a folder",
  EACCES: ", which this user may not read",
  EPERM: ", which this user may not read",
};

/** The rule that a file breaks whose text can't be had; `next` says what to do where it can't be opened. */
export function explainUnread(what: string, shown: string, unread: UnreadText, next: string): string {
  return "code" in unread
    ? `${what} that can be read, got ${shown}${own(WHY_UNOPENED, unread.code) ?? ` (${unread.code})`}. ${next}`
    : `${what} in UTF-8, got ${shown}, which is in ${unread.encoding}. Save it as UTF-8.`;
}
