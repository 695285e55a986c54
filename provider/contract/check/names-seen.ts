import { isOurName } from "./field-rules";

/** So many characters in a row of anything that was seen are in no name that is told. */
const SHARED = 6;
/** Shorter texts occur anywhere. */
const SHORTEST = 4;

/**
 * Those of the names that share six characters in a row with a text that was seen, or hold a whole word of it of four.
 * Letters and digits alone count, without case and accents. Names that APIs give to such fields are nobody's, also as a
 * part of another one.
 */
export function namesSeenIn(names: ReadonlySet<string>, seen: Iterable<string>): ReadonlySet<string> {
  const owners = new Map<string, string[]>();
  for (const name of names)
    for (const piece of piecesOf(name)) {
      const known = owners.get(piece);
      if (known === undefined) owners.set(piece, [name]);
      else known.push(name);
    }
  const found = new Set<string>();
  if (owners.size === 0) return found;
  const look = (piece: string) => owners.get(piece)?.forEach((name) => found.add(name));
  for (const text of seen) {
    for (const word of wordsOf(text)) look(word.length < SHARED ? wholeOf(word) : word);
    const letters = lettersOf(text);
    if (letters.length < SHARED) look(wholeOf(letters));
    for (let at = 0; at + SHARED <= letters.length; at += 1) look(letters.slice(at, at + SHARED));
  }
  return found;
}

/** What is looked for of a name: its words, and its parts that aren't within a word that is nobody's. */
function piecesOf(name: string): ReadonlySet<string> {
  const letters = lettersOf(name);
  const words = wordsOf(name);
  const nobodys = words.filter(isOurName);
  const partsOf = (size: number) =>
    Array.from({ length: Math.max(0, letters.length - size + 1) }, (_, at) =>
      letters.slice(at, at + size),
    ).filter((part) => !nobodys.some((word) => word.includes(part)));
  const short = Array.from({ length: SHARED - SHORTEST }, (_, more) => partsOf(SHORTEST + more));
  return new Set([
    ...words.filter((word) => word.length >= SHORTEST && !nobodys.includes(word)),
    ...partsOf(SHARED),
    ...short.flat().map(wholeOf),
    ...(letters.length >= SHORTEST ? [letters] : []),
  ]);
}

/** A text that is looked for as a whole. */
function wholeOf(letters: string): string {
  return `=${letters}`;
}

function lettersOf(text: string): string {
  return folded(text).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Words, also of `camelCase`, `HTTPName` and `name12`. */
function wordsOf(text: string): readonly string[] {
  const parted = text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replaceAll(/(\p{L})(\p{N})/gu, "$1 $2")
    .replaceAll(/(\p{N})(\p{L})/gu, "$1 $2");
  return folded(parted).split(/[^\p{L}\p{N}]+/u);
}

/** Letters that have no form without their mark, as people spell them where there is none. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  æ: "ae",
  œ: "oe",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
};

function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[ßøæœđðłþ]/gu, (letter) => SPELLED[letter] ?? letter);
}
