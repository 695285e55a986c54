import { canonicalAddress } from "../../schema/canonical-address";
import { isDeepStrictEqual } from "node:util";
import { hasUnknown } from "./unknown";

export type Equality = (a: unknown, b: unknown) => boolean;

/** Same value at every depth, whatever the order of keys. Anything unknown differs from everything. */
export function sameValue(a: unknown, b: unknown): boolean {
  return !hasUnknown(a) && !hasUnknown(b) && sameJson(a, b);
}

/** Equal as JSON, which has one zero. */
export function sameJson(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b) || isDeepStrictEqual(withOneZero(a), withOneZero(b));
}

function withOneZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withOneZero);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withOneZero(part)]));
}

/** Same text without regard to case, as VCC compares GUIDs. */
export function sameTextIgnoringCase(a: unknown, b: unknown): boolean {
  if (typeof a !== "string" || typeof b !== "string") return sameValue(a, b);
  return a.toLowerCase() === b.toLowerCase();
}

/** Canonical spelling of a text, the same for all that mean the same. */
export type Spelling = (text: string) => string;

/** Equality of texts by their canonical spelling, and of lists of them in any order. */
export function sameSpelling(spell: Spelling): Equality {
  return (a, b) => {
    if (typeof a === "string" && typeof b === "string") return spell(a) === spell(b);
    if (!areTexts(a) || !areTexts(b)) return sameValue(a, b);
    return isDeepStrictEqual(a.map(spell).sort(), b.map(spell).sort());
  };
}

/** Same mailbox, or the same ones in any order: without regard to case and to the spelling of a domain. */
export const sameAddress = sameSpelling(canonicalAddress);

export function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === "string");
}
