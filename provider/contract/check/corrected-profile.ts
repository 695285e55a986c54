import { Document, isMap, parseDocument, visit } from "yaml";
import { parseProfile } from "../load-contract";
import type { Correction } from "./finding";

/**
 * The given profile with corrections, its comments and all else as they were; undefined where the corrections don't go
 * together, so that no file would be better than this one.
 */
export function correctedProfile(
  given: string | undefined,
  corrections: readonly Correction[],
): string | undefined {
  const document = toDocument(given ?? "");
  for (const { path, value } of corrections) document.setIn(path, value);
  const text = String(document);
  return "problems" in parseProfile("the corrected profile", text) ? undefined : text;
}

/** What an alias stands for is written out, without comments: a correction of one kind would change the other as well. */
function toDocument(text: string): Pick<Document, "setIn" | "toString"> {
  const parsed = parseDocument(text);
  if (!isMap(parsed.contents)) return new Document({});
  const aliases: unknown[] = [];
  visit(parsed, { Alias: (_key, alias) => void aliases.push(alias) });
  return aliases.length > 0
    ? new Document(parsed.toJS() as unknown, { aliasDuplicateObjects: false })
    : parsed;
}
