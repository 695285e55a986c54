const SHORTEST_SECRET = 6;
const SHORTEST_SECRET_LINE = 16;
export const REDACTED = "[redacted]";

/** Every spelling of every secret this process has touched. Kept here so that any text can be cleaned by value. */
const spellings = new Set<string>();

/**
 * Remembers a secret, so that `redact` removes it from any text: as it is, JSON-escaped, URL-encoded, in base64 and,
 * for PEM and the like, line by line. Values under 6 characters are ignored: they would black out ordinary words.
 */
export function rememberSecret(secret: string): void {
  if (secret.length < SHORTEST_SECRET) return;
  const lines = secret.split(/\r?\n|\\n/u).filter((line) => line.length >= SHORTEST_SECRET_LINE);
  for (const value of [secret, ...lines]) {
    spellings.add(value);
    spellings.add(JSON.stringify(value).slice(1, -1));
    spellings.add(encodeURIComponent(value));
    spellings.add(new URLSearchParams({ v: value }).toString().slice(2));
    for (const encoding of ["base64", "base64url", "hex"] as const) {
      // Without padding: inside a longer text the last characters depend on what follows.
      spellings.add(Buffer.from(value, "utf8").toString(encoding).replace(/=+$/u, ""));
    }
  }
}

const PATTERNS: readonly [RegExp, string][] = [
  // A credential holds a digit; without that, "Basic support" would be one.
  [/\b(Bearer|Basic)\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{6,}/giu, `$1 ${REDACTED}`],
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/gu, REDACTED],
  // A JSON web token: three base64url parts, the first an encoded `{"`. As the state of a consent link it has to stay.
  [/(?<![?&]state=)\beyJ[\w-]+\.[\w-]+\.[\w-]*/gu, REDACTED],
  [
    /(["']?\b(?:access_token|refresh_token|id_token|client_secret|clientSecret|client_assertion|assertion|private_key|privateKey|password)\b["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s&,;}"']+)/gu,
    `$1${REDACTED}`,
  ],
];

/** The text without any remembered secret, and without what looks like a token, a private key or a bearer header. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of [...spellings].sort((a, b) => b.length - a.length))
    clean = clean.replaceAll(secret, REDACTED);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}
