import { escapeHtml } from "../../text/escape-html";

/** Words of letters, and small numbers: no forge makes a mention, link, reference, commit or emoji of them. */
const PLAIN = /^(?![a-f]{7,100}$)(?:[\p{L}\p{M}]{1,100}(?:['’-][\p{L}\p{M}]{1,100}){0,100}|[0-9]{1,6})$/u;
/** Marks of our sentences that stand by themselves. */
const MARK = /^[→–—·×…]$/u;
/** Punctuation of a sentence before a word, and behind it. */
const OPENING = /^[("'“‘„«]*/u;
const CLOSING = new Set("'\"’”»),.;:?!…");
/** At the start of a block, these begin a list. */
const LIST_MARK = /^([0-9]+)([.)])/u;

/**
 * Text within a line of Markdown, as it reads: each word that a parser or a forge might make something of is a code span,
 * as nothing is made of those: no mention, link, reference or emoji.
 */
export function toMarkdown(text: string): string {
  return byWord(text, codeSpan, String).replace(LIST_MARK, String.raw`$1\$2`);
}

/** The same within a block of HTML, in which Markdown is none. */
export function toInlineHtml(text: string): string {
  return byWord(text, (code) => `<code>${escapeHtml(code)}</code>`, escapeHtml);
}

/** Text as a code span of its own. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s/gu, " ");
  const fence = "`".repeat(longestRun(line) + 1);
  // A space at both ends is taken off again, unless there is nothing else.
  const isPadded = /^`|`$/u.test(line) || (/^ .* $/u.test(line) && /[^ ]/u.test(line));
  const pad = isPadded ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines in a fenced block, which nothing within them can end. */
export function fencedBlock(language: string, lines: readonly string[]): string {
  const text = lines.join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

function longestRun(text: string): number {
  return (text.match(/`+/gu) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

function byWord(
  text: string,
  toCode: (text: string) => string,
  toPunctuation: (punctuation: string) => string,
): string {
  return text
    .split(/\s+/u)
    .filter((token) => token !== "")
    .map((token) => {
      if (MARK.test(token)) return token;
      const { before, word, after } = withoutPunctuation(token);
      if (word === "") return toCode(token);
      const shown = PLAIN.test(word) ? word : toCode(word);
      return `${toPunctuation(before)}${shown}${toPunctuation(after)}`;
    })
    .join(" ");
}

/** The word, and what stands around it. A pattern for the end would be tried at each character. */
function withoutPunctuation(token: string): { before: string; word: string; after: string } {
  const start = OPENING.exec(token)?.[0].length ?? 0;
  let end = token.length;
  while (end > start && CLOSING.has(token.charAt(end - 1))) end -= 1;
  return { before: token.slice(0, start), word: token.slice(start, end), after: token.slice(end) };
}
