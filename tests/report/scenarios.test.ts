import { join } from "node:path";
import { exitCodeOf } from "../../provider/cli/report/exit-code";
import { renderText } from "../../provider/report/render/text";
import { ChangeReport } from "../../schema/report/change-report";
import { golden } from "../support/golden";
import { fixture, reportOf, FIXTURE_NAMES, type Shape, SHAPES, wholeReport } from "../support/report-of";

test.each(FIXTURE_NAMES)("%s reads as it was agreed", (scenario) => {
  const rated = wholeReport(scenario);
  const report = ChangeReport.parse({ ...rated, exitCode: exitCodeOf(rated, "error") });
  const text = `exit code ${report.exitCode}\n${renderText(report)}\n`;
  expect(text).toBe(golden(join(__dirname, "golden", `${scenario}.txt`), text));
});

describe.each(SHAPES)("of a %s alone", (shape) => {
  test.each(FIXTURE_NAMES)("%s has the form of a report, and nothing internal in it", (scenario) => {
    const rated = reportOf(fixture(scenario, shape));
    expect(ChangeReport.safeParse({ ...rated, exitCode: 0 }).error).toBeUndefined();
    const text = JSON.stringify(rated);
    expect(text).not.toMatch(
      /"?__\w+"?|exports\.handler|urn:pulumi|(?<! of )\bundefined\b|\[object|made-up-secret|\/(?:home|root|program|package)\//u,
    );
  });
});

interface Expected {
  readonly scenario: string;
  /** Shapes that tell it; the others are to say that they can't. Default: all. */
  readonly toldBy?: readonly Shape[];
  readonly findings: readonly string[];
  /** Findings in the shapes that can't tell it. Default: none. */
  readonly otherwise?: readonly string[];
}

const REFRESHED: readonly Shape[] = ["digest.json", "events.ndjson"];

const EXPECTED: readonly Expected[] = [
  { scenario: "no-change", findings: [] },
  { scenario: "unmap", toldBy: REFRESHED, findings: ["mail-unrouted"], otherwise: ["cannot-tell"] },
  {
    scenario: "addresses-moved",
    toldBy: REFRESHED,
    findings: ["plan-changed"],
    otherwise: ["cannot-tell", "cannot-tell"],
  },
  {
    scenario: "mailbox-create-first",
    toldBy: REFRESHED,
    findings: ["mailbox-replaced", "object-replaced"],
    otherwise: ["mailbox-replaced", "object-replaced", "cannot-tell"],
  },
  {
    scenario: "mailbox-delete-first",
    toldBy: REFRESHED,
    findings: ["mailbox-replaced", "object-replaced", "mail-interrupted"],
    otherwise: ["mailbox-replaced", "object-replaced", "cannot-tell"],
  },
  {
    scenario: "plan-change",
    toldBy: REFRESHED,
    findings: ["plan-changed"],
    otherwise: ["cannot-tell"],
  },
  {
    scenario: "priority-raised",
    toldBy: REFRESHED,
    findings: ["plan-changed", "shadowed-mapping"],
    otherwise: ["cannot-tell"],
  },
  { scenario: "tie-touched", toldBy: REFRESHED, findings: ["plan-changed"], otherwise: ["cannot-tell"] },
  { scenario: "plan-as-guid", findings: [] },
  { scenario: "plan-renamed", toldBy: REFRESHED, findings: ["drift-edited", "plan-changed"], otherwise: [] },
  {
    scenario: "tie-both",
    toldBy: REFRESHED,
    findings: ["tied-priority", "cannot-tell"],
    otherwise: ["cannot-tell"],
  },
  {
    scenario: "mail-diverted",
    toldBy: REFRESHED,
    findings: ["mail-diverted", "object-replaced"],
    otherwise: ["cannot-tell", "object-replaced"],
  },
  {
    scenario: "retained-replaced",
    toldBy: REFRESHED,
    findings: [
      "address-created",
      "left-in-vcc",
      "left-in-vcc",
      "object-replaced",
      "plan-changed",
      "tied-priority",
      "unmapped-address",
    ],
    otherwise: [
      "address-created",
      "cannot-tell",
      "cannot-tell",
      "left-in-vcc",
      "left-in-vcc",
      "object-replaced",
    ],
  },
  {
    scenario: "secret-plan",
    toldBy: REFRESHED,
    findings: ["cannot-tell"],
    // Without the mappings that stay, routing is in doubt, and the secret is told of the mapping.
    otherwise: ["cannot-tell", "cannot-tell"],
  },
  { scenario: "adopted", findings: ["adopted", "adopted", "cannot-tell"] },
  { scenario: "protect-removed", findings: ["protection-removed"] },
  { scenario: "retain-removed", toldBy: REFRESHED, findings: ["protection-removed"], otherwise: [] },
  { scenario: "drift-description", toldBy: REFRESHED, findings: ["drift-edited"], otherwise: [] },
  { scenario: "drift-caught-up", toldBy: REFRESHED, findings: ["drift-adopted"], otherwise: [] },
  { scenario: "drift-tolerated", findings: [] },
  {
    scenario: "drift-expired",
    toldBy: REFRESHED,
    findings: ["signed-in", "signed-in", "signed-in"],
    otherwise: [],
  },
  { scenario: "credential-removed", findings: ["credential-removed"] },
  { scenario: "credential-rotated", findings: ["credential-changed"] },
  { scenario: "credential-ends", findings: ["expiring-credential", "expiring-credential"] },
  {
    scenario: "signature-changed",
    findings: ["signature-script", "signature-tracking-pixel", "signature-changed", "signature-remote-image"],
  },
  { scenario: "signature-removed", findings: ["signature-removed"] },
  {
    scenario: "testing-added",
    toldBy: REFRESHED,
    findings: ["testing-changed"],
    otherwise: ["cannot-tell"],
  },
  {
    scenario: "drift-deleted-dropped",
    toldBy: REFRESHED,
    findings: ["drift-deleted", "unmapped-address"],
    otherwise: ["cannot-tell"],
  },
  {
    scenario: "forced-replacement",
    toldBy: REFRESHED,
    findings: ["object-replaced"],
    otherwise: ["cannot-tell", "object-replaced"],
  },
  {
    scenario: "secret-routing",
    toldBy: REFRESHED,
    findings: ["cannot-tell", "cannot-tell"],
    otherwise: ["cannot-tell", "cannot-tell"],
  },
  { scenario: "read", findings: ["mail-routed"] },
  { scenario: "read-again", findings: [] },
  { scenario: "renamed-with-alias", findings: [] },
  { scenario: "moved-into-component", findings: [] },
];

/** Ids of what a report finds, in the order of the alphabet. */
function idsOf({ findings }: ReturnType<typeof reportOf>): string[] {
  return findings.map(({ id }) => id).sort();
}

describe.each(EXPECTED)("$scenario", ({ scenario, toldBy = SHAPES, findings, otherwise = [] }) => {
  test.each(toldBy)("is found in %s", (shape) => {
    expect(idsOf(reportOf(fixture(scenario, shape)))).toEqual([...findings].sort());
  });

  const others = SHAPES.filter((shape) => !toldBy.includes(shape));
  if (others.length > 0) {
    test.each(others)("can't be found in %s, which says what it doesn't hold", (shape) => {
      const report = reportOf(fixture(scenario, shape));
      expect(idsOf(report)).toEqual([...otherwise].sort());
      expect(report.basis.cannotTell.join("\n")).toContain("VCC wasn't asked");
    });
  }
});

test.each(["program-throws", "check-fails", "refresh-fails"])(
  "%s isn't taken for a preview that went well, in any shape",
  (scenario) => {
    for (const shape of SHAPES) {
      const report = reportOf(fixture(scenario, shape));
      if (shape === "plain.json" && scenario === "refresh-fails") continue;
      expect(report.basis.complete).toBe(false);
      expect(report.verdict.level).toBe("cannotTell");
      expect(exitCodeOf(report, "none")).toBe(5);
    }
  },
);

test("an event log whose end is missing can't tell what comes after it", () => {
  const lines = fixture("plan-change", "events.ndjson").trimEnd().split("\n");
  const cut = lines.filter((line) => !line.includes('"summaryEvent"'));
  expect(reportOf(cut.join("\n")).verdict.level).toBe("cannotTell");
});

describe("a step that is left out in silence is missed, because the engine counts it", () => {
  test.each(["plan-change", "unmap", "create-inbox", "mailbox-create-first"])("%s", (scenario) => {
    const digest = JSON.parse(fixture(scenario, "digest.json")) as { steps: { op: string; urn: string }[] };
    const changing = digest.steps.filter(({ op }) => ["create", "update", "delete", "replace"].includes(op));
    for (const step of changing) {
      const steps = digest.steps.filter((one) => one !== step);
      const report = reportOf(JSON.stringify({ ...digest, steps }));
      expect(report.findings.map(({ id }) => id)).toContain("cannot-tell");
      expect(report.verdict.level).toBe("cannotTell");
    }
  });
});

test("a state that can't be read makes a finding, and no verdict of no change", () => {
  const digest = JSON.parse(fixture("plan-change", "digest.json")) as { steps: Record<string, unknown>[] };
  const steps = digest.steps.map(({ oldState: _old, ...step }) =>
    step["op"] === "update" ? step : { ...step, oldState: _old },
  );
  const report = reportOf(JSON.stringify({ ...digest, steps }));
  expect(report.findings.map(({ id }) => id)).toContain("cannot-tell");
  expect(report.verdict.level).toBe("cannotTell");
});
