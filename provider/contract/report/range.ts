/** Upper ends of ranges: a number is told only as lying between two of them. */
const COUNTS = [0, 1, 2, 4, 8, 16, 32, 64, 256, 1_024, 4_096, 16_384, 65_536] as const;
/** Wider, so that a text's length gives nothing away. */
const LENGTHS = COUNTS.filter((end) => end === 0 || end >= 8);
const MORE = "more";

/** The smallest and the largest of some numbers, told in ranges alone. */
export class Span {
  readonly #ends: readonly number[];
  #least = Infinity;
  #most = -Infinity;

  constructor(of: "counts" | "lengths") {
    this.#ends = of === "counts" ? COUNTS : LENGTHS;
  }

  add(number: number): void {
    this.#least = Math.min(this.#least, number);
    this.#most = Math.max(this.#most, number);
  }

  /** Such as `9-64`; undefined without any number. */
  render(): string | undefined {
    if (this.#most < 0) return undefined;
    const [first, last] = [this.#rangeOf(this.#least), this.#rangeOf(this.#most)];
    const start = first === 0 ? 0 : (this.#ends[first - 1] ?? 0) + 1;
    const end = this.#ends[last] ?? MORE;
    return start === end ? `${start}` : `${start}-${end}`;
  }

  #rangeOf(number: number): number {
    const index = this.#ends.findIndex((end) => number <= end);
    return index === -1 ? this.#ends.length : index;
  }
}

const STARTS: ReadonlySet<string> = new Set(["0", ...COUNTS.map((end) => `${end + 1}`)]);
const ENDS: ReadonlySet<string> = new Set([...COUNTS.map(String), MORE]);

/** True for what a span renders. */
export function isRange(text: string): boolean {
  const [start = "", end = start, ...rest] = text.split("-");
  return STARTS.has(start) && ENDS.has(end) && rest.length === 0;
}
