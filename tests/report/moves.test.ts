import { exitCodeOf } from "../../provider/cli/report/exit-code";
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

const [X, Y] = ["x@example.com", "y@example.com"];
const address = addressOf("support", X);
const mapping = mappingOf("first", [X], "Sales");
const other = mappingOf("second", [X], "Care");

function idsOf(steps: readonly PrintedStep[]): string[] {
  return reportOf(digestOf(steps)).findings.map(({ id }) => id);
}

describe("mailboxes that pass from one address to another", () => {
  const third = addressOf("third", Y);
  const swapped = digestOf([
    ...deleteFirst(address, addressOf("support", Y)),
    ...deleteFirst(third, addressOf("third", X)),
    same(mapping),
  ]);

  test("are told, both of them, when two addresses exchange them", () => {
    const report = reportOf(swapped);
    expect(report.mailboxes.map(({ mailbox }) => mailbox)).toEqual([X, Y]);
    expect(report.verdict.level).not.toBe("none");
  });

  test("aren't said to reach nobody, as another address goes on with them", () => {
    expect(reportOf(swapped).findings.map(({ id }) => id)).not.toContain("mailbox-replaced");
  });
});

test("what changes of a mapping that goes on naming a former mailbox is told", () => {
  const report = reportOf(
    digestOf([
      ...deleteFirst(address, addressOf("support", Y)),
      step("update", mapping, mappingOf("first", [X], "Care")),
    ]),
  );
  const changes = report.mailboxes.flatMap((item) => item.changes.map(({ property }) => property));
  expect(changes).toEqual(expect.arrayContaining(["interactionPlan"]));
});

test("a mapping that somebody deleted and the program no longer has isn't made again", () => {
  const lines = fixture("drift-deleted-mapping", "events.ndjson").split("\n");
  const isOfMapping = (line: string) => line.includes("InteractionPlanMapping::support");
  const dropped = lines
    .filter(
      (line) => !isOfMapping(line) || line.includes('"op":"refresh"') || !line.includes('"op":"create"'),
    )
    .map((line) => line.replace('"create":1,', ""));
  const report = reportOf(dropped.join("\n"));
  expect(report.drift.map(({ outcome }) => outcome)).toEqual(["adopted"]);
});

describe("nobody can tell", () => {
  test.each<{ what: string; steps: PrintedStep[] }>([
    { what: "what an operation of a later release does", steps: [step("upsert", mapping, other)] },
    { what: "what is deleted without a state", steps: [{ op: "delete", urn: mapping.urn }] },
    { what: "what is made without a state", steps: [{ op: "create", urn: mapping.urn }] },
    {
      what: "whose mail a mapping took that goes, if that is secret",
      steps: [step("delete", mappingOf("first", "[secret]", "Sales"))],
    },
    {
      what: "whose mail VCC no longer pulls, if that is secret",
      steps: [step("delete", addressOf("support", "[secret]"))],
    },
    {
      what: "if mail moves where two mappings were modified at one time",
      steps: [same(mapping), step("update", other, mappingOf("second", [X], "Care", { priority: 6_000 }))],
    },
  ])("$what", ({ steps }) => {
    const report = reportOf(digestOf(steps));
    expect(report.verdict.level).toBe("cannotTell");
    expect([2, 5]).toContain(exitCodeOf(report, "error"));
  });

  test("if mail is interrupted while an address is replaced, in a digest without the order", () => {
    const text = JSON.stringify({
      steps: [step("replace", address, address)],
      changeSummary: { replace: 1 },
    });
    expect(reportOf(text).verdict.level).toBe("cannotTell");
  });
});

test("a mapping that leaves the program keeps its place in a tie", () => {
  const kept = { ...mapping, retainOnDelete: true };
  const steps = [step("delete", kept), step("update", other, mappingOf("second", [X], "Abroad"))];
  expect(idsOf(steps)).not.toContain("tied-priority");
  const [item] = reportOf(digestOf(steps)).mailboxes;
  expect(item?.routing.after).toMatchObject({ winner: "second", isCertain: true });
});

test("a mapping that is replaced without a difference is the one that was modified last", () => {
  const later = { ...other, outputs: { updatedAt: "2026-06-01T09:00:00.000Z" } };
  expect(idsOf([...deleteFirst(mapping, mapping), same(later)])).toContain("plan-changed");
});

test("senders whose testing plan is the plan of all move nowhere", () => {
  const testing = { interactionPlan: "Sales", fromAddresses: ["q@example.com"] };
  expect(idsOf([step("update", mappingOf("first", [X], "Sales", { testing }), mapping)])).toEqual([]);
});

test("senders that keep their testing plan aren't told of when all others get another plan", () => {
  const testing = { interactionPlan: "Sales", fromAddresses: ["q@example.com"] };
  const [before, after] = ["Sales", "Care"].map((plan) => mappingOf("first", [X], plan, { testing }));
  expect(idsOf([step("update", before, after)])).toEqual(["plan-changed"]);
});
