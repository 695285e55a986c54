import { entriesInSection, type Fleet, FleetLayer } from "../../schema/fleet/fleet";
import { partOf } from "../../schema/fleet/parts";
import { lintFleet } from "../fleet/lint/lint-fleet";
import type { TakenObject } from "./exported-kind";
import type { Inventory } from "./take-inventory";

/** Reason given in an exported file for switching off a rule over the whole set. */
const AS_FOUND = "as VCC had it on export; the mapping modified last takes the mail";

/**
 * Builds the fleet of an inventory. Errors of the rules over the whole set are switched off one by one, with a reason,
 * because the account breaks them already; warnings stay. Objects whose entry belongs within another's are left out
 * without it.
 */
export function toFleet({ items }: Inventory): Fleet {
  const fleet: Record<string, Record<string, object>> = {};
  const entries = new Map<TakenObject, Record<string, unknown>>();
  for (const item of items) {
    const { fleet: place } = item.kind.exported;
    if (place === undefined || item.entry === undefined) continue;
    const ownersEntry = item.owner && entries.get(item.owner);
    if (ownersEntry !== undefined) ownersEntry[item.noun] = item.entry;
    if (item.owner !== undefined || place.within !== undefined) continue;
    const entry = { ...item.entry };
    entries.set(item, entry);
    fleet[place.section] = { ...fleet[place.section], [item.name]: entry };
  }
  return withErrorsIgnored(fleet);
}

function withErrorsIgnored(fleet: Fleet): Fleet {
  for (const { severity, waiver, rule, entries } of lintFleet(fleet)) {
    const [first] = entries;
    if (severity !== "error" || waiver !== undefined || first === undefined) continue;
    const { section, name } = first;
    const canIgnore = partOf(partOf(FleetLayer.shape[section], name), "ignore") !== undefined;
    const entry = canIgnore ? entriesInSection(fleet, section)[name] : fleet;
    if (entry !== undefined) entry.ignore = { ...entry.ignore, [rule]: AS_FOUND };
  }
  return fleet;
}
