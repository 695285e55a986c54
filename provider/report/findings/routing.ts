import { MOST_STEPS } from "../routing/timeline";
import type { MailboxRouting } from "../mailbox-routings";
import { describeTime } from "../nouns";
import { REPORT_RUN } from "../read/preview-commands";
import { hasSamePlan, type PlannedMapping } from "../routing/planned-mapping";
import type { Ranking } from "../routing/rank";
import { aboutMailbox, type Draft, NOTHING_ARRIVES, asJson } from "./draft";
import { doubtFindings } from "./routing-doubts";
import { testingFindings } from "./testing";

/** Findings about where the mail of a mailbox goes. */
export function routingFindings(routing: MailboxRouting): Draft[] {
  // Of an address that goes, its deletion is told.
  if (routing.isPulledAfter === false) return [];
  if (!routing.mayBeRerouted)
    return [
      ...reach(routing),
      ...plan(routing),
      ...testingFindings(routing),
      ...ties(routing),
      ...doubtFindings(routing),
      ...shadows(routing),
      ...onTheWay(routing),
    ];
  const text = `Nobody can tell which plan takes mail to ${routing.mailbox}: mappings that stay as they are aren't in this input, and may come first. ${describeKnown(routing)}${REPORT_RUN} sees them all.`;
  return [{ id: "cannot-tell", subject: aboutMailbox(routing.mailbox), text, values: ["mappings"] }];
}

/** What is known beside: the mapping that comes first of those in the input. */
function describeKnown({ after: { winner } }: MailboxRouting): string {
  return winner === undefined
    ? ""
    : `Of those in it, ${winner.name} comes first, with the plan ${asJson(winner.plan)}. `;
}

function reach({
  mailbox,
  before,
  after,
  isPulledBefore,
  isSignedInAfter,
  isTakenOver,
}: MailboxRouting): Draft[] {
  const [had, has] = [before.mappings.length > 0, after.mappings.length > 0];
  const subject = aboutMailbox(mailbox);
  if (before.doubt === "mapping taken over") return [];
  if (had && !has) {
    const names = before.mappings.map(({ mapping }) => mapping.name);
    const text = `Mail to ${mailbox} reaches nobody any more: no mapping of the stack names it. Before, ${names.join(", ")} did.`;
    return [{ id: "mail-unrouted", subject, text, values: [planOf(before)] }];
  }
  if (!had && has && isPulledBefore !== false) {
    const text = `${describeArrival(mailbox, planOf(after), isSignedInAfter)} Before, no mapping of the stack named it.`;
    return [{ id: "mail-routed", subject, text, values: [planOf(after)] }];
  }
  if (has || (isPulledBefore !== false && !isTakenOver)) return [];
  const text = isTakenOver
    ? `No mapping of the stack names ${mailbox}, whose address is taken over from VCC: its mail reaches nobody, unless a mapping elsewhere takes it.`
    : `Mail to ${mailbox}, which is new, reaches nobody: no mapping of the stack names it.`;
  return [{ id: "unmapped-address", subject, text, values: [] }];
}

function describeArrival(mailbox: string, plan: string, isSignedIn: boolean | undefined): string {
  return isSignedIn === false
    ? `Mail to ${mailbox} is led to ${asJson(plan)}${NOTHING_ARRIVES}.`
    : `Mail to ${mailbox} reaches ${asJson(plan)}.`;
}

function plan({ mailbox, before: { winner: from }, after, isSignedInAfter }: MailboxRouting): Draft[] {
  const { winner: to, tied } = after;
  if (from === undefined || to === undefined || hasSamePlan(from, to) !== false) return [];
  const because =
    tied.length > 1 ? ", because its mapping is modified last among several of one priority" : "";
  const isSignedOut = isSignedInAfter === false;
  const text = `Mail to ${mailbox} ${isSignedOut ? "is led" : "goes"} to ${asJson(to.plan)}, no longer to ${asJson(from.plan)}${because}${isSignedOut ? NOTHING_ARRIVES : ""}.`;
  return [{ id: "plan-changed", subject: aboutMailbox(mailbox), text, values: [from.plan, to.plan] }];
}

