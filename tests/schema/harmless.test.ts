import * as fc from "fast-check";
import type * as z from "zod";
import { sameHtml } from "../../provider/text/html";
import { EmailAddressDto, EmailAddressInputs } from "../../schema/email-address";
import { EmailProfileDto, EmailProfileInputs } from "../../schema/email-profile";
import { EmailSignatureInputs } from "../../schema/email-signature";
import { DataSourceDtos } from "../../schema/fields";
import { Content, Html, Name } from "../../schema/foreign";
import { InteractionPlanMappingInputs } from "../../schema/interaction-plan-mapping";

const address = EmailAddressInputs.shape;
const mapping = InteractionPlanMappingInputs.shape;
const { html } = EmailSignatureInputs.shape;

/** Texts of a program, by field: those of one line, then those of several. */
const LINES: Readonly<Record<string, (text: string) => z.ZodSafeParseResult<unknown>>> = {
  name: (text) => address.name.safeParse(text),
  "interaction plan": (text) => mapping.interactionPlan.safeParse(text),
  "data-source key": (text) => address.dataSources.safeParse({ [`x${text}`]: "" }),
  "setting's key": (text) => EmailProfileInputs.shape.settings.safeParse({ [`x${text}`]: "" }),
  mailbox: (text) => address.emailAddress.safeParse(`"${text.replace(/[\\"]/gu, "")}"@example.com`),
};
const TEXTS: typeof LINES = {
  description: (text) => address.description.safeParse(text),
  "data source": (text) => address.dataSources.safeParse({ key: text }),
  setting: (text) => EmailProfileInputs.shape.settings.safeParse({ key: text }),
};
const FIELDS: typeof LINES = { ...LINES, ...TEXTS, html: (text: string) => html.safeParse(text) };

const OBEYED = {
  escape: "a\u001b[31m",
  bell: "a\u0007",
  "C1 control": "a\u009b31m",
  delete: "a\u007f",
  "carriage return alone": "a\rb",
  override: "a\u202eb",
  isolate: "a\u2066b",
  "command of Azure Pipelines": "a##vso[task.complete]",
  "command of TeamCity": "##teamcity[x]",
  "command of GitHub": "a\n  ::error file=x::b",
};
const COMMANDS = ["override", "isolate", "carriage return alone", "command of"];

test.each(Object.entries(OBEYED))(
  "check refuses a program's %s, but for HTML where it can be spelt",
  (what, text) => {
    const accepting = Object.entries(FIELDS).filter(([, parse]) => parse(text).success);
    const isSpelt = COMMANDS.some((command) => what.startsWith(command));
    // Colons and brackets have no place in some fields anyway.
    expect(accepting.map(([field]) => field)).toEqual(isSpelt ? ["html"] : []);
  },
);

test.each([
  ["tab", "a\tb"],
  ["line", "a\nb"],
  ["line end of Windows", "a\r\nb"],
])("a %s stands in texts of several lines, and in no name", (_what, text) => {
  for (const [field, parse] of Object.entries(FIELDS)) {
    expect([field, parse(text).success]).toEqual([field, !(field in LINES)]);
  }
});

test.each([
  "Grüße 😀 日本",
  "\u05e9\u05dc\u05d5\u05dd \u200f(A)\u200e",
  "👨\u200d👩\u200d👧",
  "## heading [x]",
  "a::b::c",
  "std::string",
])("ordinary text is no command: %s", (text) => {
  for (const field of ["name", "description", "html"] as const)
    expect(FIELDS[field]?.(text).success).toBe(true);
  for (const gate of [Name, Content, Html]) expect(gate.parse(text)).toBe(text);
});

test.each([
  [address.name, "a\u001bb", /control characters.*got U\+001B\. Remove it\./u],
  [address.name, "Support\n", /text of one line, without tabs, got "Support\\n"\. Write it on one line\./u],
  [address.description, "a\n::error::b", /got "::error"\. Remove it\./u],
  [address.description, "a ##vso[b]", /got "##vso\["\. Remove it\./u],
  [html, "<p>\u0000</p>", /HTML without control characters, got U\+0000\. Remove it\./u],
])("the problem names the sign (%#)", (schema, text, message) => {
  expect((schema as z.ZodType).safeParse(text).error?.issues.map((issue) => issue.message)).toEqual([
    expect.stringMatching(message),
  ]);
});

const pieces = fc.constantFrom(
  ...Object.values(OBEYED),
  "\n",
  "\r\n",
  "#",
  ":",
  "::error::",
  "[",
  "&",
  "<p>",
  "</p>",
);
const anyText = fc
  .array(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 5 })
  .map((parts) => parts.join(""));

test("what check accepts comes back from VCC as it is, and HTML as the same", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (address.name.safeParse(text).success) expect(Name.parse(text)).toBe(text);
      if (address.description.safeParse(text).success) expect(Content.parse(text)).toBe(text);
      if (address.dataSources.safeParse({ [text]: text }).success) {
        expect(DataSourceDtos.parse([{ name: text, value: text }])).toEqual([{ name: text, value: text }]);
      }
      if (html.safeParse(text).success) expect(sameHtml(Html.parse(text), text)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("what VCC has already is shown so that check accepts it, and stays as it is from then on", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [name, content, page] = [Name, Content, Html].map((gate) => gate.parse(text));
      expect([Name.parse(name), Content.parse(content), Html.parse(page)]).toEqual([name, content, page]);
      if (name !== "" && name !== undefined) expect(address.name.safeParse(name).success).toBe(true);
      expect(address.description.safeParse(content).success).toBe(true);
      expect(html.safeParse(page).success).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  [
    "data source",
    DataSourceDtos.parse([JSON.parse('{"name":"__proto__","value":"x"}')]),
    [{ name: "<__proto__>", value: "x" }],
  ],
  ["setting", EmailProfileDto.shape.settings.parse(JSON.parse('{"__proto__":"x"}')), { "<__proto__>": "x" }],
])("a %s that is called __proto__ isn't lost on its way", (_what, read, held) => expect(read).toEqual(held));

test("an address that a program can't hold is still read", () => {
  const { emailAddress } = EmailAddressDto.shape;
  expect(emailAddress.parse("a\u202e@example.com")).toBe("a<U+202E>@example.com");
});
