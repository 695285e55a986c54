import { Document, isMap, parseDocument, visit } from "yaml";
import { CONTRACT_KINDS } from "../../schema/contract/kinds";
import type { ContractProfile } from "../../schema/contract/profile";
import type { Correction } from "./check/finding";
import { parseProfile, trialSeal } from "./load-contract";

/** A profile with corrections. */
interface CorrectedProfile {
  readonly text: string;
  /** True where it had results of a trial, which are of another contract now, and gone. */
  readonly endsTrial: boolean;
}

/**
 * The given profile with corrections, its comments and all else as they were; undefined where the corrections don't go
 * together, so that no file would be better than this one.
 */
export function correctedProfile(
  given: string | undefined,
  corrections: readonly Correction[],
): CorrectedProfile | undefined {
  const document = toDocument(given ?? "");
  for (const { path, value } of corrections) document.setIn(path, value);
  const profile = contentOf(document);
  const endsTrial = profile.trial !== undefined && profile.trial !== trialSeal(profile);
  if (endsTrial) forgetTrial(document);
  const text = usable(document);
  return text === undefined ? undefined : { text, endsTrial };
}

/** The given profile with the results of a trial of it in place of those of an earlier one, and their seal. */
export function triedProfile(given: string | undefined, results: readonly Correction[]): string | undefined {
  const document = toDocument(given ?? "");
  forgetTrial(document);
  for (const { path, value } of results) document.setIn(path, value);
  if (results.length > 0) document.setIn(["trial"], trialSeal(contentOf(document)));
  return usable(document);
}

type ProfileDocument = Pick<Document, "setIn" | "deleteIn" | "hasIn" | "toJS" | "toString">;

function contentOf(document: ProfileDocument): ContractProfile {
  const { $schema: _schema, ...profile } = document.toJS() as ContractProfile & { readonly $schema?: string };
  return profile;
}

function usable(document: ProfileDocument): string | undefined {
  const text = String(document);
  return "problems" in parseProfile("the corrected profile", text) ? undefined : text;
}

function forgetTrial(document: ProfileDocument): void {
  const places = [["trial"], ...Object.keys(CONTRACT_KINDS).map((kind) => ["kinds", kind, "semantics"])];
  for (const place of places) if (document.hasIn(place)) document.deleteIn(place);
}

/** What an alias stands for is written out, without comments: a correction of one kind would change the other as well. */
function toDocument(text: string): ProfileDocument {
  const parsed = parseDocument(text);
  if (!isMap(parsed.contents)) return new Document({});
  const aliases: unknown[] = [];
  visit(parsed, { Alias: (_key, alias) => void aliases.push(alias) });
  return aliases.length > 0
    ? new Document(parsed.toJS() as unknown, { aliasDuplicateObjects: false })
    : parsed;
}
