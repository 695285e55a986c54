import { asContent } from "../../../text/plain-text";

/** Halves of surrogate pairs, which no file can hold. */
const LONE_SURROGATES = /\p{Cs}/gu;
const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

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
  return new Markup(texts.map((text, index) => text + sourceOf(parts[index] ?? "")).join(""));
}

/** Markup of our own source, such as a style sheet; never of a value. */
export function trusted(source: string): Markup {
  return new Markup(source);
}

export const NOTHING = html``;

function sourceOf(part: Part): string {
  if (part instanceof Markup) return part.toString();
  return typeof part === "object" ? part.map(sourceOf).join("") : escaped(String(part));
}

function escaped(text: string): string {
  return asContent(text)
    .replace(LONE_SURROGATES, "\ufffd")
    .replace(/[&<>"']/gu, (character) => REFERENCES[character] ?? "");
}
