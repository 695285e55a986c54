import { distance } from "fastest-levenshtein";

/** Letters per slip that is allowed: a missing, an additional or a wrong letter, or two that have changed places. */
const LETTERS_PER_SLIP = 3;
/** Of more, nothing is told: each wrong name would take time by the number of right ones. */
const MOST_COMPARED = 1_000;

/**
 * The known name that a misspelt one was meant for, compared without case; undefined where none is near enough, because
 * people follow what they are told: an inbox that is named instead of another one gets its mail.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  return nearestAmong(known)(name);
}

/**
 * Finds the nearest known name for many names, each of which is compared with the known ones that have its words and
 * digits alone.
 */
export function nearestAmong(known: Iterable<string>): (name: string) => string | undefined {
  const names = comparable(known).map(toSpelling);
  return (name) => {
    const spelling = toSpelling(name);
    let near: { readonly name: string; readonly slips: number } | undefined;
    for (const other of names) {
      const slips = slipsBetween(spelling, other);
      if (slips < (near?.slips ?? Infinity)) near = { name: other.name, slips };
    }
    return near?.name;
  };
}

/** ` Did you mean "support"?`; nothing where no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
}

/** Of too many names, none. */
export function comparable(known: Iterable<string>): string[] {
  const names: string[] = [];
  for (const name of known) if (names.push(name) > MOST_COMPARED) return [];
  return names;
}

interface Spelling {
  readonly name: string;
  readonly words: readonly string[];
  /** The words without what stands between them. */
  readonly joined: string;
  /** The digits of each word: what differs in its number is another one of a series. */
  readonly digits: string;
}

function toSpelling(name: string): Spelling {
  const words = name.toLowerCase().split(/[-._\s]+/u);
  return { name, words, joined: words.join(""), digits: words.join(" ").replaceAll(/[^\d ]/gu, "") };
}

/** Word by word, because `sales-de` and `sales-fr` are two things, however long the word that they share. */
function slipsBetween({ words, joined, digits }: Spelling, other: Spelling): number {
  if (words.length !== other.words.length) return joined === other.joined ? 1 : Infinity;
  if (digits !== other.digits) return Infinity;
  let sum = 0;
  for (const [index, word] of words.entries()) {
    sum += slipsInWord(word, other.words[index] ?? "");
    if (sum === Infinity) break;
  }
  return sum;
}

function slipsInWord(word: string, other: string): number {
  const most = Math.max(word.length, other.length) / LETTERS_PER_SLIP;
  if (word === other) return 0;
  if (Math.abs(word.length - other.length) > most) return Infinity;
  const slips = isSwap(word, other) ? 1 : distance(word, other);
  return slips <= most ? slips : Infinity;
}

/** True if two neighbouring letters have changed places, and nothing else differs. */
function isSwap(word: string, other: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== other[index]);
  if (at < 0) return false;
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2) === other;
}
