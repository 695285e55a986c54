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

/** Same mailbox: without regard to case and to the spelling of its domain. */
export function sameAddress(a: unknown, b: unknown): boolean {
  if (typeof a !== "string" || typeof b !== "string") return sameValue(a, b);
  return canonicalAddress(a) === canonicalAddress(b);
}

/** Same addresses without regard to order and spelling. */
export function sameAddressSet(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || hasUnknown(a) || hasUnknown(b)) return false;
  return isDeepStrictEqual(addressSet(a), addressSet(b));
}

function addressSet(addresses: readonly unknown[]): readonly string[] {
  return addresses.map((address) => canonicalAddress(String(address))).sort();
}
