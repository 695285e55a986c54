import type { Fleet } from "../../../schema/fleet/fleet";
import { MAX_PRIORITY } from "../../../schema/limits";
import { enumerate } from "../problem";
import type { Finding } from "./finding";
import { type FleetMapping, fleetMappings } from "./fleet-mappings";

/** Two mappings of one address with one priority: the one that was modified last would win. */
export function tiedPriorities(fleet: Fleet): Finding[] {
  return pairsOverAddresses(fleet)
    .filter(({ mapping, other }) => mapping.priority === other.priority)
    .map(({ mapping, other, addresses }) => ({
      rule: "tied-priority",
      path: [...mapping.path, "priority"],
      message:
        `a priority of its own among the mappings of an address, got ${mapping.priority}, which ${other.title} has too ` +
        `for ${enumerate(addresses)}: VCC would follow whichever was modified last. Give one of them another priority.`,
      entries: [mapping.entry, other.entry],
    }));
}

/** A mapping gets no mail of an address that another one takes with a higher priority. */
export function shadowedMappings(fleet: Fleet): Finding[] {
  return pairsOverAddresses(fleet)
    .filter(({ mapping, other }) => mapping.priority !== other.priority)
    .map(({ mapping, other, addresses }) => {
      const [low, high] = mapping.priority < other.priority ? [mapping, other] : [other, mapping];
      return {
        rule: "shadowed-mapping",
        path: [...low.path, "priority"],
        message:
          `a priority that no other mapping of the address exceeds, got ${low.priority}: ${high.title} takes the mail ` +
          `for ${enumerate(addresses)} with ${high.priority}, so it never comes here. ` +
          `${high.priority < MAX_PRIORITY ? "Raise this priority, or remove" : "Remove"} the address from one of the two.`,
        entries: [low.entry, high.entry],
      };
    });
}

interface Pair {
  readonly mapping: FleetMapping;
  /** Stands before the mapping in the file. */
  readonly other: FleetMapping;
  /** What both take. */
  readonly addresses: readonly string[];
}

/** Mappings that share addresses. Walks the addresses, as a fleet has many mappings and few of one address. */
function pairsOverAddresses(fleet: Fleet): Pair[] {
  const byAddress = new Map<string, FleetMapping[]>();
  const pairs = new Map<FleetMapping, Map<FleetMapping, string[]>>();
  for (const mapping of fleetMappings(fleet)) {
    for (const address of mapping.addresses) {
      const others = byAddress.get(address) ?? [];
      for (const other of others) {
        const shared = pairs.get(mapping) ?? new Map<FleetMapping, string[]>();
        pairs.set(mapping, shared.set(other, [...(shared.get(other) ?? []), address]));
      }
      byAddress.set(address, [...others, mapping]);
    }
  }
  return [...pairs].flatMap(([mapping, shared]) =>
    [...shared].map(([other, addresses]) => ({ mapping, other, addresses })),
  );
}

/** Mail to an address that no mapping names reaches nobody. */
export function unmappedAddresses(fleet: Fleet): Finding[] {
  const mapped = new Set(fleetMappings(fleet).flatMap(({ inboxes }) => inboxes));
  return Object.entries(fleet.inboxes ?? {})
    .filter(([name]) => !mapped.has(name))
    .map(([name, { emailAddress }]) => ({
      rule: "unmapped-address",
      path: ["inboxes", name, "mapping"],
      message:
        `a mapping that leads the mail of ${emailAddress} to an interaction plan, got none: the mail reaches nobody. ` +
        "Add mapping: { interactionPlan: … }, or name the inbox in one of the mappings.",
      entries: [{ section: "inboxes", name }],
    }));
}

/** Addresses of other programs: Pulumi can't order what it doesn't know. */
export function unmanagedAddresses({ inboxes = {}, mappings = {} }: Fleet): Finding[] {
  const managed = new Set(Object.values(inboxes).map(({ emailAddress }) => emailAddress.toLowerCase()));
  return Object.entries(mappings).flatMap(([name, { addresses = [] }]) =>
    addresses.flatMap((address, index) => {
      if (managed.has(address.toLowerCase())) return [];
      return {
        rule: "unmanaged-address",
        path: ["mappings", name, "addresses", index],
        message:
          `an address that an inbox of this file has, got "${address}": where it is managed, nobody knows that it has to ` +
          "stay as long as this mapping names it. Add it to the inboxes, or ignore the rule with the reason.",
        entries: [{ section: "mappings", name }],
      };
    }),
  );
}
