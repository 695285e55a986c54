import { ApiError, NotFoundError } from "../errors";
import type { Context } from "./ports";
import { waitUntilVisible } from "./visibility";

/** Absence is an answer here, not a failure. */
export function undefinedIfNotFound(error: unknown): undefined {
  if (!(error instanceof NotFoundError)) throw error;
}

/** Whether a list, asked afresh, shows the object. */
type IsListed = () => Promise<boolean>;

/**
 * VCC's 404 may stand for "not permitted", so it is no proof that an object is gone: the list has to agree, within the
 * time that it may lag behind a deletion. Error: an `ApiError` where it still shows the object.
 */
export async function requireUnlisted(context: Context, what: string, isListed: IsListed): Promise<void> {
  const listed = await waitUntilVisible({
    look: isListed,
    isVisible: (there) => !there,
    deadlineMs: context.now() + context.limits.visibilityWaitMs,
    intervalMs: context.limits.pollIntervalMs,
    sleep: context.sleep,
    now: context.now,
  });
  if (!listed) return;
  throw new ApiError(`VCC answers 404 to ${what}, but still lists it. Nothing was changed.`, {
    hint: "Check that this client may read and change it (scopes admin:read, admin:write), and that nothing between here and VCC answers in its place.",
    status: 404,
  });
}
