interface Waiting<Look> {
  /** Takes one look; its errors end the wait. */
  readonly look: () => Promise<Look>;
  readonly isVisible: (look: Look) => boolean;
  /** When to stop, on the clock of `now`, in ms. */
  readonly deadlineMs: number;
  /** Pause between two looks, in ms. */
  readonly intervalMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

/**
 * Looks until one's own write is visible or the deadline has passed, and returns the last look either way; the caller
 * judges it. There is always a first look, and a last one no earlier than the deadline.
 * Source: a change "may take up to 30 seconds to take effect", documented for webhooks, assumed for all.
 */
export async function waitUntilVisible<Look>(waiting: Waiting<Look>): Promise<Look> {
  const { look, isVisible, deadlineMs, intervalMs, sleep, now } = waiting;
  for (;;) {
    const startedMs = now();
    const seen = await look();
    if (isVisible(seen) || startedMs >= deadlineMs) return seen;
    // The last pause is cut so that the last look falls on the deadline rather than past it.
    await sleep(Math.max(0, Math.min(intervalMs, deadlineMs - now())));
  }
}
