import type { Contract } from "../../../schema/contract/contract";
import { type ContractKindName, contractKindOf } from "../../../schema/contract/kinds";
import { own } from "../../values/own";

/** A field of fixed words. */
export interface KnownWords {
  /** The contract's words, by their spellings in VCC's JSON. */
  readonly bySpelling: ReadonlyMap<string, string>;
}

/** What a contract knows of the places in a kind's objects. */
export interface KnownPlaces {
  fieldAt(place: string): string | undefined;
  /** True for a map in which the contract has fields: its keys are names, not data. */
  isBlock(place: string): boolean;
  wordsOf(field: string): KnownWords | undefined;
  /** Places of fields of fixed words. */
  readonly wordPlaces: readonly string[];
}

export function knownPlaces(contract: Contract, kind: ContractKindName): KnownPlaces {
  const facts = contractKindOf(kind);
  const fields = [...(facts?.essential ?? []), ...(facts?.optional ?? [])];
  const byPlace = new Map<string, string>();
  for (const field of fields) {
    const place = contract.spellingOf(kind, field);
    if (place !== null) byPlace.set(place, field);
  }
  const blocks = new Set([...byPlace.keys()].flatMap(blocksOf));
  const words = facts?.words ?? {};
  const respelled = contract.respelledWords(kind);
  return {
    fieldAt: (place) => byPlace.get(place),
    isBlock: (place) => blocks.has(place),
    wordsOf(field) {
      const known = own(words, field);
      if (known === undefined) return undefined;
      const spelled = own(respelled, field);
      return { bySpelling: new Map(known.map((word) => [own(spelled, word) ?? word, word])) };
    },
    wordPlaces: Object.keys(words).flatMap((field) => contract.spellingOf(kind, field) ?? []),
  };
}

/** Of `a.b.c` these are `a` and `a.b`. */
function blocksOf(place: string): readonly string[] {
  const parts = place.split(".").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}
