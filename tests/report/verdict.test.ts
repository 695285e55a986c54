import { toVerdict, type VerdictBasis } from "../../provider/report/verdict";
import type { Change, Drift, Finding, Mailbox, Routing } from "../../schema/report/change-report";
import { FINDING_IDS, FINDINGS, type FindingId } from "../../schema/report/finding";
import { mailOutcomeOf } from "../../schema/report/outcome";

const goesTo = (...plans: string[]): Routing => ({
  isPulled: true,
  isSignedIn: true,
  winner: plans[0] ?? null,
  isCertain: true,
  routes: plans.map((plan, index) => ({ mapping: plan, plan, priority: 1, testing: null, rank: index + 1 })),
});

const mailbox = (name: string, before: Routing, after: Routing, changes: Change[] = []): Mailbox => {
  const routing = { before, after, unrouted: [], diverted: [] };
  return {
    mailbox: name,
    resource: name,
    action: "update",
    findings: [],
    changes,
    routing: { ...routing, outcome: mailOutcomeOf(routing, undefined) },
  };
};

const finding = (id: FindingId, name = "a@example.com"): Finding => ({
  id,
  level: FINDINGS[id].level,
  text: "",
  fingerprint: "0".repeat(32),
  subject: { kind: "mailbox", name },
});

const change = (from: number, to: number): Change => ({
  resource: { kind: "InteractionPlanMapping", name: "m" },
  property: "priority",
  from,
  to,
  fingerprint: "0".repeat(32),
});

const nobody = goesTo();

/** Something that somebody did to a mapping of a@example.com outside the program. */
const edited = (name: string): Drift => ({
  resource: { kind: "InteractionPlanMapping", name },
  mailbox: "a@example.com",
  level: "warning",
  cause: "edited",
  property: "priority",
  from: 1,
  to: 2,
  outcome: "putBack",
  fingerprint: "0".repeat(32),
});
const deleted = (name: string): Drift => ({ ...edited(name), cause: "deleted", property: null });

const RAISED = change(1, 2);

const verdictOf = (basis: Partial<VerdictBasis>) =>
  toVerdict({
    question: "change",
    findings: [],
    mailboxes: [],
    changes: [],
    drift: [],
    others: [],
    isComplete: true,
    isRefreshed: true,
    ...basis,
  });

const sales = mailbox("a@example.com", goesTo("Support"), goesTo("Sales"));
const stays = mailbox("a@example.com", goesTo("Support"), goesTo("Support"));

