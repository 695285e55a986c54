import { idOf, type ListEndpoint } from "../../schema/endpoint";
import { hasErrorCode, isForbidden, NotFoundError, type VccError } from "../errors";
import type { Kind } from "../kinds/kind";
import type { Listing, VccApi } from "../ports";
import type { AccountSnapshot, PartPlace, Parts } from "./exported-kind";
import { inReportOrder, labelOf } from "./kind-defaults";

/** Something that this client may not, or can't, read. */
export interface Unread {
  /** Such as `the email profiles`. */
  readonly what: string;
  /** VCC's answer, or what is wrong with the object. */
  readonly why: string;
  /** All of the parts of objects, as `what` names the first ones. */
  readonly parts?: { readonly noun: string; readonly of: readonly string[] };
}

export interface AccountReading extends AccountSnapshot {
  readonly unread: readonly Unread[];
}

/** Objects by path of their list or, of parts, by `partKey` and id. */
interface Found {
  readonly lists: ReadonlyMap<string, readonly object[]>;
  readonly parts?: ReadonlyMap<string, ReadonlyMap<string, object>>;
}

/** The account that these objects make up. */
export function createReading({ lists, parts }: Found, unread: readonly Unread[] = []): AccountReading {
  return {
    objects: <Dto extends object>({ path }: ListEndpoint<Dto>) => (lists.get(path) ?? []) as readonly Dto[],
    part: <Dto extends object>(place: Parts<Dto>, id: string) =>
      parts?.get(partKey(place))?.get(id) as Dto | undefined,
    unread,
  };
}

export function partKey({ of, part }: PartPlace): string {
  return `${of.path}/${part.path}`;
}

interface ReadOptions {
  readonly isWanted: (kind: Kind) => boolean;
  /** Objects whose parts, which no list shows, are read. */
  readonly chosen: (kind: Kind, lists: AccountSnapshot) => readonly object[];
  /** Called with the progress of reading parts. */
  readonly onRead: (plural: string) => (done: number, total: number) => void;
}

/**
 * Reads an account and goes on past what answers 403 or 404. Of gaps in lists it tells where the kind is wanted.
 * Error: any other failure, and a refusal of all lists.
 */
export async function readAccount(
  api: VccApi,
  kinds: readonly Kind[],
  { isWanted, chosen, onRead }: ReadOptions,
): Promise<AccountReading> {
  const { lists, unread } = await readLists(api, inReportOrder(kinds), isWanted);
  const found = new Map<string, ReadonlyMap<string, object>>();
  const reading = createReading({ lists, parts: found }, unread);
  for (const kind of kinds) {
    const { parts, plural } = kind.exported;
    if (parts === undefined) continue;
    const read = await readPartsOf(api, kind, parts, chosen(kind, reading), onRead(plural));
    found.set(partKey(parts), read.found);
    unread.push(...read.unread);
  }
  return reading;
}

async function readLists(api: VccApi, kinds: readonly Kind[], isWanted: ReadOptions["isWanted"]) {
  const answers = await Promise.all(
    listsToRead(kinds).map(async (each) => ({
      ...each,
      answer: await permitted(() => api.reader(each.list).listAll()),
    })),
  );
  const own = answers.filter(({ isOwn }) => isOwn);
  const refusals = own.flatMap(({ answer: { refusal } }) => refusal ?? []);
  if (refusals[0] !== undefined && refusals.length === own.length) throw refusals[0];
  const unread = answers.flatMap(({ kind, list, isOwn, answer }) => {
    const { isBasis = false, unreadAs = list } = kind.exported;
    if (!isBasis && !isWanted(kind)) return [];
    return isOwn ? missing(unreadAs, answer) : toUnread(`the names of ${list.plural}`, answer.refusal);
  });
  return {
    lists: new Map(answers.map(({ list, answer }) => [list.path, answer.value?.objects ?? []])),
    unread,
  };
}

interface ListOfKind {
  readonly kind: Kind;
  readonly list: ListEndpoint<object>;
  /** False for a list of what the kind refers to. */
  readonly isOwn: boolean;
}

/** Each list once. */
function listsToRead(kinds: readonly Kind[]): ListOfKind[] {
  const listed = kinds.filter(({ exported }) => exported.parts === undefined);
  const seen = new Set(listed.map(({ exported }) => exported.list.path));
  return listed.flatMap((kind): ListOfKind[] => {
    const others = (kind.resource.lists ?? []).filter(({ path }) => !seen.has(path));
    for (const { path } of others) seen.add(path);
    return [
      { kind, list: kind.exported.list, isOwn: true },
      ...others.map((list) => ({ kind, list, isOwn: false })),
    ];
  });
}

/**
 * An object without a part is nothing to tell: VCC answers 404. As that may stand for "not permitted", it is believed
 * where one of those objects itself may be read.
 */
async function readPartsOf(
  api: VccApi,
  { exported }: Kind,
  parts: Parts,
  owners: readonly object[],
  onRead: (done: number, total: number) => void,
): Promise<{ readonly found: ReadonlyMap<string, object>; readonly unread: readonly Unread[] }> {
  let done = 0;
  const answers = await Promise.all(
    owners.map(async (owner) => {
      const id = idOf(parts.of, owner);
      const answer = await permitted(() => parts.get(api, id));
      done += 1;
      onRead(done, owners.length);
      return { id, label: labelOf(exported, owner), ...answer };
    }),
  );
  const absent = answers.filter(({ refusal }) => refusal instanceof NotFoundError);
  const isBelieved = absent[0] === undefined || (await isReadable(api, parts, absent[0].id));
  const refused = answers.filter(
    ({ refusal }) => refusal !== undefined && !(isBelieved && refusal instanceof NotFoundError),
  );
  return {
    found: new Map(answers.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]]))),
    unread: unreadParts(exported, parts, refused),
  };
}

async function isReadable(api: VccApi, { of }: Parts, id: string): Promise<boolean> {
  const { refusal } = await permitted(() => api.collection(of).get(id));
  return refusal === undefined;
}

const MOST_NAMED = 3;

interface RefusedPart extends Permitted<unknown> {
  readonly label: string;
}

function unreadParts(
  { noun, plural }: Kind["exported"],
  { owners }: Parts,
  refused: readonly RefusedPart[],
): Unread[] {
  const of = refused.map(({ label }) => label).sort();
  const shown = of.slice(0, MOST_NAMED).join(", ");
  const rest = of.length - MOST_NAMED;
  const what = `the ${plural} of ${shown}${rest > 0 ? ` and ${rest} more ${owners}` : ""}`;
  return toUnread(what, refused[0]?.refusal).map((one) => ({ ...one, parts: { noun, of } }));
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
  return error instanceof NotFoundError || isForbidden(error) || hasErrorCode(error, "VCC_DOUBTFUL_404");
}

function toUnread(what: string, refusal: VccError | undefined): Unread[] {
  return refusal === undefined ? [] : [{ what, why: refusal.message }];
}

/** A list that is refused, or those of its objects that aren't as this release knows them. */
function missing(
  { noun, plural }: Pick<ListEndpoint<object>, "noun" | "plural">,
  { refusal, value }: Permitted<Listing<unknown>>,
): Unread[] {
  const odd = (value?.unreadable ?? []).map(({ id, problem }) => ({
    what: `the ${noun} ${id ?? "without an id"}`,
    why: `this release can't read it: ${problem}.`,
  }));
  return [...toUnread(`the ${plural}`, refusal), ...odd];
}
