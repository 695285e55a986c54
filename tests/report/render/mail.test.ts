import { fateOf } from "../../../provider/report/render/html/mail";
import type { Mailbox, Routing, ShownValue } from "../../../schema/report/change-report";

const notPulled: Routing = { isPulled: false, routes: [], winner: null, isCertain: true };
const nobody: Routing = { ...notPulled, isPulled: true };
const goesTo = (plan: ShownValue): Routing => ({
  ...{ isPulled: true, winner: "m", isCertain: true },
  routes: [{ mapping: "m", plan, priority: 1, testing: null, rank: 1 }],
});
const tied: Routing = { ...goesTo("A"), isCertain: false };
const unknown = goesTo({ knownAfterApply: [] });
const secret = goesTo({ secret: true });
const gap = (isCertain: boolean) => [{ after: "a", until: "b", isCertain }];

test.each([
  { rule: "no mapping is left", before: goesTo("A"), after: nobody, fate: "lost" },
  {
    rule: "its address is replaced, and no mapping is left",
    before: goesTo("A"),
    after: nobody,
    former: "x",
    fate: "lost",
  },
  { rule: "its address is replaced", before: goesTo("A"), after: goesTo("A"), former: "x", fate: "replaced" },
  { rule: "its address is deleted", before: goesTo("A"), after: notPulled, fate: "gone" },
  { rule: "another plan takes it", before: goesTo("A"), after: goesTo("B"), fate: "moved" },
  { rule: "a plan is called nobody", before: nobody, after: goesTo("nobody"), fate: "routed" },
  { rule: "its mapping was missing", before: nobody, after: goesTo("A"), fate: "routed" },
  { rule: "its address is new", before: notPulled, after: goesTo("A"), fate: "added" },
  {
    rule: "its address is new, and its plan not known yet",
    before: notPulled,
    after: unknown,
    fate: "added",
  },
  { rule: "nothing changes", before: goesTo("A"), after: goesTo("A"), fate: "same" },
  { rule: "nobody got it before either", before: nobody, after: nobody, fate: "same" },
  { rule: "it has a gap", before: goesTo("A"), after: goesTo("A"), unrouted: gap(true), fate: "interrupted" },
  {
    rule: "it may have a gap",
    before: goesTo("A"),
    after: goesTo("A"),
    unrouted: gap(false),
    fate: "atRisk",
  },
  { rule: "the winner isn't certain", before: goesTo("A"), after: tied, fate: "untold" },
  { rule: "the winner wasn't certain", before: tied, after: goesTo("A"), fate: "untold" },
  { rule: "the plan isn't known", before: goesTo("A"), after: unknown, fate: "untold" },
  {
    rule: "both plans are secret, which says nothing of their being equal",
    before: secret,
    after: secret,
    fate: "untold",
  },
])("where $rule, a mailbox's mail is $fate", ({ before, after, former, unrouted = [], fate }) => {
  const mailbox: Mailbox = {
    ...{ mailbox: "a@example.com", resource: null, action: "update", changes: [], findings: [] },
    ...(former !== undefined && { formerMailbox: former }),
    routing: { before, after, unrouted },
  };
  expect(fateOf(mailbox)).toBe(fate);
});
