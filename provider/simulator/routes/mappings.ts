import type * as z from "zod";
import { INTERACTION_PLAN_MAPPINGS } from "../../../schema/interaction-plan-mapping";
import { DEFAULT_PRIORITY } from "../../../schema/limits";
import type { Account } from "../account/account";
import { addressKey } from "../account/address-key";
import { notFound, unprocessable } from "../http/api-error";
import { type ApiCall, type ApiReply, type ApiRoute, listReply } from "../http/api-route";
import { MappingPatch, MappingPost } from "../http/bodies";
import { parseBody } from "../http/body";
import { byName } from "./by-name";
import type { StoredMapping } from "../account/model";
import { newId } from "../account/new-id";
import { patched } from "./patched";
import type { Store } from "../account/store";
import { requireFree } from "./taken";

/** Interaction-plan mappings. Source: the body is documented, the path assumed. */
export function mappingRoutes(account: Account): readonly ApiRoute[] {
  const { store } = account;
  const one = `${INTERACTION_PLAN_MAPPINGS.path}/:id`;
  return [
    {
      method: "GET",
      path: INTERACTION_PLAN_MAPPINGS.path,
      run: (call) => listReply("mappings", store.mappings.list(call.readAt).map(mappingReply), call.query),
    },
    {
      method: "GET",
      path: one,
      run: (call) => ({ status: 200, body: mappingReply(mappingOf(store, call)) }),
    },
    {
      method: "POST",
      path: INTERACTION_PLAN_MAPPINGS.path,
      run: (call) => ({ status: 201, body: mappingReply(createMapping(account, call.body)) }),
    },
    {
      method: "PATCH",
      path: one,
      run: (call) => {
        const patch = parseBody(MappingPatch, call.body);
        return { status: 200, body: mappingReply(patchMapping(account, mappingOf(store, call), patch)) };
      },
    },
    { method: "DELETE", path: one, run: (call) => deleteMapping(account, mappingOf(store, call)) },
  ];
}

/** A mapping in the simulator's own spelling and order: the contract promises neither. */
export function mappingReply(mapping: StoredMapping): StoredMapping {
  const testing = mapping.testing && {
    ...mapping.testing,
    fromAddresses: respell(mapping.testing.fromAddresses),
  };
  return {
    ...mapping,
    toAddresses: respell(mapping.toAddresses),
    dataSources: byName(mapping.dataSources),
    testing,
  };
}

function respell(addresses: readonly string[]): string[] {
  return addresses.map(addressKey).sort();
}

function mappingOf(store: Store, call: ApiCall): StoredMapping {
  const mapping = store.mappings.get(call.id, call.readAt);
  if (mapping === undefined) throw notFound("mapping", call.path);
  return mapping;
}

/** Makes one from the body of a `POST`. Error: as for `POST`. */
export function createMapping({ store, clock }: Account, body: unknown): StoredMapping {
  const fields = parseBody(MappingPost, body);
  const mapping: StoredMapping = {
    mappingId: newId("map"),
    mappingName: fields.mappingName,
    mappingDescription: fields.mappingDescription,
    interactionPlanId: fields.interactionPlanId,
    toAddresses: fields.toAddresses,
    dataSources: fields.dataSources ?? [],
    priority: fields.priority ?? DEFAULT_PRIORITY,
    testing: fields.testing ?? null,
    updatedAt: clock.stamp(),
  };
  requireKnown(store, mapping);
  requireFreeMapping(store, mapping);
  store.change(() => store.mappings.put(mapping.mappingId, mapping));
  return mapping;
}

/** Applies a patch whose form is checked: absent keys stay, null clears. Error: 409, 422. */
export function patchMapping(
  { store, clock }: Account,
  mapping: StoredMapping,
  patch: z.infer<typeof MappingPatch>,
): StoredMapping {
  const next: StoredMapping = {
    ...mapping,
    mappingName: patch.mappingName ?? mapping.mappingName,
    mappingDescription: patched(patch.mappingDescription, mapping.mappingDescription, ""),
    interactionPlanId: patch.interactionPlanId ?? mapping.interactionPlanId,
    toAddresses: patch.toAddresses ?? mapping.toAddresses,
    dataSources: patched(patch.dataSources, mapping.dataSources, []),
    priority: patched(patch.priority, mapping.priority, DEFAULT_PRIORITY),
    testing: patched(patch.testing, mapping.testing, null),
  };
  requireKnown(store, patch);
  requireFreeMapping(store, next);
  const stamped = { ...next, updatedAt: clock.stamp() };
  store.change(() => store.mappings.put(stamped.mappingId, stamped));
  return stamped;
}

/** Error: 422 for a plan or an address that VCC doesn't know. What a patch leaves out is not looked at. */
function requireKnown(store: Store, sent: z.infer<typeof MappingPatch>): void {
  if (sent.interactionPlanId) requirePlan(store, sent.interactionPlanId, "interactionPlanId");
  if (sent.testing) requirePlan(store, sent.testing.interactionPlanId, "testing.interactionPlanId");
  const known = new Set(store.addresses.list().map(({ emailAddress }) => addressKey(emailAddress)));
  sent.toAddresses?.forEach((address, index) => {
    if (known.has(addressKey(address))) return;
    throw unprocessable(`No such email address: ${address}`, `toAddresses.${index}`);
  });
}

/** Error: 409 for a name that another mapping has. */
export function requireFreeMapping(store: Store, mapping: StoredMapping): void {
  const others = store.mappings.list().filter((other) => other.mappingId !== mapping.mappingId);
  const names = others.map((other) => other.mappingName);
  requireFree({ path: "mappingName", value: mapping.mappingName, others: names });
}

function requirePlan(store: Store, planId: string, path: string): void {
  if (store.plans.get(planId) === undefined) throw unprocessable("No such interaction plan.", path);
}

export function deleteMapping({ store }: Account, mapping: StoredMapping): ApiReply {
  store.change(() => store.mappings.remove(mapping.mappingId));
  return { status: 204 };
}
