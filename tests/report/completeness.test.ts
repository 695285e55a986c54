import { digestOf, mappingOf, same, step } from "../support/digest-of";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodeOf } from "../../provider/cli/report/exit-code";
import { renumberedLog } from "../support/report-fixtures/shortened";
import { FIXTURES_FOLDER } from "../support/fixtures-folder";
import { fixture, reportOf } from "../support/report-of";

interface Digest {
  readonly steps: readonly { readonly op: string; readonly urn: string }[];
  readonly changeSummary?: Readonly<Record<string, number>>;
}

function parsed(scenario: string): Digest {
  return JSON.parse(fixture(scenario, "digest.json")) as Digest;
}

function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}

/** A digest as it is without `--show-sames`: tried on the engine, which then shows that of the stack alone. */
function withoutSames({ steps, ...rest }: Digest): string {
  return JSON.stringify({ ...rest, steps: steps.filter(({ op, urn }) => op !== "same" || isStack(urn)) });
}

describe("a resource that stays as it is, and isn't there, is missed", () => {
  const urns = (scenario: string) => {
    const own = parsed(scenario).steps.filter(({ op, urn }) => op === "same" && !isStack(urn));
    return [...new Set(own.map(({ urn }) => urn))];
  };
  const rows = ["plan-change", "no-change", "drift-caught-up", "unmap"].flatMap((scenario) =>
    urns(scenario).map((urn) => ({ scenario, urn })),
  );

  test.each(rows)("of $scenario: its step, in a digest ($urn)", ({ scenario, urn }) => {
    const { steps, ...rest } = parsed(scenario);
    const kept = steps.filter((one) => one.op !== "same" || one.urn !== urn);
    expect(reportOf(JSON.stringify({ ...rest, steps: kept })).verdict.level).toBe("cannotTell");
  });

  test.each(rows)("of $scenario: all of it, in a digest ($urn)", ({ scenario, urn }) => {
    const { steps, ...rest } = parsed(scenario);
    const kept = steps.filter((one) => one.urn !== urn);
    expect(reportOf(JSON.stringify({ ...rest, steps: kept })).verdict.level).toBe("cannotTell");
  });

  test.each(rows)("of $scenario: all of it, in an event log ($urn)", ({ scenario, urn }) => {
    const lines = fixture(scenario, "events.ndjson").split("\n");
    const kept = lines.filter((line) => !line.includes(`"urn":"${urn}"`));
    expect(reportOf(renumberedLog(kept.join("\n"))).verdict.level).toBe("cannotTell");
  });

  test.each(["no-change", "plan-change", "fleet-many", "unmap"])(
    "and isn't missed in a refreshed digest of %s that isn't made to show it",
    (scenario) => {
      const told = reportOf(fixture(scenario, "digest.json"));
      const { findings, basis } = reportOf(withoutSames(parsed(scenario)));
      expect(findings).toEqual(told.findings);
      expect(basis.cannotTell.join("\n")).toContain(
        "Edits made outside the program that it has caught up with",
      );
    },
  );
});

