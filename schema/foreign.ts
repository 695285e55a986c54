import * as z from "zod";
import { toForeignLine, toLine, toLink, withVisibleControls } from "../provider/core/plain-text";
import { redactContent, redactForeign } from "../provider/core/redact";

/**
 * The only types of text in what VCC sends, so that none of it reaches a message, a terminal or the stack's state
 * without passing here. `Told` is what VCC says of something; `Content` is what people and programs have put there.
 */

const LONGEST_ID = 256;

/** What VCC says, such as a status or its reason: one line of at most 300 characters, without secrets and commands. */
export const Told = z.string().transform((text) => toForeignLine(redactForeign(text)));

/**
 * What is compared with the program's own: a name, an address, HTML. Exactly as it is, or it would show as drift, but for
 * secrets and control characters; messages clean it of commands where they show it.
 */
export const Content = z.string().transform((text) => withVisibleControls(redactContent(text)));

/** An object's id, which becomes part of paths and of the stack's state: at most 256 printable characters, no secret. */
export const Id = z
  .string()
  .max(LONGEST_ID)
  .refine((id) => toLine(id) === id && redactContent(id) === id);

/** A page to open: https, or http to this machine; undefined where VCC names anything else. */
export const Link = z.string().transform(toLink);

/**
 * Text of a reply that may be missing or null: empty then. Much of what VCC shows is documented as optional, and most of
 * it belongs to objects of others.
 */
export function orEmpty<Text extends z.ZodType<string>>(text: Text) {
  return text.nullish().transform((value) => value ?? "");
}
