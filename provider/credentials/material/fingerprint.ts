import { createHash, createHmac, scryptSync } from "node:crypto";
import { canonicalAddress } from "../../../schema/canonical-address";

const FINGERPRINT_CHARACTERS = 32;
/** Takes tens of milliseconds and 16 MB for a guess: a dictionary takes years, one look at one's own secret nothing. */
const SCRYPT = { N: 2 ** 14, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const SALT = "pulumi-vcc credential fingerprint";
/** Characters of a part that nobody can guess: a private key, or a token that a machine has made. */
const UNGUESSABLE = 100;

/**
 * Tells whether material has changed without revealing it: `sha256:` and 128 bits of a hash that is salted by the mailbox,
 * so that equal material of two mailboxes looks different, and a run that lost its state still recognises its own sign-in.
 * Material that could be guessed, such as a short client secret, is hashed slowly: a state isn't a place to try words on.
 * `known` is what the state has: made by an earlier release, it stays as long as it stands for this material, so that
 * nobody is signed in anew for another form.
 */
export function fingerprintOf(
  mailbox: string,
  method: string,
  material: readonly string[],
  known?: string | null,
): string {
  if (known && known === formerFingerprint(mailbox, method, material)) return known;
  const key = keyOf(JSON.stringify([method, ...material]), material);
  return shortened(createHmac("sha256", key).update(canonicalAddress(mailbox)).digest("hex"));
}

const keys = new Map<string, Buffer>();

/** Many mailboxes share one secret, and each is looked at several times in a run. */
function keyOf(text: string, material: readonly string[]): Buffer {
  const digest = createHash("sha256").update(SALT).update(text).digest();
  if (material.some((part) => part.length >= UNGUESSABLE)) return digest;
  const name = digest.toString("base64");
  const key = keys.get(name) ?? scryptSync(text, SALT, KEY_BYTES, SCRYPT);
  keys.set(name, key);
  return key;
}

/** As releases before the slow hash made it. */
function formerFingerprint(mailbox: string, method: string, material: readonly string[]): string {
  const salted = JSON.stringify(["pulumi-vcc", mailbox.toLowerCase(), method, ...material]);
  return shortened(createHash("sha256").update(salted).digest("hex"));
}

function shortened(hex: string): string {
  return `sha256:${hex.slice(0, FINGERPRINT_CHARACTERS)}`;
}
