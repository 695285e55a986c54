/** Every way in which a secret may be written into a text. */
export function spellingsOf(secret: string): readonly string[] {
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
