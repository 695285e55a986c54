import { MAX_PATIENCE_MS } from "./retry";

/** A gate before every call of an account, shut while VCC's fair-use limit asks for patience. */
export class RateLimitGate {
  #untilMs = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;
  #spentMs = 0;
  readonly #told = new Set<string>();

  /** Shuts the gate for that long, or leaves it shut for longer if it is so already. */
  start(waitMs: number, sleep: (ms: number) => Promise<void>, nowMs: number): void {
    if (this.#running !== undefined && nowMs + waitMs <= this.#untilMs) return;
    this.#spentMs += this.#running === undefined ? waitMs : nowMs + waitMs - this.#untilMs;
    this.#untilMs = nowMs + waitMs;
    const mine = sleep(waitMs).finally(() => {
      if (this.#running === mine) this.#running = undefined;
    });
    // Whoever waits gets the error; there may be nobody.
    mine.catch(() => undefined);
    this.#running = mine;
  }

  /** Resolves when the gate is open. Error: that of a `sleep` which is cut short. */
  async over(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Rest of the time that the account is waited for without a success, in ms. */
  patienceMs(): number {
    return MAX_PATIENCE_MS - this.#spentMs;
  }

  /** Takes down a wait that a server asked for and that doesn't shut the gate. */
  spend(waitMs: number): void {
    this.#spentMs += waitMs;
  }

  /** True if a wait of this kind hasn't been told since the last success. */
  isNews(kind: string): boolean {
    if (this.#told.has(kind)) return false;
    this.#told.add(kind);
    return true;
  }

  /** A call has succeeded: patience is as large as ever. */
  succeeded(): void {
    this.#spentMs = 0;
    this.#told.clear();
  }
}
