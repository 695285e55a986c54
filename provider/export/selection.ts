import type { EmailAddressDto } from "../../schema/email-address";
import type { EmailProfileDto } from "../../schema/email-profile";
import { canonicalAddress } from "../../schema/canonical-address";
import type { InteractionPlanMappingDto } from "../../schema/interaction-plan-mapping";
import type { AccountLists } from "./account-reading";
import { globMatcher } from "../values/globs";

export const EXPORT_KINDS = ["address", "signature", "profile", "mapping"] as const;
/** A kind of object, as `--kind` names it. */
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Part of an account that is exported. */
export interface SelectionOptions {
  /** Globs over email addresses and names, compared without case; empty for all. */
  readonly only: readonly string[];
  /** Empty for all. */
  readonly kinds: readonly ExportKind[];
}

/** Says of each object whether it is taken. */
export interface Selection {
  address(address: EmailAddressDto): boolean;
  /** Whether the signature of this address is taken. */
  signature(address: EmailAddressDto): boolean;
  profile(profile: EmailProfileDto): boolean;
  mapping(mapping: InteractionPlanMappingDto): boolean;
}

/**
 * An address is taken where a glob matches its mailbox or its name, with its signature and every mapping that names it.
 * A profile comes along where nobody but such addresses uses it: one that others share is theirs as much, so it is
 * referred to by its id, unless a glob matches its name.
 */
export function createSelection(
  { only, kinds }: SelectionOptions,
  { addresses }: Pick<AccountLists, "addresses">,
): Selection {
  const has = (kind: ExportKind): boolean => kinds.length === 0 || kinds.includes(kind);
  const matches = globMatcher(only);
  const isNamed = ({ emailAddress, name }: EmailAddressDto): boolean =>
    matches(emailAddress) || matches(name);
  const named = new Set(addresses.filter(isNamed).map(({ emailAddress }) => canonicalAddress(emailAddress)));
  const isWhollyNamed = (users: readonly EmailAddressDto[]): boolean =>
    users.length > 0 && users.every(isNamed);
  return {
    address: (address) => has("address") && isNamed(address),
    signature: (address) => has("signature") && isNamed(address),
    profile: ({ id, name }) =>
      has("profile") &&
      (matches(name) || isWhollyNamed(addresses.filter(({ profileId }) => profileId === id))),
    mapping: ({ mappingName, toAddresses = [] }) =>
      has("mapping") &&
      toAddresses.some(isMailbox) &&
      (matches(mappingName) ||
        toAddresses.some((address) => matches(address) || named.has(canonicalAddress(address)))),
  };
}

/** True for a mapping's address of this channel: others name phone numbers and handles. Source: documented. */
export function isMailbox(address: string): boolean {
  return /^[^@]+@[^@]+$/u.test(address);
}
