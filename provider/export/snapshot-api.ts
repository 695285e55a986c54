import type { Reader, VccApi } from "../ports";
import { NotFoundError } from "../errors";
import type { AccountReading } from "./account-reading";

/** VCC as it was read: answers the handlers without a call, and takes no writes. */
export function createSnapshotApi(reading: AccountReading): VccApi {
  return {
    addresses: {
      ...collection(reading.addresses, ({ id }) => id),
      authenticate: refuse,
      requestConsent: refuse,
    },
    signatures: {
      get: async (id) => found(reading.signatures.get(id), id),
      put: refuse,
      delete: refuse,
    },
    profiles: collection(reading.profiles, ({ id }) => id),
    mappings: collection(reading.mappings, ({ mappingId }) => mappingId),
    plans: reader(reading.plans),
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

function collection<Dto>(
  objects: readonly Dto[],
  idOf: (dto: Dto) => string,
): Reader<Dto> & {
  get: (id: string) => Promise<Dto>;
  create: typeof refuse;
  patch: typeof refuse;
  delete: typeof refuse;
} {
  const get = async (id: string): Promise<Dto> =>
    found(
      objects.find((object) => idOf(object) === id),
      id,
    );
  return { ...reader(objects), get, create: refuse, patch: refuse, delete: refuse };
}

async function found<Dto>(dto: Dto | undefined, id: string): Promise<Dto> {
  if (dto === undefined) return Promise.reject(new NotFoundError(`The account had no object "${id}".`));
  return Promise.resolve(dto);
}

async function refuse(): Promise<never> {
  return Promise.reject(new Error("An export writes nothing."));
}
