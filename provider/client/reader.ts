import * as z from "zod";
import type { Listing, Reader } from "../ports";
import { hasErrorCode, VccError } from "../errors";
import { MAX_PAGE_SIZE, SMALLER_PAGE_SIZES } from "../../schema/limits";
import { idOf, type ListEndpoint } from "../../schema/endpoint";
import type { ApiCall, Calls } from "./calls";
import type { ClientOptions } from "./options";
import { pageSchema, readAllPages, type Numbering } from "./paging";
import { notInContract } from "./not-in-contract";
import { describeIssues, idIn } from "./parse-reply";
import { createWire, type Wire } from "./wire";

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
  const { firstPage, pageSize = MAX_PAGE_SIZE } = contract.api(api);
  const schema = pageSchema(listKey, entrySchema(endpoint, createWire(contract, endpoint.kind)));
  const numbering: Numbering = { first: firstPage ?? 1 };
  let limit = Math.min(options.pageSize, pageSize, MAX_PAGE_SIZE);
  const pageCall = (page: number) => ({
    ...toPageCall(endpoint, contract.listPath(endpoint), page, limit),
    expected: { kind: endpoint.kind, plural, listKey },
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
      const smaller = SMALLER_PAGE_SIZES.find((size) => size < limit);
      if (smaller === undefined || !refusesLimit(error)) throw error;
      limit = smaller;
      return load();
    }
  };
}

function toPageCall(
  { plural, api }: ListEndpoint<object>,
  path: string,
  page: number,
  limit: number,
): ApiCall {
  return {
    doing: `list ${plural}`,
    method: "GET",
    // Always with `page`: the documentation disagrees with itself about where pages start when it is left out.
    path: `${path}?page=${page}&limit=${limit}`,
    namesObject: false,
    api,
  };
}

/** An object as its schema knows it, or what is wrong with it: one odd object doesn't spoil the others. */
function entrySchema<Dto extends object>(endpoint: ListEndpoint<Dto>, wire: Wire): z.ZodType<Entry<Dto>> {
  return z.unknown().transform((raw): Entry<Dto> => {
    const told = wire.decode(raw);
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
