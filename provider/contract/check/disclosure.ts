import { counted } from "../../text/counted";
import { isFieldName } from "../../text/field-name";
import { isOurName } from "./field-rules";
import { namesSeenIn } from "./names-seen";

/** Stands for a name that may be somebody's data. */
export const WITHHELD = "{*}";

/**
 * Decides which names of an account's replies may be told: those that APIs give to such fields; others only where the
 * person agrees, and then none that is like a value that was read.
 */
export class Disclosure {
  readonly #isAgreed: boolean;
  readonly #values = new Set<string>();
  /** Names of fields in the replies that are like a value. */
  #like: ReadonlySet<string> | undefined;
  readonly #names = new Set<string>();

  constructor(replies: readonly unknown[], isAgreed: boolean) {
    this.#isAgreed = isAgreed;
    if (isAgreed) this.#collect(replies);
  }

  isShown(name: string): boolean {
    return name
      .split(".")
      .every((part) => isOurName(part) || (this.#isAgreed && isFieldName(part) && this.#isUnlike(part)));
  }

  show(name: string): string {
    return this.isShown(name) ? name : WITHHELD;
  }

  choices(names: readonly string[]): string {
    const shown = names.filter((name) => this.isShown(name)).map((name) => `"${name}"`);
    const hidden = names.length - shown.length;
    return [
      ...shown,
      ...(hidden > 0 ? [`${counted(hidden, "name", "names")} that --show-names shows`] : []),
    ].join(" or ");
  }

  #isUnlike(name: string): boolean {
    if (!this.#names.has(name)) return namesSeenIn(new Set([name]), this.#values).size === 0;
    // All at once: each look goes through all values.
    this.#like ??= namesSeenIn(this.#names, this.#values);
    return !this.#like.has(name);
  }

  /** However deep the values lie. */
  #collect(replies: readonly unknown[]): void {
    const left: unknown[] = [...replies];
    while (left.length > 0) {
      const value = left.pop();
      if (typeof value === "string" || typeof value === "number") this.#values.add(String(value));
      if (typeof value === "object" && value !== null)
        for (const [key, part] of Object.entries(value)) {
          if (isFieldName(key) && !isOurName(key)) this.#names.add(key);
          left.push(part);
        }
    }
  }
}
