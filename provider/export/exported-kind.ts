import type { ListEndpoint, ObjectEndpoint, Part } from "../../schema/endpoint";
import type { EntrySection } from "../../schema/fleet/fleet";
import type { VccApi } from "../ports";
import type { ValueMap } from "./typescript-text";

/** Place of parts of objects. */
export interface PartPlace {
  readonly of: ListEndpoint<object>;
  readonly part: Part;
}

/** Objects that no list of VCC shows: each is part of another one, and has its id. */
export interface Parts<Dto extends object = object> extends PartPlace {
  readonly of: ObjectEndpoint<object, object>;
  /** Those objects as people call them, such as `addresses`. */
  readonly owners: string;
  /** Absence is a `NotFoundError`. */
  get(api: VccApi, id: string): Promise<Dto>;
}

/** An account as it was found, as far as it may be read. */
export interface AccountSnapshot {
  objects<Dto extends object>(endpoint: ListEndpoint<Dto>): readonly Dto[];
  /** Part of the object with this id; undefined where it has none, or none that was asked for. */
  part<Dto extends object>(parts: Parts<Dto>, id: string): Dto | undefined;
  part(place: PartPlace, id: string): object | undefined;
}

/** The account with what is taken of it so far: all of the kinds that stand earlier in the list of kinds. */
export interface PartlyTaken extends AccountSnapshot {
  /** By name of the class. */
  taken(kind: string): readonly TakenObject[];
}

export interface NamedObject<Dto extends object = object> {
  /** Of the resource, unique among its kind. */
  readonly name: string;
  readonly id: string;
  readonly dto: Dto;
}

/** An object in the program's terms. */
export interface Draft<Args extends object = object, Dto extends object = object> {
  readonly object: NamedObject<Dto>;
  /** The program's arguments, references as their values. */
  readonly args: Args;
  /** Outputs that the provider would know from earlier runs. */
  readonly known?: object;
  /** The arguments as TypeScript declares them. Default: `args`. */
  readonly declared?: ValueMap;
  /** The object that it belongs to, and is declared with. */
  readonly owner?: TakenObject | undefined;
  /** The component of a fleet that is made for it, with all that belongs to it below. */
  readonly component?: { readonly type: string; readonly outputs: object };
  /** Its entry in a fleet file; in its owner's entry the value of the kind's noun. */
  readonly entry?: object;
  /** A file beside the program that it is made of. */
  readonly file?: { readonly path: string; readonly content: string };
}

/** An object that a program can manage as it is. */
export interface TakenObject<Args extends object = object, Dto extends object = object> extends Draft<
  Args,
  Dto
> {
  readonly name: string;
  readonly id: string;
  readonly noun: string;
}

/** Topics of what is told besides, the most urgent one first. */
export const NOTE_TOPICS = ["to do", "not working", "not exported", "unknown"] as const;

/** Something to tell of the objects of a kind. */
export interface Note<Item = unknown> {
  readonly topic: (typeof NOTE_TOPICS)[number];
  readonly title: string;
  /** Nothing is told where there are none. */
  readonly items: readonly Item[];
  line(item: Item): string;
  /** True where all items stand in one line. */
  readonly isShort?: boolean;
  /** A step after the export. */
  readonly next?: { readonly names: readonly string[]; step(names: string): string };
}

/** Items of notes, by their keys in JSON. */
export type NoteItems = Readonly<Record<string, readonly unknown[]>>;

/** Notes by the keys that their items have in JSON. */
export type Notes<Items extends object = NoteItems> = {
  readonly [Key in keyof Items]: Items[Key] extends readonly (infer Item)[] ? Note<Item> : never;
};

/** The particulars of a kind for an export. `Dto` is an object of its list, `Items` are those of its notes, if any. */
export interface ExportedKind<
  Dto extends object = object,
  Args extends object = object,
  Plural extends string = string,
  Items extends object = never,
> {
  /** The kind in options, variables of programs and an owner's entry, such as `profile`. */
  readonly noun: string;
  readonly plural: Plural;
  /** Its objects, or those that they are parts of. */
  readonly list: ListEndpoint<Dto>;
  readonly parts?: Parts;
  /** Words for what can't be read. Default: those of the list. */
  readonly unreadAs?: Pick<ListEndpoint<Dto>, "noun" | "plural">;
  /** True where the export of other kinds depends on the list: gaps of it are told, whatever is asked for. */
  readonly isBasis?: boolean;
  /** Place in a fleet file; absent for a kind that has none there. `within`: noun of the kind whose entries hold it. */
  readonly fleet?: {
    readonly section: EntrySection;
    readonly within?: string;
  };

  /** An object as people know it. Default: its name in VCC. */
  label?(dto: Dto): string;
  /**
   * Names of resources by id, of all objects of the account, so that an object has the same name in every selection.
   * `namesOf` answers those of a kind that stands earlier. Default: made of the names in VCC.
   */
  names?(
    account: AccountSnapshot,
    namesOf: (kind: string) => ReadonlyMap<string, string>,
  ): ReadonlyMap<string, string>;
  /** Objects of the list that the globs choose. Default: those whose label matches. */
  select?(matches: (text: string) => boolean, account: AccountSnapshot): readonly Dto[];
  /** Drafts of the chosen objects, in their order; none for a part that isn't there. */
  toDrafts(chosen: readonly NamedObject<Dto>[], account: PartlyTaken): readonly Draft<Args, Dto>[];
  notes?(account: AccountSnapshot, taken: readonly TakenObject<Args, Dto>[]): Notes<Items>;
}
