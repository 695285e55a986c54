import { isLoopback } from "./loopback";

/** Longest sentence, name or code of somebody else's that a message shows, in characters. Source: our choice. */
export const LONGEST_FOREIGN_TEXT = 300;
const LONGEST_LINK = 4_096;

/**
 * What a terminal obeys rather than shows: control characters, with escape sequences and line ends among them, invisible
 * ones that turn the direction of reading, halves of surrogate pairs. Joiners within emoji and scripts stay.
 */
const UNPRINTABLE = /(?:[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf})+/gu;
/** Azure Pipelines, TeamCity and old GitHub runners obey `##vso[…]` and its like anywhere in a line. */
const BRACKET_COMMAND = /##(?=[a-z]{0,16}\[)/giu;
/** GitHub's runners obey `::error::` and its like where a line starts with it. */
const COLON_COMMAND = /^\s*::/u;
/** What terminals and chats make a link of, also in the middle of a word. */
const LINK = /[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#]{0,255}|(?:javascript|data|vbscript|file):(?=\S)/giu;

/** One line that a terminal and a CI system show and don't obey, cut at `maxCharacters`. */
export function toLine(text: string, maxCharacters = Number.POSITIVE_INFINITY): string {
  const line = text
    .replace(UNPRINTABLE, " ")
    .replace(BRACKET_COMMAND, "# #")
    .replace(COLON_COMMAND, ": :")
    .trim();
  // Not in the middle of a character.
  return line.length > maxCharacters
    ? `${line.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/u, "")}…`
    : line;
}

/** What somebody else says, as one bounded line in which only links that `toLink` accepts look like links. */
export function toForeignLine(text: string, maxCharacters = LONGEST_FOREIGN_TEXT): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").replace(LINK, withoutDoubtfulLink);
  return toLine(line, maxCharacters);
}

/**
 * The text with a visible sign, such as ␛, for each control character but white space: Pulumi prints what is in the
 * state as it is. It still differs from a text without them.
 */
export function withVisibleControls(text: string): string {
  return text.replace(/[\u0000-\u0008\u000e-\u001f\u007f]/gu, (character) =>
    character === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + character.charCodeAt(0)),
  );
}

/** A link that a person may be asked to open: https, or http to this machine, without a user's name; else undefined. */
export function toLink(text: string): string | undefined {
  if (text.length > LONGEST_LINK || !URL.canParse(text)) return undefined;
  const { protocol, hostname, username, password, href } = new URL(text);
  if (username !== "" || password !== "") return undefined;
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname)) ? href : undefined;
}

function withoutDoubtfulLink(link: string): string {
  return toLink(link) === undefined ? link.replace(":", ": ") : link;
}
