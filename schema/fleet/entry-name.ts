import * as z from "zod";
import { rule, showValue } from "../rule";

const LONGEST_ENTRY_NAME = 100;
const ENTRY_NAME = new RegExp(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,${LONGEST_ENTRY_NAME - 1}}$`, "u");
const WHAT = `1 to ${LONGEST_ENTRY_NAME} letters, digits, dots, dashes and underscores, a letter or digit first`;

/** Name of a profile, inbox or mapping in its file: it names the Pulumi resources, so it stays as it is. */
export const EntryName = z.string().regex(ENTRY_NAME, {
  error: rule(`a name of ${WHAT}`, "Rename it."),
});

/** A map of entries by their names. */
export function entries<Entry extends z.ZodType>(entry: Entry, what: string) {
  return z.record(EntryName, entry, {
    error: (issue) =>
      issue.code === "invalid_key"
        ? `a name of ${WHAT}, got ${showValue(issue.input)}. Rename it.`
        : rule(`a map of ${what} by name`, "Write it as { name: { … } }.")(issue),
  });
}

/** Name of an entry that is meant to stand in the same file. */
export function entryReference(what: string) {
  const error = rule(`the name of ${what}`, "Give it as it stands in this file.");
  return z.string({ error }).min(1, { error });
}
