import { exitCodeOfDrift } from "../../../provider/cli/report/exit-code";
import type { RatedReport } from "../../../provider/report/build-report";
import { FINDING_IDS, type FindingId } from "../../../schema/report/finding";
import { fixture, OPTIONS, reportOf, FIXTURE_NAMES, wholeReport } from "../../support/report-of";

/** What `drift` ends with, of the digest that it makes. */
const exitCodeOf = (scenario: string): number => exitCodeOfDrift(wholeReport(scenario));

test.each([
  { scenario: "no-change", exitCode: 0 },
  { scenario: "drift-tolerated", exitCode: 0 },
  { scenario: "drift-description", exitCode: 2 },
  { scenario: "drift-expired", exitCode: 2 },
  { scenario: "drift-deleted-mapping", exitCode: 2 },
  { scenario: "drift-caught-up", exitCode: 2 },
  { scenario: "plan-change", exitCode: 2 },
  { scenario: "protect-removed", exitCode: 2 },
  { scenario: "refresh-fails", exitCode: 5 },
])("drift of $scenario ends with $exitCode", ({ scenario, exitCode }) => {
  expect(exitCodeOf(scenario)).toBe(exitCode);
});

test.each(FIXTURE_NAMES)("of %s, no level of a finding changes how drift ends", (scenario) => {
  const levels = Object.fromEntries(FINDING_IDS.map((id) => [id, "info"]));
  const digest = fixture(scenario, "digest.json");
  expect(exitCodeOfDrift(reportOf(digest, { levels }))).toBe(exitCodeOfDrift(reportOf(digest)));
});

const none = (): RatedReport => wholeReport("no-change");
const [finding] = wholeReport("plan-change").findings;

test("resources of other kinds that wait are drift", () => {
  const others = [{ type: "random:index/randomId:RandomId", action: "update" as const, count: 1 }];
  expect(exitCodeOfDrift({ ...none(), others })).toBe(2);
});

/** Findings that are there without any difference, by the exit code that they come to. */
const WITHOUT_DIFFERENCE: Readonly<Partial<Record<FindingId, number>>> = {
  "cannot-tell": 5,
  "policy-violated": 0,
  "policy-advice": 0,
  "policy-remediated": 0,
  "unmapped-address": 0,
  "expiring-credential": 0,
  "tied-priority": 0,
  "shadowed-mapping": 0,
  "duplicate-address": 0,
  "duplicate-name": 0,
  "overridden-data-source": 0,
  "unmanaged-address": 0,
  "no-inboxes": 0,
  "misspelt-entry": 0,
  "fleet-invalid": 0,
  "waiver-ended": 0,
};

test.each(FINDING_IDS)("%s alone is drift where only a difference brings it", (id) => {
  if (finding === undefined) throw new Error("The fixture has a finding.");
  const exitCode = WITHOUT_DIFFERENCE[id] ?? 2;
  expect(exitCodeOfDrift({ ...none(), findings: [{ ...finding, id, level: "info" }] })).toBe(exitCode);
});

test("a credential that ends within the horizon isn't drift: nothing differs yet", () => {
  const horizon = { ...OPTIONS.horizon, days: 3_650 };
  const report = reportOf(fixture("no-change", "digest.json"), { horizon });
  expect(exitCodeOfDrift(report)).toBe(0);
});
