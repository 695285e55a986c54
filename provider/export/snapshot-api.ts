import { SIGNATURE_PATH } from "../../schema/email-signature";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { EMAIL_PROFILES } from "../../schema/email-profile";
import { idOf, type ListEndpoint } from "../../schema/endpoint";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";
import { NotFoundError } from "../errors";
import type { Reader, VccApi } from "../ports";
import type { AccountReading } from "./account-reading";

/** VCC as it was read: answers the handlers without a call, and takes no writes. */
export function createSnapshotApi(reading: AccountReading): VccApi {
  const lists: Readonly<Record<string, readonly object[]>> = {
    [EMAIL_ADDRESSES.path]: reading.addresses,
    [EMAIL_PROFILES.path]: reading.profiles,
    [INTERACTION_PLAN_MAPPINGS.path]: reading.mappings,
    [INTERACTION_PLANS.path]: reading.plans,
  };
  const objectsOf = <Dto extends object>({ path }: ListEndpoint<Dto>) =>
    (lists[path] ?? []) as readonly Dto[];
  return {
    reader: (endpoint) => reader(objectsOf(endpoint)),
    collection: (endpoint) => ({
      ...reader(objectsOf(endpoint)),
      get: async (id) =>
        found(
          objectsOf(endpoint).find((dto) => idOf(endpoint, dto) === id),
          id,
        ),
      create: refuse,
      patch: refuse,
      put: refuse,
      delete: refuse,
    }),
    part: async (_endpoint, id, { method, subpath }, reply) =>
      method === "GET" && subpath === SIGNATURE_PATH
        ? reply.parse(await found(reading.signatures.get(id), id))
        : refuse(),
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
