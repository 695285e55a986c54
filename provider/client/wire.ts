import type { Contract } from "../../schema/contract/contract";
import { contractKindOf } from "../../schema/contract/kinds";
import { atPath } from "../values/at-path";
import { own } from "../values/own";
import { isRecord } from "../values/records";

type Bag = Record<string, unknown>;

/** The objects of one kind between VCC's spelling and this package's. */
export interface Wire {
  /** An object of a reply in this package's spelling; what is no object stays as it is. */
  decode(raw: unknown): unknown;
  /** Some of an object's fields in VCC's spelling, without those that aren't there. */
  encode(body: object): Bag;
  /** A new object in VCC's spelling: a `POST` takes no null. Source: assumed. */
  encodeNew(body: object): Bag;
  /**
   * What a `PUT` of the whole object takes: the object as VCC tells it, with these changes. It keeps what this package
   * doesn't know, and leaves out what VCC alone sets.
   */
  encodeWhole(raw: Readonly<Bag>, changes: object): Bag;
}

/** The translation that the contract asks for. */
export function createWire(contract: Contract, kind: string): Wire {
  const moved = contract.respelledFields(kind);
  const words = Object.entries(contract.respelledWords(kind));
  const facts = contractKindOf(kind);
  const form = facts?.hasDataSources === true ? contract.dataSources(kind) : "list";
  const isAsBuiltIn = moved.length === 0 && words.length === 0 && form === "list";

  function encode(body: object): Bag {
    if (isAsBuiltIn) return { ...body };
    const result = structuredClone(body) as Bag;
    if (form !== "list") change(result, "dataSources", (sources) => fromList(sources, form));
    for (const [field, spellings] of words) change(result, field, (word) => toWire(spellings, word));
    // The inner ones before their block, which moves with what is left in it.
    const taken = innerFirst(moved, "field").map(({ field, spelling }) => ({
      spelling,
      value: take(result, field),
    }));
    for (const { spelling, value } of innerFirst(taken, "spelling").toReversed())
      put(result, spelling, value);
    return result;
  }

  function decode(raw: unknown): unknown {
    if (isAsBuiltIn || !isRecord(raw)) return raw;
    const result = structuredClone(raw);
    // All are taken before any is put in its place: two may have changed places.
    const taken = innerFirst(moved, "spelling").map(({ field, spelling }) => ({
      field,
      value: spelling === null ? undefined : take(result, spelling),
    }));
    for (const { field } of innerFirst(moved, "field")) take(result, field);
    for (const { field, value } of innerFirst(taken, "field").toReversed()) put(result, field, value);
    for (const [field, spellings] of words) change(result, field, (word) => fromWire(spellings, word));
    if (form === "map") change(result, "dataSources", toList);
    return result;
  }

  return {
    decode,
    encode,
    encodeNew: (body) => withoutNulls(encode(withoutNulls(body))),
    encodeWhole: (raw, changes) => withChanges(contract, kind, { raw, changes, sent: encode(changes) }),
  };
}

interface Change {
  readonly raw: Readonly<Bag>;
  readonly changes: object;
  /** The changes in VCC's spelling. */
  readonly sent: Bag;
}

/** The object as VCC tells it, without what VCC alone sets, and with these changes. */
function withChanges(contract: Contract, kind: string, { raw, changes, sent }: Change): Bag {
  const result = structuredClone(raw);
  const { readOnly = [] } = contractKindOf(kind) ?? {};
  const setByVcc = [
    ...contract.respelledFields(kind).filter(({ field }) => readOnly.includes(rootOf(field))),
    ...readOnly.map((field) => ({ spelling: contract.spellingOf(kind, field) })),
  ];
  // One that isn't there may have left its name to another.
  for (const { spelling } of setByVcc) if (spelling !== null) take(result, spelling);
  for (const field of Object.keys(changes)) {
    const place = contract.spellingOf(kind, field);
    if (place === null) continue;
    const value = atPath(sent, place);
    for (const replaced of replacedBy(kind, field, value)) {
      const own = contract.spellingOf(kind, replaced);
      if (own !== null) take(result, own);
    }
    put(result, place, value);
  }
  return result;
}

/** Of a block, what isn't known stays. All else is replaced as a whole: it may be a map. */
function replacedBy(kind: string, field: string, value: unknown): readonly string[] {
  const parts = contractKindOf(kind)?.optional.filter((part) => part.startsWith(`${field}.`)) ?? [];
  return parts.length === 0 || !isRecord(value) ? [field] : parts;
}

function withoutNulls(bag: object): Bag {
  const entries = Object.entries(bag as Readonly<Bag>).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, isRecord(value) ? withoutNulls(value) : value]),
  );
}

/** Those that lie deepest first, so that what is around them is taken without them. */
function innerFirst<Key extends string, Item extends Readonly<Record<Key, string | null>>>(
  items: readonly Item[],
  key: Key,
): readonly Item[] {
  const depth = (item: Item) => item[key]?.split(".").length ?? 0;
  return items.toSorted((one, other) => depth(other) - depth(one));
}

function rootOf(field: string): string {
  return field.split(".", 1)[0] ?? field;
}

function toWire(spellings: Readonly<Record<string, string>>, word: unknown): unknown {
  return typeof word === "string" ? (own(spellings, word) ?? word) : word;
}

/** A word that the contract spells otherwise is one that this release doesn't know: nothing follows from it. */
function fromWire(spellings: Readonly<Record<string, string>>, word: unknown): unknown {
  const [known] = Object.entries(spellings).find(([, spelling]) => spelling === word) ?? [];
  return (
    known ?? (typeof word === "string" && Object.hasOwn(spellings, word) ? `unknown word ${word}` : word)
  );
}

/** Data sources as VCC's map or single object has them. */
function fromList(sources: unknown, form: "map" | "object"): unknown {
  if (!Array.isArray(sources)) return sources;
  if (form === "object") return (sources[0] as unknown) ?? null;
  return Object.fromEntries(
    (sources as readonly { readonly name: string; readonly value: string }[]).map(({ name, value }) => [
      name,
      value,
    ]),
  );
}

/** A map as the list that the schema reads; one object alone it reads itself. */
function toList(told: unknown): unknown {
  return isRecord(told) ? Object.entries(told).map(([name, value]) => ({ name, value })) : told;
}

/** Takes what is at a dotted path away; undefined where nothing is. */
function take(from: Bag, path: string): unknown {
  const [key = "", ...rest] = path.split(".");
  const value = own(from, key);
  if (rest.length > 0) return isRecord(value) ? take(value, rest.join(".")) : undefined;
  Reflect.deleteProperty(from, key);
  return value;
}

/** Puts a value at a dotted path, beside what is in the same block; no value and no path are nothing to do. */
function put(into: Bag, path: string | null, value: unknown): void {
  if (path === null || value === undefined) return;
  const [key = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    const present = own(into, key);
    into[key] = isRecord(present) && isRecord(value) ? { ...present, ...value } : value;
    return;
  }
  const block = own(into, key);
  const next = isRecord(block) ? block : {};
  put(next, rest.join("."), value);
  into[key] = next;
}

function change(bag: Bag, path: string, toValue: (value: unknown) => unknown): void {
  const value = take(bag, path);
  if (value !== undefined) put(bag, path, toValue(value));
}
