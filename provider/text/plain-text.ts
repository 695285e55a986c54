import { toUrl } from "./to-url";
import { isLoopback } from "./is-loopback";

/** Longest sentence, name or code of somebody else's that a message shows, in characters. Source: our choice. */
export const LONGEST_FOREIGN_TEXT = 300;
const LONGEST_LINK = 4_096;

/**
 * Characters that a terminal obeys rather than shows: control characters, with escape sequences and line ends among
 * them, invisible ones that turn the direction of reading, halves of surrogate pairs. Joiners within emoji and scripts
 * stay.
 */
const UNPRINTABLE = /(?:[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}){1,1000}/gu;
/** Azure Pipelines, TeamCity and old GitHub runners obey `##vso[…]` and its like anywhere in a line. */
const BRACKET_COMMAND = /##(?=[a-z]{0,16}\[)/giu;
/** GitHub's runners obey `::error::` and its like where a line starts with it. */
const COLON_COMMAND = /^\s*::/u;
/** Text that terminals and chats make a link of, also in the middle of a word. */
const LINK = /[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#]{0,255}|(?:javascript|data|vbscript|file):(?=\S)/giu;

/** Text as a line that a terminal and a CI system show and don't obey, cut at `maxCharacters`. */
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

/** Foreign text as one bounded line in which only links that `toLink` accepts look like links. */
export function toForeignLine(text: string, maxCharacters = LONGEST_FOREIGN_TEXT): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").replace(LINK, withoutDoubtfulLink);
  return toLine(line, maxCharacters);
}

/**
 * Parts that terminals and CI systems obey in a text that Pulumi prints: control characters but tabs and line ends,
 * turns of the reading direction, and commands. Pulumi's diff prints a text of one line in quotes, with escapes for all
 * of that but `##vso[`; of several lines it prints each as it is, unchanged ones behind nothing but spaces, which
 * GitHub's runner skips.
 */
const OBEYED =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\r(?!\n)|##[a-z]{0,16}\[|^[^\S\n\r\u2028\u2029]*::[a-z-]{1,40}(?=(?:\s[^\n]*?)?::)/gimu;

/** The text with a visible sign, such as ␛ or <U+202E>, for what is obeyed; it still differs from a text without. */
export function asContent(text: string): string {
  return text.replace(OBEYED, (part) => disarmed(part, "# #", ": :") ?? visibleSign(part));
}

/** Name, or other text of one line, with a visible sign for each part that is obeyed, and for tabs and line ends. */
export function asName(text: string): string {
  return asContent(text.replace(/[\t\n\r]/gu, visibleSign));
}

/**
 * HTML of the same meaning, with references for what is obeyed, and a sign for control characters, which it can't hold.
 */
export function asHtml(html: string): string {
  return html.replace(OBEYED, (part) => {
    if (part === "\r") return "\n";
    if (part === "\f") return " ";
    if (/^[\u202a-\u202e\u2066-\u2069]$/u.test(part)) return `&#x${hexOf(part)};`;
    return disarmed(part, "&#35;#", "&#58;:") ?? visibleSign(part);
  });
}

/** Control characters that HTML can't hold. */
export const UNUSABLE_IN_HTML = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]/u;

/**
 * First part that `asContent` would change, as a message names it: `U+001B` or `"##vso["`; undefined where it changes
 * nothing.
 */
export function obeyedPart(text: string): string | undefined {
  const part = text.match(OBEYED)?.[0];
  if (part === undefined) return undefined;
  return part.length === 1 ? `U+${hexOf(part)}` : JSON.stringify(part.trim());
}

/** JSON, or YAML that has in double quotes whatever `obeyedPart` finds, with escapes for it: it reads the same. */
export function withEscapes(text: string): string {
  return text.replace(OBEYED, (part) =>
    part.length === 1 ? `\\u${hexOf(part)}` : part.replace("##", "\\u0023#"),
  );
}

function disarmed(part: string, hashes: string, colons: string): string | undefined {
  return part.length === 1 ? undefined : part.replace(/##|::/u, part.includes("##") ? hashes : colons);
}

function visibleSign(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : `<U+${hexOf(character)}>`;
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
}

/** A link that a person may be asked to open: https, or http to this machine, without a user's name; else undefined. */
export function toLink(text: string): string | undefined {
  const url = text.length > LONGEST_LINK ? undefined : toUrl(text);
  if (url === undefined) return undefined;
  const { protocol, hostname, username, password, href } = url;
  if (username !== "" || password !== "") return undefined;
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname)) ? href : undefined;
}

function withoutDoubtfulLink(link: string): string {
  return toLink(link) === undefined ? link.replace(":", ": ") : link;
}
