import { distance } from "fastest-levenshtein";

/** One slip in each three letters: a missing, an additional or a wrong letter, or two that have changed places. */
const LETTERS_PER_SLIP = 3;
/** Of more, nothing is told: each wrong name would take time by the number of right ones. */
const MOST_COMPARED = 1_000;

/**
 * The known name that a misspelt one was meant for, compared without case; undefined where none is near enough, as
 * people follow what they are told: an inbox that is named instead of another one gets its mail.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const names = comparable(known);
  let near: { readonly name: string; readonly slips: number } | undefined;
  for (const other of names) {
    const slips = slipsBetween(name, other);
    if (slips < (near?.slips ?? Infinity)) near = { name: other, slips };
  }
  return near?.name;
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

/** Word by word, as `sales-de` and `sales-fr` are two things, however long the word that they share. */
function slipsBetween(name: string, other: string): number {
  const [words, others] = [wordsOf(name), wordsOf(other)];
  if (words.length !== others.length) return words.join("") === others.join("") ? 1 : Infinity;
  return words.reduce((sum, word, index) => sum + slipsInWord(word, others[index] ?? ""), 0);
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[-._\s]+/u);
}

function slipsInWord(word: string, other: string): number {
  // What differs in its number is another one of a series.
  if (digitsOf(word) !== digitsOf(other)) return Infinity;
  const slips = isSwap(word, other) ? 1 : distance(word, other);
  return slips * LETTERS_PER_SLIP <= Math.max(word.length, other.length) ? slips : Infinity;
}

function digitsOf(word: string): string {
  return word.replaceAll(/\D/gu, "");
}

/** Whether two neighbouring letters have changed places, and nothing else differs. */
function isSwap(word: string, other: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== other[index]);
  if (at < 0) return false;
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2) === other;
}
