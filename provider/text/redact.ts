import { TextIndex } from "./text-index";

const SHORTEST_SECRET = 6;
const SHORTEST_SECRET_LINE = 16;
/** A longer spelling is recognised by its beginning. */
const LONGEST_NEEDLE = 128;
const LONGEST_SECRET = 65_536;
/**
 * Length below which a secret may well be a part of our own sentences, in characters; so may a longer one of nothing
 * but words.
 */
const SHORTEST_UNMISTAKABLE = 12;
const LONGEST_WORDS = 32;
const WORDS = /^[\p{L}\s._-]*$/u;
export const REDACTED = "[redacted]";

/** Spellings of every secret this process has touched. Kept here so that any text can be cleaned by value. */
const remembered = new Set<string>();
const all = new TextIndex();
const unmistakable = new TextIndex();

/**
 * Remembers a secret, so that `redactForeign` removes it from any text: as it is, JSON-escaped, URL-encoded, in base64,
 * in hexadecimal and, for PEM and the like, line by line. Values under 6 characters are ignored: they would black out
 * parts of ordinary words. Of a value, the first 65,536 characters count.
 */
export function rememberSecret(secret: string): void {
  const value = secret.slice(0, LONGEST_SECRET);
  if (value.length < SHORTEST_SECRET || remembered.has(value)) return;
  remembered.add(value);
  const isWord = mayBeWords(value);
  for (const needle of needlesOf(value)) {
    all.add(needle);
    if (!isWord) unmistakable.add(needle);
  }
}

/** True if a secret is so short, or so much like words, that it isn't hidden in every text. */
export function mayBeWords(secret: string): boolean {
  return secret.length < SHORTEST_UNMISTAKABLE || (secret.length < LONGEST_WORDS && WORDS.test(secret));
}

/** Takes these secrets, which nobody has to remember, out of content as `redactContent` does the others. */
export function redactorOf(secrets: Iterable<string>): (text: string) => string {
  const index = new TextIndex();
  for (const secret of secrets) {
    const value = secret.slice(0, LONGEST_SECRET);
    if (value.length < SHORTEST_SECRET || mayBeWords(value)) continue;
    for (const needle of needlesOf(value)) index.add(needle);
  }
  return (text) => withoutKnown(text, index);
}

function needlesOf(value: string): readonly string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const lines = [value, escaped].flatMap((text) => text.split(/\r?\n|(?:\\r)?\\n/u));
  const encoded = [
    ...(/\p{Cs}/u.test(value) ? [] : [encodeURIComponent(value)]),
    new URLSearchParams({ v: value }).toString().slice(2),
    // Without padding: inside a longer text the last characters depend on what follows.
    ...(["base64", "base64url", "hex"] as const).map((encoding) =>
      Buffer.from(value, "utf8")
        .toString(encoding)
        .replace(/={1,2}$/u, ""),
    ),
  ];
  return [
    ...pieces(value),
    ...pieces(escaped),
    ...lines.filter((line) => line.length >= SHORTEST_SECRET_LINE).flatMap(pieces),
    ...encoded.map((text) => text.slice(0, LONGEST_NEEDLE)),
  ];
}

/** The whole text in overlapping pieces of one length, or, without any space in it, its beginning. */
function pieces(text: string): readonly string[] {
  if (text.length <= LONGEST_NEEDLE) return [text];
  if (!/\s/u.test(text)) return [text.slice(0, LONGEST_NEEDLE)];
  const starts = Array.from({ length: Math.ceil(text.length / LONGEST_NEEDLE) }, (_, index) =>
    Math.min(index * LONGEST_NEEDLE, text.length - LONGEST_NEEDLE),
  );
  return starts.map((start) => text.slice(start, start + LONGEST_NEEDLE));
}

type Pattern = readonly [RegExp, string];

const NAMES =
  "(?:access_token|refresh_token|id_token|client_secret|clientSecret|client_assertion|assertion|private_key|privateKey|password)";
