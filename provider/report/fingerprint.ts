import { hash } from "node:crypto";

const HEX_CHARACTERS = 32;

/** Digest of 128 bits over values of JSON, in hexadecimal. */
export function fingerprint(...values: readonly unknown[]): string {
  return hash("sha256", JSON.stringify(values)).slice(0, HEX_CHARACTERS);
}

/** Digest over a set of fingerprints, whatever their order. */
export function digestOfSet(fingerprints: Iterable<string>): string {
  return fingerprint(...[...new Set(fingerprints)].sort());
}
