import { MAX_PATIENCE_MS } from "./retry";

/** A gate before every call of an account, shut while VCC's fair-use limit asks for patience. */
export interface RateLimitGate {
  /** Shuts the gate for that long, or leaves it shut for longer if it is so already. */
  start(waitMs: number, sleep: (ms: number) => Promise<void>, nowMs: number): void;
  /** Resolves when the gate is open. Error: that of a `sleep` which is cut short. */
  over(): Promise<void>;
  /** Rest of the time that the account is waited for without a success, in ms. */
  patienceMs(): number;
  /** Takes down a wait that a server asked for and that doesn't shut the gate. */
  spend(waitMs: number): void;
  /** True if a wait of this kind hasn't been told since the last success. */
  isNews(kind: string): boolean;
  /** A call has succeeded: patience is as large as ever. */
  succeeded(): void;
}

export function createRateLimitGate(): RateLimitGate {
  let untilMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;
  let spentMs = 0;
  const told = new Set<string>();

  return {
    start(waitMs, sleep, nowMs) {
      if (running !== undefined && nowMs + waitMs <= untilMs) return;
      spentMs += running === undefined ? waitMs : nowMs + waitMs - untilMs;
      untilMs = nowMs + waitMs;
      const mine = sleep(waitMs).finally(() => {
        if (running === mine) running = undefined;
      });
      // Whoever waits gets the error; there may be nobody.
      mine.catch(() => undefined);
      running = mine;
    },
    async over() {
      while (running !== undefined) await running;
    },
    patienceMs: () => MAX_PATIENCE_MS - spentMs,
    spend(waitMs) {
      spentMs += waitMs;
    },
    isNews(kind) {
      if (told.has(kind)) return false;
      told.add(kind);
      return true;
    },
    succeeded() {
      spentMs = 0;
      told.clear();
    },
  };
}
