import { toMs } from "../../schema/time";
import {
  ConflictError,
  isAmbiguous,
  isLastingConflict,
  ITS_FORMER_NAME,
  ResponseShapeError,
  type VccError,
} from "../errors";
import type { Context, Seen, UniqueValues } from "../ports";
import { waitUntilVisible } from "./read-your-writes";

/** A server's `Date` header tells whole seconds. */
const CLOCK_SLACK_MS = 2_000;

interface CreateOnce<Dto> {
  readonly kind: string;
  /** Values that no other object of the account may have. */
  readonly unique: UniqueValues;
  /** Sends the create; calls `onSend` each time that a request goes over the wire. */
  readonly post: (onSend: () => void) => Promise<Dto>;
  readonly seen: Seen<Dto>;
  /** All objects of the kind, asked afresh. */
  readonly listFresh: () => Promise<readonly Dto[]>;
  /** True if the object has the unique name or address that this create wants. */
  readonly collides: (dto: Dto) => boolean;
  /** True if the object is what this create would have left behind: equal in every field. */
  readonly isEqual: (dto: Dto) => boolean;
  /** Time of the object's creation; where VCC doesn't tell it, of its last change: ISO 8601. */
  readonly madeAt: (dto: Dto) => string;
  /** Title and id of somebody else's object, for messages. */
  readonly describe: (dto: Dto) => { readonly what: string; readonly id: string };
  /** Sentence on what else belongs to somebody else's object; empty where nothing does. */
  readonly describeRest?: (dto: Dto) => Promise<string>;
}

/** A request whose outcome nobody knows. */
interface LostAttempt {
  /** Time at which it went over the wire, in ms on the local clock; undefined if it never did. */
  readonly sentAtMs: number | undefined;
}

/**
 * Makes an object that has a unique name, once: also when the reply is lost, and also when an earlier run was killed
 * before its state was saved. Never takes over what it didn't make; that error says how to adopt it.
 *
 * An object that is equal in every field is this stack's own where one of three things proves it: its name, which only
 * this stack can generate; the engine's state, which has a predecessor of this name that is gone; or that it appeared
 * when this very run sent it.
 */
export async function createOnce<Dto>(context: Context, options: CreateOnce<Dto>): Promise<Dto> {
  const { kind, unique, post, describe } = options;
  const { registry } = context;
  const { handovers } = registry;
  const once: CreateOnce<Dto> = {
    ...options,
    async post(onSend) {
      const dto = await handovers.after(context, kind, unique, () => post(onSend));
      registry.object(kind, describe(dto).id).isMade = true;
      return dto;
    },
  };
  return handovers.whenAnnounced(context, kind, unique, () => makeOnce(context, once));
}

async function makeOnce<Dto>(context: Context, options: CreateOnce<Dto>): Promise<Dto> {
  let sentAtMs: number | undefined;
  try {
    return await options.post(() => {
      sentAtMs = context.now();
    });
  } catch (error) {
    if (isLastingConflict(error)) return takeUpOrphan(context, options, error);
    if (!isAmbiguous(error)) throw error;
    if (error instanceof ResponseShapeError && error.objectId !== undefined)
      return madeObject(options, error.objectId, error);
    return afterLostReply(context, options, error, { sentAtMs });
  }
}

/** The object whose id VCC told, though no more of it could be read. Error: the given one, where no list shows it. */
async function madeObject<Dto>(
  { listFresh, describe }: CreateOnce<Dto>,
  madeId: string,
  error: VccError,
): Promise<Dto> {
  const made = (await listFresh()).find((dto) => describe(dto).id === madeId);
  if (made === undefined) throw error;
  return made;
}

async function afterLostReply<Dto>(
  context: Context,
  options: CreateOnce<Dto>,
  error: VccError,
  lost: LostAttempt,
): Promise<Dto> {
  const all = await options.listFresh();
  if (holdersIn(context, options, all).length > 0) return ownOrConflict(context, options, all, error, lost);
  try {
    // Not visible, so it may not have landed, or the list lags. VCC's own check sees the truth: a repeat either makes
    // the object or is refused with the name taken.
    return await options.post(() => undefined);
  } catch (repeated) {
    if (isLastingConflict(repeated)) return takeUpOrphan(context, options, repeated, lost);
    throw repeated;
  }
}

