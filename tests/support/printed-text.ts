/** What terminals and CI systems obey, spellings that look like it, and links that nobody should open. */
export const HOSTILE_TEXTS = [
  "\u001b[31mred\u001b]8;;http://evil.example\u0007",
  "\n::error::owned",
  "\r\n  ::set-output name=a::b",
  "\r::error::owned",
  "::add-mask::e",
  "##vso[task.setvariable variable=a]b",
  "##[error]b",
  "##teamcity[buildStatus]",
  "javascript:alert(1)",
  "http://evil.example/",
  "\u202egnp.exe\u2066",
  "\u0085\u2028\u009b31m",
  "\ud800",
  "\u0000",
];

/** As a terminal and a CI system may get it. */
export function expectPrintable(text: string): void {
  for (const line of text.split("\n")) {
    expect(line).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    expect(line).not.toMatch(/^\s*::/u);
    expect(line).not.toMatch(/##[a-z]*\[/iu);
  }
}
/** Every way in which a secret may be written into a text. */
function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ v: secret }).toString().slice(2),
    ...(["base64", "base64url", "hex"] as const).map((encoding) =>
      bytes.toString(encoding).replace(/=+$/u, ""),
    ),
  ];
}

/** Fails where a text shows one of the secrets, in whatever spelling. */
export function expectNoSecret(text: string, secrets: readonly string[]): void {
  expect(secrets.flatMap(spellingsOf).filter((spelling) => text.includes(spelling))).toEqual([]);
}
