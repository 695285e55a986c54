import { isFieldName } from "../../text/field-name";
import { bare, FIELD_NAMES } from "./field-rules";

/** Shorter texts occur anywhere. */
const SHORTEST_VALUE = 4;
/** Stands for a name that may be somebody's data. */
export const WITHHELD = "{*}";

/**
 * Decides which names of an account's replies may be told: those that APIs give to such fields; others only where the
 * person agrees, and then none that is like a value that was read.
 */
export class Disclosure {
  readonly #isAgreed: boolean;
  readonly #values = new Set<string>();

  constructor(replies: readonly unknown[], isAgreed: boolean) {
    this.#isAgreed = isAgreed;
    if (isAgreed) this.#collect(replies);
  }

  isShown(name: string): boolean {
    return name
      .split(".")
      .every((part) => isFieldName(part) && (FIELD_NAMES.has(bare(part)) || this.#isNobodys(part)));
  }

  show(name: string): string {
    return this.isShown(name) ? name : WITHHELD;
  }

  choices(names: readonly string[]): string {
    const shown = names.filter((name) => this.isShown(name)).map((name) => `"${name}"`);
    const hidden = names.length - shown.length;
    return [...shown, ...(hidden > 0 ? [`${hidden} that --show-names tells`] : [])].join(" or ");
  }

  #isNobodys(name: string): boolean {
    const own = bare(name);
    const isLike = (value: string) => own.includes(value) || value.includes(own);
    return this.#isAgreed && ![...this.#values].some(isLike);
  }

  /** However deep the values lie. */
  #collect(replies: readonly unknown[]): void {
    const left: unknown[] = [...replies];
    while (left.length > 0) {
      const value = left.pop();
      if (typeof value === "object" && value !== null)
        for (const part of Object.values(value)) left.push(part);
      const own = typeof value === "string" || typeof value === "number" ? bare(String(value)) : "";
      if (own.length >= SHORTEST_VALUE) this.#values.add(own);
    }
  }
}
