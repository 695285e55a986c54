import { isRecord } from "../../values/records";
import { isOurName, isOurs } from "./allow-list";

/** So many characters in a row of anything that was seen are in no report. */
const SHARED = 6;
/** So long are words that are looked for as a whole. */
const SHORTEST_WORD = 4;
const LARGEST = 99_999;

/** What a report may hold besides the allow-list. */
export interface Agreed {
  /** Names that the person agreed to. */
  readonly names: ReadonlySet<string>;
  readonly packageVersion: string;
}

/**
 * JSON paths of all texts and numbers in a report that are neither on the allow-list nor agreed to; each is a defect of
 * what built it.
 */
export function strangersIn(report: string, { names, packageVersion }: Agreed): readonly string[] {
  const isKnown = (text: string) => isOurs(text) || names.has(text) || text === "" || text === packageVersion;
  const isFine = (part: string | number) =>
    typeof part === "number"
      ? Number.isInteger(part) && part >= 0 && part <= LARGEST
      : isKnown(part) || part.split(/[./]/u).every(isKnown);
  return partsOf(JSON.parse(report), "$").flatMap(({ part, path }) => (isFine(part) ? [] : [path]));
}

interface Part {
  readonly part: string | number;
  /** Where it is, by numbers alone: a key could be what must not be told. */
  readonly path: string;
}

/** Each key, text and number. */
function partsOf(value: unknown, path: string): readonly Part[] {
  if (typeof value === "string" || typeof value === "number") return [{ part: value, path }];
  if (Array.isArray(value)) return value.flatMap((entry, index) => partsOf(entry, `${path}[${index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part], index) => {
    const below = `${path}.${isOurs(key) ? key : `key ${index + 1}`}`;
    return [{ part: key, path: below }, ...partsOf(part, below)];
  });
}

/**
 * Those of the names that share six characters in a row with a text that was seen, or a word of four. Letters and digits
 * alone count, without case and accents. What is on the allow-list is nobody's, also as a part of a name.
 */
export function namesSeenIn(names: ReadonlySet<string>, seen: Iterable<string>): ReadonlySet<string> {
  const owners = new Map<string, string[]>();
  for (const name of names)
    for (const piece of piecesOf(name)) owners.set(piece, [...(owners.get(piece) ?? []), name]);
  const found = new Set<string>();
  if (owners.size === 0) return found;
  const look = (piece: string) => owners.get(piece)?.forEach((name) => found.add(name));
  for (const text of seen) {
    for (const word of wordsOf(text)) look(word);
    const letters = lettersOf(text);
    for (let at = 0; at + SHARED <= letters.length; at += 1) look(letters.slice(at, at + SHARED));
  }
  return found;
}

/** What is looked for of a name: its words, and each six letters that aren't within one word of the allow-list. */
function piecesOf(name: string): ReadonlySet<string> {
  const letters = lettersOf(name);
  const words = wordsOf(name);
  const ours = words.filter(isOurName);
  const windows = Array.from({ length: Math.max(0, letters.length - SHARED + 1) }, (_, at) =>
    letters.slice(at, at + SHARED),
  );
  return new Set([
    ...words.filter((word) => word.length >= SHORTEST_WORD && !ours.includes(word)),
    ...windows.filter((window) => !ours.some((word) => word.includes(window))),
    ...(letters.length >= SHORTEST_WORD ? [letters] : []),
  ]);
}

function lettersOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Words, also of `camelCase`. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.toLowerCase());
}
