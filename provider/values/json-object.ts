import { isRecord } from "./records";

/**
 * Most values in JSON of somebody else: more of them fill the memory while they are parsed and checked. A page of 5,000
 * objects has a fifth of it. Source: our choice.
 */
export const MOST_VALUES = 1_000_000;

/** JSON that was read, or why it wasn't, as in "the body is not JSON". Quotes nothing, as it may hold secrets. */
type ReadJson = { readonly value: unknown } | { readonly problem: string };

/** Reads somebody else's JSON. */
export function readJson(text: string): ReadJson {
  if (holdsMoreValues(text, MOST_VALUES)) return { problem: `holds more than ${MOST_VALUES} values` };
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The parser's message would quote the text.
    return { problem: "is not JSON" };
  }
}

/** A JSON object, also where it came as text; undefined of anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const parsed = typeof value === "string" ? valueOf(readJson(value)) : value;
  return isRecord(parsed) ? parsed : undefined;
}

function valueOf(read: ReadJson): unknown {
  return "value" in read ? read.value : undefined;
}

/** Counts what values begin with, outside of strings, before anything is made of them. */
function holdsMoreValues(text: string, most: number): boolean {
  // Each takes a character at least.
  if (text.length <= most) return false;
  let values = 0;
  for (let at = 0; at < text.length && values <= most; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === "[" || character === "{" || character === ",") values += 1;
  }
  return values > most;
}

/** Position of the quote that ends the string; that of the text's end where none does. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
