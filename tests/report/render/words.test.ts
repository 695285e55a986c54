import type { Routing } from "../../../schema/report/change-report";
import type { ShownValue } from "../../../schema/report/shown-value";
import { describeDrift, groupDrift, nameMembers } from "../../../provider/report/render/words/drift";
import {
  describeReceiver,
  describeRoute,
  describeRoutings,
  describeUnrouted,
} from "../../../provider/report/render/words/mail";
import { diffSignature } from "../../../provider/report/render/diff-signature";
import { asLine, describeName } from "../../../provider/text/in-sentence";
import { describeValue } from "../../../provider/report/render/words/values";
import { describeCounts } from "../../../provider/report/render/words/report";
import { describeChange } from "../../../provider/report/render/words/mailboxes";
import { visibleText } from "../../../provider/text/visible-text";
import { SAMPLE_REPORTS } from "../../support/sample-reports";

test.each<{ value: ShownValue; expected: string }>([
  { value: "Sales", expected: '"Sales"' },
  { value: "", expected: '""' },
  { value: 'Sales" → "Evil', expected: String.raw`"Sales\" → \"Evil"` },
  { value: "a\u200bb", expected: '"a<U+200B>b"' },
  { value: "x".repeat(500), expected: `"${"x".repeat(120)}…"` },
  { value: 6000, expected: "6000" },
  { value: false, expected: "false" },
  { value: null, expected: "none" },
  { value: { secret: true }, expected: "[secret]" },
  {
    value: { knownAfterApply: ["EmailProfile care"] },
    expected: "known after apply, from EmailProfile care",
  },
  { value: { knownAfterApply: [] }, expected: "known after apply" },
  { value: { generated: true }, expected: "a generated name" },
  { value: { takenOver: true }, expected: "as VCC has it" },
  { value: { empty: "list" }, expected: "empty list" },
])("a value is shown as $expected", ({ value, expected }) => {
  expect(describeValue(value)).toBe(expected);
});

test.each([
  { name: "support@example.com", expected: "support@example.com" },
  { name: "a (deleted)", expected: '"a (deleted)"' },
  { name: "", expected: '""' },
])("a name is quoted where it might be taken for more: $expected", ({ name, expected }) => {
  expect(describeName(name)).toBe(expected);
});

test("what nobody sees gets a sign, and emoji stay", () => {
  expect(asLine("a\u202eb\u{e0041}c\n👩‍👧")).toBe("a<U+202E>b<U+E0041>c␊👩‍👧");
});

test.each<{ property: string; from: ShownValue; to: ShownValue; expected: string }>([
  { property: "priority", from: 1, to: 2, expected: "priority 1 → 2" },
  { property: "addresses", from: null, to: "a@b.c", expected: 'addresses added: "a@b.c"' },
  { property: "addresses", from: "a@b.c", to: null, expected: 'addresses removed: "a@b.c"' },
])("a change reads $expected", ({ expected, ...change }) => {
  const resource = { kind: "EmailAddress", name: "a" };

  expect(describeChange({ ...change, resource, fingerprint: "0".repeat(32) })).toBe(expected);
});

describe("routing", () => {
  const sales = { mapping: "sales", plan: "Sales", priority: 6000, testing: null, rank: 1 };
  const tied = { ...sales, mapping: "other", plan: "Other" };
  const routed: Routing = {
    isPulled: true,
    isSignedIn: true,
    routes: [sales],
    winner: "sales",
    isCertain: true,
  };

  test.each<{ rule: string; routing: Routing; expected: string }>([
    { rule: "mail goes to the winner's plan", routing: routed, expected: 'plan "Sales"' },
    {
      rule: "without a mapping, to nobody",
      routing: { ...routed, routes: [], winner: null },
      expected: "nobody",
    },
    {
      rule: "of an address that VCC lacks, to nobody",
      routing: { ...routed, isPulled: false },
      expected: "nobody",
    },
    {
      rule: "of a tie, nobody can tell",
      routing: { ...routed, routes: [sales, tied], winner: null, isCertain: false },
      expected: 'perhaps plan "Sales" or plan "Other"',
    },
    {
      rule: "what nobody can tell is never nobody",
      routing: { ...routed, routes: [], winner: null, isCertain: false },
      expected: "a plan that can't be told",
    },
  ])("$rule", ({ routing, expected }) => {
    expect(describeReceiver(routing)).toBe(expected);
  });

  test("mappings are told in VCC's order, those of one rank as alternatives", () => {
    const after = {
      ...routed,
      routes: [sales, tied, { ...sales, mapping: "last", rank: 2 }],
      isCertain: false,
    };

    expect(describeRoutings(routed, after)).toEqual([
      'Routing before: sales → plan "Sales" (priority 6000)',
      'Routing after: 1. sales → plan "Sales" (priority 6000), or other → plan "Other" (priority 6000), 2. last → plan "Sales" (priority 6000); nobody can tell which of them takes the mail',
    ]);
  });

  test("of one priority, what was modified last is told first, and why", () => {
    expect(describeRoutings(routed, { ...routed, routes: [sales, tied] })[1]).toBe(
      'Routing after: 1. sales → plan "Sales" (priority 6000), then other → plan "Other" (priority 6000); of one priority, VCC takes what was modified last',
    );
  });

  test.each([
    {
      isCertain: true,
      expected:
        'Mail reaches nobody after the address a is deleted, until the mapping "b (b)" is made: how long that takes can\'t be known.',
    },
    {
      isCertain: false,
      expected:
        'Mail may reach nobody after the address a is deleted, until the mapping "b (b)" is made: how long that takes can\'t be known.',
    },
  ])("an interruption is told: $expected", ({ isCertain, expected }) => {
    const after = { resource: { kind: "EmailAddress", name: "a" }, action: "delete" } as const;
    const until = { resource: { kind: "InteractionPlanMapping", name: "b (b)" }, action: "create" } as const;
    expect(describeUnrouted({ after, until, isCertain })).toBe(expected);
  });

  test("the mail of testers is told", () => {
    expect(describeRoute({ ...sales, testing: { plan: "Test", senders: ["qa@example.com"] } })).toBe(
      'sales → plan "Sales" (priority 6000); mail of "qa@example.com" → plan "Test"',
    );
  });
});

