/** A gate before every call of an account, shut while VCC's fair-use limit asks for patience. */
export interface Pause {
  /** Shuts the gate for that long, or leaves it shut for longer if it is so already. */
  start(waitMs: number, sleep: (ms: number) => Promise<void>, nowMs: number): void;
  /** Resolves when the gate is open. */
  over(): Promise<void>;
}

export function createPause(): Pause {
  let untilMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  return {
    start(waitMs, sleep, nowMs) {
      if (running !== undefined && nowMs + waitMs <= untilMs) return;
      untilMs = nowMs + waitMs;
      const mine = sleep(waitMs).finally(() => {
        if (running === mine) running = undefined;
      });
      running = mine;
    },
    async over() {
      while (running !== undefined) await running;
    },
  };
}
