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
import { renumberedLog } from "../support/report-fixtures/shortened";
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
  const report = reportOf(renumberedLog(dropped.join("\n")));
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

describe("a change of what is secret", () => {
  const testing = (interactionPlan: string, sender: string) => ({
    testing: { interactionPlan, fromAddresses: [sender] },
  });
  const secret = mappingOf("first", [X], "[secret]");
  const tested = mappingOf("first", [X], "Sales", testing("Test", "[secret]"));
  const ranked = mappingOf("first", [X], "Sales", { priority: "[secret]" });

  test.each([
    { what: "a plan", before: secret, after: secret, property: "interactionPlan" },
    { what: "a plan that wasn't secret", before: mapping, after: secret, property: "interactionPlan" },
    { what: "a sender of a test", before: tested, after: tested, property: "testing" },
    {
      what: "the plan of a test",
      before: mappingOf("first", [X], "Sales", testing("[secret]", "q@example.com")),
      after: mappingOf("first", [X], "Sales", testing("[secret]", "r@example.com")),
      property: "testing",
    },
    {
      what: "a whole test",
      before: mapping,
      after: mappingOf("first", [X], "Sales", { testing: "[secret]" }),
      property: "testing",
    },
    { what: "a priority beside another mapping", before: ranked, after: ranked, property: "priority" },
  ])("can't be told where it is $what", ({ before, after, property }) => {
    const described = { ...after, inputs: { ...after.inputs, description: "new" } };
    const changed = { ...step("update", before, described), diffReasons: [property, "description"] };
    const behind = same(mappingOf("second", [X], "Care", { priority: 100 }));
    expect(idsOf([changed, behind])).toContain("cannot-tell");
    expect(idsOf([{ ...changed, diffReasons: ["description"] }])).not.toContain("cannot-tell");
  });

  test("makes the routing uncertain where it is the plan of all mail", () => {
    const changed = { ...step("update", secret, secret), diffReasons: ["interactionPlan"] };
    const [item] = reportOf(digestOf([changed])).mailboxes;
    expect(item?.routing.after).toMatchObject({ winner: null, isCertain: false });
  });

  test.each([secret, tested, ranked])("is none where all stays the same", (state) => {
    const report = reportOf(digestOf([same(state)]));
    expect([report.verdict.level, report.mailboxes]).toEqual(["none", []]);
  });
});

describe("an object that its replacement leaves in VCC", () => {
  const keptAddress = { ...address, retainOnDelete: true };
  const keptMapping = { ...mapping, retainOnDelete: true };

  test("goes on pulling the mail of its mailbox", () => {
    const report = reportOf(
      digestOf([
        ...deleteFirst(keptAddress, { ...addressOf("support", Y), retainOnDelete: true }),
        same(mapping),
      ]),
    );
    const ids = report.findings.map(({ id, subject }) =>
      subject.kind === "mailbox" ? `${id} ${subject.name}` : id,
    );
    expect(ids).toEqual([
      `unmapped-address ${Y}`,
      `consent-needed ${Y}`,
      "left-in-vcc",
      `address-created ${Y}`,
    ]);
  });

  test("goes on taking mail beside the new one", () => {
    const later = { ...mappingOf("first", [X], "Care", { priority: 4_000 }), retainOnDelete: true };
    const report = reportOf(digestOf(deleteFirst(keptMapping, later)));
    expect(report.findings.map(({ id }) => id)).toEqual([
      "shadowed-mapping",
      "left-in-vcc",
      "object-replaced",
    ]);
    expect(report.mailboxes[0]?.routing.after.winner).toBe("first (stays in VCC)");
  });
});

describe("while the run goes on", () => {
  const high = (description: string) => mappingOf("first", [X], "Sales", { priority: 9_000, description });
  const behind = mappingOf("second", [X], "Care", { priority: 100 });

  test.each([
    {
      rule: "goes to the plan behind, while the mapping is deleted and made again",
      steps: [...deleteFirst(high(""), high("new")), same(behind)],
      expected: [/^Mail to x@example.com goes to "Care" after the mapping first is deleted, until/u],
    },
    {
      rule: "may go to the plan behind, while two mappings are written in any order",
      steps: [
        step("update", mappingOf("third", [Y], "Sales", { priority: 9_000 }), {
          ...mappingOf("third", [X, Y], "Sales", { priority: 9_000 }),
        }),
        step("update", high(""), mappingOf("first", [Y], "Sales", { priority: 9_000 })),
        same(behind),
      ],
      expected: [/^Mail to x@example.com may go to "Care" after the mapping first is changed, until/u],
    },
    {
      rule: "goes nowhere else where the plan behind is the same",
      steps: [
        ...deleteFirst(high(""), high("new")),
        same(mappingOf("second", [X], "Sales", { priority: 100 })),
      ],
      expected: [],
    },
  ])("mail $rule", ({ steps, expected }) => {
    const told = reportOf(digestOf([same(address), ...steps])).findings.filter(
      ({ id }) => id === "mail-diverted",
    );
    expect(told.map(({ text }) => text)).toEqual(
      expected.map((text): unknown => expect.stringMatching(text)),
    );
  });

  test("mail isn't interrupted that the mapping of a former mailbox never took", () => {
    const moved = deleteFirst(address, addressOf("support", Y));
    const ids = idsOf([...moved, same(mapping)]);
    expect(ids).toContain("mailbox-replaced");
    expect(ids).not.toContain("mail-interrupted");
  });

  test("nobody can tell if mail is interrupted of mailboxes that change hands, in a digest without the order", () => {
    const [a, b] = [addressOf("support", X), addressOf("third", Y)];
    const steps = [step("replace", a, addressOf("support", Y)), step("replace", b, addressOf("third", X))];
    const { findings } = reportOf(JSON.stringify({ steps, changeSummary: { replace: 2 } }));
    const unclear = findings.filter(({ id, text }) => id === "cannot-tell" && text.includes("order"));
    expect(unclear.map(({ subject }) => subject.name).sort()).toEqual([X, Y]);
  });
});

describe("what is taken over from VCC", () => {
  const adopted = (state: typeof mapping) =>
    step("create", undefined, { ...state, inputs: { ...state.inputs, adopt: true } });
  const report = reportOf(digestOf([adopted(address), adopted(mapping)]));

  test("isn't called new: who took its mail before isn't known", () => {
    expect(report.findings.map(({ id }) => id)).toEqual(["cannot-tell", "adopted", "adopted"]);
    expect(report.mailboxes[0]?.routing.before).toEqual({
      isPulled: null,
      isSignedIn: null,
      routes: [],
      winner: null,
      isCertain: false,
    });
  });

  test("isn't called new where no mapping names it, either", () => {
    const { findings } = reportOf(digestOf([adopted(address)]));
    expect(findings.map(({ text }) => text).join()).not.toContain("new");
  });
});
