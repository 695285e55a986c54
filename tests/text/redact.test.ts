import fc from "fast-check";
import { redact, redactForeign, rememberSecret } from "../../provider/text/redact";
import { expectSoon } from "../support/cpu-time";

describe("redaction", () => {
  test.each([
    { rule: "bearer headers", text: "Authorization: Bearer abc.def-123" },
    { rule: "JSON web tokens", text: "token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln" },
    {
      rule: "private keys",
      text: "-----BEGIN PRIVATE KEY-----\nMIIE abc.def-123\n-----END PRIVATE KEY-----",
    },
    { rule: "cut-off private keys", text: "-----BEGIN PRIVATE KEY-----\nMIIE abc.def-123" },
    { rule: "form bodies", text: "grant_type=x&client_secret=abc.def-123&scope=y" },
    { rule: "JSON fields", text: '{"client_secret":"abc.def-123"}' },
    { rule: "quoted fields with escapes", text: '{"private_key": "a\\"abc.def-123"}' },
  ])("takes out $rule", ({ text }) => {
    const clean = redact(text);
    expect(clean).toContain("[redacted]");
    expect(clean).not.toMatch(/abc\.def-123|c2ln/u);
  });

  test("leaves ordinary words alone", () => {
    const text = "priority: whole number from 1 to 10000, got 0. Use 1 for the lowest.";
    expect(redact(text)).toBe(text);
  });

  test.each([
    {
      rule: "the form of a key",
      text: "It starts with -----BEGIN PRIVATE KEY-----; openssl pkey takes it off.",
    },
    { rule: "the name of a setting", text: "clientSecret: the client secret of the account, got nothing." },
    {
      rule: "the name of a scheme",
      text: "Use Basic authentication of the account, or a Bearer credential.",
    },
  ])("leaves what our own sentences say of $rule", ({ text }) => {
    expect(redact(text)).toBe(text);
  });

  test.each(["client secret", "simulator", "changeme-please", "placeholder_secret"])(
    "a secret made of words, %p, goes from what others say, and leaves our own sentences readable",
    (secret) => {
      rememberSecret(secret);
      expect(redact(`The ${secret} is refused.`)).toBe(`The ${secret} is refused.`);
      expect(redactForeign(`The ${secret} is refused.`)).toBe("The [redacted] is refused.");
    },
  );

  test("the parts of secrets that overlap go as one", () => {
    rememberSecret("overlap-1-abcdefgh");
    rememberSecret("efgh-2-overlapping");
    expect(redact("<overlap-1-abcdefgh-2-overlapping>")).toBe("<[redacted]>");
  });

  test("of a long key, each line and the whole go", () => {
    const lines = Array.from({ length: 30 }, (_, index) =>
      Buffer.alloc(48, `line ${index} of key`).toString("base64"),
    );
    const key = `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\nrest==\n-----END PRIVATE KEY-----`;
    rememberSecret(key);
    for (const text of [
      key,
      JSON.stringify(key),
      encodeURIComponent(key),
      Buffer.from(key).toString("base64"),
    ]) {
      expect(redactForeign(`<${text}>`).length).toBeLessThan(60);
    }
    expect(redactForeign(`a ${lines[17]} b`)).toBe("a [redacted] b");
  });

  test.each([
    { rule: "angle brackets", text: "<".repeat(262_144) },
    { rule: "beginnings of tokens", text: "eyJ-".repeat(65_536) },
    { rule: "beginnings of tokens, apart", text: " eyJ-".repeat(52_428) },
    { rule: "beginnings of keys", text: "-----BEGIN PRIVATE KEY-----\nA".repeat(8_738) },
    { rule: "schemes", text: "Bearer ".repeat(37_449) },
    { rule: "names of fields", text: 'password="'.repeat(26_214) },
    { rule: "one letter", text: "a".repeat(262_144) },
  ])("a quarter of a megabyte of $rule is read in no time", ({ text }) => {
    rememberSecret("a".repeat(200));
    expectSoon(500, () => redactForeign(text));
  });

  test("the cost of an error doesn't grow with the number of secrets", () => {
    const keys = Array.from({ length: 600 }, (_, index) => {
      const body = Buffer.alloc(1_600, `${index} key material ${index * 7_919}`).toString("base64");
      return `-----BEGIN PRIVATE KEY-----\n${body.replace(/(.{64})/gu, "$1\n")}\n-----END PRIVATE KEY-----`;
    });
    const message = `Failed to create email address support@example.com: VCC answered 500. ${"Try again. ".repeat(20)}`;
    for (const key of keys) rememberSecret(key);
    expectSoon(500, () => keys.forEach(() => redact(message)));
  });

  test("takes out a remembered secret in every spelling", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 12, maxLength: 40 }), (secret) => {
        fc.pre(secret.trim().length >= 8 && !"[redacted]".includes(secret));
        rememberSecret(secret);
        for (const spelling of [
          secret,
          JSON.stringify(secret).slice(1, -1),
          encodeURIComponent(secret),
          Buffer.from(secret).toString("base64").replace(/=+$/u, ""),
        ]) {
          expect(redactForeign(`before ${spelling} after`)).not.toContain(spelling);
        }
      }),
      { numRuns: 50 },
    );
  });
});
