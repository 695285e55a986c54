import * as z from "zod";
import { secretRule } from "../rule";

const REFERENCE = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+|config:.+)$/u;

/**
 * Place of a secret, never the secret itself: `env:NAME` (environment variable), `file:path` (relative to the program's
 * folder) or `config:key` (a value of the stack's configuration, meant to be a Pulumi secret).
 */
export const SecretReference = z
  .string({ error: secretRule("a reference to a secret", "Write env:NAME, file:path or config:key.") })
  .regex(REFERENCE, {
    error: secretRule(
      "a reference to a secret, in the form env:NAME, file:path or config:key",
      "Put the secret in one of those places and name it here: a literal secret would land in the stack's state.",
    ),
  });

/** A reference in its parts. */
export interface SecretPlace {
  readonly kind: "env" | "file" | "config";
  /** The variable, path or key. */
  readonly name: string;
}

/** Undefined of text that is no reference. */
export function parseReference(text: string): SecretPlace | undefined {
  if (!REFERENCE.test(text)) return undefined;
  const colon = text.indexOf(":");
  return { kind: text.slice(0, colon) as SecretPlace["kind"], name: text.slice(colon + 1) };
}

/** The reference as programs write it. */
export function toReference({ kind, name }: SecretPlace): string {
  return `${kind}:${name}`;
}
