import { canonicalAddress } from "../../../schema/canonical-address";
import { lastingInstead } from "../../../schema/credential/credential";
import { entriesInSection, ENTRY_SECTIONS, type EntrySection, type Fleet } from "../../../schema/fleet/fleet";
import { type EntryReference, type Finding, inboxEntry } from "./finding";
import { type FleetMapping, fleetMappings } from "./fleet-mappings";

/** A section that comes to nothing: where inboxes were, applying it deletes all of them. A fleet without one has none to lose. */
export function noInboxes({ inboxes }: Fleet): Finding[] {
  if (inboxes === undefined || Object.keys(inboxes).length > 0) return [];
  const message =
    "at least one inbox, got none: pulumi up deletes every inbox that this fleet has made. " +
    "Add one, or take the null away that removes them; or ignore the rule with the reason.";
  return [{ path: ["inboxes"], message, entries: [] }];
}

/** VCC can't route the mail of a mailbox whose credential has ended. Source: lasting ones are advised, documented. */
export function expiringCredentials({ inboxes = {} }: Fleet): Finding[] {
  return Object.entries(inboxes).flatMap(([name, { credential }]) => {
    if (credential === undefined) return [];
    const lasting = lastingInstead(credential);
    if (lasting === undefined) return [];
    return {
      path: ["inboxes", name, "credential", "method"],
      message:
        `a credential that lasts where VCC holds it, got ${credential.method}, which ends: ` +
        `VCC then stops routing the mail. Use ${lasting}.`,
      entries: [inboxEntry(name)],
      about: { values: [credential.method] },
    };
  });
}

/** VCC has an address only once, compared without case. */
export function duplicateAddresses({ inboxes = {} }: Fleet): Finding[] {
  const addressOf = ([, { emailAddress }]: [string, { emailAddress: string }]): string =>
    canonicalAddress(emailAddress);
  return repeated(Object.entries(inboxes), addressOf).map(([[name, { emailAddress }], [other]]) => ({
    path: ["inboxes", name, "emailAddress"],
    message:
      `an address in one inbox only, compared without case, got "${emailAddress}", which inbox "${other}" has already. ` +
      "Remove one of the two, or give it another address.",
    entries: [inboxEntry(name), inboxEntry(other)],
    about: { mailboxes: [canonicalAddress(emailAddress)], values: [other] },
  }));
}

/** VCC has a name only once among addresses, among mappings, and among profiles. */
export function duplicateNames(fleet: Fleet): Finding[] {
  return ENTRY_SECTIONS.flatMap((section) =>
    repeated(namesIn(section, fleet), ({ name }) => name).map(([{ name, path, entry }, other]) => ({
      path: [...path, "name"],
      message:
        `a name that is unique among ${section === "inboxes" ? "addresses" : section}, got "${name}", which ${other.entry.section}.${other.entry.name} has already. ` +
        "Change one, or leave it out to have it generated.",
      entries: [entry, other.entry],
      about: { values: [name ?? "", other.entry.name] },
    })),
  );
}

type Named = Pick<FleetMapping, "name" | "path" | "entry">;

function namesIn(section: EntrySection, fleet: Fleet): readonly Named[] {
  if (section === "mappings") return fleetMappings(fleet);
  const apart = Object.entries(entriesInSection(fleet, section)).map(([key, { name }]) =>
    named(section, key, name),
  );
  if (section !== "profiles") return apart;
  const own = Object.entries(fleet.inboxes ?? {}).map(([key, { profile }]) =>
    named("inboxes", key, typeof profile === "object" ? profile.name : undefined, "profile"),
  );
  return [...apart, ...own];
}

function named(
  section: EntryReference["section"],
  key: string,
  name: string | undefined,
  ...part: string[]
): Named {
  return { name, path: [section, key, ...part], entry: { section, name: key } };
}

/** Every item but the first of its key, with that first one. */
function repeated<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): (readonly [Item, Item])[] {
  const first = new Map<string, Item>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const other = first.get(key);
    if (other !== undefined) return [[item, other] as const];
    first.set(key, item);
    return [];
  });
}
