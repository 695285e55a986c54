import { own } from "../../values/own";
import type { Fleet } from "../../../schema/fleet/fleet";
import type { Finding } from "./finding";
import { fleetMappings } from "./fleet-mappings";

/** A key that the address sets is set by then: what the mapping says of it is lost. Source: precedence documented. */
export function overriddenDataSources(fleet: Fleet): Finding[] {
  const { inboxes = {} } = fleet;
  return fleetMappings(fleet).flatMap(({ entry, path, dataSources, inboxes: mapped }) =>
    Object.keys(dataSources).flatMap((key) => {
      const setting = mapped.filter((inbox) => own(own(inboxes, inbox)?.dataSources, key) !== undefined);
      return setting.map((inbox) => ({
        rule: "overridden-data-source" as const,
        path: [...path, "dataSources", key],
        message:
          `a data-source key that the address doesn't set, got "${key}": VCC keeps the address's value and never looks ` +
          "at the mapping's. Remove the key from one of the two.",
        inbox,
        entries: [entry, { section: "inboxes" as const, name: inbox }],
      }));
    }),
  );
}
