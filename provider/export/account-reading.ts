import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../schema/email-address";
import { EMAIL_PROFILES, type EmailProfileDto } from "../../schema/email-profile";
import type { EmailSignatureDto } from "../../schema/email-signature";
import {
  INTERACTION_PLAN_MAPPINGS,
  INTERACTION_PLANS,
  type InteractionPlanDto,
  type InteractionPlanMappingDto,
} from "../../schema/interaction-plan-mapping";
import { getSignature } from "../kinds/email-signature/calls";
import type { Listing, VccApi } from "../ports";
import { hasErrorCode, NotFoundError, type VccError } from "../errors";

/** Something that this client may not, or can't, read. */
export interface Unread {
  /** Such as `the email profiles`. */
  readonly what: string;
  /** Of signatures all addresses, as `what` names the first ones. */
  readonly addresses?: readonly string[];
  /** VCC's answer, or what is wrong with the object. */
  readonly why: string;
}

/** The lists of an account; one that may not be read is empty and stands in `unread`. */
export interface AccountLists {
  readonly addresses: readonly EmailAddressDto[];
  readonly profiles: readonly EmailProfileDto[];
  readonly mappings: readonly InteractionPlanMappingDto[];
  readonly plans: readonly InteractionPlanDto[];
  readonly unread: readonly Unread[];
}

/** An account as it was found, as far as it may be read. */
export interface AccountReading extends AccountLists {
  /** By id of the address. */
  readonly signatures: ReadonlyMap<string, EmailSignatureDto>;
}

/** Which lists matter to the caller: only of these is it told that they may not be read. */
export interface WantedLists {
  readonly profiles: boolean;
  readonly mappings: boolean;
}

/**
 * Reads the account's lists and goes on past those that answer 403 or 404.
 * Error: any other failure, and a refusal of everything.
 */
export async function readLists(api: VccApi, wanted: WantedLists): Promise<AccountLists> {
  const [addresses, profiles, mappings, plans] = await Promise.all([
    permitted(() => api.reader(EMAIL_ADDRESSES).listAll()),
    permitted(() => api.reader(EMAIL_PROFILES).listAll()),
    permitted(() => api.reader(INTERACTION_PLAN_MAPPINGS).listAll()),
    permitted(() => api.reader(INTERACTION_PLANS).listFresh()),
  ]);
  const { refusal } = addresses;
  if (refusal !== undefined && profiles.refusal !== undefined && mappings.refusal !== undefined)
    throw refusal;
  return {
    addresses: objectsOf(addresses),
    profiles: objectsOf(profiles),
    mappings: objectsOf(mappings),
    plans: plans.value ?? [],
    unread: [
      ...missing("email address", "the email addresses", addresses),
      ...(wanted.profiles ? missing("email profile", "the email profiles", profiles) : []),
      ...(wanted.mappings ? missing("mapping", "the mappings", mappings) : []),
      ...(wanted.mappings ? unread("the names of interaction plans", plans.refusal) : []),
    ],
  };
}

/**
 * Adds the signatures of these addresses. An address without one is nothing to tell: VCC answers 404. As that may stand
 * for "not permitted", it is believed where one of those addresses itself may be read.
 */
export async function readSignatures(
  api: VccApi,
  lists: AccountLists,
  addresses: readonly EmailAddressDto[],
  onRead: (done: number, total: number) => void,
): Promise<AccountReading> {
  let done = 0;
  const answers = await Promise.all(
    addresses.map(async ({ id, emailAddress }) => {
      const answer = await permitted(() => getSignature(api, id));
      done += 1;
      onRead(done, addresses.length);
      return { id, emailAddress, ...answer };
    }),
  );
  const absent = answers.filter(({ refusal }) => refusal instanceof NotFoundError);
  const isBelieved = absent[0] === undefined || (await isReadable(api, absent[0].id));
  const refused = answers.filter(
    ({ refusal }) => refusal !== undefined && !(isBelieved && refusal instanceof NotFoundError),
  );
  return {
    ...lists,
    signatures: new Map(answers.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]]))),
    unread: [...lists.unread, ...unreadSignatures(refused)],
  };
}

async function isReadable(api: VccApi, addressId: string): Promise<boolean> {
  const { refusal } = await permitted(() => api.collection(EMAIL_ADDRESSES).get(addressId));
  return refusal === undefined;
}

const MOST_NAMED = 3;

interface RefusedSignature extends Permitted<unknown> {
  readonly emailAddress: string;
}

function unreadSignatures(refused: readonly RefusedSignature[]): Unread[] {
  const addresses = refused.map(({ emailAddress }) => emailAddress).sort();
  const shown = addresses.slice(0, MOST_NAMED).join(", ");
  const rest = addresses.length - MOST_NAMED;
  const what = `the signatures of ${shown}${rest > 0 ? ` and ${rest} more addresses` : ""}`;
  return unread(what, refused[0]?.refusal).map((one) => ({ ...one, addresses }));
}

interface Permitted<Value> {
  readonly value?: Value;
  readonly refusal?: VccError;
}

/** 404 may stand for "not permitted". Source: documented. */
async function permitted<Value>(read: () => Promise<Value>): Promise<Permitted<Value>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (isRefusal(error)) return { refusal: error };
    throw error;
  }
}

function isRefusal(error: unknown): error is VccError {
  // A list that isn't there has a doubtful 404.
  return (
    error instanceof NotFoundError ||
    hasErrorCode(error, "VCC_FORBIDDEN", "VCC_NOT_PROVISIONED", "VCC_DOUBTFUL_404")
  );
}

function unread(what: string, refusal: VccError | undefined): Unread[] {
  return refusal === undefined ? [] : [{ what, why: refusal.message }];
}

/** A list that is refused, or those of its objects that aren't as this release knows them. */
function missing(noun: string, all: string, { refusal, value }: Permitted<Listing<unknown>>): Unread[] {
  const odd = (value?.unreadable ?? []).map(({ id, problem }) => ({
    what: `the ${noun} ${id ?? "without an id"}`,
    why: `this release can't read it: ${problem}.`,
  }));
  return [...unread(all, refusal), ...odd];
}

function objectsOf<Dto>({ value }: Permitted<Listing<Dto>>): readonly Dto[] {
  return value?.objects ?? [];
}
