import { type Disclosure, WITHHELD } from "../check/disclosure";
import { isOurName } from "../check/field-rules";
import { isOurs, isOurWord, WORD } from "./allow-list";

/** Decides about each name and word of an account, and keeps those that are in the report because the person agrees. */
export class Names {
  /** Names and words that aren't on the allow-list. */
  readonly agreed = new Set<string>();
  readonly #disclosure: Disclosure;
  readonly #isAgreed: boolean;
  readonly #withheld: ReadonlySet<string>;
  readonly #decided = new Map<string, boolean>();

  constructor(disclosure: Disclosure, isAgreed: boolean, withheld: ReadonlySet<string>) {
    this.#disclosure = disclosure;
    this.#isAgreed = isAgreed;
    this.#withheld = withheld;
  }

  /** A key, or what stands for it. */
  name(name: string): string {
    if (isOurName(name)) return name;
    return this.#isAgreed && this.#isNobodys(name) ? this.#byConsent(name) : WITHHELD;
  }

  /** A dotted place, each part by itself. */
  place(place: string): string {
    return place
      .split(".")
      .map((part) => this.name(part))
      .join(".");
  }

  /** A path of the API, each segment by itself. */
  path(path: string): string {
    return path
      .split("/")
      .map((segment) => (segment === "" || isOurs(segment) ? segment : this.name(segment)))
      .join("/");
  }

  word(word: string): string {
    if (isOurWord(word)) return word;
    return this.#isAgreed && WORD.test(word) ? this.#byConsent(word) : WITHHELD;
  }

  #byConsent(text: string): string {
    if (this.#withheld.has(text)) return WITHHELD;
    this.agreed.add(text);
    return text;
  }

  #isNobodys(name: string): boolean {
    // A dot would look like two names.
    const isShown = this.#decided.get(name) ?? (!name.includes(".") && this.#disclosure.isShown(name));
    this.#decided.set(name, isShown);
    return isShown;
  }
}