test.each([
  { rule: "nothing is cut", cut: 0, expected: /^Nothing needs a decision;/u },
  { rule: "a finding is cut", cut: 1, expected: /^1 finding isn't shown and may need a decision;/u },
  { rule: "all findings are cut", cut: 3, expected: /^3 findings aren't shown and may need a decision;/u },
])("no shown finding needs a decision, and $rule", ({ cut, expected }) => {
  const { unrouted } = SAMPLE_REPORTS;
  const omitted = { ...unrouted.omitted, findings: cut };

  expect(describeCounts({ ...unrouted, findings: [], omitted })).toMatch(expected);
});

test("nothing is said to be hidden where a finding is shown that needs no decision", () => {
  const { unrouted } = SAMPLE_REPORTS;
  const findings = unrouted.findings.filter(({ level }) => level === "info");
  const omitted = { ...unrouted.omitted, findings: 3 };

  expect(describeCounts({ ...unrouted, findings, omitted })).toMatch(/^Nothing needs a decision;/u);
});

test("equal drift is one line, the worst first", () => {
  const groups = groupDrift(SAMPLE_REPORTS.drift.drift);

  expect(groups.map(describeDrift)).toEqual([
    '31 mailboxes: sign-in "Active" → "Expired"; it stays as VCC has it',
    "mapping night: deleted in VCC; pulumi up --refresh makes it again",
    'profile care: description "By the program" → "By hand"; pulumi up --refresh makes it as the program says',
  ]);
  expect(groups.map(nameMembers)).toEqual([
    expect.stringMatching(/^box0@example\.com, .*, 21 more$/u),
    undefined,
    undefined,
  ]);
});

describe("a signature", () => {
  test.each([
    { html: "<p>a <b>b</b>\n c</p>d<br>e", expected: ["a b c", "d", "e"] },
    { html: "<style>p{}</style><script>x</script><!-- c --><title>t</title>a", expected: ["a"] },
    { html: '<p style="display: none">a</p><p hidden>b</p>c', expected: ["c"] },
    { html: '<img alt="Logo"><img src="x">', expected: ["[image: Logo][image]"] },
    { html: "<table><tr><td>a</td><td>b</td></tr></table>", expected: ["a", "b"] },
    { html: "&lt;b&gt; &amp;", expected: ["<b> &"] },
    { html: "", expected: [] },
  ])("is read as people see it: $expected", ({ html, expected }) => {
    expect(visibleText(html)).toEqual(expected);
  });

  test("nesting is read as far as a parser goes", () => {
    expect(visibleText(`${"<div>".repeat(250)}a`)).toEqual(["a"]);
  });

  test.each<{ rule: string; from: ShownValue; to: ShownValue; expected: unknown }>([
    {
      rule: "a word that differs shows in both",
      from: "<p>a</p><p>b</p>",
      to: "<p>a</p><p>c</p>",
      expected: { text: [" a", "-b", "+c"], source: [" <p>a</p>", "-<p>b</p>", "+<p>c</p>"] },
    },
    {
      rule: "markup alone leaves the text",
      from: "<p>a</p>",
      to: "<div>a</div>",
      expected: { text: [], source: ["-<p>a</p>", "+<div>a</div>"] },
    },
    { rule: "of none, everything is new", from: null, to: "a", expected: { text: ["+a"], source: ["+a"] } },
    { rule: "a secret has no difference", from: "a", to: { secret: true }, expected: undefined },
  ])("$rule", ({ from, to, expected }) => {
    expect(diffSignature({ from, to })).toEqual(expected);
  });

  test("a difference is bounded in lines and in their width, and says so", () => {
    const { source = [] } =
      diffSignature({ from: null, to: "<p>x</p>".repeat(500) + "y".repeat(1_000) }) ?? {};

    expect(source).toHaveLength(61);
    expect(source.at(-1)).toMatch(/^ … \d+ more lines$/u);
    expect(Math.max(...source.map((line) => line.length))).toBeLessThanOrEqual(161);
  });

  test("two that differ in each of many lines aren't compared, and the beginnings of both are shown", () => {
    const [from, to] = ["a", "b"].map((letter) => `<p>${letter}</p>`.repeat(2_000));
    const { text = [] } = diffSignature({ from: from ?? null, to: to ?? null }) ?? {};

    expect(text[0]).toMatch(/^ Too different to be compared line by line/u);
    expect(text.filter((line) => line === "-a")).toHaveLength(text.filter((line) => line === "+b").length);
    expect(text.filter((line) => line.includes("more lines"))).toHaveLength(2);
    expect(text.length).toBeLessThanOrEqual(60);
  });

  test("what both begin and end with leaves room for the lines that differ", () => {
    const [keep, end] = ["keep", "end"].map((word) => `<p>${word}</p>`.repeat(40));
    const padded = (letter: string): string =>
      `${keep ?? ""}<p>pay to ${letter}</p>${`<p>${letter}</p>`.repeat(2_000)}${end ?? ""}`;
    const { text = [] } = diffSignature({ from: padded("a"), to: padded("b") }) ?? {};

    expect(text).toEqual(expect.arrayContaining(["-pay to a", "+pay to b"]));
    expect(text).not.toContain("-keep");
    expect(text).not.toContain("+end");
  });
});
