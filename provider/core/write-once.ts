import { isDeepStrictEqual } from "node:util";
import { isAmbiguous, NotFoundError } from "../errors";
import type { Context, UniqueValues } from "./ports";
import { waitUntilVisible } from "./visibility";

/** The keys of `after` whose values differ from `before`: what a PATCH has to carry. */
export function changedKeys<Body extends object>(before: Partial<Body>, after: Body): Partial<Body> {
  const old = before as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => !isDeepStrictEqual(old[key], value)),
  ) as Partial<Body>;
}

/** The part of a body that has keys of another one. */
export function sharedKeys<Body extends object>(body: Partial<Body>, other: object): Partial<Body> {
  return Object.fromEntries(
    Object.entries(body).filter(([key]) => Object.hasOwn(other, key)),
  ) as Partial<Body>;
}

/** The part of a body that a program states: what is as the defaults are, it may have left out. */
export function statedKeys<Body extends object>(body: Partial<Body>, defaults: Partial<Body>): Partial<Body> {
  return changedKeys<Partial<Body>>(defaults, body);
}

/** Whether there is nothing to send. A write that changes nothing is never sent: it could reroute live mail. */
export function isEmpty(body: object): boolean {
  return Object.keys(body).length === 0;
}

interface WriteOnce<Dto> {
  /** A PATCH or PUT. */
  readonly write: () => Promise<Dto>;
  readonly get: () => Promise<Dto>;
  /** Whether the object is as the write wants it. */
  readonly isDone: (dto: Dto) => boolean;
}

/**
 * Changes an object once: after a reply that is lost, or that can't be read, it looks whether the change landed, rather
 * than leaving it to a repeat. Error: the one of the write, where that can't be seen.
 */
export async function writeOnce<Dto>(context: Context, { write, get, isDone }: WriteOnce<Dto>): Promise<Dto> {
  try {
    return await write();
  } catch (error) {
    if (!isAmbiguous(error)) throw error;
    const seen = await waitUntilVisible(context, {
      look: () => get().catch(() => undefined),
      isVisible: (dto) => dto !== undefined && isDone(dto),
    });
    if (seen !== undefined && isDone(seen)) return seen;
    throw error;
  }
}

interface PatchOnce<Dto> extends WriteOnce<Dto> {
  readonly kind: string;
  /** What no other object of the account may have. */
  readonly unique: UniqueValues;
}

/** The same for a change of what is unique, which another resource may be about to give up. */
export async function patchOnce<Dto>(context: Context, options: PatchOnce<Dto>): Promise<Dto> {
  const { kind, unique, write, ...rest } = options;
  const { handovers } = context.claims;
  return writeOnce(context, {
    ...rest,
    write: () =>
      handovers.whenAnnounced(context, kind, unique, () => handovers.after(context, kind, unique, write)),
  });
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
    if (error instanceof NotFoundError) return confirmGone();
    if (!isAmbiguous(error)) throw error;
    // Nobody knows what became of it, unless it is seen to be gone.
    await confirmGone().catch(() => {
      throw error;
    });
  }
}
