import { canonicalAddress } from "../../schema/canonical-address";
import type { EmailAddressDto } from "../../schema/email-address";
import type { InteractionPlanMappingDto } from "../../schema/interaction-plan-mapping";
import type { AccountLists } from "./account-reading";
import { assignNames, type Nameable, shortHash, toSlug } from "./entry-names";

/** Names of resources by ids of objects. */
export interface AccountNames {
  readonly addresses: ReadonlyMap<string, string>;
  readonly profiles: ReadonlyMap<string, string>;
  readonly mappings: ReadonlyMap<string, string>;
  /** Ids of mappings that belong to one address alone, and have its name. */
  readonly ownMappings: ReadonlySet<string>;
}

/**
 * Names every object of the account, whatever is taken of it, so that an object has the same name in every selection:
 * addresses by their mailboxes, `support` where no other domain has a support too, the others by their names in VCC.
 */
export function nameAccount({
  addresses,
  profiles,
  mappings,
}: Pick<AccountLists, "addresses" | "profiles" | "mappings">): AccountNames {
  const addressNames = assignNames(addresses.map(toInboxCandidates));
  const profileNames = assignNames(
    profiles.map(({ id, name }) => ({ id, candidates: named(name, "profile") })),
  );
  const owners = ownersOfMappings(addresses, mappings);
  const own = [...owners].map(([mapping, address]) => [mapping, addressNames.get(address) ?? ""] as const);
  const others = mappings.filter(({ mappingId }) => !owners.has(mappingId));
  const mappingNames = assignNames(
    others.map(({ mappingId, mappingName }) => ({
      id: mappingId,
      candidates: named(mappingName, "mapping"),
    })),
    // A fleet file can't have a mapping named like an inbox with a mapping of its own.
    new Set(addressNames.values()),
  );
  return {
    addresses: addressNames,
    profiles: profileNames,
    mappings: new Map([...own, ...mappingNames]),
    ownMappings: new Set(owners.keys()),
  };
}

function toInboxCandidates({ id, emailAddress }: EmailAddressDto): Nameable {
  // Else care+vip and care.vip would have to be told apart by a hash.
  const spelled = emailAddress.replaceAll("+", "-plus-");
  const local = toSlug(spelled.slice(0, spelled.lastIndexOf("@")));
  const whole = toSlug(spelled);
  const hash = shortHash(canonicalAddress(emailAddress));
  const distinct = `${local === "" ? "inbox" : local}-${hash}`;
  return { id, candidates: local === "" ? [distinct] : [local, whole, distinct] };
}

function named(name: string, kind: string): string[] {
  const slug = toSlug(name);
  const distinct = `${slug === "" ? kind : slug}-${shortHash(name)}`;
  return slug === "" ? [distinct] : [slug, `${slug}-${kind}`, distinct];
}

/** The address of each mapping that names no other, where no second mapping does the same. */
function ownersOfMappings(
  addresses: readonly EmailAddressDto[],
  mappings: readonly InteractionPlanMappingDto[],
): ReadonlyMap<string, string> {
  const idOf = new Map(addresses.map(({ id, emailAddress }) => [canonicalAddress(emailAddress), id]));
  const byAddress = new Map<string, string[]>();
  for (const { mappingId, toAddresses = [] } of mappings) {
    const [only, ...others] = new Set(toAddresses.map((address) => canonicalAddress(address)));
    const owner = only === undefined || others.length > 0 ? undefined : idOf.get(only);
    if (owner !== undefined) byAddress.set(owner, [...(byAddress.get(owner) ?? []), mappingId]);
  }
  return new Map(
    [...byAddress].flatMap(([address, [mapping, ...more]]) =>
      mapping === undefined || more.length > 0 ? [] : [[mapping, address] as const],
    ),
  );
}
