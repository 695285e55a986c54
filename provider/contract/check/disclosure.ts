import { isRecord } from "../../values/records";
import { bare, FIELD_NAMES } from "./field-rules";

/** Shorter texts occur anywhere. */
const SHORTEST_SECRET = 6;
const NAME = /^[A-Za-z_$][\w$-]{0,60}$/u;
/** Stands for a name that may be somebody's data. */
export const WITHHELD = "{*}";

/**
 * Decides which names of an account's replies may be told. A name that is like one of the values that were read is
 * somebody's data, and so is one that no API would have.
 */
export class Disclosure {
  readonly #values = new Set<string>();

  /** `isWord`: values at this place are words of the API, not data. */
  constructor(replies: readonly unknown[], isWord: (key: string) => boolean) {
    for (const reply of replies) this.#collect(reply, isWord);
  }

  isShown(name: string): boolean {
    return name.split(".").every((part) => FIELD_NAMES.has(bare(part)) || this.#isNobodys(part));
  }

  show(name: string): string {
    return this.isShown(name) ? name : WITHHELD;
  }

  #isNobodys(name: string): boolean {
    const own = bare(name);
    return NAME.test(name) && ![...this.#values].some((value) => own.includes(value));
  }

  choices(names: readonly string[]): string {
    const shown = names.filter((name) => this.isShown(name)).map((name) => `"${name}"`);
    const hidden = names.length - shown.length;
    return [...shown, ...(hidden > 0 ? [`${hidden} that may be data`] : [])].join(" or ");
  }

  #collect(value: unknown, isWord: (key: string) => boolean, key = ""): void {
    if (typeof value === "string") {
      const own = bare(value);
      if (own.length >= SHORTEST_SECRET && !isWord(key)) this.#values.add(own);
    } else if (Array.isArray(value)) {
      for (const part of value) this.#collect(part, isWord, key);
    } else if (isRecord(value)) {
      for (const [name, part] of Object.entries(value)) this.#collect(part, isWord, name);
    }
  }
}
