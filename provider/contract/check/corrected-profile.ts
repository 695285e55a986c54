import { Document, isMap, parseDocument } from "yaml";
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
  const parsed = parseDocument(given ?? "");
  const document = isMap(parsed.contents) ? parsed : new Document({});
  for (const { path, value } of corrections) document.setIn(path, value);
  const text = String(document);
  return "problems" in parseProfile("the corrected profile", text) ? undefined : text;
}
