import { exitCodeOf } from "../../provider/cli/report/exit-code";
import { addressOf, digestOf, mappingOf, same, step } from "../support/digest-of";
import { fixture, reportOf, type Shape } from "../support/report-of";

const MAPPING = mappingOf("support", ["support@example.com"], "Sales");
const BUCKET = { ...MAPPING, urn: "urn:pulumi:dev::test::aws:s3/bucket:Bucket::files" };
const UNREAD = /can't be read|doesn't know/u;

/** Changes of a printed step, which nobody can read then. */
const HOSTILE = [
  ...[
    "garbage",
    "",
    "urn:pulumi:dev",
    "urn:pulumi:dev::test",
    "urn:pulumi:dev::test::aws:s3/bucket:Bucket",
    "urn:pulumi:dev::test::::files",
    "urn:pulumi:::test::aws:s3/bucket:Bucket::files",
    "urn:other:dev::test::aws:s3/bucket:Bucket::files",
    " urn:pulumi:dev::test::aws:s3/bucket:Bucket::files",
    undefined,
    null,
    7,
    {},
  ].map((urn) => ({ rule: `URN ${JSON.stringify(urn)}`, printed: { urn } })),
  ...["", "frobnicate", "__proto__", "constructor", undefined, null, 7].map((op) => ({
    rule: `operation ${JSON.stringify(op)}`,
    printed: { op },
  })),
];

const STATES = ["text", 7, true, [], { inputs: "text" }, { outputs: [] }, { id: 7 }, { urn: {} }];

describe("a step that can't be read is told, and nobody takes the change for known:", () => {
  describe.each([
    { whose: "a mapping", state: MAPPING },
    { whose: "another package's resource", state: BUCKET },
  ])("of $whose,", ({ state }) => {
    const sides = STATES.flatMap((side) => [
      { rule: `old state ${JSON.stringify(side)}`, printed: { oldState: side } },
      { rule: `new state ${JSON.stringify(side)}`, printed: { newState: side } },
    ]);
    test.each([...HOSTILE, ...sides])("in a digest, $rule", ({ printed }) => {
      const { steps, ...rest } = JSON.parse(digestOf([same(MAPPING)])) as { steps: object[] };
      const hostile = { ...step("update", state, state), ...printed };
      const report = reportOf(JSON.stringify({ ...rest, steps: [...steps, hostile] }));
      expect(report.verdict.level).toBe("cannotTell");
      expect(exitCodeOf(report, "none")).toBe(5);
      expect(report.findings.map(({ text }) => text).join("\n")).toMatch(UNREAD);
    });
  });

  test.each([
    ...HOSTILE,
    ...STATES.map((old) => ({ rule: `state ${JSON.stringify(old)}`, printed: { old } })),
  ])("in an event log, $rule", ({ printed }) => {
    const events = eventsWith((metadata) =>
      metadata.op === "update" ? { ...metadata, ...printed } : metadata,
    );
    const report = reportOf(events);
    expect(report.verdict.level).toBe("cannotTell");
    expect(report.findings.map(({ text }) => text).join("\n")).toMatch(UNREAD);
  });

  test("many are counted", () => {
    const { steps, ...rest } = JSON.parse(digestOf([same(MAPPING)])) as { steps: object[] };
    const report = reportOf(
      JSON.stringify({ ...rest, steps: [...steps, { op: "update" }, { urn: "" }, null] }),
    );
    expect(report.findings.map(({ text }) => text).join("\n")).toContain(
      "3 steps of the preview can't be read",
    );
  });
});

describe("what can't be read is not taken for what goes:", () => {
  const ADDRESS = addressOf("support", "support@example.com");

  test.each([
    { whose: "a mapping", updated: MAPPING, unchanged: ADDRESS, outcome: "cannotTell" },
    { whose: "an address", updated: ADDRESS, unchanged: MAPPING, outcome: "stays" },
  ])("the new state of $whose", ({ updated, unchanged, outcome }) => {
    const printed = digestOf([same(unchanged), step("update", updated, updated)]);
    const { steps, ...rest } = JSON.parse(printed) as { steps: { op: string }[] };
    const hostile = steps.map((one) => (one.op === "update" ? { ...one, newState: 7 } : one));
    const report = reportOf(JSON.stringify({ ...rest, steps: hostile }));
    expect(new Set(report.findings.map(({ id }) => id))).toEqual(new Set(["cannot-tell"]));
    expect(report.mailboxes.map(({ routing }) => routing.outcome)).toEqual([outcome]);
    expect(exitCodeOf(report, "error")).toBe(5);
  });
});

test.each([
  { ops: ["import-replacement", "delete-replaced"] },
  { ops: ["read-replacement", "delete-replaced"] },
  { ops: ["remove-pending-replace", "create"] },
])("nobody can tell what $ops come to, by which a resource takes another object", ({ ops }) => {
  const steps = ops.map((op) => step(op, MAPPING, op === "delete-replaced" ? undefined : MAPPING));
  const report = reportOf(digestOf([same(addressOf("support", "support@example.com")), ...steps]));
  expect(report.verdict.level).toBe("cannotTell");
  expect(exitCodeOf(report, "none")).toBe(5);
  expect(report.findings.map(({ text }) => text).join()).toContain(`"${String(ops[0])}"`);
});

test.each(["program-throws", "check-fails"])(
  "%s: a preview that failed promises no mail to anybody, and lists no mailbox that it didn't come to",
  (scenario) => {
    const { mailboxes } = reportOf(fixture(scenario, "events.ndjson"));
    expect(mailboxes.map(({ routing }) => routing.outcome)).toEqual(["cannotTell"]);
  },
);

test("where the input lacks what stays as it is, a mailbox's mail isn't said to go to nobody", () => {
  const { mailboxes, findings } = reportOf(fixture("protect-removed", "plain.json"));
  expect(mailboxes.map(({ routing }) => routing.outcome)).toEqual(["cannotTell"]);
  expect(findings.filter(({ id }) => id === "cannot-tell")).toEqual([]);
});

test("what a program gives in place of a plan's name shows no key of this package", () => {
  const mapping = mappingOf("support", ["support@example.com"], {
    __provider: "text of the provider",
    name: "Sales",
  });
  const report = reportOf(
    digestOf([same(addressOf("support", "support@example.com")), step("update", MAPPING, mapping)]),
  );
  expect(JSON.stringify(report)).toContain("Sales");
  expect(JSON.stringify(report)).not.toContain("text of the provider");
});

test("a name may hold what else separates the parts of a URN", () => {
  const mapping = mappingOf("a::b$c", ["support@example.com"], "Sales");
  const { mailboxes } = reportOf(digestOf([step("create", undefined, mapping)]));
  expect(mailboxes[0]?.changes[0]?.resource.name).toBe("a::b$c");
});

interface Metadata {
  readonly op: string;
}

/** The log of a changed plan, with other steps. */
function eventsWith(change: (metadata: Metadata) => object): string {
  const shape: Shape = "events.ndjson";
  return fixture("plan-change", shape)
    .trim()
    .split("\n")
    .map((line) => {
      const event = JSON.parse(line) as { resourcePreEvent?: { metadata: Metadata } };
      const { resourcePreEvent: begun } = event;
      if (begun === undefined) return line;
      return JSON.stringify({ ...event, resourcePreEvent: { ...begun, metadata: change(begun.metadata) } });
    })
    .join("\n");
}
