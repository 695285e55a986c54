import type { Context } from "../ports";

interface Waiting<Look> {
  /** Takes one look; its errors end the wait. */
  readonly look: () => Promise<Look>;
  readonly isVisible: (look: Look) => boolean;
  /** How long to look, in ms; default: as long as VCC may lag behind a write. */
  readonly waitMs?: number;
}

/**
 * Looks until one's own write is visible or the deadline has passed, and returns the last look either way; the caller
 * judges it. There is always a first look, and a last one no earlier than the deadline.
 * Source: a change "may take up to 30 seconds to take effect", documented for webhooks, assumed for all.
 */
export async function waitUntilVisible<Look>(
  { limits, sleep, now }: Pick<Context, "limits" | "sleep" | "now">,
  { look, isVisible, waitMs = limits.visibilityWaitMs }: Waiting<Look>,
): Promise<Look> {
  const deadlineMs = now() + waitMs;
  for (;;) {
    const startedMs = now();
    const seen = await look();
    if (isVisible(seen) || startedMs >= deadlineMs) return seen;
    // The last pause is cut so that the last look falls on the deadline rather than past it.
    await sleep(Math.max(0, Math.min(limits.pollIntervalMs, deadlineMs - now())));
  }
}
