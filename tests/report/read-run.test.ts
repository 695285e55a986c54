import { FIXTURES_FOLDER } from "../support/fixtures-folder";
import { reportOf, fixture } from "../support/report-of";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const digest = fixture("plan-change", "digest.json");

test.each([
  { before: "Installing policy pack a 1.0.0...\nFinished installing policy pack\n", text: digest, after: "" },
  { before: "warning: {odd} words\n{ not json }\n", text: digest, after: "\nResources: 1\n" },
  { before: "", text: JSON.stringify(JSON.parse(digest)), after: "\n" },
  { before: "Previewing update\n", text: fixture("plan-change", "events.ndjson"), after: "\n" },
])("words around the engine's output are skipped", ({ before, text, after }) => {
  const report = reportOf(`${before}${text}${after}`);
  expect(report.findings.map(({ id }) => id)).toEqual(["plan-changed"]);
});

test.each([
  { rule: "nothing", text: " \n", says: /is empty/u },
  { rule: "other JSON", text: '{"hello": 1}', says: /holds no preview of Pulumi/u },
  { rule: "no JSON", text: "Updating (dev)\n", says: /holds no preview of Pulumi/u },
  { rule: "half a digest", text: digest.slice(0, digest.length / 2), says: /holds no preview of Pulumi/u },
  {
    rule: "counts alone",
    text: readFileSync(join(FIXTURES_FOLDER, "create-inbox/summary.json"), "utf8"),
    says: /holds counts and names only, as --output json prints them/u,
  },
])("$rule is refused with the command that makes the right file", ({ text, says }) => {
  expect(() => reportOf(text)).toThrow(says);
  expect(() => reportOf(text)).toThrow(
    "pulumi preview --json --refresh --show-sames --show-replacement-steps",
  );
});

/** What a preview prints that fails before its first step. */
function failedAtOnce(...messages: readonly (readonly [severity: string, message: string])[]): string {
  const diagnostics = messages.map(([severity, message]) => ({ message, severity }));
  return JSON.stringify({ diagnostics, duration: 330_027_972 }, undefined, 4);
}

test.each([
  {
    rule: "for a program without its packages",
    text: failedAtOnce(
      [
        "info#err",
        "error: It looks like the Pulumi SDK has not been installed. Have you run npm install?\n\n",
      ],
      ["error", "error: error reading from server: EOF\n"],
    ),
    says: /the program's packages aren't installed\. Run npm install in its folder\.$/u,
  },
  {
    rule: "for another reason",
    text: failedAtOnce(["error", "error: no such plugin"]),
    says: /told in part: no such plugin$/u,
  },
])(
  "a preview that failed before its first step, $rule, is nothing that anybody can tell",
  ({ text, says }) => {
    const { verdict, findings } = reportOf(text);
    expect(verdict.level).toBe("cannotTell");
    expect(findings).toMatchObject([
      { id: "cannot-tell", subject: { kind: "stack", name: "unknown" }, text: expect.stringMatching(says) },
    ]);
  },
);

test("the streamed events of --json read like an event log", () => {
  const streamed = readFileSync(join(FIXTURES_FOLDER, "create-inbox/streaming.ndjson"), "utf8");
  expect(reportOf(streamed).mailboxes.map(({ mailbox, action }) => `${action} ${mailbox}`)).toEqual([
    "create support@example.com",
  ]);
});

describe("hostile input is answered", () => {
  const deep = `{"steps":[{"op":"update","urn":"urn:pulumi:a::b::pulumi-nodejs:dynamic/vcc:EmailAddress::x","oldState":{"inputs":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}},"newState":{"inputs":{}}}],"changeSummary":{"update":1}}`;
  test.each([
    { rule: "values too deep to be a program's", text: deep },
    {
      rule: "keys of every object",
      text: '{"steps":[{"op":"update","urn":"urn:pulumi:a::b::pulumi-nodejs:dynamic/vcc:EmailAddress::constructor","oldState":{"inputs":{"__proto__":{"a":1}}},"newState":{"inputs":{"constructor":1}}}],"changeSummary":{"__proto__":1,"update":1}}',
    },
    { rule: "steps of other forms", text: '{"steps":[null,1,"x",[],{}],"changeSummary":{}}' },
    { rule: "many beginnings", text: `${"{ no\n".repeat(50_000)}${digest}` },
  ])("$rule", ({ text }) => {
    const told = (() => {
      try {
        return reportOf(text).verdict.level;
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(told).toMatch(/^cannotTell$|holds no preview/u);
  });
});

test.each(["digest.json", "events.ndjson"] as const)("two previews in one %s are refused", (shape) => {
  const [change, none] = [fixture("unmap", shape), fixture("no-change", shape)];
  for (const text of [`${change}\n${none}`, `${none}\n${change}`])
    expect(() => reportOf(text)).toThrow("more than one preview");
});

describe("of two compact digests, none is believed, whichever key they begin with", () => {
  const beginningWith = (scenario: string, key: string): string => {
    const printed: Record<string, unknown> = {
      config: {},
      ...(JSON.parse(fixture(scenario, "digest.json")) as object),
    };
    return JSON.stringify({ [key]: printed[key], ...printed });
  };
  test.each(["config", "steps", "diagnostics", "duration", "changeSummary"])("%s", (key) => {
    const [none, change] = [beginningWith("no-change", key), beginningWith("unmap", key)];
    const cutOff = change.slice(0, -200);
    for (const text of [`${none}\n${change}`, `${none}${change}`, `${none}\n${cutOff}`, `${cutOff}\n${none}`])
      expect(() => reportOf(text)).toThrow("more than one preview");
  });
});

describe("JSON of something else", () => {
  const [log, compact] = [fixture("plan-change", "events.ndjson"), JSON.stringify(JSON.parse(digest))];
  test.each([
    { rule: "a line", other: '{"a":1}' },
    { rule: "several lines", other: '{\n  "a": {\n    "text": "}{\\"" }\n}' },
    { rule: "many lines", other: '{"level":"info","message":"{"}\n'.repeat(200) },
    { rule: "a list", other: "[\n{}\n]" },
  ])("is skipped before the engine's output: $rule", ({ other }) => {
    for (const text of [digest, compact, log])
      expect(reportOf(`${other}\n${text}`).findings.map(({ id }) => id)).toEqual(["plan-changed"]);
  });

  test.each([digest, compact])("is refused after a digest, where it may be another preview", (text) => {
    expect(() => reportOf(`${text}\n{"a":1}`)).toThrow("other JSON after it");
  });
});
