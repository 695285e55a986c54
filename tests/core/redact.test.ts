import fc from "fast-check";
import { redact, rememberSecret } from "../../provider/core/redact";

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
          expect(redact(`before ${spelling} after`)).not.toContain(spelling);
        }
      }),
      { numRuns: 50 },
    );
  });
});
