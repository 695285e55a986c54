import { canonicalAddress } from "../../../schema/canonical-address";
import type { Fleet } from "../../../schema/fleet/fleet";
import { MAX_PRIORITY } from "../../../schema/limits";
import { enumerate } from "../problem";
import { own } from "../../values/own";
import { type Finding, inboxEntry } from "./finding";
import { type FleetMapping, fleetMappings } from "./fleet-mappings";

/** Two mappings of one address with one priority: the one that was modified last would win. */
export function tiedPriorities(fleet: Fleet): Finding[] {
  return pairsOverAddresses(fleet, tiesOf).map(({ mapping, other, addresses }) => ({
    path: [...mapping.path, "priority"],
    message:
      `a priority of its own among the mappings of an address, got ${mapping.priority}, which ${other.title} has too ` +
      `for ${enumerate(addresses)}: VCC would follow whichever was modified last. Give one of them another priority.`,
    entries: [mapping.entry, other.entry],
    about: { mailboxes: [...addresses].sort(), values: [mapping.priority, other.entry.name] },
  }));
}

/** A mapping gets no mail of an address that another one takes with a higher priority. */
export function shadowedMappings(fleet: Fleet): Finding[] {
  return pairsOverAddresses(fleet, shadowsOf).map(({ mapping: low, other: high, addresses }) => ({
    path: [...low.path, "priority"],
    message:
      `a priority that no other mapping of the address exceeds, got ${low.priority}: ${high.title} takes the mail ` +
      `for ${enumerate(addresses)} with ${high.priority}, so it never comes here. ` +
      `${high.priority < MAX_PRIORITY ? "Raise this priority, or remove" : "Remove"} the address from one of the two.`,
    entries: [low.entry, high.entry],
    about: { mailboxes: [...addresses].sort(), values: [low.priority, high.entry.name, high.priority] },
  }));
}

interface Pair {
  readonly mapping: FleetMapping;
  readonly other: FleetMapping;
  /** Addresses that both take. */
  readonly addresses: readonly string[];
}

/** Of the mappings of one address, in the order of the file, those that are at odds with another one. */
type AtOdds = (mappings: readonly FleetMapping[]) => readonly (readonly [FleetMapping, FleetMapping])[];

/** Each with the one before it that has the same priority: not with all of them, so that many ties stay few lines. */
const tiesOf: AtOdds = (mappings) => {
  const before = new Map<number, FleetMapping>();
  return mappings.flatMap((mapping) => {
    const other = before.get(mapping.priority);
    before.set(mapping.priority, mapping);
    return other === undefined ? [] : [[mapping, other] as const];
  });
};

/** Each with the highest. */
const shadowsOf: AtOdds = (mappings) => {
  const highest = mappings.reduce((top, mapping) => (mapping.priority > top.priority ? mapping : top));
  return mappings
    .filter(({ priority }) => priority < highest.priority)
    .map((mapping) => [mapping, highest] as const);
};

/** Pairs that are at odds over some addresses, each pair once. Takes time by the number of addresses in mappings. */
function pairsOverAddresses(fleet: Fleet, atOdds: AtOdds): Pair[] {
  const byAddress = new Map<string, FleetMapping[]>();
  for (const mapping of fleetMappings(fleet)) {
    for (const address of mapping.addresses) {
      const mappings = byAddress.get(address) ?? [];
      mappings.push(mapping);
      byAddress.set(address, mappings);
    }
  }
  const pairs = new Map<FleetMapping, Map<FleetMapping, string[]>>();
  for (const [address, mappings] of byAddress) {
    for (const [mapping, other] of atOdds(mappings)) {
      const others = pairs.get(mapping) ?? new Map<FleetMapping, string[]>();
      const addresses = others.get(other) ?? [];
      addresses.push(address);
      pairs.set(mapping, others.set(other, addresses));
    }
  }
  return [...pairs].flatMap(([mapping, others]) =>
    [...others].map(([other, addresses]) => ({ mapping, other, addresses })),
  );
}

/** A key that the address sets is set by then: what the mapping says of it is lost. Source: precedence documented. */
export function overriddenDataSources(fleet: Fleet): Finding[] {
  return fleetMappings(fleet).flatMap(({ entry, path, dataSources, inboxes }) =>
    Object.keys(dataSources).flatMap((key) => {
      const setting = inboxes.filter(
        (inbox) => own(own(fleet.inboxes, inbox)?.dataSources, key) !== undefined,
      );
      return setting.map((inbox) => ({
        path: [...path, "dataSources", key],
        message:
          `a data-source key that the address doesn't set, got "${key}": VCC keeps the address's value and never looks ` +
          "at the mapping's. Remove the key from one of the two.",
        inbox,
        entries: [entry, inboxEntry(inbox)],
      }));
    }),
  );
}

/** Mail to an address that no mapping names reaches nobody. */
export function unmappedAddresses(fleet: Fleet): Finding[] {
  const mapped = new Set(fleetMappings(fleet).flatMap(({ inboxes }) => inboxes));
  return Object.entries(fleet.inboxes ?? {})
    .filter(([name]) => !mapped.has(name))
    .map(([name, { emailAddress }]) => ({
      path: ["inboxes", name, "mapping"],
      message:
        `a mapping that leads the mail of ${emailAddress} to an interaction plan, got none: the mail reaches nobody. ` +
        "Add mapping: { interactionPlan: … }, or name the inbox in one of the mappings.",
      entries: [inboxEntry(name)],
      about: { mailboxes: [canonicalAddress(emailAddress)] },
    }));
}

/** Addresses of other programs: Pulumi can't order what it doesn't know. */
export function unmanagedAddresses({ inboxes = {}, mappings = {} }: Fleet): Finding[] {
  const managed = new Set(Object.values(inboxes).map(({ emailAddress }) => canonicalAddress(emailAddress)));
  return Object.entries(mappings).flatMap(([name, { addresses = [] }]) =>
    addresses.flatMap((address, index) => {
      if (managed.has(canonicalAddress(address))) return [];
      return {
        path: ["mappings", name, "addresses", index],
        message:
          `an address that an inbox of this file has, got "${address}": where it is managed, nobody knows that it has to ` +
          "stay as long as this mapping names it. Add it to the inboxes, or ignore the rule with the reason.",
        entries: [{ section: "mappings", name }],
        about: { mailboxes: [canonicalAddress(address)] },
      };
    }),
  );
}
