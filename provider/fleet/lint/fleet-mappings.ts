import { canonicalAddress } from "../../../schema/canonical-address";
import type { Fleet } from "../../../schema/fleet/fleet";
import type { SharedMappingEntry } from "../../../schema/fleet/mapping-entry";
import { InteractionPlanMappingInputs } from "../../../schema/interaction-plan-mapping";
import { defaultsOf } from "../../../schema/rule";
import type { Path } from "../source/source-node";
import type { EntryReference } from "./finding";

const DEFAULTS = defaultsOf(InteractionPlanMappingInputs);

/** A mapping of a fleet, whether it stands with an inbox or among the shared ones. */
export interface FleetMapping {
  readonly entry: EntryReference;
  readonly path: Path;
  /** Title in messages. */
  readonly title: string;
  readonly name: string | undefined;
  readonly interactionPlan: string;
  readonly testing: SharedMappingEntry["testing"];
  readonly priority: number;
  readonly dataSources: Readonly<Record<string, string>>;
  /** Inboxes of the fleet whose mail it takes, also those that it names by their address. */
  readonly inboxes: readonly string[];
  /** All its addresses in their canonical spelling. */
  readonly addresses: readonly string[];
}

/** Every mapping of the fleet: those of inboxes first, each in the order of the file. */
export function fleetMappings({ inboxes = {}, mappings = {} }: Fleet): FleetMapping[] {
  const addressOf = new Map(
    Object.entries(inboxes).map(([inbox, { emailAddress }]) => [inbox, canonicalAddress(emailAddress)]),
  );
  const ownerOf = new Map([...addressOf].map(([inbox, address]) => [address, inbox]));
  const own = Object.entries(inboxes).flatMap(([inbox, { emailAddress, mapping }]) =>
    mapping === undefined
      ? []
      : [toMapping({ section: "inboxes", name: inbox }, mapping, [inbox], [canonicalAddress(emailAddress)])],
  );
  const shared = Object.entries(mappings).map(([name, mapping]) => {
    const literal = (mapping.addresses ?? []).map((address) => canonicalAddress(address));
    const literalOwners = literal
      .map((address) => ownerOf.get(address))
      .filter((inbox) => inbox !== undefined);
    const named = [...new Set([...(mapping.inboxes ?? []), ...literalOwners])];
    const namedAddresses = named
      .map((inbox) => addressOf.get(inbox))
      .filter((address) => address !== undefined);
    return toMapping({ section: "mappings", name }, mapping, named, [
      ...new Set([...namedAddresses, ...literal]),
    ]);
  });
  return [...own, ...shared];
}

function toMapping(
  entry: EntryReference,
  {
    name,
    interactionPlan,
    testing,
    priority = DEFAULTS.priority,
    dataSources = DEFAULTS.dataSources,
  }: Pick<SharedMappingEntry, "name" | "interactionPlan" | "testing" | "priority" | "dataSources">,
  inboxes: readonly string[],
  addresses: readonly string[],
): FleetMapping {
  const isOwn = entry.section === "inboxes";
  return {
    entry,
    path: [entry.section, entry.name, ...(isOwn ? ["mapping"] : [])],
    title: isOwn ? `the mapping of inbox "${entry.name}"` : `mapping "${entry.name}"`,
    name,
    interactionPlan,
    testing,
    priority,
    dataSources,
    inboxes,
    addresses,
  };
}
