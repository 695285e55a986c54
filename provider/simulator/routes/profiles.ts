import type * as z from "zod";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import type { Account } from "../account/account";
import { conflict, notFound } from "../http/api-error";
import { type ApiCall, type ApiReply, type ApiRoute, listReply } from "../http/api-route";
import { ProfilePatch, ProfilePost } from "../http/bodies";
import { parseBody } from "../http/body";
import type { StoredProfile } from "../account/model";
import { newId } from "../account/new-id";
import { patched } from "./patched";
import type { Store } from "../account/store";
import { requireFree } from "./taken";

/** Profiles that addresses share. Source: assumed. */
export function profileRoutes(account: Account): readonly ApiRoute[] {
  const { store } = account;
  const one = `${EMAIL_PROFILES.path}/:id`;
  return [
    {
      method: "GET",
      path: EMAIL_PROFILES.path,
      run: (call) => listReply("profiles", store.profiles.list(call.readAt), call.query),
    },
    { method: "GET", path: one, run: (call) => ({ status: 200, body: profileOf(store, call) }) },
    {
      method: "POST",
      path: EMAIL_PROFILES.path,
      run: (call) => ({ status: 201, body: createProfile(account, call.body) }),
    },
    {
      method: "PATCH",
      path: one,
      run: (call) => {
        const patch = parseBody(ProfilePatch, call.body);
        return { status: 200, body: patchProfile(account, profileOf(store, call), patch) };
      },
    },
    { method: "DELETE", path: one, run: (call) => deleteProfile(account, profileOf(store, call)) },
  ];
}

function profileOf(store: Store, call: ApiCall): StoredProfile {
  const profile = store.profiles.get(call.id, call.readAt);
  if (profile === undefined) throw notFound("profile", call.path);
  return profile;
}

/** Makes one from the body of a `POST`. Error: as for `POST`. */
export function createProfile({ store, clock }: Account, body: unknown): StoredProfile {
  const fields = parseBody(ProfilePost, body);
  const createdAt = clock.stamp();
  const profile: StoredProfile = {
    id: newId("prf"),
    name: fields.name,
    description: fields.description ?? "",
    settings: fields.settings ?? {},
    createdAt,
    updatedAt: createdAt,
  };
  requireFreeProfile(store, profile);
  store.change(() => store.profiles.put(profile.id, profile));
  return profile;
}

/** Applies a patch whose form is checked: absent keys stay, null clears. Error: 409. */
export function patchProfile(
  { store, clock }: Account,
  profile: StoredProfile,
  patch: z.infer<typeof ProfilePatch>,
): StoredProfile {
  const next: StoredProfile = {
    ...profile,
    name: patch.name ?? profile.name,
    description: patched(patch.description, profile.description, ""),
    settings: patched(patch.settings, profile.settings, {}),
  };
  requireFreeProfile(store, next);
  const stamped = { ...next, updatedAt: clock.stamp() };
  store.change(() => store.profiles.put(stamped.id, stamped));
  return stamped;
}

/** Error: 409 for a name that another profile has. */
export function requireFreeProfile(store: Store, profile: StoredProfile): void {
  const others = store.profiles.list().filter((other) => other.id !== profile.id);
  requireFree({ path: "name", value: profile.name, others: others.map((other) => other.name) });
}

/** Error: 409 while an address uses it. */
export function deleteProfile({ store }: Account, profile: StoredProfile): ApiReply {
  const users = store.addresses.list().filter((address) => address.profileId === profile.id);
  if (users.length > 0) {
    const names = users.map((address) => address.emailAddress).join(", ");
    throw conflict("Profile is in use", [{ message: `Used by: ${names}`, path: "addresses" }]);
  }
  store.change(() => store.profiles.remove(profile.id));
  return { status: 204 };
}
