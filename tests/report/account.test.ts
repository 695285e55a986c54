import type { RatedReport } from "../../provider/report/build-report";
import type { AccountMapping, AccountRouting } from "../../provider/report/routing/account-routing";
import {
  addressOf,
  deleteFirst,
  digestOf,
  mappingOf,
  type PrintedStep,
  same,
  step,
} from "../support/digest-of";
import { reportOf } from "../support/report-of";

const SUPPORT = "support@example.com";

/** A mapping of the account to the plan Elsewhere; `given`: what differs from the usual. */
function mapping(id: string, given: Partial<AccountMapping> = {}): AccountMapping {
  return {
    id,
    name: "Overflow",
    mailboxes: new Map([[SUPPORT, SUPPORT]]),
    areMailboxesKnown: true,
    plan: "Elsewhere",
    priority: 9_000,
    testing: undefined,
    modifiedMs: Date.parse("2026-05-01T00:00:00Z"),
    ...given,
  };
}

function account(
  mappings: readonly AccountMapping[],
  mailboxes: readonly string[] = [SUPPORT],
): AccountRouting {
  return { mappings, mailboxes: new Map(mailboxes.map((one) => [one, one])), plans: undefined, unread: [] };
}

const support = addressOf("support", SUPPORT);
const main = (plan = "Support", given = {}) => mappingOf("main", [SUPPORT], plan, given);
const own = mapping("id-main", { name: "main", plan: "Support", priority: 5_000 });

function report(steps: readonly PrintedStep[], of?: AccountRouting): RatedReport {
  return reportOf(digestOf(steps), { account: of });
}

const idsOf = ({ findings }: RatedReport): string[] => findings.map(({ id }) => id);
const routesOf = ({ mailboxes }: RatedReport, end: "before" | "after"): string[] =>
  mailboxes.flatMap(({ routing }) => routing[end].routes.map((route) => `${route.rank} ${route.mapping}`));

const replan = [same(support), step("update", main(), main("Sales"))];
const unmap = [same(support), step("delete", main())];

test("a mapping that is managed elsewhere and comes first keeps the mail, whatever the stack's says", () => {
  expect(idsOf(report(replan))).toEqual(["plan-changed"]);
  const told = report(replan, account([own, mapping("foreign")]));
  expect(idsOf(told)).toEqual([]);
  expect(told.basis.mappings).toBe("account");
  for (const end of ["before", "after"] as const)
    expect(routesOf(told, end)).toEqual(["1 Overflow (managed elsewhere)", "2 main"]);
});

test("a mapping that is managed elsewhere takes the mail that the stack lets go", () => {
  expect(idsOf(report(unmap))).toEqual(["mail-unrouted"]);
  const told = report(unmap, account([own, mapping("foreign", { priority: 1 })]));
  expect(told.findings).toMatchObject([
    { id: "plan-changed", text: `Mail to ${SUPPORT} goes to "Elsewhere", no longer to "Support".` },
  ]);
});

const plans = [
  { id: "4A442F0A-9CD9-88BA-8D14-03491F14383A", name: "Sales" },
  { id: "id-support", name: "Support" },
];

test.each([
  { rule: "a plan that VCC has", plan: "Sales", ids: ["plan-changed"], outcome: "moves" },
  {
    rule: "a plan by its GUID",
    plan: "4a442f0a-9cd9-88ba-8d14-03491f14383a",
    ids: ["plan-changed"],
    outcome: "moves",
  },
  { rule: "a plan that VCC lacks", plan: "Salse", ids: ["plan-not-found"], outcome: "cannotTell" },
])("$rule: $ids", ({ plan, ids, outcome }) => {
  const told = report([same(support), step("update", main(), main(plan))], { ...account([own]), plans });
  expect(idsOf(told)).toEqual(ids);
  expect(told.mailboxes.map(({ routing }) => routing.outcome)).toEqual([outcome]);
});

test("a plan that VCC lacks is told with the one that is meant, and promised to nobody", () => {
  const told = report([same(support), step("update", main(), main("Salse"))], { ...account([own]), plans });
  expect(told.findings.map(({ text }) => text)).toEqual([
    `VCC has no interaction plan "Salse": pulumi up can't write the mapping main, and no mail goes to that plan. Did you mean "Sales"? Correct the name, or create the plan in VCC first.`,
  ]);
  expect(told.verdict.text).toBe(`VCC has no single plan of the name that mail to ${SUPPORT} is to go to.`);
});

const edited = { ...step("update", main("Support"), main("Gone")), diffReasons: ["interactionPlan"] };
const refreshed = step("refresh", main("Gone"), main("Gone"));

