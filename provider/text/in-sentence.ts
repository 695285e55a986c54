import { asName } from "./plain-text";

/** Longest text of somebody else's within a sentence, in characters. Source: our choice. */
const LONGEST_SHOWN = 120;
/** Longest sentence, in characters. Source: our choice. */
const LONGEST_SENTENCE = 600;
/** Names that stand in a sentence without quotes: mailboxes, names of resources, paths. */
const BARE = /^[\p{L}\p{M}\p{N}_.+@/-]+(?::[\p{L}\p{M}\p{N}_.+@/-]+){0,100}$/u;
/** Characters that nobody sees, but for the joiners of emoji and scripts. A value must not seem to be another one. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu;

/** Text of one line that a terminal and a CI system don't obey, with a sign such as <U+200B> for what nobody sees. */
export function asLine(text: string): string {
  return asName(text).replace(
    INVISIBLE,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`,
  );
}

/** A sentence, which may quote others, as one bounded line. */
export function asSentence(text: string): string {
  return cutText(
    asLine(
      text
        .slice(0, 2 * LONGEST_SENTENCE)
        .replace(/\s+/gu, " ")
        .trim(),
    ),
    LONGEST_SENTENCE,
  );
}

/** The name of a mailbox, resource or file within a sentence: in quotes where it might be taken for more. */
export function describeName(name: string): string {
  return name.length <= LONGEST_SHOWN && BARE.test(name) ? asLine(name) : quoted(name);
}

/** Quotes and backslashes are escaped as in JSON: nobody's value can end its quotes and go on in our words. */
export function quoted(text: string): string {
  const line = asLine(text.slice(0, 2 * LONGEST_SHOWN)).replace(/["\\]/gu, String.raw`\$&`);
  return `"${cutText(line, LONGEST_SHOWN, text.length > 2 * LONGEST_SHOWN)}"`;
}

/** Not in the middle of a character, nor after the half of an escape. */
function cutText(text: string, maxLength: number, isCut = false): string {
  if (text.length <= maxLength && !isCut) return text;
  return `${text.slice(0, maxLength).replace(/(?:[\ud800-\udbff]|\\)$/u, "")}…`;
}
