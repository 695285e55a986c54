import { undefinedIfNotFound } from "../errors";
import { toMs } from "../../schema/time";
import type { Context } from "../ports";

export interface Waiting<Look> {
  /** Takes one look; its errors end the wait. */
  readonly look: () => Promise<Look>;
  readonly isVisible: (look: Look) => boolean;
  /** Limit of the wait, in ms; default: as long as VCC may lag behind a write. */
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

type Time = string | null | undefined;

interface SettledRead<Dto> {
  /** From the shared list: cheap, and possibly older than `get`. Without a dto, what is listed can't be read. */
  readonly fromList?: () => Promise<{ readonly dto: Dto | undefined; readonly isListed: boolean }>;
  readonly get: () => Promise<Dto>;
  /** Times of the last change of each part of the object, as far as the reply tells them: ISO 8601. */
  readonly times: (dto: Dto) => readonly Time[];
  /** Times of the same parts, as stored; empty when nothing is. */
  readonly knownTimes: readonly Time[];
  /** A second witness of an absence that `get` alone tells. Error: where it disagrees. */
  readonly confirmGone: () => Promise<void>;
}

/**
 * Reads an object, or undefined when it is gone. A reply that is older than one's own last write is asked again until
 * VCC has caught up, for a bounded time after that write. Absence is believed only where a second witness agrees.
 */
export async function readSettled<Dto>(context: Context, read: SettledRead<Dto>): Promise<Dto | undefined> {
  const known = read.knownTimes.map(toMsOrZero);
  const isCurrent = (dto: Dto | undefined) => {
    const times = dto === undefined ? undefined : read.times(dto).map(toMsOrZero);
    return times !== undefined && known.every((time, part) => (times[part] ?? 0) >= time);
  };
  const look = () => read.get().catch(undefinedIfNotFound);
  // Before the deadline is reckoned: only a reply tells the server's clock.
  const listed = await read.fromList?.();
  const first = listed === undefined ? await look() : listed.dto;
  if (isCurrent(first)) return first;
  // Both times are the server's, so that its clock and ours needn't agree; a time in its future is no reason to wait.
  const serverNow = context.api.serverNow() ?? context.now();
  const sinceWriteMs = Math.max(0, serverNow - Math.max(0, ...known));
  const latest = await waitUntilVisible(context, {
    look,
    isVisible: isCurrent,
    waitMs: context.limits.visibilityWaitMs - sinceWriteMs,
  });
  if (latest === undefined && listed?.isListed !== false) await read.confirmGone();
  return latest;
}

function toMsOrZero(time: Time): number {
  return toMs(time) ?? 0;
}
