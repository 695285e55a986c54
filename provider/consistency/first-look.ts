import type { Collection, SeenAccount, VccApi } from "../ports";
import { SeenList, SeenMappingList } from "./seen-list";

/** VCC's API for one run of a program. */
export interface Run {
  readonly api: VccApi;
  readonly seen: SeenAccount;
}

/**
 * Puts a look before the first write of a run: the lists of addresses, profiles, mappings and plans are read side by
 * side, once. So an account that differs from what this release knows is noticed while nothing has been written, and
 * what is there already isn't written again. A list that is refused or can't be read keeps its own kind from being
 * written, for the whole run and with the same error; the other kinds go on.
 */
export function startRun(api: VccApi): Run {
  const addresses = new SeenList(api.addresses, ({ id }) => id);
  const profiles = new SeenList(api.profiles, ({ id }) => id);
  const mappings = new SeenMappingList(api.mappings);
  const plans = new SeenList(api.plans, ({ interactionPlanId }) => interactionPlanId);
  let look: Promise<unknown> | undefined;
  const lookFirst = () =>
    (look ??= Promise.allSettled([addresses, profiles, mappings, plans].map((list) => list.read())));

  const toAddress = afterLook(addresses, lookFirst);
  const { signatures } = api;
  return {
    api: {
      ...api,
      addresses: {
        ...withLook(api.addresses, addresses, lookFirst),
        authenticate: (id, grant) =>
          toAddress(async () => addresses.change(id, () => api.addresses.authenticate(id, grant))),
        requestConsent: (id) => toAddress(async () => api.addresses.requestConsent(id)),
      },
      profiles: withLook(api.profiles, profiles, lookFirst),
      mappings: withLook(api.mappings, mappings, lookFirst),
      plans: { ...api.plans, list: () => plans.share() },
      signatures: {
        ...signatures,
        put: async (addressId, html) => lookFirst().then(async () => signatures.put(addressId, html)),
        delete: async (addressId) => lookFirst().then(async () => signatures.delete(addressId)),
      },
    },
    seen: { addresses, profiles, mappings },
  };
}

/** Makes a call after the look, or fails as the list of its kind has failed. */
function afterLook(list: { read(): Promise<unknown> }, lookFirst: () => Promise<unknown>) {
  return async <Result>(call: () => Promise<Result>): Promise<Result> => {
    await lookFirst();
    await list.read();
    return call();
  };
}

function withLook<Dto, Post, Patch>(
  collection: Collection<Dto, Post, Patch>,
  seen: SeenList<Dto>,
  lookFirst: () => Promise<unknown>,
): Collection<Dto, Post, Patch> {
  const toKind = afterLook(seen, lookFirst);
  return {
    ...collection,
    list: () => seen.share(),
    create: (body, onSend) => toKind(async () => seen.keep(await collection.create(body, onSend))),
    patch: (id, body) => toKind(async () => seen.change(id, () => collection.patch(id, body))),
    delete: (id) =>
      toKind(async () => {
        seen.forget(id);
        return collection.delete(id);
      }),
  };
}
