import { idOf } from "../../schema/endpoint";
import { NotFoundError } from "../errors";
import type { Reader, VccApi } from "../ports";
import type { AccountSnapshot } from "./exported-kind";

/** VCC as it was read: answers the handlers without a call, and takes no writes. */
export function createSnapshotApi(account: AccountSnapshot): VccApi {
  return {
    reader: (endpoint) => reader(account.objects(endpoint)),
    collection: (endpoint) => ({
      ...reader(account.objects(endpoint)),
      get: async (id) =>
        found(
          account.objects(endpoint).find((dto) => idOf(endpoint, dto) === id),
          id,
        ),
      create: refuse,
      patch: refuse,
      put: refuse,
      post: refuse,
      delete: refuse,
    }),
    part: async (of, id, { method, part }, reply) =>
      method === "GET" ? reply.parse(await found(account.part({ of, part }, id), id)) : refuse(),
    deletePart: refuse,
    serverNow: () => 0,
  };
}

function reader<Dto>(objects: readonly Dto[]): Reader<Dto> {
  const list = async (): Promise<readonly Dto[]> => Promise.resolve(objects);
  return {
    list,
    unreadable: async () => Promise.resolve([]),
    listFresh: list,
    listAll: async () => Promise.resolve({ objects, unreadable: [] }),
  };
}

async function found<Dto>(dto: Dto | undefined, id: string): Promise<Dto> {
  if (dto === undefined)
    return Promise.reject(new NotFoundError("VCC_NOT_FOUND", `The account had no object "${id}".`));
  return Promise.resolve(dto);
}

async function refuse(): Promise<never> {
  return Promise.reject(new Error("An export writes nothing."));
}
