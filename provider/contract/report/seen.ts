import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName } from "../../../schema/contract/kinds";
import type { ReadOnlyClient } from "../../client/read-only";
import { readJson } from "../../values/json-object";
import { isRecord } from "../../values/records";
import type { Survey } from "../check/survey";
import { WORD } from "./allow-list";
import { type KnownPlaces, knownPlaces } from "./known-places";
import { leavesOf } from "./reported-check";

/** Texts of a profile that may be somebody's: of its APIs, and what stands for placeholders. */
export function textsOfProfile(contract: Contract, written: Contract): readonly string[] {
  const given = leavesOf(written.profile, []);
  return leavesOf(contract.profile, []).flatMap(({ path, value }, index) => {
    if (typeof value !== "string") return [];
    if (path[0] === "apis") return [value];
    const segments = String(given[index]?.value).split("/");
    return value.split("/").filter((segment) => !segments.includes(segment));
  });
}

/** A value with the keys above it; entries of a list are where the list is. */
interface Placed {
  readonly value: unknown;
  readonly keys: readonly string[];
}

/** Everything that a check has seen: what stands in the settings, and each text and number of each reply. */
export class Seen {
  readonly #texts: Set<string>;
  readonly #bodies: string[] = [];

  /** `settings`: texts of the settings, secrets among them. */
  constructor(settings: readonly string[]) {
    this.#texts = new Set(settings);
  }

  /** The client, each of whose replies is kept, whatever the check makes of it. */
  recording(client: ReadOnlyClient): ReadOnlyClient {
    return {
      calls: () => client.calls(),
      get: async (api, path, accept) => {
        const answer = await client.get(api, path, accept);
        this.#texts.add(path);
        if ("body" in answer) this.#bodies.push(answer.body);
        return answer;
      },
    };
  }

  /** All texts, with keys of maps that hold data. Words in fields of fixed words are told by themselves. */
  texts(survey: Survey, contract: Contract): ReadonlySet<string> {
    const texts = new Set(this.#texts);
    const places = knownPlaces(contract, "emailAddress").wordPlaces.map((place) => place.split("."));
    for (const body of this.#bodies) addBody(texts, body, places);
    const add = (kind: ContractKindName, objects: readonly unknown[]) => {
      const known = knownPlaces(contract, kind);
      for (const object of objects) addKeysOfData(texts, object, known, "");
    };
    for (const { kind, objects } of survey.lists) add(kind, objects);
    add("emailSignature", survey.signatures.objects);
    return texts;
  }
}

function addBody(texts: Set<string>, body: string, wordPlaces: readonly (readonly string[])[]): void {
  const read = readJson(body);
  if (!("value" in read)) {
    texts.add(body);
    return;
  }
  const left: Placed[] = [{ value: read.value, keys: [] }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, keys } = next;
    if (typeof value === "number" || typeof value === "string") {
      const isOfWords = WORD.test(String(value)) && wordPlaces.some((place) => isAt(place, keys));
      if (!isOfWords) texts.add(String(value));
    }
    // A list with as many entries as this can't be spread.
    if (Array.isArray(value)) for (const entry of value) left.push({ value: entry, keys });
    else if (isRecord(value))
      for (const [key, part] of Object.entries(value)) left.push({ value: part, keys: pathTo(keys, key) });
  }
}

/** What lies deeper is at no place of the contract. */
const DEEPEST = 8;

function pathTo(keys: readonly string[], key: string): readonly string[] {
  return keys.length >= DEEPEST ? keys : [...keys, key];
}

/** True at this place of an object, or of an object in a list's reply. */
function isAt(place: readonly string[], keys: readonly string[]): boolean {
  const above = keys.length - place.length;
  return (above === 0 || above === 1) && place.every((key, index) => key === keys[above + index]);
}

/** Keys below what isn't a block of the contract, however deep. */
function addKeysOfData(texts: Set<string>, object: unknown, known: KnownPlaces, block: string): void {
  if (!isRecord(object)) return;
  for (const [key, value] of Object.entries(object)) {
    const place = block === "" ? key : `${block}.${key}`;
    if (known.isBlock(place)) addKeysOfData(texts, value, known, place);
    else addAllKeys(texts, value);
  }
}

function addAllKeys(texts: Set<string>, value: unknown): void {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (Array.isArray(next)) for (const entry of next) left.push(entry);
    else if (isRecord(next))
      for (const [key, part] of Object.entries(next)) {
        texts.add(key);
        left.push(part);
      }
  }
}
