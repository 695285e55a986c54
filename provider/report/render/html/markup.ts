import { escapeHtml } from "../../../text/escape-html";
import { asContent } from "../../../text/plain-text";

/** Halves of surrogate pairs, which no file can hold. */
const LONE_SURROGATES = /\p{Cs}/gu;
/** Texts in which nothing is to be escaped, most of a report's. */
const PLAIN = /^[\w .,@/()-]*$/u;

/** A piece of HTML that is complete: no text of others is markup in it. Only `html` and `trusted` make one. */
export class Markup {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

/** Value that a template takes: a text or number, which is escaped, or markup. Nothing else, so that no value is forgotten. */
export type Part = string | number | Markup | readonly Part[];

/** Template of HTML in which every value is escaped, in texts and in quoted attributes alike. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  // Appended, not joined: a text within a text within a text is copied once, at the end.
  let source = "";
  for (const [index, text] of texts.entries()) source += text + sourceOf(parts[index] ?? "");
  return new Markup(source);
}

/** Markup of our own source, such as a style sheet; never of a value. */
export function trusted(source: string): Markup {
  return new Markup(source);
}

export const NOTHING = html``;

function sourceOf(part: Part): string {
  if (part instanceof Markup) return part.toString();
  if (typeof part !== "object") return escaped(String(part));
  let source = "";
  for (const one of part) source += sourceOf(one);
  return source;
}

function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  return escapeHtml(asContent(text).replace(LONE_SURROGATES, "\ufffd"));
}
