import * as z from "zod";
import { mapRules, rule, someText } from "../rule";

const LONGEST_ENTRY_NAME = 100;
const ENTRY_NAME = new RegExp(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,${LONGEST_ENTRY_NAME - 1}}$`, "u");
const nameRule = rule(
  `a name of 1 to ${LONGEST_ENTRY_NAME} letters, digits, dots, dashes and underscores, a letter or digit first`,
  "Rename it.",
);

/** Name of a profile, inbox or mapping in its file: it names the Pulumi resources, so it stays as it is. */
export const EntryName = z.string().regex(ENTRY_NAME, { error: nameRule });

/** A map of entries by their names. */
export function entries<Entry extends z.ZodType>(entry: Entry, what: string) {
  return z.record(EntryName, entry, {
    error: mapRules(nameRule, rule(`a map of ${what} by name`, "Write it as { name: { … } }.")),
  });
}

/** Name of an entry that is meant to stand in the same file. */
export function entryReference(what: string) {
  return someText(rule(`the name of ${what}`, "Give it as it stands in this file."));
}
