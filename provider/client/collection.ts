import * as z from "zod";
import type { Collection, Listing, Reader } from "../ports";
import { hasErrorCode, NotFoundError, VccError } from "../errors";
import { MAX_PAGE_SIZE } from "../../schema/limits";
import { idOf, type ListEndpoint, type ObjectEndpoint } from "../../schema/endpoint";
import { aboutPart } from "./about-part";
import { idSegment, type ApiCall, type Calls } from "./calls";
import type { ClientOptions } from "./options";
import { pageSchema, readAllPages, type Numbering } from "./paging";
import { notInContract } from "./not-in-contract";
import { describeIssues, idIn } from "./parse-reply";
import { createWire, type Wire } from "./wire";

/** Smaller pages, for a server that refuses larger ones. The last is the documented default. */
const SMALLER_PAGES = [100, 25] as const;

/** Entry of a list: an object, or what is wrong with it. */
type Entry<Dto> =
  | { readonly id: string; readonly object: Dto }
  | { readonly id: string | undefined; readonly error: z.ZodError };

interface InvalidatingReader<Dto> extends Reader<Dto> {
  /** Ends the sharing of lists that are there or under way. */
  readonly invalidate: () => void;
}

/** The lists of one kind, and a way to say that they are out of date. */
export function createReader<Dto extends object>(
  calls: Calls,
  endpoint: ListEndpoint<Dto>,
  options: ClientOptions,
): InvalidatingReader<Dto> {
  const { writes } = options.account;
  const shared = options.account.sharedList<Listing<Dto>>(endpoint.path);
  const source = {
    load: createLoad(calls, endpoint, options),
    sharedListMs: options.sharedListMs,
    now: options.now,
    afterWrites: () => (writes.isLocked() ? writes.runExclusive(() => undefined) : undefined),
  };
  return {
    list: async () => (await shared.list(source)).objects,
    unreadable: async () => (await shared.list(source)).unreadable,
    listFresh: async () => (await shared.listFresh(source)).objects,
    listAll: () => shared.listFresh(source),
    invalidate: () => shared.invalidate(),
  };
}

/** Reads a list with all its pages. What it learns of the server's way of paging, it keeps. */
function createLoad<Dto extends object>(
  calls: Calls,
  endpoint: ListEndpoint<Dto>,
  options: ClientOptions,
): () => Promise<Listing<Dto>> {
  const { plural, api } = endpoint;
  const { contract } = options;
  const listKey = contract.listKey(endpoint);
  const path = contract.listPath(endpoint);
  const { firstPage, pageSize = MAX_PAGE_SIZE } = contract.api(api);
  const schema = pageSchema(listKey, entrySchema(endpoint, createWire(contract, endpoint.kind)));
  const numbering: Numbering = { first: firstPage ?? 1 };
  let limit = Math.min(options.pageSize, pageSize, MAX_PAGE_SIZE);
  const pageCall = (page: number): ApiCall => ({
    doing: `list ${plural}`,
    method: "GET",
    // Always with `page`: the documentation disagrees with itself about where pages start when it is left out.
    path: `${path}?page=${page}&limit=${limit}`,
    namesObject: false,
    api,
  });
  const read = () =>
    readAllPages({
      readPage: (page) => calls.request(pageCall(page), schema),
      numbering,
      limit,
      // What has no id is like nothing else.
      idOf: (entry) => entry.id ?? entry,
      sleep: options.sleep,
      incomplete: ({ found, totalCount, isChanging }) => {
        const problem = `all pages together hold ${found} of ${totalCount} ${plural}`;
        return isChanging ? changing(plural, problem) : calls.contradiction(pageCall(1), problem);
      },
    });

  return async function load() {
    if (contract.lacks(endpoint.kind)) throw notInContract(contract, plural);
    try {
      const entries = await read();
      const objects = entries.flatMap((entry) => ("object" in entry ? [entry.object] : []));
      const unreadable = entries.flatMap((entry) => ("object" in entry ? [] : [entry]));
      const [first] = unreadable;
      // Where no object can be read, this isn't the list that it should be.
      if (first !== undefined && objects.length === 0)
        throw calls.contradiction(pageCall(1), describeIssues(first.error, [listKey, 0]));
      return {
        objects,
        unreadable: unreadable.map(({ id, error }) => ({ id, problem: describeIssues(error) })),
      };
    } catch (error) {
      const smaller = SMALLER_PAGES.find((size) => size < limit);
      if (smaller === undefined || !refusesLimit(error)) throw error;
      limit = smaller;
      return load();
    }
  };
}