describe("an event log is believed only if it is whole, and of one run:", () => {
  const lines = fixture("drift-plan", "events.ndjson").trim().split("\n");
  const [first = "", ...later] = lines;
  const refreshed = lines.findIndex((line) => line.includes('"resOutputsEvent":{"metadata":{"op":"refresh"'));
  const without = (...dropped: number[]) => lines.filter((_, index) => !dropped.includes(index));
  const tail = fixture("no-change", "events.ndjson").trim().split("\n").slice(-9);
  const summary = lines.filter((line) => line.includes('"summaryEvent"'));
  const renumbered = (log: readonly string[]) => renumberedLog(log.join("\n")).split("\n");

  test.each([
    ...lines.slice(0, -1).map((_, index) => ({ rule: `without its line ${index + 1}`, log: without(index) })),
    { rule: "with a line twice", log: [...lines, ...lines.slice(-1)] },
    { rule: "followed by events of another run", log: [...lines, ...tail] },
    { rule: "with two summaries", log: renumbered([...lines, ...summary]) },
    {
      rule: "that never tells what a refresh found",
      log: renumbered(without(refreshed)),
    },
    { rule: "with JSON of something else", log: [first, '{"a":1}', ...later] },
  ])("not one $rule", ({ log }) => {
    const report = reportOf(log.join("\n"));
    expect(report.verdict.level).toBe("cannotTell");
    expect(exitCodeOf(report, "error")).toBe(5);
  });

  test("one that lacks its last line, which tells nothing, is", () => {
    expect(reportOf(without(lines.length - 1).join("\n")).basis.complete).toBe(true);
  });

  test.each(["create-inbox", "debug-secret"])(
    "streamed events of %s lack those of the engine's own provider, and no other",
    (scenario) => {
      const streamed = readFileSync(join(FIXTURES_FOLDER, scenario, "streaming.ndjson"), "utf8")
        .trim()
        .split("\n");
      expect(reportOf(streamed.join("\n")).basis.complete).toBe(true);
      for (const index of streamed.slice(0, -1).keys())
        expect(reportOf(streamed.filter((_, other) => other !== index).join("\n")).basis.complete).toBe(
          false,
        );
    },
  );
});

describe("an object that somebody deleted, and whose resource has left the program", () => {
  test("is drift in a digest that shows what stays as it is", () => {
    const report = reportOf(fixture("drift-deleted-dropped", "digest.json"));
    expect(report.drift).toMatchObject([
      { cause: "deleted", mailbox: "support@example.com", outcome: "adopted" },
    ]);
  });

  test("may be any in a digest that doesn't", () => {
    const report = reportOf(withoutSames(parsed("drift-deleted-dropped")));
    expect(report.verdict.level).toBe("cannotTell");
    expect(report.findings.map(({ subject }) => subject.name)).toContain("mapping support");
  });

  test("isn't said to have left a program that wasn't heard to its end", () => {
    const { steps, changeSummary } = parsed("drift-deleted-dropped");
    const diagnostics = [{ severity: "error", message: "error: the program threw" }];
    const report = reportOf(JSON.stringify({ steps, changeSummary, diagnostics }));
    expect(report.drift.map(({ outcome }) => outcome)).not.toContain("adopted");
  });
});

test("a digest without the engine's count is none that anybody can rely on", () => {
  const { steps } = parsed("no-change");
  expect(reportOf(JSON.stringify({ steps })).verdict.level).toBe("cannotTell");
});

describe("a kind that only a later release knows", () => {
  const urn = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/vcc:MailRule::support";
  const rule = { ...mappingOf("support", [], "Sales"), urn };

  test.each(["create", "update", "delete"])("can't be told when it's %sd", (op) => {
    const [before, after] = [op === "create" ? undefined : rule, op === "delete" ? undefined : rule];
    const report = reportOf(digestOf([step(op, before, after)]));
    expect(report.verdict.level).toBe("cannotTell");
    expect(report.findings[0]?.text).toContain("MailRule support");
  });

  test("is nobody's concern as long as it stays as it is", () => {
    expect(reportOf(digestOf([same(rule)])).verdict.level).toBe("none");
  });
});

test("a mapping of which a digest shows only that VCC was asked may have been modified since", () => {
  const [mail, later, earlier] = ["x@example.com", "2026-06-01T09:00:00.000Z", "2026-06-01T08:00:00.000Z"];
  const [first, second] = [
    { ...mappingOf("first", [mail], "Sales"), outputs: { updatedAt: later } },
    { ...mappingOf("second", [mail], "Care"), outputs: { updatedAt: earlier } },
  ];
  const low = mappingOf("low", [mail], "Care", { priority: 1 });
  const digest = JSON.parse(
    digestOf([
      same(first),
      same(second),
      step("update", low, mappingOf("low", [mail], "Sales", { priority: 1 })),
    ]),
  ) as Digest;
  const [whole] = reportOf(JSON.stringify(digest)).mailboxes;
  const [part] = reportOf(withoutSames(digest)).mailboxes;
  expect(whole?.routing.before.winner).toBe("first");
  expect(part?.routing.before).toMatchObject({ winner: null, isCertain: false });
});
