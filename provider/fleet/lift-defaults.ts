import { InboxEntry } from "../../schema/fleet/inbox-entry";
import { partOf, type PartSchema, sortOf } from "../../schema/fleet/parts";
import { own } from "../values/own";
import { isRecord } from "../values/records";

/** JSON as YAML writes it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [key: string]: Json;
}

export interface LiftedInboxes {
  /** Values that most inboxes share; empty where that saves nothing. */
  readonly defaults: JsonMap;
  /** Values of each inbox over the defaults; null where it has none of what the others share. */
  readonly inboxes: Readonly<Record<string, JsonMap>>;
}

/** An inbox's value at a place. */
interface Member {
  readonly inbox: string;
  readonly value: Json | undefined;
}

interface Common<Value = Json> {
  readonly value: Value;
  /** Lines that it saves. */
  readonly saving: number;
}

/** An inbox's own affair, however many have the same. */
const NEVER_LIFTED: readonly string[] = ["adopt", "formerNames", "ignore"];

/**
 * Takes out of inboxes what most of them have, as `defaults` that `mergeInbox` lays below each. Texts that hold the
 * inbox's name are alike but for that: `${inbox}@example.com`. Texts are as a fleet file spells them,
 * with `$${` for `${`.
 */
export function liftDefaults(inboxes: Readonly<Record<string, JsonMap>>): LiftedInboxes {
  const members = Object.entries(inboxes).map(([inbox, value]) => ({ inbox, value: pick(value, true) }));
  const defaults = commonMap(members, InboxEntry)?.value ?? {};
  const rests = members.map(({ inbox, value }) => {
    const rest = without(value, defaults, inbox, InboxEntry) as JsonMap;
    return [inbox, { ...rest, ...pick(inboxes[inbox] ?? {}, false) }] as const;
  });
  return { defaults, inboxes: Object.fromEntries(rests) };
}

/** The value that saves most lines as a default; undefined where none does. */
function common(members: readonly Member[], schema: PartSchema): Common | undefined {
  const maps = commonMap(members, schema);
  const leaf = commonLeaf(members);
  return maps !== undefined && (leaf === undefined || maps.saving >= leaf.saving) ? maps : leaf;
}

function commonLeaf(members: readonly Member[]): Common | undefined {
  const best = mostFrequent(members.flatMap(spellings));
  if (best === undefined) return undefined;
  const saving = best.count - 1 - absent(members);
  return saving > 0 ? { value: JSON.parse(best.text) as Json, saving } : undefined;
}

/** Of equally frequent texts, the first by the alphabet. */
function mostFrequent(texts: readonly string[]): { text: string; count: number } | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))[0];
}

/** A value as it stands, and with the variable for the inbox's name; maps are looked into instead. */
function spellings({ inbox, value }: Member): readonly string[] {
  if (value === undefined || isMap(value)) return [];
  const plain = JSON.stringify(value);
  const named = typeof value === "string" ? withInboxVariable(value, inbox) : [];
  return [plain, ...named.map((text) => JSON.stringify(text))];
}

/** Characters that continue a word: `hr` in `hr@example.com` and `hr_mail` is a word, in `chrome` it is none. */
const IN_WORD = "[\\p{L}\\p{M}\\p{N}]";

/**
 * The text with the variable for the inbox's name, where that stands as a whole word: everywhere, and at the first place
 * alone, because `example@example.com` has the domain of all the others.
 */
function withInboxVariable(text: string, inbox: string): readonly string[] {
  // Names of entries have nothing else that a pattern reads in its own way.
  const name = inbox.replaceAll(".", "\\.");
  const parts = text.split(new RegExp(`(?<!${IN_WORD})${name}(?!${IN_WORD})`, "u"));
  const [before = "", ...after] = parts;
  // A dollar sign before it would make the variable a text.
  if (after.length === 0 || parts.some((part) => part.endsWith("$"))) return [];
  return [...new Set([parts.join("${inbox}"), `${before}\${inbox}${after.join(inbox)}`])];
}

function commonMap(members: readonly Member[], schema: PartSchema): Common<JsonMap> | undefined {
  const maps = members.flatMap(({ inbox, value }) => (isMap(value) ? [{ inbox, value }] : []));
  const kind = mostFrequent(maps.map(({ value }) => sortOf(schema, value)))?.text;
  const group = maps.filter(({ value }) => sortOf(schema, value) === kind);
  const keys = [...new Set(group.flatMap(({ value }) => Object.keys(value)))].sort();
  const lifted = keys.flatMap((key) => {
    const parts = group.map(({ inbox, value }) => ({ inbox, value: own(value, key) }));
    const found = common(parts, partOf(schema, key));
    return found === undefined ? [] : [{ key, found }];
  });
  const saving = lifted.reduce((sum, { found }) => sum + found.saving, 0) - absent(members);
  const value: JsonMap = Object.fromEntries(lifted.map(({ key, found }) => [key, found.value]));
  // Without what tells it from the others, an inbox that inherits nothing from it would, too.
  return saving > 0 && sortOf(schema, value) === kind ? { value, saving } : undefined;
}

function absent(members: readonly Member[]): number {
  return members.filter(({ value }) => value === undefined).length;
}

/** The value without what a default already says; undefined where nothing is left. */
function without(
  value: Json | undefined,
  common: Json | undefined,
  inbox: string,
  schema: PartSchema,
): Json | undefined {
  if (common === undefined) return value;
  if (value === undefined) return null;
  if (!isMap(value) || !isMap(common)) {
    return spellings({ inbox, value }).includes(JSON.stringify(common)) ? undefined : value;
  }
  if (sortOf(schema, value) !== sortOf(schema, common)) return value;
  const keys = [...new Set([...Object.keys(value), ...Object.keys(common)])];
  const rest = keys.flatMap((key) => {
    const part = without(own(value, key), own(common, key), inbox, partOf(schema, key));
    return part === undefined ? [] : [[key, part] as const];
  });
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

function isMap(value: Json | undefined): value is JsonMap {
  return isRecord(value);
}

/** The properties that may be lifted, or the others. */
function pick(inbox: JsonMap, isLiftable: boolean): JsonMap {
  const kept = Object.entries(inbox).filter(([key]) => NEVER_LIFTED.includes(key) !== isLiftable);
  return Object.fromEntries(kept);
}