const VALUE = `(?:"(?:[^"\\\\]|\\\\.){0,8192}"?|'[^']{0,8192}'?|[^\\s&,;}"']+)`;

/** Patterns that only secrets match. Each costs by the length of the text. */
const UNMISTAKABLE_PATTERNS: readonly Pattern[] = [
  // A credential holds a digit; without that, "Basic authentication" would be one.
  [/\b(Bearer|Basic)\s{1,8}(?=[A-Za-z.~+/=_-]{0,2000}\d)[\w.~+/=-]{6,}/giu, `$1 ${REDACTED}`],
  [
    /-----BEGIN [A-Z0-9 ]{1,40}-----(?=(?:\s|\\[nr]){1,8}[A-Za-z0-9+/])(?:(?!-----)[\s\S]){0,16384}(?:-----END [A-Z0-9 ]{1,40}-----)?/gu,
    REDACTED,
  ],
  // A JSON web token: three base64url parts, the first an encoded `{"`. As the state of a consent link it has to stay.
  [/(?<![\w-]|[?&]state=)eyJ[\w-]{1,4096}\.[\w-]{1,16384}\.[\w-]*/gu, REDACTED],
  // A field of JSON or of a form.
  [new RegExp(`((["'])${NAMES}\\2\\s{0,8}:\\s{0,8}|\\b${NAMES}=)${VALUE}`, "gu"), `$1${REDACTED}`],
];

/** Patterns of secrets in foreign text; in our own, words follow such a name. */
const FOREIGN_PATTERNS: readonly Pattern[] = [
  ...UNMISTAKABLE_PATTERNS,
  // The password of a URL.
  [/\b([a-z][a-z\d+.-]{0,30}:\/\/[^\s/:@"']{0,256}:)[^\s/@"']{1,1024}(?=@)/giu, `$1${REDACTED}`],
  [new RegExp(`(\\b${NAMES}\\s{0,8}[:=]\\s{0,8})${VALUE}`, "gu"), `$1${REDACTED}`],
];

/**
 * Somebody else's content that has to stay exactly as it is, such as a name or HTML: without what is a secret beyond
 * doubt, by value.
 */
export function redactContent(text: string): string {
  return withoutKnown(text, unmistakable);
}

/**
 * Our own text, which may hold somebody else's: without what is a secret beyond doubt, by value or by its look. A secret
 * that might be an ordinary word stays, because our own words have to be readable; `redactForeign` takes it out.
 */
export function redact(text: string): string {
  return replaceAll(redactContent(text), UNMISTAKABLE_PATTERNS);
}

/** Somebody else's text without any remembered secret, and without what looks like one. */
export function redactForeign(text: string): string {
  return replaceAll(withoutKnown(text, all), FOREIGN_PATTERNS);
}

function replaceAll(text: string, patterns: readonly Pattern[]): string {
  return patterns.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

/** The text without known spellings; several that overlap go as one. */
function withoutKnown(text: string, index: TextIndex): string {
  let clean = "";
  let copied = 0;
  for (const { start, end } of hiddenParts(text, index)) {
    clean += text.slice(copied, start) + REDACTED;
    copied = end;
  }
  return clean + text.slice(copied);
}

function hiddenParts(text: string, index: TextIndex): readonly { readonly start: number; end: number }[] {
  const parts: { readonly start: number; end: number }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const length = index.lengthAt(text, at);
    if (length === 0) continue;
    let last = parts.at(-1);
    if (last === undefined || at > last.end) parts.push((last = { start: at, end: at }));
    last.end = Math.max(last.end, at + length);
    if (length === LONGEST_NEEDLE) last.end = endOfWord(text, last.end);
  }
  return parts;
}

/** End of the unbroken rest of a spelling of which only the beginning is known. */
function endOfWord(text: string, start: number): number {
  let end = start;
  while (/[\w+/=%.~-]/u.test(text.charAt(end))) end += 1;
  return end;
}
