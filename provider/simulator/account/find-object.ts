import { canonicalAddress } from "../../../schema/canonical-address";
import type { StoredAddress, StoredMapping, StoredPlan, StoredProfile } from "./model";
import type { Store } from "./store";

/** An address by id, email address or name. Error: an `Error` unless exactly one fits. */
export function findAddress(store: Store, key: string): StoredAddress {
  const fits = ({ id, emailAddress, name }: StoredAddress) =>
    id === key || name === key || canonicalAddress(emailAddress) === canonicalAddress(key);
  return theOnly(store.addresses.list().filter(fits), "email address", key);
}

/** A profile by id or name. Error: an `Error` unless exactly one fits. */
export function findProfile(store: Store, key: string): StoredProfile {
  const fits = ({ id, name }: StoredProfile) => id === key || name === key;
  return theOnly(store.profiles.list().filter(fits), "profile", key);
}

/** A mapping by id or name. Error: an `Error` unless exactly one fits. */
export function findMapping(store: Store, key: string): StoredMapping {
  const fits = ({ mappingId, mappingName }: StoredMapping) => mappingId === key || mappingName === key;
  return theOnly(store.mappings.list().filter(fits), "mapping", key);
}

/** An interaction plan by GUID or name. Error: an `Error` unless exactly one fits. */
export function findPlan(store: Store, key: string): StoredPlan {
  const fits = ({ interactionPlanId, interactionPlanName }: StoredPlan) =>
    interactionPlanId === key.toLowerCase() || interactionPlanName === key;
  return theOnly(store.plans.list().filter(fits), "interaction plan", key);
}

function theOnly<Row>(rows: readonly Row[], what: string, key: string): Row {
  const [row, ...others] = rows;
  if (row === undefined) throw new Error(`The simulator has no ${what} "${key}".`);
  if (others.length > 0) throw new Error(`The simulator has ${rows.length} of ${what} "${key}": give an id.`);
  return row;
}
