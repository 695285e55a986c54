import { exitCodeOf } from "../../provider/cli/report/exit-code";
import { renumberedLog } from "../support/report-fixtures/shortened";
import { fixture, reportOf, wholeReport } from "../support/report-of";

/** Policies of a report: level, subject and text. */
function policiesOf({ findings }: ReturnType<typeof reportOf>) {
  return findings
    .filter(({ id }) => id.startsWith("policy-"))
    .map(({ level, subject, text }) => ({ level, subject: `${subject.kind} ${subject.name}`, text }));
}

const FORBIDDEN = [
  {
    level: "error",
    subject: "resource mapping support",
    text: "The policy house-rules/plans (mandatory): Mail never goes to Sales. It goes to Sales.",
  },
  {
    level: "warning",
    subject: "resource address support",
    text:
      "The policy house-rules/descriptions (advisory): Each object has a description. No description, see index.js. " +
      ": :error::None# #[error] at all.",
  },
  {
    level: "warning",
    subject: "stack dev",
    text: "The policy house-rules/two-mailboxes (advisory): A stack has two mailboxes. It has one.",
  },
];

test.each([
  { rule: "of an event log", report: () => reportOf(fixture("policy-forbids", "events.ndjson")) },
  { rule: "of a digest with the log", report: () => wholeReport("policy-forbids") },
])("what policies say is told once an object, clean and with its weight: $rule", ({ report }) => {
  expect(policiesOf(report())).toEqual(FORBIDDEN);
});

test("a preview that only a policy forbids is whole, and the change in it is known", () => {
  const report = wholeReport("policy-forbids");
  expect(report.basis.complete).toBe(true);
  expect(report.verdict.level).toBe("error");
  expect(exitCodeOf(report, "error")).toBe(2);
});

test("one that failed for another reason, too, isn't", () => {
  const error = { sequence: 1, diagnosticEvent: { message: "error: no such plan", severity: "error" } };
  const log = fixture("policy-forbids", "events.ndjson").replace(
    /(?=^.*"summaryEvent")/mu,
    `${JSON.stringify(error)}\n`,
  );
  expect(reportOf(renumberedLog(log)).basis.complete).toBe(false);
});

test("a digest drops policies, so that nobody can tell from it why the preview failed", () => {
  const report = reportOf(fixture("policy-forbids", "digest.json"));
  expect(policiesOf(report)).toEqual([]);
  expect(report.verdict.level).toBe("cannotTell");
  expect(report.findings.map(({ text }) => text).join()).toContain("a policy may forbid the change");
});

test("a policy that mends what the program says is told, without the values that it saw", () => {
  const report = wholeReport("policy-mends");
  expect(policiesOf(report)).toEqual([
    {
      level: "info",
      subject: "resource mapping support",
      text: "The policy house-rules/priorities (remediated) changes the object to what it demands.",
    },
  ]);
  expect(report.mailboxes[0]?.changes).toEqual([
    expect.objectContaining({ property: "priority", from: 5_000, to: 100 }),
  ]);
});
