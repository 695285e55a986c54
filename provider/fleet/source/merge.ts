import { own } from "../../values/own";
import {
  entryOf,
  isNull,
  mapEntries,
  type MapEntry,
  type MapNode,
  type SourceNode,
  withEntries,
} from "./source-node";

/** Rules by which the maps at a place merge, if that is more than key by key. */
interface Merging {
  /** For maps with known keys. */
  readonly fields?: Readonly<Record<string, Merging>>;
  /** For maps of entries. */
  readonly each?: Merging;
  /** Keys of the lower map that the upper one makes pointless. */
  readonly displaced?: (lower: MapNode, upper: MapNode) => readonly string[];
}

/** A credential of another provider or method has nothing to inherit. */
const CREDENTIAL: Merging = {
  displaced: (lower, upper) =>
    ["provider", "method"].some((key) => differs(lower, upper, key)) ? [...lower.entries.keys()] : [],
};

/** A signature has one source; the variables stay for a template only. */
const SIGNATURE: Merging = {
  displaced: (_lower, upper) => {
    const [source] = ["html", "file", "template"].filter((key) => isGiven(upper, key));
    if (source === undefined) return [];
    return source === "template" ? ["html", "file"] : ["html", "file", "template", "variables"];
  },
};

/** A profile is referred to or managed; the one has nothing to inherit from the other. */
const PROFILE: Merging = {
  displaced: (lower, upper) =>
    isProfileReference(lower) === isProfileReference(upper) ? [] : [...lower.entries.keys()],
};

const INBOX: Merging = { fields: { credential: CREDENTIAL, signature: SIGNATURE, profile: PROFILE } };

const DOCUMENT: Merging = {
  fields: { defaults: INBOX, inboxes: { each: INBOX }, profiles: { each: PROFILE } },
};

/**
 * Lays one document over another: maps are merged key by key, everything else is replaced, and null stands for "none".
 * Nulls stay until the end, so that they also take away what defaults would add.
 */
export function mergeDocuments(lower: MapNode, upper: MapNode): MapNode {
  return mergeMaps(lower, upper, DOCUMENT);
}

/** Lays an inbox over the defaults, in the same way. */
export function mergeInbox(defaults: SourceNode | undefined, inbox: SourceNode): SourceNode {
  return defaults === undefined ? inbox : merge(defaults, inbox, INBOX);
}

function merge(lower: SourceNode, upper: SourceNode, merging: Merging): SourceNode {
  return lower.kind === "map" && upper.kind === "map" ? mergeMaps(lower, upper, merging) : upper;
}

function mergeMaps(lower: MapNode, upper: MapNode, { fields, each, displaced }: Merging): MapNode {
  const gone = new Set(displaced?.(lower, upper));
  const merged = new Map<string, MapEntry>([...lower.entries].filter(([key]) => !gone.has(key)));
  for (const [key, { keyPlace, node }] of upper.entries) {
    const below = merged.get(key);
    const merging = each ?? own(fields, key) ?? {};
    merged.set(key, { keyPlace, node: below === undefined ? node : merge(below.node, node, merging) });
  }
  return withEntries(upper, merged);
}

/** Without the keys whose value is null, at every depth. */
export function withoutNulls(node: SourceNode): SourceNode {
  if (node.kind !== "map") return node;
  return mapEntries(node, (part) => (isNull(part) ? undefined : withoutNulls(part)));
}

function isGiven(map: MapNode, key: string): boolean {
  const node = entryOf(map, key)?.node;
  return node !== undefined && !isNull(node);
}

/** True if a profile is managed elsewhere, and only referred to. */
export function isProfileReference(map: MapNode): boolean {
  return isGiven(map, "fromId") || isGiven(map, "fromName");
}

function differs(lower: MapNode, upper: MapNode, key: string): boolean {
  const [one, other] = [lower, upper].map((map) => entryOf(map, key)?.node);
  if (other === undefined || one === undefined) return false;
  return one.kind !== "scalar" || other.kind !== "scalar" || one.value !== other.value;
}