function ties({ mailbox, before, after }: MailboxRouting): Draft[] {
  const subject = aboutMailbox(mailbox);
  const [was, is] = [before, after].map(({ tied }) => tied.map(({ name }) => name).sort());
  const found: Draft[] = [];
  if (after.tied.length > 1 && JSON.stringify(was) !== JSON.stringify(is)) {
    const text =
      `The mappings ${is?.join(" and ")} take mail to ${mailbox} with the same priority, ${asJson(after.tied[0]?.priority)}: VCC follows ` +
      "the one that was modified last. Give one of them another priority.";
    found.push({ id: "tied-priority", subject, text, values: [is] });
  }
  if (before.tied.length > 1 && after.tied.length === 0 && after.mappings.length > 0) {
    const text = `The mappings ${was?.join(" and ")} no longer have one priority for mail to ${mailbox}.`;
    found.push({ id: "tie-resolved", subject, text, values: [was] });
  }
  return found;
}

function shadows({ mailbox, before, after }: MailboxRouting): Draft[] {
  const wasShadowed = new Set(before.mappings.filter(({ rank }) => rank > 1).map(keyOf));
  const top = after.mappings[0]?.mapping;
  return after.mappings
    .filter((one) => one.rank > 1 && !wasShadowed.has(keyOf(one)))
    .map(({ mapping }) => ({
      id: "shadowed-mapping",
      subject: aboutMailbox(mailbox),
      text:
        `The mapping ${mapping.name}, priority ${asJson(mapping.priority)}, gets no mail to ${mailbox}: ${top?.name} takes it with ` +
        `${asJson(top?.priority)}.`,
      values: [mapping.name, top?.name],
    }));
}

/** Two components may have mappings of one name, and one mapping two objects in VCC. */
function keyOf({ mapping: { urn, name } }: Ranking<PlannedMapping>["mappings"][number]): string {
  return `${urn} ${name}`;
}

/** Findings about mail between two steps of the run. */
function onTheWay(routing: MailboxRouting): Draft[] {
  const { mailbox, unrouted, diverted, isUnordered, hasTooManySteps, isSignedInBefore, isSignedInAfter } =
    routing;
  // No mail arrives that could go elsewhere, before, in between or after: the sign-in tells so.
  if (isSignedInBefore === false && isSignedInAfter === false) return [];
  const subject = aboutMailbox(mailbox);
  if (hasTooManySteps) {
    const text = `Nobody can tell whether mail to ${mailbox} reaches somebody all the time: the run has more than ${String(MOST_STEPS)} steps about it, too many to follow.`;
    return [{ id: "cannot-tell", subject, text, values: ["steps"] }];
  }
  if (isUnordered) {
    const text = `Nobody can tell whether mail to ${mailbox} reaches somebody all the time: its address or mapping is replaced, and this input doesn't tell in which order.`;
    return [{ id: "cannot-tell", subject, text, values: ["order"] }];
  }
  return [
    ...unrouted.map((gap) => ({
      id: "mail-interrupted" as const,
      subject,
      text: `Mail to ${mailbox} ${gap.isCertain ? "reaches" : "may reach"} nobody ${describeTime(gap)}`,
      values: [gap.after, gap.until, gap.isCertain],
    })),
    ...diverted.map(({ mapping, ...time }) => ({
      id: "mail-diverted" as const,
      subject,
      text: `Mail to ${mailbox} ${time.isCertain ? "goes" : "may go"} to ${asJson(mapping.plan)} ${describeTime(time)}`,
      values: [time.after, time.until, mapping.plan, time.isCertain],
    })),
  ];
}

function planOf({ winner, mappings }: Ranking): string {
  const { plan: name } = winner ?? mappings[0]?.mapping ?? { plan: "" };
  return typeof name === "string" ? name : "";
}
