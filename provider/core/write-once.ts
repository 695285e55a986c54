import { isDeepStrictEqual } from "node:util";
import { isAmbiguous, NotFoundError } from "../errors";
import type { Context, UniqueValues } from "./ports";
import { waitUntilVisible } from "./visibility";

/** The keys of `after` whose values differ from `before`: what a PATCH has to carry. */
export function changedKeys<Body extends object>(before: Body, after: Body): Partial<Body> {
  const old = before as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => !isDeepStrictEqual(old[key], value)),
  ) as Partial<Body>;
}

/** Whether there is nothing to send. A write that changes nothing is never sent: it could reroute live mail. */
export function isEmpty(body: object): boolean {
  return Object.keys(body).length === 0;
}

interface PatchOnce<Dto> {
  readonly kind: string;
  /** What no other object of the account may have. */
  readonly unique: UniqueValues;
  readonly patch: () => Promise<Dto>;
  readonly get: () => Promise<Dto>;
  /** Whether the object is as the patch wants it. */
  readonly isDone: (dto: Dto) => boolean;
}

/** Changes an object once: after a lost reply it looks whether the change landed, rather than leaving it to a repeat. */
export async function patchOnce<Dto>(context: Context, options: PatchOnce<Dto>): Promise<Dto> {
  const { kind, unique, patch, get, isDone } = options;
  const { handovers } = context.claims;
  try {
    return await handovers.whenAnnounced(context, kind, unique, () =>
      handovers.after(context, kind, unique, patch),
    );
  } catch (error) {
    if (!isAmbiguous(error)) throw error;
    const dto = await waitUntilVisible({
      look: get,
      isVisible: isDone,
      deadlineMs: context.now() + context.limits.visibilityWaitMs,
      intervalMs: context.limits.pollIntervalMs,
      sleep: context.sleep,
      now: context.now,
    });
    if (isDone(dto)) return dto;
    throw error;
  }
}

interface DeleteOnce {
  readonly delete: () => Promise<void>;
  /** A second witness of an absence that a 404 tells. Error: where it disagrees. */
  readonly confirmGone: () => Promise<void>;
}

/** Deletes an object. Already gone is the goal. */
export async function deleteOnce({ delete: remove, confirmGone }: DeleteOnce): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    await confirmGone();
  }
}
