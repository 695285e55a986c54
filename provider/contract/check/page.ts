import { isRecord } from "../../values/records";

export type Bag = Readonly<Record<string, unknown>>;

/** A page of a list, whatever the key of its objects. */
export interface PageSeen {
  /** Keys of the reply that hold lists. */
  readonly listKeys: readonly string[];
  /** The one that the objects are from. */
  readonly usedKey?: string | undefined;
  readonly objects: readonly Bag[];
  readonly totalCount?: number | undefined;
  readonly pageCount?: number | undefined;
}

/** The page in a reply: its objects are under the key of the contract, else under the only one that holds a list. */
export function pageOf(body: Bag, listKey: string): PageSeen {
  // An empty list tells nothing of what belongs into it.
  const listKeys = Object.keys(body).filter((key) => isList(body[key], key === listKey));
  const usedKey = listKeys.includes(listKey) ? listKey : listKeys.length === 1 ? listKeys[0] : undefined;
  const meta = isRecord(body["meta"]) ? body["meta"] : {};
  const count = (key: string) => (typeof meta[key] === "number" ? meta[key] : undefined);
  return {
    listKeys,
    usedKey,
    objects: usedKey === undefined ? [] : (body[usedKey] as readonly unknown[]).filter(isRecord),
    totalCount: count("totalCount"),
    pageCount: count("pageCount"),
  };
}

function isList(value: unknown, mayBeEmpty: boolean): boolean {
  return Array.isArray(value) && (mayBeEmpty || value.length > 0) && value.every(isRecord);
}
