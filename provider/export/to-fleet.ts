import type { Fleet } from "../../schema/fleet/fleet";
import type { InboxEntry } from "../../schema/fleet/inbox-entry";
import type { MappingEntry, SharedMappingEntry } from "../../schema/fleet/mapping-entry";
import type { SignatureEntry } from "../../schema/fleet/signature-entry";
import { lintFleet } from "../fleet/lint/lint-fleet";
import type { Inventory, TakenAddress, TakenMapping } from "./inventory";
import { withoutUndefined } from "../values/records";
import type { SignatureSource } from "./signature-files";

/** Why a rule over the whole set is switched off in an exported file. */
const AS_FOUND = "as VCC had it on export; the mapping modified last takes the mail";

/**
 * The fleet that an inventory comes to. Errors of the rules over the whole set are switched off one by one, with a
 * reason, as the account breaks them already; warnings stay. Signatures without their addresses have no place in it.
 */
export function toFleet(inventory: Inventory): Fleet {
  const { profiles, addresses, mappings } = inventory;
  const shared = mappings.filter(({ isOwn }) => !isOwn);
  const fleet: Fleet = {
    ...(profiles.length > 0 && { profiles: byName(profiles, ({ args }) => args) }),
    ...(addresses.length > 0 && { inboxes: byName(addresses, (address) => toInbox(address, inventory)) }),
    ...(shared.length > 0 && { mappings: byName(shared, toSharedMapping) }),
  };
  return withErrorsIgnored(fleet);
}

function toInbox({ name, id, profile, args }: TakenAddress, { signatures, mappings }: Inventory): InboxEntry {
  const { profileId, adopt: _adopt, ...entry } = args;
  const source = signatures.find((signature) => signature.id === id)?.source;
  const own = mappings.find((mapping) => mapping.isOwn && mapping.inboxes[0] === name);
  return {
    ...entry,
    ...(profileId !== undefined && { profile: profile ?? { fromId: profileId } }),
    ...(source && { signature: toSignature(source) }),
    ...(own && { mapping: toMapping(own) }),
  };
}

function toSignature(source: SignatureSource): SignatureEntry {
  if (source.kind === "file") return { file: source.path };
  const { path: template, words } = source;
  return Object.keys(words).length === 0 ? { template } : { template, variables: { ...words } };
}

function toMapping({ args }: TakenMapping): MappingEntry {
  const { addresses: _addresses, ...mapping } = args;
  return mapping;
}

function toSharedMapping(mapping: TakenMapping): SharedMappingEntry {
  const { inboxes, outsiders } = mapping;
  return {
    ...withoutUndefined({
      inboxes: inboxes.length > 0 ? [...inboxes] : undefined,
      addresses: outsiders.length > 0 ? [...outsiders] : undefined,
    }),
    ...toMapping(mapping),
  };
}

function withErrorsIgnored(fleet: Fleet): Fleet {
  const { inboxes = {}, mappings = {} } = fleet;
  for (const { severity, reason, rule, entries } of lintFleet(fleet)) {
    const [first] = entries;
    if (severity !== "error" || reason !== undefined || first === undefined) continue;
    const entry = first.section === "inboxes" ? inboxes[first.name] : mappings[first.name];
    if (entry !== undefined) entry.ignore = { ...entry.ignore, [rule]: AS_FOUND };
  }
  return fleet;
}

function byName<Item extends { readonly name: string }, Entry>(
  items: readonly Item[],
  toEntry: (item: Item) => Entry,
): Record<string, Entry> {
  return Object.fromEntries(items.map((item) => [item.name, toEntry(item)]));
}