test.each([
  { rule: "nothing changes", basis: {}, text: "Nothing of the stack's mail changes." },
  {
    rule: "only a resource of another kind isn't as the program says",
    basis: {
      question: "drift" as const,
      others: [{ type: "aws:s3/bucket:Bucket", action: "update", count: 1 }],
    },
    text: "Not applied yet: changes of 1 resource of another kind. The stack's mail is as the program says.",
  },
  {
    rule: "VCC wasn't asked",
    basis: { isRefreshed: false },
    text: "The program changes nothing of the stack's mail. VCC wasn't asked whether somebody edited it there.",
  },
  {
    rule: "one mailbox goes to another plan",
    basis: { findings: [finding("plan-changed")], mailboxes: [sales] },
    text: 'Mail to a@example.com goes to plan "Sales", no longer to plan "Support".',
  },
  {
    rule: "mailboxes go to different plans",
    basis: {
      findings: [finding("plan-changed"), finding("plan-changed", "b@example.com")],
      mailboxes: [sales, mailbox("b@example.com", goesTo("Support"), goesTo("Night"))],
    },
    text: 'Mail to 2 mailboxes goes to several plans, no longer to plan "Support".',
  },
  {
    rule: "all change alike",
    basis: {
      mailboxes: [stays, { ...stays, changes: [RAISED], mailbox: "b@example.com" }],
      changes: [RAISED],
    },
    text: "No mail goes elsewhere: priority of b@example.com changes from 1 to 2.",
  },
  {
    rule: "properties change differently",
    basis: { changes: [change(1, 2), change(2, 3)] },
    text: "No mail goes elsewhere: 2 properties of the mapping m change.",
  },
  {
    rule: "an error moves no mail",
    basis: { findings: [finding("signature-script")], mailboxes: [stays] },
    text: "The signature of a@example.com gains a script; no mail goes elsewhere.",
  },
  {
    rule: "some senders' mail moves",
    basis: { findings: [finding("testing-changed")], mailboxes: [stays] },
    text: "Mail to a@example.com from some senders goes to another plan.",
  },
  {
    rule: "what is for information doesn't hide what needs a decision",
    basis: { findings: [finding("signature-changed"), finding("credential-expired")], mailboxes: [sales] },
    text: "Mail to a@example.com reaches nobody, as VCC isn't signed in.",
  },
  {
    rule: "a part can't be told",
    basis: { findings: [finding("cannot-tell"), finding("plan-changed")], mailboxes: [sales] },
    text: `Part of this change can't be told: don't approve it as it is. What is known: mail to a@example.com goes to plan "Sales", no longer to plan "Support".`,
  },
  {
    rule: "the preview failed",
    basis: { isComplete: false },
    text: "The preview didn't succeed, so the change is known in part: don't approve it as it is.",
  },
  {
    rule: "nothing has drifted",
    basis: { question: "drift" as const },
    text: "The stack's mail is as the program says.",
  },
  {
    rule: "a sign-in has ended",
    basis: { question: "drift" as const, findings: [finding("signed-in")] },
    text: "Not as the program says: mail to a@example.com reaches nobody until the next pulumi up --refresh, which signs in again.",
  },
  {
    rule: "somebody deleted a mapping",
    basis: {
      question: "drift" as const,
      findings: [finding("drift-deleted")],
      changes: [RAISED],
      mailboxes: [mailbox("a@example.com", nobody, goesTo("Support"))],
      drift: [deleted("m")],
    },
    text: "Not as the program says: mail to a@example.com reaches nobody until the next pulumi up --refresh; somebody deleted the mapping m (a@example.com) outside the program.",
  },
  {
    rule: "somebody deleted a mapping, in a change",
    basis: {
      findings: [finding("drift-deleted")],
      mailboxes: [mailbox("a@example.com", nobody, goesTo("Support"))],
      drift: [deleted("m")],
    },
    text: "Mail to a@example.com reaches nobody until the next pulumi up --refresh; somebody deleted the mapping m (a@example.com) outside the program.",
  },
  {
    rule: "somebody deleted a mapping that the program drops, too: mail has stopped",
    basis: { findings: [finding("drift-deleted")], drift: [deleted("m")] },
    text: "Somebody deleted the mapping m (a@example.com) outside the program.",
  },
  {
    rule: "somebody edited several mappings",
    basis: {
      question: "drift" as const,
      findings: [finding("drift-edited")],
      drift: [edited("m"), edited("n")],
    },
    text: "Not as the program says: somebody changed 2 objects of a@example.com outside the program.",
  },
  {
    rule: "somebody edited a plan, which goes back",
    basis: {
      question: "drift" as const,
      findings: [finding("drift-edited"), finding("plan-changed")],
      mailboxes: [sales],
      drift: [edited("m")],
    },
    text: 'Not as the program says: somebody changed the priority of the mapping m (a@example.com) outside the program. With the next pulumi up --refresh: mail to a@example.com goes to plan "Sales", no longer to plan "Support".',
  },
  {
    rule: "the program has caught up",
    basis: {
      question: "drift" as const,
      findings: [finding("drift-adopted")],
      drift: [{ ...edited("m"), outcome: "adopted" as const }],
    },
    text: "The program says by now what somebody edited outside of it: the priority of the mapping m (a@example.com).",
  },
  {
    rule: "a part can't be told of drift",
    basis: {
      question: "drift" as const,
      findings: [finding("cannot-tell"), finding("drift-edited")],
      drift: [edited("m")],
    },
    text: "Part of what isn't as the program says can't be told. What is known: somebody changed the priority of the mapping m (a@example.com) outside the program.",
  },
  {
    rule: "a change waits, beside a state that lasts",
    basis: {
      question: "drift" as const,
      findings: [finding("expiring-credential")],
      changes: [change(1, 2)],
      mailboxes: [stays],
    },
    text: "With the next pulumi up --refresh: priority of the mapping m changes from 1 to 2. A credential of a@example.com ends soon, or has ended.",
  },
  {
    rule: "a change waits",
    basis: { question: "drift" as const, changes: [change(1, 2)], mailboxes: [sales] },
    text: "Not applied yet: priority of the mapping m changes from 1 to 2.",
  },
])("where $rule: $text", ({ basis, text }) => {
  expect(verdictOf(basis).text).toBe(text);
});

test.each(FINDING_IDS.filter((id) => id !== "cannot-tell"))(
  "%s is never told as calm: the verdict names its subject",
  (id) => {
    const { text } = verdictOf({
      findings: [{ ...finding(id), level: "error" }],
      mailboxes: [{ ...sales, ...(id === "mailbox-replaced" && { formerMailbox: "old@example.com" }) }],
    });
    expect(text).toContain("a@example.com");
    expect(text).not.toMatch(/[{}]|^No mail/u);
  },
);
