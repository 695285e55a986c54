import * as z from "zod";
import { asContent, asHtml, asName, toForeignLine, toLine, toLink } from "../provider/text/plain-text";
import { redactContent, redactForeign } from "../provider/text/redact";
import { MAX_TEXT_CHARACTERS } from "./limits";
import { withZone } from "./time";

/**
 * The only types of text in what VCC sends, so that none of it reaches a message, a terminal or the stack's state
 * without passing here. `CleanText` is VCC's own text; `Name`, `Content` and `Html` are what people and programs have put
 * there. These three are compared with the program's own, so they stay exactly as they are, or they would show as
 * drift, but for secrets, and for what terminals and CI systems obey, because Pulumi prints what the state holds: that
 * is shown by a visible sign, and check refuses it in programs (`fields.ts`), so that both sides stay comparable.
 */

const LONGEST_ID = 256;

const BoundedText = z.string().max(MAX_TEXT_CHARACTERS);

/** VCC's own text, such as a status or its reason: one line of at most 300 characters, without secrets and commands. */
export const CleanText = BoundedText.transform((text) => toForeignLine(redactForeign(text)));

/** Time by VCC's word: with its zone if it is one of ISO 8601, as it is otherwise. `toMs` tells these apart. */
export const Time = CleanText.transform(withZone);

/** Text of one line: a name, an address, a key. */
export const Name = BoundedText.transform((text) => asName(redactContent(text)));

/**
 * A key of a map. `__proto__` is told by a sign, too: the map would lose it in JavaScript's libraries and on Pulumi's
 * wire.
 */
export const Key = Name.transform(holdable);

/** A map by such keys. */
export function mapOf<Value extends z.ZodType>(value: Value) {
  return z.preprocess(
    (map) =>
      typeof map === "object" && map !== null && !Array.isArray(map)
        ? Object.fromEntries(Object.entries(map).map(([key, part]) => [holdable(key), part as unknown]))
        : map,
    z.record(Key, value),
  );
}

function holdable(key: string): string {
  return key === "__proto__" ? "<__proto__>" : key;
}

/** Text that may have several lines: a description, a value. */
export const Content = BoundedText.transform((text) => asContent(redactContent(text)));

/**
 * HTML, where character references say the same: programs may have what is obeyed in it, but for control characters. In
 * comments and style sheets, which know no references, it counts as HTML that VCC has reshaped.
 */
export const Html = BoundedText.transform((html) => asHtml(redactContent(html)));

/**
 * An object's id, which becomes part of paths and of the stack's state: at most 256 printable characters, no secret.
 */
export const Id = z
  .string()
  .max(LONGEST_ID)
  .refine((id) => toLine(id) === id && redactContent(id) === id);

/** A page to open: https, or http to this machine; undefined where VCC names anything else. */
export const Link = BoundedText.transform(toLink);

/**
 * Text of a reply that may be missing or null: empty then. Much of what VCC shows is documented as optional, and most of
 * it belongs to objects of others.
 */
export function orEmpty<Text extends z.ZodType<string>>(text: Text) {
  return text.nullish().transform((value) => value ?? "");
}

/**
 * Field for which it matters that VCC doesn't tell: undefined then, which is no difference from anything. Null is
 * empty.
 */
export function orUntold<Value extends z.ZodType>(value: Value, empty: z.infer<Value>) {
  return value
    .nullable()
    .transform((told): z.infer<Value> => told ?? empty)
    .optional();
}