/** An object as its schema knows it, or what is wrong with it: one odd object doesn't spoil the others. */
function entrySchema<Dto extends object>(
  endpoint: ListEndpoint<Dto>,
  { decode }: Wire,
): z.ZodType<Entry<Dto>> {
  return z.unknown().transform((raw): Entry<Dto> => {
    const told = decode(raw);
    const result = endpoint.dto.safeParse(told);
    if (result.success) return { id: idOf(endpoint, result.data), object: result.data };
    return { id: idIn(told, endpoint.idKey), error: result.error };
  });
}

function refusesLimit(error: unknown): boolean {
  return hasErrorCode(error, "VCC_REJECTED") && /\blimit\b/iu.test(error.message);
}

function changing(plural: string, problem: string): VccError {
  return new VccError(
    "VCC_LIST_CHANGED",
    `Failed to list ${plural}: the list kept changing while it was read; the last time, ${problem}.`,
    { hint: "Somebody is changing this account: try again when it is quieter." },
  );
}

/** Lists and objects of one kind. Every write, also one that failed, ends the sharing of lists. */
export function createCollection<Dto extends object, Body extends object>(
  calls: Calls,
  endpoint: ObjectEndpoint<Dto, Body>,
  options: ClientOptions,
): Collection<Dto, Body> {
  const { invalidate, ...lists } = createReader(calls, endpoint, options);
  const { contract } = options;
  const { kind, api, noun, idKey } = endpoint;
  const path = contract.listPath(endpoint);
  const wire = createWire(contract, kind);
  const dto = z.preprocess(wire.decode, endpoint.dto);
  const idSpelling = contract.spellingOf(kind, idKey) ?? idKey;
  const aboutObject = (id: string, doing: string) => ({
    api,
    doing: `${doing} ${noun} ${id}`,
    path: `${path}/${idSegment(endpoint, id)}`,
    namesObject: true,
  });

  async function write<Result>(call: () => Promise<Result>): Promise<Result> {
    if (contract.lacks(kind)) throw notInContract(contract, endpoint.plural);
    return call().finally(() => invalidate());
  }

  async function getListed(id: string): Promise<Dto> {
    const { objects, unreadable } = await lists.listAll();
    const found = objects.find((one) => idOf(endpoint, one) === id);
    if (found !== undefined) return found;
    const odd = unreadable.find((one) => one.id === id);
    if (odd !== undefined)
      throw calls.contradiction({ ...aboutObject(id, "read"), method: "GET" }, odd.problem);
    throw new NotFoundError(
      "VCC_NOT_FOUND",
      `There is no ${noun} with the id ${JSON.stringify(id)} in the list.`,
    );
  }

  /** The changes, or the whole object with them, where VCC takes no less. */
  async function update(id: string, changes: Partial<Body>): Promise<Dto> {
    const call = aboutObject(id, "update");
    if (contract.update(kind) === "PATCH")
      return calls.request({ ...call, method: "PATCH", body: wire.encode(changes) }, dto);
    const whole = await calls.request({ ...aboutObject(id, "read"), method: "GET" }, Whole);
    return calls.request({ ...call, method: "PUT", body: wire.encodeWhole(whole, changes) }, dto);
  }

  return {
    ...lists,
    async get(id) {
      if (contract.lacksCall(kind, "read")) return getListed(id);
      return calls.request({ ...aboutObject(id, "read"), method: "GET" }, dto);
    },
    async create(body, onSend) {
      const doing = `create ${noun} ${endpoint.labelOf(body)}`;
      const call = {
        api,
        doing,
        method: "POST",
        path,
        namesObject: false,
        idKey: idSpelling,
        onSend,
      } as const;
      return write(() => calls.request({ ...call, body: wire.encodeNew(body) }, dto));
    },
    patch: (id, changes) => write(() => update(id, changes)),
    async put(id, call) {
      return write(() =>
        calls.request({ ...aboutPart(contract, endpoint, id, call), method: "PUT", body: call.body }, dto),
      );
    },
    async post(id, call, reply) {
      return write(() =>
        calls.request({ ...aboutPart(contract, endpoint, id, call), method: "POST" }, reply),
      );
    },
    async delete(id) {
      return write(() => calls.requestNoBody({ ...aboutObject(id, "delete"), method: "DELETE" }));
    },
  };
}

/** An object as VCC spells it. */
const Whole = z.record(z.string(), z.unknown());
