import type * as z from "zod";
import type { Collection, Reader } from "../core/ports";
import { MAX_PAGE_SIZE } from "../../schema/limits";
import type { Scope } from "../../schema/api";
import type { Account } from "./account";
import { objectPath, type ApiCall, type Calls } from "./calls";
import { pageSchema, readAllPages } from "./paging";

/** What differs between the kinds of objects. */
export interface Kind<Dto> {
  readonly noun: string;
  readonly plural: string;
  readonly path: string;
  /** The collection's key in a list's reply. */
  readonly key: string;
  readonly schema: z.ZodType<Dto>;
  readonly idOf: (dto: Dto) => string;
  readonly version?: number;
  readonly scope?: Scope;
}

export interface ListingOptions {
  readonly account: Account;
  readonly pageSize: number;
  readonly sharedListMs: number;
  readonly now: () => number;
}

interface InvalidatingReader<Dto> extends Reader<Dto> {
  /** Ends the sharing of lists that are there or under way. */
  invalidate(): void;
}

/** The lists of one kind, and a way to say that they are out of date. */
export function createReader<Dto>(
  calls: Calls,
  kind: Kind<Dto>,
  options: ListingOptions,
): InvalidatingReader<Dto> {
  const shared = options.account.sharedList<Dto>(kind.path);
  const schema = pageSchema(kind.key, kind.schema);
  const limit = Math.min(options.pageSize, MAX_PAGE_SIZE);
  const { version, scope } = kind;
  const pageCall = (page: number): ApiCall => ({
    doing: `list ${kind.plural}`,
    method: "GET",
    // Always with `page`: the documentation disagrees with itself about where pages start when it is left out.
    path: `${kind.path}?page=${page}&limit=${limit}`,
    namesObject: false,
    ...(version === undefined ? {} : { version }),
    ...(scope === undefined ? {} : { scope }),
  });
  const source = {
    load: () =>
      readAllPages({
        readPage: (page) => calls.ask(pageCall(page), schema),
        idOf: kind.idOf,
        incomplete: (found, totalCount) =>
          calls.contradiction(
            pageCall(1),
            `all pages together hold ${found} of ${totalCount} ${kind.plural}`,
          ),
      }),
    sharedListMs: options.sharedListMs,
    now: options.now,
  };
  return {
    list: () => shared.list(source),
    listFresh: () => shared.listFresh(source),
    invalidate: () => shared.invalidate(),
  };
}

interface WritableCollection<Dto, Post, Patch> {
  readonly collection: Collection<Dto, Post, Patch>;
  /** Makes another write of this kind, which ends the sharing of lists. */
  readonly write: <Result>(call: () => Promise<Result>) => Promise<Result>;
}

/** Lists and objects of one kind. Every write, also one that failed, ends the sharing of lists. */
export function createCollection<Dto, Post extends object, Patch extends object>(
  calls: Calls,
  kind: Kind<Dto> & { readonly labelOf: (body: Post) => string },
  options: ListingOptions,
): WritableCollection<Dto, Post, Patch> {
  const reader = createReader(calls, kind, options);
  const { noun, schema } = kind;

  async function write<Result>(call: () => Promise<Result>): Promise<Result> {
    return call().finally(() => reader.invalidate());
  }
  const about = (doing: string, id: string) => ({
    doing: `${doing} ${noun} ${id}`,
    path: objectPath(kind.path, id, noun),
    namesObject: true,
  });

  const collection: Collection<Dto, Post, Patch> = {
    list: () => reader.list(),
    listFresh: () => reader.listFresh(),
    async get(id) {
      return calls.ask({ ...about("read", id), method: "GET" }, schema);
    },
    async create(body) {
      const doing = `create ${noun} ${kind.labelOf(body)}`;
      return write(() =>
        calls.ask({ doing, method: "POST", path: kind.path, namesObject: false, body }, schema),
      );
    },
    async patch(id, body) {
      return write(() => calls.ask({ ...about("update", id), method: "PATCH", body }, schema));
    },
    async delete(id) {
      return write(() => calls.tell({ ...about("delete", id), method: "DELETE" }));
    },
  };
  return { collection, write };
}
