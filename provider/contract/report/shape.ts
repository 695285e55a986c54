import { isRecord } from "../../values/records";
import { MOST_PLACES } from "../check/fields";
import { formOfDataSources } from "../check/field-rules";
import { WITHHELD } from "../check/disclosure";
import type { Bag } from "../check/page";
import { hiddenField } from "./allow-list";
import type { Shape, TypeName } from "./contract-report";
import type { KnownPlaces } from "./known-places";
import type { Names } from "./names";
import { Span } from "./range";

/** What lies deeper isn't looked at. */
const DEEPEST = 8;
/** Stands for all larger numbers as well: an exact one could be a value. */
const MOST_COUNTED = 9_999;
/** A field with more other words than these isn't one of words. */
const MOST_WORDS = 6;

/** `block`: a map of the contract at this place, whose keys are names. `pairs`: data sources. `open`: a map of data. */
type Within = { readonly block: string } | "pairs" | "open";

/** What objects of a kind look like; null where there are none. */
export function shapeOf(objects: readonly Bag[], known: KnownPlaces, names: Names): Shape | null {
  if (objects.length === 0) return null;
  const shapes = new Shapes(known, names, hasTooManyNames(objects, known));
  const root = new Node();
  for (const object of objects) shapes.add(root, object, { block: "" }, 0);
  return root.render(names);
}

/** Objects with more names than these are maps of data themselves. */
function hasTooManyNames(objects: readonly Bag[], known: KnownPlaces): boolean {
  const found = new Set<string>();
  const gather = (map: Bag, block: string): void => {
    for (const [key, value] of Object.entries(map)) {
      const place = placeIn(block, key);
      if (known.isBlock(place) && isRecord(value)) gather(value, place);
      else if (known.fieldAt(place) === undefined) found.add(key);
    }
  };
  for (const object of objects) gather(object, "");
  return found.size > MOST_PLACES;
}

class Shapes {
  readonly #known: KnownPlaces;
  readonly #names: Names;
  readonly #isOpen: boolean;

  constructor(known: KnownPlaces, names: Names, isOpen: boolean) {
    this.#known = known;
    this.#names = names;
    this.#isOpen = isOpen;
  }

  add(node: Node, value: unknown, within: Within, depth: number): void {
    node.count(value);
    if (depth >= DEEPEST) return;
    if (Array.isArray(value))
      for (const entry of value) this.add(node.entry(), entry, toEntry(within), depth + 1);
    if (isRecord(value)) this.#addMap(node, value, within, depth);
  }

  #addMap(node: Node, map: Bag, within: Within, depth: number): void {
    const isPair = within === "pairs" && formOfDataSources([map]) === "list";
    for (const [key, value] of Object.entries(map)) {
      if (typeof within === "object") this.#addNamed(node, key, value, within.block, depth);
      else {
        const isTold = isPair && (key === "name" || key === "value");
        this.add(node.child(isTold ? key : WITHHELD), value, "open", depth + 1);
      }
    }
  }

  /** A key of an object, or of a block in it. */
  #addNamed(node: Node, key: string, value: unknown, block: string, depth: number): void {
    const place = placeIn(block, key);
    const field = this.#known.fieldAt(place);
    const isBlock = this.#known.isBlock(place);
    const isTold = field !== undefined || isBlock || !this.#isOpen;
    const name = isTold ? this.#names.name(key) : WITHHELD;
    const child = node.child(field !== undefined && name === WITHHELD ? hiddenField(field) : name);
    if (field !== undefined) child.field = field;
    const words = field === undefined ? undefined : this.#known.wordsOf(field);
    if (words !== undefined && typeof value === "string") child.addWord(words.bySpelling.get(value), value);
    this.add(
      child,
      value,
      isBlock ? { block: place } : field === "dataSources" ? "pairs" : "open",
      depth + 1,
    );
  }
}

/** A key with a dot in it is at no place of the contract. */
function placeIn(block: string, key: string): string {
  if (key.includes(".")) return "";
  return block === "" ? key : `${block}.${key}`;
}

/** A list's entries are none of the contract's blocks. */
function toEntry(within: Within): Within {
  return typeof within === "object" ? "open" : within;
}

class Node {
  field: string | undefined;
  readonly #types = new Map<TypeName, number>();
  readonly #characters = new Span("lengths");
  readonly #digits = new Span("counts");
  readonly #items = new Span("counts");
  readonly #keys = new Span("counts");
  readonly #words = new Map<string, number>();
  readonly #others = new Map<string, number>();
  readonly #below = new Map<string, Node>();
  #each: Node | undefined;

  count(value: unknown): void {
    const type = typeOf(value);
    increase(this.#types, type);
    if (typeof value === "string") this.#characters.add([...value].length);
    if (typeof value === "number") this.#digits.add(digitsOf(value));
    if (Array.isArray(value)) this.#items.add(value.length);
    if (isRecord(value)) this.#keys.add(Object.keys(value).length);
  }

  addWord(known: string | undefined, word: string): void {
    if (known === undefined) increase(this.#others, word);
    else increase(this.#words, known);
  }

  entry(): Node {
    return (this.#each ??= new Node());
  }

  child(key: string): Node {
    const node = this.#below.get(key) ?? new Node();
    this.#below.set(key, node);
    return node;
  }

  render(names: Names): Shape {
    const [characters, digits] = [this.#characters.render(), this.#digits.render()];
    const [items, keys] = [this.#items.render(), this.#keys.render()];
    const words = this.#renderWords(names);
    const below = sorted(this.#below).map(([key, node]) => [key, node.render(names)]);
    return {
      ...(this.field !== undefined && { field: this.field }),
      types: toCounts(this.#types),
      ...(characters !== undefined && { characters }),
      ...(digits !== undefined && { digits }),
      ...(words.size > 0 && { words: toCounts(words) }),
      ...(items !== undefined && { items }),
      ...(this.#each && { each: this.#each.render(names) }),
      ...(keys !== undefined && { keys }),
      ...(below.length > 0 && { below: Object.fromEntries(below) as Record<string, Shape> }),
    };
  }

  #renderWords(names: Names): Map<string, number> {
    const words = new Map(this.#words);
    const isOfWords = this.#others.size <= MOST_WORDS;
    for (const [word, count] of this.#others) increase(words, isOfWords ? names.word(word) : WITHHELD, count);
    return words;
  }
}

function typeOf(value: unknown): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : "map";
}

function digitsOf(number: number): number {
  return Math.max(1, Math.floor(Math.log10(Math.max(1, Math.abs(number)))) + 1);
}

function increase<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function toCounts<Key extends string>(counts: ReadonlyMap<Key, number>): Readonly<Record<Key, number>> {
  const rows = sorted(counts).map(([key, count]) => [key, Math.min(count, MOST_COUNTED)]);
  return Object.fromEntries(rows) as Record<Key, number>;
}

/** In an order that is the account's in nothing. */
function sorted<Key extends string, Value>(map: ReadonlyMap<Key, Value>): readonly [Key, Value][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}
