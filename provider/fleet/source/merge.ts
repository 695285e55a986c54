import { FleetLayer } from "../../../schema/fleet/fleet";
import { InboxEntry } from "../../../schema/fleet/inbox-entry";
import { inherits, partOf, type PartSchema } from "../../../schema/fleet/parts";
import {
  given,
  isNull,
  mapEntries,
  type MapEntry,
  type MapNode,
  type SourceNode,
  withEntries,
} from "./source-node";

/**
 * Lays one document over another: maps are merged key by key, everything else is replaced, and null stands for "none".
 * Nulls stay until the end, so that they also take away what defaults would add.
 */
export function mergeDocuments(lower: MapNode, upper: MapNode): MapNode {
  return mergeMaps(lower, upper, FleetLayer);
}

/** Lays an inbox over the defaults, in the same way. */
export function mergeInbox(defaults: SourceNode | undefined, inbox: SourceNode): SourceNode {
  return defaults === undefined ? inbox : merge(defaults, inbox, InboxEntry);
}

function merge(lower: SourceNode, upper: SourceNode, schema: PartSchema): SourceNode {
  return lower.kind === "map" && upper.kind === "map" ? mergeMaps(lower, upper, schema) : upper;
}

function mergeMaps(lower: MapNode, upper: MapNode, schema: PartSchema): MapNode {
  const isInherited = inherits(schema, given(lower), given(upper));
  const merged = new Map<string, MapEntry>([...lower.entries].filter(([key]) => isInherited(key)));
  for (const [key, { keyPlace, node }] of upper.entries) {
    const below = merged.get(key)?.node;
    merged.set(key, { keyPlace, node: below === undefined ? node : merge(below, node, partOf(schema, key)) });
  }
  return withEntries(upper, merged);
}

/** Without the keys whose value is null, at every depth. */
export function withoutNulls(node: SourceNode): SourceNode {
  if (node.kind !== "map") return node;
  return mapEntries(node, (part) => (isNull(part) ? undefined : withoutNulls(part)));
}
