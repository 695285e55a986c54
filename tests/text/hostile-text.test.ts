import * as fc from "fast-check";
import { readErrorBody } from "../../provider/client/error-shapes";
import { parsePrivateKey } from "../../provider/credentials/material/pem";
import { topKey } from "../../provider/report/read/property-paths";
import { toMarkdown } from "../../provider/report/render/escape-markdown";
import { shownCopy } from "../../provider/report/render/html/shown-copy";
import { normalizeHtml } from "../../provider/simulator/account/normalize-html";
import { canonicalHtml, parseBounded } from "../../provider/text/html";
import { htmlFeatures } from "../../provider/text/html-features";
import { describeName } from "../../provider/text/in-sentence";
import { toLine } from "../../provider/text/plain-text";
import { rememberSecret } from "../../provider/text/redact";
import { visibleText } from "../../provider/text/visible-text";
import { EmailAddressInputs } from "../../schema/email-address";
import { growthProblem } from "../support/growth";
import { HOSTILE_PIECES, HOSTILE_TEXTS } from "../support/hostile-pieces";
import { answer, READERS, SECRET } from "../support/readers-of-text";

/** Whether time grows by the length, `npm run test:slow` tries with longer ones. */
const CHARACTERS = 4_000;

beforeAll(() => rememberSecret(SECRET));

describe.each(Object.entries(READERS))("%s", (_name, { read }) => {
  test("of one piece, over and over, is answered in this package's words", () => {
    const wrong = HOSTILE_TEXTS.flatMap(({ textOf }) => answer(read, textOf(CHARACTERS)) ?? []);
    expect(wrong).toEqual([]);
  });

  test("of any pieces is answered in this package's words, without a secret", () => {
    const pieces = fc.oneof(
      fc.constantFrom(...HOSTILE_PIECES, SECRET),
      fc.string({ unit: "binary", maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        expect(answer(read, parts.join(""))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe("ten million characters overflow no stack", () => {
  // One character beyond Latin-1 makes the engine keep two bytes of each, which takes a pattern more stack.
  const long = (piece: string) => `${piece.repeat(10_000_000 / piece.length)}€`;
  test.each([
    {
      what: "a quoted mailbox",
      read: () => EmailAddressInputs.safeParse({ emailAddress: `"${long("a")}"@b.c` }),
    },
    {
      what: "a mailbox of many parts",
      read: () => EmailAddressInputs.safeParse({ emailAddress: `${long("a.")}a@b.c` }),
    },
    {
      what: "a domain of many labels",
      read: () => EmailAddressInputs.safeParse({ emailAddress: `a@${long("b.")}c` }),
    },
    {
      what: "a data source",
      read: () => EmailAddressInputs.safeParse({ dataSources: { flow: long(" ") } }),
    },
    {
      what: "a data source's key",
      read: () => EmailAddressInputs.safeParse({ dataSources: { [long("a")]: "x" } }),
    },
    {
      what: "a key",
      read: () => parsePrivateKey(`-----BEGIN PRIVATE KEY-----${long("a\n")}-----END PRIVATE KEY-----`),
    },
    { what: "a name", read: () => describeName(long("a")) },
    { what: "a name of many parts", read: () => describeName(long("a:")) },
    { what: "control characters", read: () => toLine(long("\u0000")) },
    { what: "a style", read: () => shownCopy(`<p style="color:${long("a")}">x</p>`) },
    { what: "a word", read: () => toMarkdown(long("a")) },
    { what: "a word of many parts", read: () => toMarkdown(`a${long("'a")}`) },
    { what: "a quoted path", read: () => topKey(`["${long("a")}"]`) },
    { what: "words of VCC", read: () => readErrorBody(JSON.stringify({ message: long("\u001b") })) },
  ])("$what", ({ read }) => {
    expect(read).not.toThrow();
  });
});

describe("more children of one element than a call takes arguments", () => {
  const html = `<div>${"<!---->a".repeat(100_000)}</div>`;
  test.each([
    { what: "features", read: () => htmlFeatures(parseBounded(html) ?? []) },
    { what: "text", read: () => visibleText(html) },
    { what: "shown copy", read: () => shownCopy(html)?.copy.toString() },
    {
      what: "shown copy of what is deep",
      read: () => shownCopy(`${"<div>".repeat(210)}${html}`)?.copy.toString(),
    },
    { what: "comparison", read: () => canonicalHtml(html) },
    { what: "normal form", read: () => normalizeHtml(html) },
  ])("$what", ({ read }) => {
    expect(read()).toBeDefined();
  });
});

test("a reader that takes time by the square of the length is seen", () => {
  expect(
    growthProblem(
      (text) => /\s+$/u.test(text),
      (characters) => `${" ".repeat(characters)}!`,
      16_000,
    ),
  ).toMatch(/^\d+ ms for 16001 characters/u);
});
