import type { ListEndpoint } from "../../schema/endpoint";
import type { Collection, SeenAccount, VccApi } from "../ports";
import { ByPath } from "../values/by-path";
import { SeenList } from "./seen-list";

/** VCC's API for one run of a program. */
export interface Run {
  readonly api: VccApi;
  readonly seen: SeenAccount;
}

/**
 * Puts a look before the first write of a run: these lists are read side by side, once. So an account that differs from
 * what this release knows is noticed while nothing has been written, and what is there already isn't written again. A
 * list that is refused or can't be read keeps its own kind from being written, for the whole run and with the same
 * error; the other kinds go on.
 */
export function startRun(api: VccApi, endpoints: readonly ListEndpoint<object>[]): Run {
  const lists = new ByPath();
  const seenOf = <Dto extends object>(endpoint: ListEndpoint<Dto>): SeenList<Dto> =>
    lists.get(endpoint.path, () => new SeenList(api.reader(endpoint), endpoint));
  let look: Promise<unknown> | undefined;
  const lookFirst = () => (look ??= Promise.allSettled(endpoints.map((endpoint) => seenOf(endpoint).read())));

  const collections = new ByPath();
  return {
    api: {
      reader: (endpoint) => ({ ...api.reader(endpoint), list: () => seenOf(endpoint).share() }),
      collection: (endpoint) =>
        collections.get(endpoint.path, () => withLook(api.collection(endpoint), seenOf(endpoint), lookFirst)),
      async part(endpoint, id, call, reply) {
        if (call.method !== "GET") await lookFirst();
        return api.part(endpoint, id, call, reply);
      },
      deletePart: async (endpoint, id, call) =>
        lookFirst().then(async () => api.deletePart(endpoint, id, call)),
      serverNow: () => api.serverNow(),
    },
    seen: {
      of: seenOf,
      async isEmpty(first) {
        // The last is what kinds refer to, of which nearly every account has some.
        for (const endpoint of [first, ...endpoints.toReversed()]) {
          const reader = api.reader(endpoint);
          const lists = await Promise.all([reader.list(), reader.unreadable()]).catch(() => undefined);
          if (lists === undefined || lists.some(({ length }) => length > 0)) return false;
        }
        return true;
      },
    },
  };
}

function withLook<Dto extends object, Body>(
  collection: Collection<Dto, Body>,
  seen: SeenList<Dto>,
  lookFirst: () => Promise<unknown>,
): Collection<Dto, Body> {
  /** Makes a write after the look, or fails as the list of its kind has failed. */
  const write = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    await lookFirst();
    await seen.read();
    return call();
  };
  return {
    ...collection,
    list: () => seen.share(),
    create: (body, onSend) => write(async () => seen.keep(await collection.create(body, onSend))),
    patch: (id, patch) => write(async () => seen.change(id, () => collection.patch(id, patch))),
    put: (id, call) => write(async () => seen.change(id, () => collection.put(id, call))),
    post: (id, call, reply) => write(() => collection.post(id, call, reply)),
    delete: (id) =>
      write(async () => {
        seen.forget(id);
        return collection.delete(id);
      }),
  };
}
