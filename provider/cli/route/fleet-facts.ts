import { canonicalAddress } from "../../../schema/canonical-address";
import type { Fleet } from "../../../schema/fleet/fleet";
import { type FleetMapping, fleetMappings } from "../../fleet/lint/fleet-mappings";
import type { RoutableMapping, RoutingFacts } from "./routing-facts";

/** The mappings and addresses of a fleet in one environment. Nothing in it tells what was modified last. */
export function fleetFacts(fleet: Fleet, file: string, environment: string | undefined): RoutingFacts {
  const { inboxes = {} } = fleet;
  const spelling = new Map(
    Object.values(inboxes).map(({ emailAddress }) => [canonicalAddress(emailAddress), emailAddress]),
  );
  return {
    fleet: { file, environment: environment ?? null },
    mappings: fleetMappings(fleet).map((mapping) => toRoutable(mapping, spelling)),
    addresses: Object.values(inboxes).map(({ emailAddress, dataSources = {} }) => ({
      emailAddress,
      dataSources,
      status: null,
    })),
    plans: undefined,
    unreadMappings: [],
    unreadAddresses: [],
    notes: [],
  };
}

function toRoutable(
  { entry, interactionPlan, priority, testing, dataSources, addresses }: FleetMapping,
  spelling: ReadonlyMap<string, string>,
): RoutableMapping {
  return {
    id: null,
    name: entry.name,
    mailboxes: new Map(addresses.map((address) => [address, spelling.get(address) ?? address])),
    areMailboxesKnown: true,
    plan: interactionPlan,
    priority,
    testing: testing && { plan: testing.interactionPlan, senders: testing.fromAddresses },
    modifiedMs: undefined,
    dataSources,
  };
}
