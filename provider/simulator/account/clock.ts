import { toMs } from "../../../schema/time";

/**
 * The simulator's clock. `stamp` never gives the same millisecond twice, so that a tie on priority always has one
 * mapping that was modified last.
 */
export class Clock {
  /** Added to the real time, in ms. */
  skewMs = 0;
  readonly #source: () => number;
  #lastStampMs = 0;

  constructor(source: () => number = Date.now) {
    this.#source = source;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#source() + this.skewMs;
  }

  /** The time as ISO 8601 UTC. */
  time(): string {
    return new Date(this.now()).toISOString();
  }

  /** The time of a modification: ISO 8601 UTC, later than every stamp before it. */
  stamp(): string {
    this.#lastStampMs = Math.max(this.now(), this.#lastStampMs + 1);
    return new Date(this.#lastStampMs).toISOString();
  }

  /** Makes every later stamp come after `time`, which is ISO 8601. */
  continueAfter(time: string): void {
    this.#lastStampMs = Math.max(this.#lastStampMs, toMs(time) ?? 0);
  }
}
