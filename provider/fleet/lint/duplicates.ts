import { canonicalAddress } from "../../../schema/canonical-address";
import type { Fleet } from "../../../schema/fleet/fleet";
import type { EntryReference, Finding } from "./finding";
import { fleetMappings } from "./fleet-mappings";

/** VCC has an address only once, compared without case. */
export function duplicateAddresses({ inboxes = {} }: Fleet): Finding[] {
  const first = new Map<string, string>();
  return Object.entries(inboxes).flatMap(([name, { emailAddress }]) => {
    const other = first.get(canonicalAddress(emailAddress));
    if (other === undefined) {
      first.set(canonicalAddress(emailAddress), name);
      return [];
    }
    return {
      rule: "duplicate-address",
      path: ["inboxes", name, "emailAddress"],
      message:
        `an address in one inbox only, compared without case, got "${emailAddress}", which inbox "${other}" has already. ` +
        "Remove one of the two, or give it another address.",
      entries: [inboxEntry(name), inboxEntry(other)],
    };
  });
}

interface Named {
  readonly name: string | undefined;
  readonly path: Finding["path"];
  readonly entry: EntryReference;
}

/** VCC has a name only once among addresses, among mappings, and among profiles. */
export function duplicateNames(fleet: Fleet): Finding[] {
  const { inboxes = {}, profiles = {} } = fleet;
  const addresses = Object.entries(inboxes).map(([key, { name }]) => named("inboxes", key, name));
  const shared = Object.entries(profiles).map(([key, { name }]) => named("profiles", key, name));
  const own = Object.entries(inboxes).map(([key, { profile }]) =>
    named("inboxes", key, typeof profile === "object" ? profile.name : undefined, "profile"),
  );
  const mappings = fleetMappings(fleet).map(({ name, path, entry }) => ({
    name,
    path: [...path, "name"],
    entry,
  }));
  return [
    ...repeated("addresses", addresses),
    ...repeated("profiles", [...shared, ...own]),
    ...repeated("mappings", mappings),
  ];
}

function named(
  section: EntryReference["section"],
  key: string,
  name: string | undefined,
  ...part: string[]
): Named {
  return { name, path: [section, key, ...part, "name"], entry: { section, name: key } };
}

function repeated(kind: string, all: readonly Named[]): Finding[] {
  const first = new Map<string, Named>();
  return all.flatMap((each) => {
    const { name, path, entry } = each;
    if (name === undefined) return [];
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, each);
      return [];
    }
    return {
      rule: "duplicate-name",
      path,
      message:
        `a name that is unique among ${kind}, got "${name}", which ${other.entry.section}.${other.entry.name} has already. ` +
        "Change one, or leave it out to have it generated.",
      entries: [entry, other.entry],
    };
  });
}

function inboxEntry(name: string): EntryReference {
  return { section: "inboxes", name };
}
