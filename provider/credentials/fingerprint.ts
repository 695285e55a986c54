import { createHash } from "node:crypto";

const FINGERPRINT_CHARACTERS = 32;

/**
 * Tells whether material has changed without revealing it: `sha256:` and 128 bits of a salted hash. The salt is the
 * mailbox, so equal material of two mailboxes looks different, and a run that lost its state still recognises its own
 * sign-in. Keys, tokens and generated client secrets are too long to be guessed from it.
 */
export function fingerprintOf(mailbox: string, method: string, material: readonly string[]): string {
  const salted = JSON.stringify(["pulumi-vcc", mailbox.toLowerCase(), method, ...material]);
  return `sha256:${createHash("sha256").update(salted).digest("hex").slice(0, FINGERPRINT_CHARACTERS)}`;
}
