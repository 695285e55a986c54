import { mailOutcomeOf } from "../../../schema/report/outcome";
import type { Routing } from "../../../schema/report/change-report";
import type { ShownValue } from "../../../schema/report/shown-value";

const notPulled: Routing = { isPulled: false, isSignedIn: null, routes: [], winner: null, isCertain: true };
const nobody: Routing = { ...notPulled, isPulled: true };
const goesTo = (plan: ShownValue): Routing => ({
  isPulled: true,
  isSignedIn: true,
  winner: "m",
  isCertain: true,
  routes: [{ mapping: "m", plan, priority: 1, testing: null, rank: 1 }],
});
const tied: Routing = { ...goesTo("A"), isCertain: false };
const unknown = goesTo({ knownAfterApply: [] });
const secret = goesTo({ secret: true });
const deleted = { resource: { kind: "EmailAddress", name: "a" }, action: "delete" } as const;
const gap = (isCertain: boolean) => [
  { after: deleted, until: { ...deleted, action: "create" as const }, isCertain },
];

test.each([
  { rule: "no mapping is left", before: goesTo("A"), after: nobody, outcome: "stops" },
  {
    rule: "its address is replaced, and no mapping is left",
    before: goesTo("A"),
    after: nobody,
    former: "x",
    outcome: "stops",
  },
  {
    rule: "its address is replaced",
    before: goesTo("A"),
    after: goesTo("A"),
    former: "x",
    outcome: "replaced",
  },
  { rule: "its address is deleted", before: goesTo("A"), after: notPulled, outcome: "notPulled" },
  { rule: "another plan takes it", before: goesTo("A"), after: goesTo("B"), outcome: "moves" },
  { rule: "a plan is called nobody", before: nobody, after: goesTo("nobody"), outcome: "starts" },
  { rule: "its mapping was missing", before: nobody, after: goesTo("A"), outcome: "starts" },
  { rule: "its address is new", before: notPulled, after: goesTo("A"), outcome: "starts" },
  {
    rule: "its address is new, and its plan not known yet",
    before: notPulled,
    after: unknown,
    outcome: "starts",
  },
  { rule: "nothing changes", before: goesTo("A"), after: goesTo("A"), outcome: "stays" },
  { rule: "nobody got it before either", before: nobody, after: nobody, outcome: "nobody" },
  {
    rule: "it has a gap",
    before: goesTo("A"),
    after: goesTo("A"),
    unrouted: gap(true),
    outcome: "interrupted",
  },
  {
    rule: "it may have a gap",
    before: goesTo("A"),
    after: goesTo("A"),
    unrouted: gap(false),
    outcome: "mayBeInterrupted",
  },
  {
    rule: "another plan takes it between two steps",
    before: goesTo("A"),
    after: goesTo("A"),
    diverted: gap(true).map((time) => ({ ...time, plan: "B" })),
    outcome: "diverted",
  },
  { rule: "the winner isn't certain", before: goesTo("A"), after: tied, outcome: "cannotTell" },
  { rule: "the winner wasn't certain", before: tied, after: goesTo("A"), outcome: "cannotTell" },
  { rule: "the plan isn't known", before: goesTo("A"), after: unknown, outcome: "cannotTell" },
  {
    rule: "both plans are secret, which says nothing of their being equal",
    before: secret,
    after: secret,
    outcome: "cannotTell",
  },
])(
  "where $rule, a mailbox's mail is $outcome",
  ({ before, after, former, unrouted = [], diverted = [], outcome }) => {
    expect(mailOutcomeOf({ before, after, unrouted, diverted }, former)).toBe(outcome);
  },
);
