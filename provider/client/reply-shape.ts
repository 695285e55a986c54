import type { Contract } from "../../schema/contract/contract";
import { contractKindOf } from "../../schema/contract/kinds";
import { atPath } from "../values/at-path";
import { own } from "../values/own";
import { isRecord } from "../values/records";

/** A word where the contract knows fixed ones. */
interface UnknownWord {
  /** The field as VCC spells it. */
  readonly place: string;
  readonly word: string;
}

/** A field that the contract doesn't know. */
export interface UnknownField {
  /** Dotted path of the block that it lies in, which is known; empty at the top. */
  readonly block: string;
  readonly name: string;
}

/** Sets objects as VCC tells them against what the contract knows of their kind. */
export interface ReplyShape {
  /** Fields at the top and in blocks, never in maps that people fill. */
  readonly unknownFields: (raw: unknown) => readonly UnknownField[];
  readonly unknownWords: (raw: unknown) => readonly UnknownWord[];
  /** Fields that were sent with content, and that a reply to that lacks, as the contract spells them. */
  readonly lacking: (sent: object, raw: unknown) => readonly string[];
}

export function createReplyShape(contract: Contract, kind: string): ReplyShape {
  const { essential = [], optional = [], words = {} } = contractKindOf(kind) ?? {};
  const known = [...essential, ...optional].flatMap((field) => {
    const place = contract.spellingOf(kind, field);
    return place === null ? [] : [{ field, place }];
  });
  const respelled = contract.respelledWords(kind);
  const fixed = Object.entries(words).flatMap(([field, builtIn]) => {
    const place = contract.spellingOf(kind, field);
    const spellings = new Set(Object.values(respelled[field] ?? {}));
    return place === null ? [] : [{ place, spellings: spellings.size > 0 ? spellings : new Set(builtIn) }];
  });
  const unknownFields = unknownFieldsOf(known.map(({ place }) => place));
  return {
    unknownFields,
    unknownWords: (raw) =>
      fixed.flatMap(({ place, spellings }) => {
        const word = atPath(raw, place);
        return typeof word === "string" && word !== "" && !spellings.has(word) ? [{ place, word }] : [];
      }),
    lacking(sent, raw) {
      const lacked = known.filter(
        ({ place }) => hasContent(atPath(sent, place)) && (atPath(raw, place) ?? null) === null,
      );
      // Of a block that is missing, its parts are no news.
      return lacked
        .filter(({ place }) => !lacked.some((outer) => place.startsWith(`${outer.place}.`)))
        .map(({ field, place }) => (field === place ? place : `${place} (${field})`));
    },
  };
}

/** Known keys, each with those below it. */
type Tree = Map<string, Tree>;

/** Tells the fields of an object that are at none of these dotted paths, and lie in none of them. */
export function unknownFieldsOf(places: readonly string[]): (raw: unknown) => readonly UnknownField[] {
  const root: Tree = new Map();
  for (const place of places) {
    let at = root;
    for (const key of place.split(".")) {
      const next = at.get(key) ?? new Map<string, Tree>();
      at.set(key, next);
      at = next;
    }
  }
  return (raw) => unknownIn(root, raw, "");
}

function unknownIn(known: Tree, raw: unknown, block: string): readonly UnknownField[] {
  if (!isRecord(raw)) return [];
  return Object.keys(raw).flatMap((name) => {
    const parts = known.get(name);
    if (parts === undefined) return [{ block, name }];
    // What no known field lies in may be a map that people fill.
    if (parts.size === 0) return [];
    return unknownIn(parts, own(raw, name), block === "" ? name : `${block}.${name}`);
  });
}

/** An API may leave out what is empty. */
function hasContent(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
