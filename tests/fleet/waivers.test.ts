import { problemsOf, resolveText } from "../support/fleet-text";

const TIE = (file: string, vip = "") => `${file}
inboxes:
  a: { emailAddress: a@example.com, mapping: { interactionPlan: P } }
mappings:
  vip: { inboxes: [a], interactionPlan: Q${vip} }`;
const until = (day: string) => `ignore: { tied-priority: { reason: Until the move., until: ${day} } }`;
const at = (time: string) => ({ nowMs: Date.parse(time) });

const ENDED =
  'inboxes.yaml:1:11 warning ignore["tied-priority"]: a last day that hasn\'t passed, got 2026-03-31: the rule tied-priority holds again. Remove the entry, or give it a later day with the reason why. [waiver-ended]';

describe("a rule that is switched off until a day", () => {
  const text = TIE(until("2026-03-31"));

  test.each([
    { when: "on that day, to its last moment in UTC", now: "2026-03-31T23:59:59.999Z", holds: false },
    { when: "from the next day on", now: "2026-04-01T00:00:00Z", holds: true },
    { when: "on that day as UTC has it, wherever one looks", now: "2026-04-01T02:00:00+03:00", holds: false },
  ])("$when", ({ now, holds }) => {
    const { problems, ignored } = resolveText(text, at(now));
    expect(problems.map(({ rule }) => rule)).toEqual(holds ? ["waiver-ended", "tied-priority"] : []);
    expect(ignored.map((one) => [one.rule, one.reason, one.until])).toEqual(
      holds ? [] : [["tied-priority", "Until the move.", "2026-03-31"]],
    );
  });

  test("tells that it has ended where it stands, with the value and what to do", () => {
    expect(problemsOf(text, at("2027-01-01"))[0]).toBe(ENDED);
  });

  test("tells it also where nothing breaks the rule any more", () => {
    expect(problemsOf(`${until("2026-03-31")}\ninboxes: {}`, at("2027-01-01"))).toContain(ENDED);
  });
});

test.each([
  {
    rule: "one of an entry that goes on",
    entry: ", ignore: { tied-priority: known }",
    problems: ["waiver-ended"],
  },
  {
    rule: "none that has ended, too",
    entry: `, ${until("2026-03-01")}`,
    problems: ["waiver-ended", "tied-priority", "waiver-ended"],
  },
])("where the file's has ended, $rule switches the rule off", ({ entry, problems }) => {
  const found = resolveText(TIE(until("2026-03-31"), entry), at("2027-01-01")).problems;
  expect(found.map(({ rule }) => rule).sort()).toEqual(problems.sort());
});

test("what inboxes inherit is told once, at its place among the defaults", () => {
  const text = `defaults: { ignore: { unmapped-address: { reason: x, until: 2025-12-31 } } }
inboxes: { a: { emailAddress: a@example.com }, b: { emailAddress: b@example.com } }`;
  expect(problemsOf(text)[0]).toMatch(
    /^inboxes\.yaml:1:23 warning defaults\.ignore\["unmapped-address"\]: .* \(inboxes a, b\) \[waiver-ended\]$/u,
  );
});

test("an environment may give the reason and the day apart", () => {
  const text = `variables: { end: 2026-12-31 }
inboxes: { a: { emailAddress: a@example.com } }
ignore: { unmapped-address: { reason: Not in use yet., until: "\${end}" } }
environments: { prod: { ignore: { unmapped-address: { until: 2025-12-31 } } }, dev: {} }`;
  const rulesIn = (environment: string) =>
    resolveText(text, { environment }).problems.map(({ rule }) => rule);
  expect(rulesIn("dev")).toEqual([]);
  expect(rulesIn("prod")).toEqual(["unmapped-address", "waiver-ended"]);
});

test("waiver-ended can't be switched off", () => {
  expect(problemsOf("ignore: { waiver-ended: x }")).toEqual([
    expect.stringContaining('ids of rules, got "waiver-ended"'),
  ]);
});
