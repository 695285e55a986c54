import { ConflictError, isAmbiguous, type VccError } from "../errors";
import { isTaken } from "./handovers";
import type { Context, UniqueValues } from "./ports";
import { waitUntilVisible } from "./visibility";

/** A server's `Date` header tells whole seconds. */
const CLOCK_SLACK_MS = 2_000;

interface CreateOnce<Dto> {
  readonly kind: string;
  /** What no other object of the account may have. */
  readonly unique: UniqueValues;
  readonly post: () => Promise<Dto>;
  /** All objects of the kind, asked afresh. */
  readonly listFresh: () => Promise<readonly Dto[]>;
  /** Whether the object has the unique name or address that this create wants. */
  readonly collides: (dto: Dto) => boolean;
  /** Whether the object is what this create would have left behind: equal in every field. */
  readonly isEqual: (dto: Dto) => boolean;
  /** Whether its name can be of this very resource alone, so that it proves who made the object. */
  readonly hasOwnName: boolean;
  /** When the object last changed: ISO 8601. */
  readonly changedAt: (dto: Dto) => string;
  /** What to tell about somebody else's object. */
  readonly describe: (dto: Dto) => { readonly what: string; readonly id: string };
}

/**
 * Makes an object that has a unique name, once: also when the reply is lost, and also when an earlier run was killed
 * before its state was saved. Never takes over what it didn't make; that error says how to adopt it.
 */
export async function createOnce<Dto>(context: Context, options: CreateOnce<Dto>): Promise<Dto> {
  const { kind, unique, post } = options;
  const { handovers } = context.managedIds;
  const once = { ...options, post: async () => handovers.after(context, kind, unique, post) };
  return handovers.whenAnnounced(context, kind, unique, () => makeOnce(context, once));
}

async function makeOnce<Dto>(context: Context, options: CreateOnce<Dto>): Promise<Dto> {
  const startedMs = context.now();
  try {
    return await options.post();
  } catch (error) {
    if (isTaken(error)) return takeUpOrphan(context, options, error);
    if (!isAmbiguous(error)) throw error;
    // By the server's clock, which the objects' times are of.
    const sentMs = context.api.serverNow() - (context.now() - startedMs);
    return afterLostReply(context, options, error as VccError, sentMs);
  }
}

async function afterLostReply<Dto>(
  context: Context,
  options: CreateOnce<Dto>,
  lost: VccError,
  sentMs: number,
): Promise<Dto> {
  const holders = await holdersOf(context, options);
  if (holders.length > 0) return ownOrConflict(context, options, holders, lost, sentMs);
  try {
    // Not visible, so it may not have landed, or the list lags. VCC's own check sees the truth: a repeat either makes
    // the object or is refused with the name taken.
    return await options.post();
  } catch (error) {
    if (isTaken(error)) return takeUpOrphan(context, options, error, sentMs);
    throw error;
  }
}

async function takeUpOrphan<Dto>(
  context: Context,
  options: CreateOnce<Dto>,
  refusal: ConflictError,
  sentMs?: number,
): Promise<Dto> {
  const holders = await waitUntilVisible({
    look: () => holdersOf(context, options),
    isVisible: ({ length }) => length > 0,
    deadlineMs: context.now() + context.limits.visibilityWaitMs,
    intervalMs: context.limits.pollIntervalMs,
    sleep: context.sleep,
    now: context.now,
  });
  // Taken by something this client can't see.
  if (holders.length === 0) throw refusal;
  return ownOrConflict(context, options, holders, refusal, sentMs);
}

/** Objects in the way. What this run deleted isn't one, though a list that lags may still show it. */
async function holdersOf<Dto>({ managedIds }: Context, options: CreateOnce<Dto>): Promise<Dto[]> {
  const { kind, collides, describe } = options;
  const all = await options.listFresh();
  return all.filter((dto) => collides(dto) && !managedIds.wasDeleted(kind, describe(dto).id));
}

function ownOrConflict<Dto>(
  { managedIds }: Context,
  { kind, isEqual, hasOwnName, changedAt, describe }: CreateOnce<Dto>,
  holders: readonly Dto[],
  cause: VccError,
  sentMs?: number,
): Dto {
  // The name proves it, or that it appeared just when this run sent it.
  const isOwn = (dto: Dto) =>
    isEqual(dto) &&
    (hasOwnName || (sentMs !== undefined && Date.parse(changedAt(dto)) >= sentMs - CLOCK_SLACK_MS));
  const free = holders.filter((dto) => !managedIds.has(kind, describe(dto).id));
  const own = free.find(isOwn);
  if (own !== undefined) return own;
  const [holder] = holders as readonly [Dto, ...Dto[]];
  const { what, id } = describe(holder);
  const isManaged = !free.includes(holder);
  throw new ConflictError(`${what} exists already, with the id "${id}".`, {
    hint: isManaged
      ? "This stack manages it already, and keeps it: for another resource of the same object use the option aliases; " +
        "a replacement that isn't of our making, as by replaceOnChanges, needs the option deleteBeforeReplace."
      : "Nothing proves that this resource made it. " +
        `To manage it here, add adopt: ${JSON.stringify(id)} to the arguments; if the resource was only renamed in the ` +
        "program, give it aliases instead; to leave it alone, choose another name or address. If this very change takes it " +
        "from a resource of the program, that one goes only at the end of the run: run pulumi up without the new one first.",
    paths: cause.paths,
  });
}