test.each([
  { rule: "an edit that is put back", steps: [refreshed, edited] },
  {
    rule: "a mapping that is made anew",
    steps: [refreshed, ...deleteFirst(main("Gone"), main("Gone", { name: "other" }))],
  },
])("the plan of $rule is looked up, though the program has had it before", ({ steps }) => {
  const text = JSON.stringify({ steps: [same(support), ...steps], changeSummary: { same: 1, update: 1 } });
  const told = reportOf(text, { account: { ...account([own]), plans } });
  expect(idsOf(told)).toContain("plan-not-found");
  expect(idsOf(told)).not.toContain("plan-changed");
  expect(told.mailboxes.map(({ routing }) => routing.outcome)).toEqual(["cannotTell"]);
});

test("a name that two plans have is none that pulumi up can write", () => {
  const twins = [...plans, { id: "id-other", name: "Sales" }];
  const told = report(replan, { ...account([own]), plans: twins });
  expect(told.findings.map(({ text }) => text)).toEqual([
    `VCC has 2 interaction plans "Sales": pulumi up can't write the mapping main, and no mail goes to that plan. Name the one that is meant by its GUID: 4A442F0A-9CD9-88BA-8D14-03491F14383A, id-other.`,
  ]);
});

test("a testing plan that VCC lacks is promised to nobody", () => {
  const testing = { interactionPlan: "Salse", fromAddresses: ["boss@example.com"] };
  const steps = [same(support), step("update", main(), main("Support", { testing }))];
  expect(idsOf(report(steps))).toContain("testing-changed");
  expect(idsOf(report(steps, { ...account([own]), plans }))).toEqual(["plan-not-found"]);
});

test("of a run that fails, nobody says that no mail goes elsewhere", () => {
  const other = mappingOf("other", [SUPPORT], "Salse", { priority: 1 });
  const steps = [same(support), same(main()), step("create", undefined, other)];
  expect(report(steps).verdict.text).toContain("no mail goes elsewhere");
  const told = report(steps, { ...account([own]), plans });
  expect(idsOf(told)).toContain("plan-not-found");
  expect(told.verdict.text).not.toContain("no mail goes elsewhere");
});

test("a plan that stays as it is has been found before, and isn't looked up", () => {
  const steps = [same(support), step("update", main("Gone"), main("Gone", { priority: 1 }))];
  expect(idsOf(report(steps, { ...account([own]), plans }))).toEqual([]);
});

test("the stack's own mappings count once, whatever their names are in VCC", () => {
  const told = report(replan, account([{ ...own, name: "Renamed" }]));
  expect(routesOf(told, "after")).toEqual(["1 main"]);
  expect(idsOf(told)).toEqual(["plan-changed"]);
});

test("mappings that are managed elsewhere, and mailboxes of theirs alone, are no change of the stack", () => {
  const other = new Map([["other@example.com", "other@example.com"]]);
  const told = report(
    [same(support), same(main())],
    account([own, mapping("foreign", { mailboxes: other })]),
  );
  expect(told.mailboxes).toEqual([]);
  expect(told.verdict.level).toBe("none");
});

test("two of one priority tie, whoever manages them: what the run writes comes first", () => {
  const told = report(replan, account([own, mapping("foreign", { priority: 5_000 })]));
  expect(routesOf(told, "after")).toEqual(["1 main", "1 Overflow (managed elsewhere)"]);
});

test("a mapping whose addresses VCC doesn't tell may take the mail", () => {
  const untold = mapping("foreign", { mailboxes: new Map(), areMailboxesKnown: false });
  expect(idsOf(report(replan, account([own, untold])))).toContain("cannot-tell");
});

test("what of the account can't be read is said", () => {
  const told = report(replan, { ...account([own]), unread: ["VCC shows a mapping in another form."] });
  expect(told.findings.map(({ text }) => text)).toContain("VCC shows a mapping in another form.");
  expect(told.verdict.level).toBe("cannotTell");
});

test.each([
  { mailboxes: [SUPPORT], isPulled: true },
  { mailboxes: [], isPulled: false },
])("of an address that is managed elsewhere, the account tells if its mail is pulled: $isPulled", (given) => {
  const told = report([step("update", main(), main("Sales"))], account([own], given.mailboxes));
  expect(told.mailboxes.map(({ routing }) => routing.after.isPulled)).toEqual([given.isPulled]);
});

test.each([
  { adopt: true, mapping: mapping("foreign", { name: "main" }) },
  { adopt: "foreign", mapping: mapping("foreign") },
])(
  "a mapping that the run takes over (adopt: $adopt) is the stack's from then on",
  ({ adopt, mapping: former }) => {
    const told = report(
      [same(support), step("create", undefined, main("Sales", { adopt }))],
      account([former]),
    );
    expect(routesOf(told, "before")).toEqual(["1 main"]);
    expect(routesOf(told, "after")).toEqual(["1 main"]);
    expect(told.findings.map(({ text }) => text)).toContain(
      `Mail to ${SUPPORT} goes to "Sales", no longer to "Elsewhere".`,
    );
  },
);
