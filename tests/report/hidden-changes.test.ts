import {
  addressOf,
  deleteFirst,
  digestOf,
  mappingOf,
  type PrintedStep,
  same,
  step,
} from "../support/digest-of";
import { fixture, reportOf } from "../support/report-of";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = "[secret]";
const X = "x@example.com";
const mapping = mappingOf("first", [X], "Sales");

function findingsOf(steps: readonly PrintedStep[]) {
  return reportOf(digestOf(steps)).findings;
}

describe("a change that can't be shown is one that nobody can tell", () => {
  const testing = (plan: string, sender: string) => ({
    testing: { interactionPlan: plan, fromAddresses: [sender] },
  });
  test.each([
    { what: "a plan", before: mapping, after: mappingOf("first", [X], SECRET) },
    { what: "a priority", before: mapping, after: mappingOf("first", [X], "Sales", { priority: SECRET }) },
    { what: "a testing plan", before: mapping, after: mappingOf("first", [X], "Sales", testing(SECRET, X)) },
    { what: "a sender", before: mapping, after: mappingOf("first", [X], "Sales", testing("Care", SECRET)) },
    {
      what: "a plan that was secret before",
      before: mappingOf("first", [X], SECRET),
      after: mappingOf("first", [X], SECRET),
    },
  ])("$what", ({ before, after }) => {
    const report = reportOf(digestOf([step("update", before, after)]));
    expect(report.verdict.level).toBe("cannotTell");
    const untold = report.findings.filter(({ id }) => id === "cannot-tell");
    expect(untold.map(({ text }) => text)).toEqual([
      expect.stringMatching(/secret.*(?:plain configuration)/u),
    ]);
  });

  test.each(["digest.json", "events.ndjson", "plain.json"] as const)(
    "plan, priority and sender of a program, in %s",
    (shape) => {
      const report = reportOf(fixture("secret-routing", shape));
      expect(report.verdict.level).toBe("cannotTell");
      const [mailbox] = report.mailboxes;
      expect(mailbox?.changes.map(({ property }) => property)).toEqual(
        expect.arrayContaining(["interactionPlan", "priority"]),
      );
    },
  );

  test("and which plan it leads to", () => {
    const [first, second] = [mappingOf("first", [X], SECRET), mappingOf("second", [X], "Care")];
    const newer = { ...second, outputs: { updatedAt: "2026-06-01T09:00:00.000Z" } };
    const [item] = reportOf(digestOf([step("update", first, first), same(newer)])).mailboxes;
    expect([item?.routing.before.winner, item?.routing.after.winner]).toEqual(["second", null]);
  });
});

describe("two unknown plans", () => {
  const later = (source: string) => fixture("unknown-plan", "digest.json").replaceAll("care", source);

  test("differ where the input tells what they come from", () => {
    expect(reportOf(later("others")).changeSet).not.toBe(reportOf(later("care")).changeSet);
    expect(reportOf(later("care")).findings.map(({ id }) => id)).toEqual(["cannot-tell"]);
  });

  test("can't be told apart in an event log, which says so", () => {
    const report = reportOf(fixture("unknown-plan", "events.ndjson"));
    expect(report.verdict.level).toBe("cannotTell");
    expect(report.findings.map(({ text }) => text).join("\n")).toContain(
      "the new value of interaction plan is known only after apply",
    );
  });
});

describe("a replacement", () => {
  test("is another change than an update of the same properties", () => {
    const other = mappingOf("first", [X], "Sales", { description: "New" });
    const prints = [[step("update", mapping, other)], deleteFirst(mapping, other)].map(
      (steps) => reportOf(digestOf(steps)).changeSet,
    );
    expect(new Set(prints).size).toBe(2);
  });

  test("of an address without any difference is one to decide on: VCC has to sign in anew", () => {
    const address = addressOf("support", X);
    expect(findingsOf(deleteFirst(address, address))).toContainEqual(
      expect.objectContaining({ id: "object-replaced", level: "warning" }),
    );
  });

  test.each(["digest.json", "events.ndjson", "plain.json"] as const)(
    "that somebody forces by --target-replace is told in %s",
    (shape) => {
      const ids = reportOf(fixture("forced-replacement", shape)).findings.map(({ id }) => id);
      expect(ids).toContain("object-replaced");
    },
  );
});

describe("an object that is taken over", () => {
  test.each(["digest.json", "events.ndjson", "plain.json"] as const)(
    "has properties that nobody has seen, in %s",
    (shape) => {
      const [mailbox] = reportOf(fixture("adopted", shape)).mailboxes;
      expect(mailbox?.action).toBe("adopt");
      expect(mailbox?.changes.length).toBeGreaterThan(0);
      for (const { from } of mailbox?.changes ?? []) expect(from).toEqual({ takenOver: true });
    },
  );

  test("may have anything where the program has the default", () => {
    const changes = reportOf(fixture("adopted", "digest.json")).mailboxes.flatMap((one) => one.changes);
    expect(changes).toContainEqual(expect.objectContaining({ property: "priority", to: 5_000 }));
  });

  test("by an import stays as it is: the mailbox isn't new, and its mail goes where it went", () => {
    const { mailboxes, findings } = reportOf(fixture("imported", "digest.json"));
    expect(mailboxes).toMatchObject([{ action: "import", changes: [] }]);
    expect(mailboxes[0]?.routing.before).toEqual(mailboxes[0]?.routing.after);
    expect(findings.map(({ id }) => id)).not.toContain("unmapped-address");
  });
});

test("an import of other properties is another change", () => {
  const imported = fixture("imported", "digest.json");
  const other = imported.replaceAll("By hand", "By somebody");
  expect(reportOf(other).changeSet).not.toBe(reportOf(imported).changeSet);
});

describe("what the program only reads", () => {
  test.each(["read", "read-again"])("changes nothing: %s", (scenario) => {
    for (const shape of ["digest.json", "events.ndjson", "plain.json"] as const) {
      const { mailboxes, shared, drift } = reportOf(fixture(scenario, shape));
      const kinds = [...mailboxes, ...shared].flatMap((one) =>
        one.changes.map(({ resource }) => resource.kind),
      );
      expect([...new Set(kinds), ...drift]).toEqual(scenario === "read" ? ["InteractionPlanMapping"] : []);
    }
  });

  test("is known by what the engine has read, in an event log", () => {
    const [mailbox] = reportOf(fixture("read", "events.ndjson")).mailboxes;
    expect(mailbox?.routing.before.isPulled).toBe(true);
  });
});

test("an unknown reference is told by what it leads to, not as unknown", () => {
  const report = reportOf(fixture("create-inbox", "digest.json"));
  expect(report.findings.map(({ id }) => id)).not.toContain("cannot-tell");
  expect(JSON.stringify(report)).not.toContain(UNKNOWN);
});
