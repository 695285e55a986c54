import { ConflictError, isAmbiguous, type VccError } from "../errors";
import type { Context } from "./ports";
import { waitUntilVisible } from "./visibility";

interface CreateOnce<Dto> {
  readonly post: () => Promise<Dto>;
  /** All objects of the kind, asked afresh. */
  readonly listFresh: () => Promise<readonly Dto[]>;
  /** Whether the object has the unique name or address that this create wants. */
  readonly collides: (dto: Dto) => boolean;
  /** Whether the object is, beyond doubt, what an earlier run of this very create left behind. */
  readonly isOwnOrphan: (dto: Dto) => boolean;
  /** What to tell about somebody else's object. */
  readonly describe: (dto: Dto) => { readonly what: string; readonly id: string };
}

/**
 * Makes an object that has a unique name, once: also when the reply is lost, and also when an earlier run was killed
 * before its state was saved. Never takes over what it didn't make; that error says how to adopt it.
 */
export async function createOnce<Dto>(context: Context, options: CreateOnce<Dto>): Promise<Dto> {
  try {
    return await options.post();
  } catch (error) {
    if (isTaken(error)) return takeUpOrphan(context, options, error);
    if (!isAmbiguous(error)) throw error;
    return afterLostReply(context, options, error as VccError);
  }
}

async function afterLostReply<Dto>(context: Context, options: CreateOnce<Dto>, lost: VccError): Promise<Dto> {
  const landed = (await options.listFresh()).find(options.collides);
  if (landed !== undefined) return ownOrConflict(options, landed, lost);
  try {
    // Not visible, so it may not have landed, or the list lags. VCC's own check sees the truth: a repeat either makes
    // the object or is refused with the name taken.
    return await options.post();
  } catch (error) {
    if (isTaken(error)) return takeUpOrphan(context, options, error);
    throw error;
  }
}

/** A conflict that may pass says only that somebody else was writing. */
function isTaken(error: unknown): error is ConflictError {
  return error instanceof ConflictError && !error.retryable;
}

async function takeUpOrphan<Dto>(
  context: Context,
  options: CreateOnce<Dto>,
  refusal: ConflictError,
): Promise<Dto> {
  const holder = await waitUntilVisible({
    look: async () => (await options.listFresh()).find(options.collides),
    isVisible: (dto) => dto !== undefined,
    deadlineMs: context.now() + context.limits.visibilityWaitMs,
    intervalMs: context.limits.pollIntervalMs,
    sleep: context.sleep,
    now: context.now,
  });
  // Taken by something this client can't see.
  if (holder === undefined) throw refusal;
  return ownOrConflict(options, holder, refusal);
}

function ownOrConflict<Dto>(options: CreateOnce<Dto>, holder: Dto, cause: VccError): Dto {
  if (options.isOwnOrphan(holder)) return holder;
  const { what, id } = options.describe(holder);
  throw new ConflictError(`${what} exists already, with the id "${id}".`, {
    hint:
      `It was not made by this resource. To manage it here, add adopt: ${JSON.stringify(id)} to the arguments; ` +
      "to leave it alone, choose another name or address.",
    paths: cause.paths,
  });
}
