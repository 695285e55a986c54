import * as z from "zod";
import type { Account } from "../account/account";
import { notFound } from "../http/api-error";
import { AddressPatch, MappingPatch, ProfilePatch, SignaturePut } from "../http/bodies";
import { parseBody } from "../http/body";
import { findAddress, findMapping, findProfile } from "../account/find-object";
import {
  Authentication,
  StoredAddress,
  StoredMapping,
  StoredProfile,
  StoredSignature,
} from "../account/model";
import { createAddress, deleteAddress, patchAddress, requireFreeAddress } from "../routes/addresses";
import { createMapping, deleteMapping, patchMapping, requireFreeMapping } from "../routes/mappings";
import { createProfile, deleteProfile, patchProfile, requireFreeProfile } from "../routes/profiles";
import { putSignature } from "../routes/signatures";
import { sentFields } from "./sent-fields";
import type { Store } from "../account/store";

/** The kinds that somebody may touch behind the program's back. */
export const OBJECT_KINDS = ["address", "signature", "profile", "mapping"] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** JSON fields in the API's spelling. */
export type Fields = Readonly<Record<string, unknown>>;

interface OutOfBand {
  readonly create: (account: Account, fields: Fields) => void;
  readonly edit: (account: Account, key: string, patch: Fields) => void;
  readonly overwrite: (store: Store, key: string, fields: Fields) => void;
  readonly delete: (account: Account, key: string) => void;
}

const AuthenticationPatch = z.strictObject(Authentication.shape).partial();

/** What an administrator can do in VCC's own screens, and what a later version of VCC might. */
export const OUT_OF_BAND = {
  address: {
    create: createAddress,
    edit: editAddress,
    overwrite: (store, key, fields) => {
      const address = StoredAddress.parse({ ...findAddress(store, key), ...fields });
      requireFreeAddress(store, address);
      store.change(() => store.addresses.put(address.id, address));
    },
    delete: (account, key) => deleteAddress(account, findAddress(account.store, key)),
  },
  signature: {
    create: (account, { emailAddress, ...fields }) => {
      putSignature(
        account,
        findAddress(account.store, String(emailAddress)).id,
        parseBody(SignaturePut, fields).html,
      );
    },
    edit: (account, key, patch) => {
      putSignature(account, findAddress(account.store, key).id, parseBody(SignaturePut, patch).html);
    },
    overwrite: (store, key, fields) => {
      const signature = StoredSignature.parse({ ...findSignature(store, key), ...fields });
      store.change(() => store.signatures.put(signature.addressId, signature));
    },
    delete: ({ store }, key) => {
      const { addressId } = findSignature(store, key);
      store.change(() => store.signatures.remove(addressId));
    },
  },
  profile: {
    create: createProfile,
    edit: (account, key, patch) => {
      patchProfile(account, findProfile(account.store, key), parseBody(ProfilePatch, patch));
    },
    overwrite: (store, key, fields) => {
      const profile = StoredProfile.parse({ ...findProfile(store, key), ...fields });
      requireFreeProfile(store, profile);
      store.change(() => store.profiles.put(profile.id, profile));
    },
    delete: (account, key) => deleteProfile(account, findProfile(account.store, key)),
  },
  mapping: {
    create: createMapping,
    edit: (account, key, patch) => {
      patchMapping(account, findMapping(account.store, key), parseBody(MappingPatch, patch));
    },
    overwrite: (store, key, fields) => {
      const mapping = StoredMapping.parse({ ...findMapping(store, key), ...fields });
      requireFreeMapping(store, mapping);
      store.change(() => store.mappings.put(mapping.mappingId, mapping));
    },
    delete: (account, key) => deleteMapping(account, findMapping(account.store, key)),
  },
} satisfies Record<ObjectKind, OutOfBand>;

function editAddress(account: Account, key: string, { authentication, ...patch }: Fields): void {
  const { store } = account;
  const address = findAddress(store, key);
  const fields = parseBody(AddressPatch, patch);
  const signIn = parseBody(AuthenticationPatch, authentication ?? {});
  const patchedAddress = Object.keys(patch).length === 0 ? address : patchAddress(account, address, fields);
  if (authentication === undefined) return;
  // A sign-in that changes by itself leaves `updatedAt` alone.
  const next = {
    ...patchedAddress,
    authentication: { ...patchedAddress.authentication, ...sentFields(signIn) },
  };
  store.change(() => store.addresses.put(next.id, next));
}

function findSignature(store: Store, key: string): StoredSignature {
  const signature = store.signatures.get(findAddress(store, key).id);
  if (signature === undefined) throw notFound("signature");
  return signature;
}
