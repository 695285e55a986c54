import { NotFoundError } from "../errors";
import type { Context } from "./ports";
import { waitUntilVisible } from "./visibility";

interface SettledRead<Dto> {
  /** From the shared list: cheap, and possibly older than `get`. */
  readonly fromList?: () => Promise<Dto | undefined>;
  readonly get: () => Promise<Dto>;
  /** When the reply's object last changed, as far as it says: ISO 8601 times. */
  readonly times: (dto: Dto) => readonly (string | null | undefined)[];
  /** The same of what is stored; empty when nothing is. */
  readonly knownTimes: readonly (string | undefined)[];
}

/**
 * Reads an object, or undefined when it is gone. A reply that is older than one's own last write is asked again until
 * VCC has caught up, and absence is believed only after a second look; both for a bounded time after that write.
 */
export async function readSettled<Dto>(context: Context, read: SettledRead<Dto>): Promise<Dto | undefined> {
  const known = latest(read.knownTimes);
  const isCurrent = (dto: Dto | undefined) => dto !== undefined && latest(read.times(dto)) >= known;
  const look = () => read.get().catch(undefinedIfNotFound);
  // Before the deadline is reckoned: only a reply tells the server's clock.
  const first = await (read.fromList ?? look)();
  if (isCurrent(first)) return first;
  return waitUntilVisible({
    look,
    isVisible: isCurrent,
    // Both times are the server's, so that its clock and ours needn't agree.
    deadlineMs: context.now() + (known + context.limits.visibilityWaitMs - context.api.serverNow()),
    intervalMs: context.limits.pollIntervalMs,
    sleep: context.sleep,
    now: context.now,
  });
}

/** Absence is an answer here, not a failure. */
function undefinedIfNotFound(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error;
}

function latest(times: readonly (string | null | undefined)[]): number {
  return Math.max(...times.map((time) => (typeof time === "string" ? Date.parse(time) || 0 : 0)), 0);
}
