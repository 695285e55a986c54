import { Document, isMap, type Pair, type Scalar } from "yaml";
import type { Fleet } from "../../schema/fleet/fleet";
import { InboxEntry } from "../../schema/fleet/inbox-entry";
import { MappingEntry, SharedMappingEntry } from "../../schema/fleet/mapping-entry";
import { ProfileEntry } from "../../schema/fleet/profile-entry";
import { SignatureEntry } from "../../schema/fleet/signature-entry";
import { escapeVariables } from "./variables/text-parts";

/** In which order the keys of a map stand; keys that aren't listed follow by name. */
interface Order {
  readonly keys?: readonly string[];
  readonly fields?: Readonly<Record<string, Order>>;
  readonly each?: Order;
  /** Lists without an order of their own. */
  readonly isSet?: boolean;
}

const SET: Order = { isSet: true };
const TESTING: Order = { keys: ["interactionPlan", "fromAddresses"], fields: { fromAddresses: SET } };
const PROFILE: Order = { keys: Object.keys(ProfileEntry.shape) };
const FLEET: Order = {
  keys: ["variables", "ignore", "profiles", "inboxes", "mappings"],
  fields: {
    profiles: { each: PROFILE },
    inboxes: {
      each: {
        keys: Object.keys(InboxEntry.shape),
        fields: {
          credential: { keys: ["provider", "method"] },
          profile: PROFILE,
          signature: { keys: Object.keys(SignatureEntry.shape) },
          mapping: { keys: Object.keys(MappingEntry.shape), fields: { testing: TESTING } },
        },
      },
    },
    mappings: {
      each: {
        keys: Object.keys(SharedMappingEntry.shape),
        fields: { testing: TESTING, inboxes: SET, addresses: SET },
      },
    },
  },
};

/** Options of the text. */
interface RenderOptions {
  /** Lines of a comment at the top. Default: none. */
  readonly header?: readonly string[];
}

/**
 * Writes a fleet as YAML that means the same when it is read again: sections and properties in a fixed order, entries
 * by name, so that equal fleets give equal bytes. Texts are taken literally: a `${` in them is escaped.
 */
export function renderFleet(fleet: Fleet, { header = [] }: RenderOptions = {}): string {
  const document = new Document(canonicalFleet(fleet), { aliasDuplicateObjects: false });
  if (header.length > 0) document.commentBefore = header.map((line) => ` ${line}`).join("\n");
  spaceOut(document.contents);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** The same as JSON. */
export function renderFleetJson(fleet: Fleet): string {
  return `${JSON.stringify(canonicalFleet(fleet), undefined, 2)}\n`;
}

function canonicalFleet(fleet: Fleet): unknown {
  return canonical(fleet, FLEET);
}

function canonical(value: unknown, order: Order): unknown {
  if (typeof value === "string") return escapeVariables(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, {}));
    return order.isSet ? items.sort() : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const { keys = [], fields = {}, each } = order;
  const present = Object.entries(value).filter(([, part]) => part !== undefined);
  const rank = (key: string): number => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  present.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(present.map(([key, part]) => [key, canonical(part, each ?? fields[key] ?? {})]));
}

/** A blank line before each section and each entry but the first: a hundred inboxes stay readable. */
function spaceOut(contents: unknown): void {
  if (!isMap(contents)) return;
  for (const [index, section] of (contents.items as Pair<Scalar>[]).entries()) {
    if (index > 0) section.key.spaceBefore = true;
    if (!isMap(section.value) || !section.value.items.every((entry) => isMap(entry.value))) continue;
    for (const entry of (section.value.items as Pair<Scalar>[]).slice(1)) entry.key.spaceBefore = true;
  }
}