async function takeUpOrphan<Dto>(
  context: Context,
  options: CreateOnce<Dto>,
  refusal: ConflictError,
  lost?: LostAttempt,
): Promise<Dto> {
  // What an earlier run left behind is in the list that this run began with, which all share.
  const known =
    lost === undefined ? await findOwn(context, options, await options.seen.objects()) : undefined;
  if (known !== undefined) return known;
  const all = await waitUntilVisible(context, {
    look: () => options.listFresh(),
    isVisible: (seen) => holdersIn(context, options, seen).length > 0,
  });
  return ownOrConflict(context, options, all, refusal, lost);
}

/** Objects in the way. What this run deleted isn't one, though a list that lags may still show it. */
function holdersIn<Dto>(
  { registry }: Context,
  { kind, collides, describe }: CreateOnce<Dto>,
  all: readonly Dto[],
): readonly Dto[] {
  return all.filter((dto) => collides(dto) && !registry.object(kind, describe(dto).id).isDeleted);
}

async function findOwn<Dto>(
  context: Context,
  options: CreateOnce<Dto>,
  all: readonly Dto[],
  lost?: LostAttempt,
): Promise<Dto | undefined> {
  const { kind, unique, isEqual, describe } = options;
  const { registry } = context;
  const equals = holdersIn(context, options, all).filter(
    (dto) => !registry.object(kind, describe(dto).id).isManaged && isEqual(dto),
  );
  if (equals.length === 0) return undefined;
  if (registry.isOwnName(kind, unique["name"] ?? "") || isSuccessor(context, options, all)) return equals[0];
  if (lost === undefined) return undefined;
  const before = await options.seen.objects();
  return equals.find((dto) => appearedWhenSent(context, options, dto, before, lost));
}

/** True if the engine replaces an object of this name that is gone: then a run was killed between delete and create. */
function isSuccessor<Dto>(
  { registry }: Context,
  { kind, unique, describe }: CreateOnce<Dto>,
  all: readonly Dto[],
): boolean {
  const predecessor = registry.idOfName(kind, unique["name"] ?? "");
  return predecessor !== undefined && !all.some((dto) => describe(dto).id === predecessor);
}

/** By the server's clock, of which the objects' times are; a server that doesn't tell it proves nothing. */
function appearedWhenSent<Dto>(
  { api, now }: Context,
  { madeAt, describe }: CreateOnce<Dto>,
  dto: Dto,
  before: readonly Dto[],
  { sentAtMs }: LostAttempt,
): boolean {
  const serverNow = api.serverNow();
  if (serverNow === undefined || sentAtMs === undefined) return false;
  const { id } = describe(dto);
  const sentMs = serverNow - (now() - sentAtMs);
  const madeMs = toMs(madeAt(dto)) ?? Number.NEGATIVE_INFINITY;
  return madeMs >= sentMs - CLOCK_SLACK_MS && !before.some((one) => describe(one).id === id);
}

async function ownOrConflict<Dto>(
  context: Context,
  options: CreateOnce<Dto>,
  all: readonly Dto[],
  cause: VccError,
  lost?: LostAttempt,
): Promise<Dto> {
  const own = await findOwn(context, options, all, lost);
  if (own !== undefined) return own;
  const { kind, describe, describeRest } = options;
  const [holder] = holdersIn(context, options, all);
  // Taken by something that this client can't see.
  if (holder === undefined) throw cause;
  const { what, id } = describe(holder);
  const rest = (await describeRest?.(holder)) ?? "";
  const isOfStack = context.registry.object(kind, id).isManaged;
  const code = isOfStack ? "VCC_TAKEN_IN_STACK" : "VCC_TAKEN";
  throw new ConflictError(code, `${what} exists already, with the id "${id}".`, {
    hint: isOfStack
      ? `This stack manages it already: give another resource of the same object ${ITS_FORMER_NAME}; ` +
        "a replacement that isn't of our making, as by replaceOnChanges, needs the option deleteBeforeReplace. If this very " +
        "change takes it from a resource that the program has no more, or that gets another object, the old one goes only at " +
        "the end of the run: run pulumi up without the new one first."
      : `Nothing proves that this stack made it. If the resource was only renamed in the program, give it ${ITS_FORMER_NAME}. ` +
        "To manage here what was made elsewhere, " +
        `add adopt: ${JSON.stringify(id)}, or true, to the arguments. ${rest === "" ? "" : `${rest} `}` +
        "To leave it alone, choose another name or address. If this very change takes it " +
        "from a resource of the program, that one goes only at the end of the run: run pulumi up without the new one first.",
  });
}
