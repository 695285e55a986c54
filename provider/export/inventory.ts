import type { Kind } from "../kinds/kind";
import type { Adopted } from "./adoption";
import type { TakenObject } from "./exported-kind";

/** A taken object with its kind, and what the engine has to store of it. */
export interface InventoryItem extends TakenObject, Adopted {
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
