import { isAmbiguous, NotFoundError } from "../errors";
import type { Context, UniqueValues } from "../ports";
import { waitUntilVisible } from "./read-your-writes";
import { changedKeys, type Equalities, type ReadBody } from "./patch";

interface WriteOnce<Dto> {
  /** A PATCH or PUT. */
  readonly write: () => Promise<Dto>;
  readonly get: () => Promise<Dto>;
  /** True if the object is as the write wants it. */
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

interface PatchOnce<Dto, Body> extends Omit<WriteOnce<Dto>, "isDone"> {
  readonly kind: string;
  readonly id: string;
  /** Values that no other object of the account may have. */
  readonly unique: UniqueValues;
  /** The keys that are sent. */
  readonly patch: Body;
  readonly readBody: (dto: Dto) => ReadBody<Body>;
  readonly equal?: Equalities<Body> | undefined;
}

/**
 * Patches some keys once; also unique ones, which another resource may be about to give up. After a lost reply it is
 * done where VCC shows every key as it was sent: one that VCC doesn't tell isn't seen, and so may not have landed.
 */
export async function patchOnce<Dto, Body extends object>(
  context: Context,
  options: PatchOnce<Dto, Body>,
): Promise<Dto> {
  const { kind, id, unique, patch, readBody, equal, write, get } = options;
  const { handovers } = context.registry;
  let untold: readonly string[] = [];
  const isDone = (dto: Dto) => {
    const seen = readBody(dto) as Readonly<Record<string, unknown>>;
    const missing = Object.keys(changedKeys(readBody(dto), patch, equal));
    untold = missing.every((key) => seen[key] === undefined) ? missing : [];
    return missing.length === 0;
  };
  const patching = () => handovers.after(context, kind, unique, write);
  try {
    return await writeOnce(context, {
      write: () => handovers.whenAnnounced(context, kind, unique, patching),
      get,
      isDone,
    });
  } catch (error) {
    if (untold.length > 0) {
      context.say(
        `warning: ${kind} ${id}: VCC doesn't tell ${untold.join(", ")}, so whether the change has landed can't be seen. ` +
          "The state keeps what it had, so that the next pulumi up shows the change, and sends it again.",
      );
    }
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
    if (error instanceof NotFoundError) return confirmGone();
    if (!isAmbiguous(error)) throw error;
    // Nobody knows what became of it, unless it is seen to be gone.
    await confirmGone().catch(() => {
      throw error;
    });
  }
}
