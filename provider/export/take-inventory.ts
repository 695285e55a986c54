import { idOf } from "../../schema/endpoint";
import { type Kind, listsOf } from "../kinds/kind";
import { withoutUndefined } from "../values/records";
import { type ImportState, importStatesOf } from "./import-state";
import type { AccountSnapshot, NamedObject, TakenObject } from "./exported-kind";
import { labelOf, nameAccount } from "./kind-defaults";

/** A taken object with its kind, and what the engine has to store of it. */
export interface InventoryItem extends TakenObject, ImportState {
  readonly kind: Kind;
}

/** An object that a program can't manage as it is. */
export interface LeftOut {
  readonly kind: string;
  /** As people know it: its name or mailbox. */
  readonly what: string;
  readonly why: string;
}

/** Objects taken from an account; every format is written from them. */
export interface Inventory {
  /** Kinds in the order of their list, each by name. */
  readonly items: readonly InventoryItem[];
  readonly leftOut: readonly LeftOut[];
}

const NO_PLACE = { reason: "a fleet file has no place for it. Export it with --format typescript." };

/**
 * Everything that is taken of an account, complete with what the engine has to store. Calls nobody. `hasPlace`: true for
 * a kind that the export's format can declare.
 */
export async function takeInventory(
  kinds: readonly Kind[],
  account: AccountSnapshot,
  chosen: (kind: Kind, account: AccountSnapshot) => readonly object[],
  hasPlace: (kind: Kind) => boolean,
): Promise<Inventory> {
  const toImportState = importStatesOf(account, listsOf(kinds));
  const names = nameAccount(kinds, account);
  const items: InventoryItem[] = [];
  const leftOut: LeftOut[] = [];
  const taken = (name: string): InventoryItem[] => items.filter(({ kind }) => kind.resource.kind === name);
  for (const kind of kinds) {
    const { resource, exported } = kind;
    const objects = namedObjects(kind, chosen(kind, account), names.get(resource.kind));
    // One after the other and by name, because each may rule out a later one.
    for (const draft of exported.toDrafts(objects, { ...account, taken })) {
      const { object, args, known } = draft;
      const { name, id, dto } = object;
      const candidate = { name, id, args, ...withoutUndefined({ known }) };
      const state = hasPlace(kind) ? await toImportState(resource, candidate) : NO_PLACE;
      if ("reason" in state)
        leftOut.push({ kind: resource.kind, what: labelOf(exported, dto), why: state.reason });
      else items.push({ ...draft, ...state, name, id, noun: exported.noun, kind });
    }
  }
  return { items, leftOut };
}

/** By name. */
function namedObjects(
  { exported: { list } }: Kind,
  dtos: readonly object[],
  names: ReadonlyMap<string, string> = new Map(),
): NamedObject[] {
  return dtos
    .map((dto) => ({ name: names.get(idOf(list, dto)) ?? "", id: idOf(list, dto), dto }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
