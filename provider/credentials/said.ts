import { toForeignLine } from "../text/plain-text";
import { redactForeign } from "../text/redact";

declare const gate: unique symbol;
/**
 * The only type of text in what an identity provider sends: one line of at most 300 characters, without secrets and
 * commands. Servers repeat what they were sent, and a program or its settings may name any server.
 */
export type Said = string & { readonly [gate]: true };

/** Text of a reply; empty where it is none. */
export function said(value: unknown): Said {
  return (typeof value === "string" ? toForeignLine(redactForeign(value)) : "") as Said;
}
