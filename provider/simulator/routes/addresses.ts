import { canonicalAddress } from "../../../schema/canonical-address";
import type * as z from "zod";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import type { Account } from "../account/account";
import { addressKey } from "../account/address-key";
import { conflict, notFound, unprocessable } from "../http/api-error";
import { type ApiCall, type ApiReply, type ApiRoute, listReply } from "../http/api-route";
import { AddressPatch, AddressPost } from "../http/bodies";
import { parseBody } from "../http/body";
import { byName } from "./by-name";
import type { StoredAddress } from "../account/model";
import { newId } from "../account/new-id";
import { patched } from "./patched";
import { NEVER_SIGNED_IN, presentAddress } from "../account/sign-in";
import type { Store } from "../account/store";
import { requireFree } from "./taken";

const DEFAULT_SERVICE_NAME = "reportingGroup";

/** Email addresses, without their sign-in. Source: rules documented, paths and lengths assumed. */
export function addressRoutes(account: Account): readonly ApiRoute[] {
  const { store } = account;
  const show = (address: StoredAddress) => addressReply(account, address);
  const one = `${EMAIL_ADDRESSES.path}/:id`;
  return [
    {
      method: "GET",
      path: EMAIL_ADDRESSES.path,
      run: (call) => listReply("addresses", store.addresses.list(call.readAt).map(show), call.query),
    },
    { method: "GET", path: one, run: (call) => ({ status: 200, body: show(addressOf(store, call)) }) },
    {
      method: "POST",
      path: EMAIL_ADDRESSES.path,
      run: (call) => ({ status: 201, body: show(createAddress(account, call.body)) }),
    },
    {
      method: "PATCH",
      path: one,
      run: (call) => {
        const patch = parseBody(AddressPatch, call.body);
        return { status: 200, body: show(patchAddress(account, addressOf(store, call), patch)) };
      },
    },
    { method: "DELETE", path: one, run: (call) => deleteAddress(account, addressOf(store, call)) },
  ];
}

/** The address that the path names. Error: 404. */
export function addressOf(store: Store, call: ApiCall): StoredAddress {
  const address = store.addresses.get(call.id, call.readAt);
  if (address === undefined) throw notFound("address", call.path);
  return address;
}

/** The address in a reply. */
export function addressReply(account: Account, address: StoredAddress): StoredAddress {
  return { ...presentAddress(address, account.clock), dataSources: byName(address.dataSources) };
}

/** Makes one from the body of a `POST`. Error: as for `POST`. */
export function createAddress({ store, clock }: Account, body: unknown): StoredAddress {
  const fields = parseBody(AddressPost, body);
  const createdAt = clock.stamp();
  const address: StoredAddress = {
    id: newId("adr"),
    emailAddress: fields.emailAddress,
    name: fields.name,
    description: fields.description ?? "",
    serviceNameForReports: fields.serviceNameForReports ?? DEFAULT_SERVICE_NAME,
    dataSources: fields.dataSources ?? [],
    profileId: fields.profileId ?? null,
    authentication: NEVER_SIGNED_IN,
    createdAt,
    updatedAt: createdAt,
  };
  requireProfile(store, address.profileId);
  requireFreeAddress(store, address);
  store.change(() => store.addresses.put(address.id, address));
  return address;
}

/** Applies a patch whose form is checked: absent keys stay, null clears. Error: 409, 422. */
export function patchAddress(
  { store, clock }: Account,
  address: StoredAddress,
  patch: z.infer<typeof AddressPatch>,
): StoredAddress {
  const next: StoredAddress = {
    ...address,
    name: patch.name ?? address.name,
    description: patched(patch.description, address.description, ""),
    serviceNameForReports: patched(
      patch.serviceNameForReports,
      address.serviceNameForReports,
      DEFAULT_SERVICE_NAME,
    ),
    dataSources: patched(patch.dataSources, address.dataSources, []),
    profileId: patched(patch.profileId, address.profileId, null),
  };
  requireProfile(store, patch.profileId);
  requireFreeAddress(store, next);
  const stamped = { ...next, updatedAt: clock.stamp() };
  store.change(() => store.addresses.put(stamped.id, stamped));
  return stamped;
}

/** Error: 422 for a profile that VCC doesn't know. */
function requireProfile(store: Store, profileId: string | null | undefined): void {
  if (profileId === undefined || profileId === null || store.profiles.get(profileId) !== undefined) return;
  throw unprocessable("No such profile.", "profileId");
}

/** Error: 409 for a name or an email address that another object has. */
export function requireFreeAddress(store: Store, address: StoredAddress): void {
  const others = store.addresses.list().filter((other) => other.id !== address.id);
  requireFree(
    {
      path: "emailAddress",
      value: canonicalAddress(address.emailAddress),
      others: others.map((other) => canonicalAddress(other.emailAddress)),
    },
    { path: "name", value: address.name, others: others.map((other) => other.name) },
  );
}

/** Deletes the address and its signature. Error: 409 while a mapping names it. Source: documented. */
export function deleteAddress({ store }: Account, address: StoredAddress): ApiReply {
  const key = addressKey(address.emailAddress);
  const mappings = store.mappings
    .list()
    .filter((mapping) => mapping.toAddresses.some((mapped) => addressKey(mapped) === key));
  if (mappings.length > 0) {
    const names = mappings.map((mapping) => mapping.mappingName).join(", ");
    throw conflict("Email address is mapped", [{ message: `Unmap it from: ${names}`, path: "mappings" }]);
  }
  store.change(() => {
    store.addresses.remove(address.id);
    store.signatures.remove(address.id);
  });
  return { status: 204 };
}
