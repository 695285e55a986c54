import { canonicalAddress } from "../../../schema/canonical-address";
import type { Unrouted } from "../../../schema/report/change-report";
import type { MappingView } from "../routing/mapping-view";
import type { Ranking } from "../routing/rank";
import { aboutMailbox, type Draft, quoted } from "./draft";

/** The way of a mailbox's mail, before a run and after it. */
export interface MailboxWay {
  readonly mailbox: string;
  readonly before: Ranking;
  readonly after: Ranking;
  /** True if VCC has the address; undefined where the stack has none of it. */
  readonly isPulledBefore: boolean | undefined;
  readonly isPulledAfter: boolean | undefined;
  readonly unrouted: readonly Unrouted[];
  /** True if its address or mapping is replaced in an order that nobody tells. */
  readonly isUnordered: boolean;
  /** True if a mapping of it is written, and the input doesn't hold the mappings that stay as they are. */
  readonly isDoubtful: boolean;
}

/** Findings about where the mail of a mailbox goes. */
export function routingFindings(way: MailboxWay): Draft[] {
  // Of an address that goes, its deletion is told.
  if (way.isPulledAfter === false) return [];
  if (!way.isDoubtful)
    return [
      ...reach(way),
      ...plan(way),
      ...ties(way),
      ...unknownBefore(way),
      ...shadows(way),
      ...interruptionsOf(way),
    ];
  const text = `Nobody can tell who takes the mail of ${way.mailbox}: mappings that stay as they are aren't in this input, and may.`;
  return [{ id: "cannot-tell", subject: aboutMailbox(way.mailbox), text, values: ["mappings"] }];
}

function reach({ mailbox, before, after, isPulledBefore }: MailboxWay): Draft[] {
  const [had, has] = [before.mappings.length > 0, after.mappings.length > 0];
  const subject = aboutMailbox(mailbox);
  if (had && !has) {
    const names = before.mappings.map(({ mapping }) => mapping.name);
    const text = `Mail to ${mailbox} reaches nobody any more: no mapping of the stack names it. Before, ${names.join(", ")} did.`;
    return [{ id: "mail-unrouted", subject, text, values: [planOf(before)] }];
  }
  if (!had && has && isPulledBefore !== false) {
    const text = `Mail to ${mailbox} reaches ${quoted(planOf(after))}. Before, no mapping of the stack named it.`;
    return [{ id: "mail-routed", subject, text, values: [planOf(after)] }];
  }
  if (has || isPulledBefore !== false) return [];
  const text = `Mail to ${mailbox}, which is new, reaches nobody: no mapping of the stack names it.`;
  return [{ id: "unmapped-address", subject, text, values: [] }];
}

function plan({ mailbox, before, after }: MailboxWay): Draft[] {
  const [from, to] = [before.winner, after.winner];
  if (from === undefined || to === undefined) return [];
  const subject = aboutMailbox(mailbox);
  const found: Draft[] = [];
  if (from.plan !== to.plan) {
    const because =
      after.tied.length > 1 ? ", because its mapping is modified last among several of one priority" : "";
    found.push({
      id: "plan-changed",
      subject,
      text: `Mail to ${mailbox} goes to ${quoted(to.plan)}, no longer to ${quoted(from.plan)}${because}.`,
      values: [textOf(from.plan), textOf(to.plan)],
    });
  }
  const [was, will] = [testOf(from), testOf(to)];
  if (isTestMoved(from, to)) {
    found.push({
      id: "testing-changed",
      subject,
      text: `Mail to ${mailbox} from some senders: ${describeTest(to)}. Before: ${describeTest(from)}.`,
      values: [was, will],
    });
  }
  return found;
}

function ties({ mailbox, before, after }: MailboxWay): Draft[] {
  const subject = aboutMailbox(mailbox);
  const [was, is] = [before, after].map(({ tied }) => tied.map(({ name }) => name).sort());
  const found: Draft[] = [];
  if (after.tied.length > 1 && JSON.stringify(was) !== JSON.stringify(is)) {
    const text =
      `The mappings ${is?.join(" and ")} both take mail to ${mailbox} with priority ${quoted(after.tied[0]?.priority)}: VCC follows ` +
      "the one that was modified last. Give one of them another priority.";
    found.push({ id: "tied-priority", subject, text, values: [is] });
  }
  if (before.tied.length > 1 && after.tied.length === 0 && after.mappings.length > 0) {
    const text = `The mappings ${was?.join(" and ")} no longer have one priority for mail to ${mailbox}.`;
    found.push({ id: "tie-resolved", subject, text, values: [was] });
  }
  if (!after.isCertain && before.isCertain) {
    const text =
      `Nobody can tell which mapping takes mail to ${mailbox}: ${after.mappings.map(({ mapping }) => mapping.name).join(", ")} are ` +
      "written in one run, or have a priority that isn't known yet.";
    found.push({ id: "cannot-tell", subject, text, values: ["winner"] });
  }
  return found;
}

/** What moves can't be told where nobody knows who takes the mail before. */
function unknownBefore({ mailbox, before, after }: MailboxWay): Draft[] {
  if (before.isCertain || !isTouched(before, after)) return [];
  const text =
    `Nobody can tell whether mail to ${mailbox} goes elsewhere: which mapping takes it before the run, ` +
    `${before.mappings.map(({ mapping }) => mapping.name).join(" or ")}, isn't known.`;
  return [{ id: "cannot-tell", subject: aboutMailbox(mailbox), text, values: ["winner before"] }];
}

/** True if the run may change who takes the mail, where several mappings may have taken it. */
function isTouched(before: Ranking, after: Ranking): boolean {
  const [from, to] = [before, after].map(
    ({ winner, mappings }) =>
      new Set((winner ? [winner] : mappings.map(({ mapping }) => mapping)).map(outcomeOf)),
  );
  const isOneForAll = from?.size === 1 && to?.size === 1;
  const isWritten = after.mappings.some(({ mapping }) => mapping.modifiedMs === Number.POSITIVE_INFINITY);
  const isEqual = JSON.stringify([...(from ?? [])].sort()) === JSON.stringify([...(to ?? [])].sort());
  return !isEqual || (isWritten && !isOneForAll);
}

function outcomeOf(mapping: MappingView): string {
  return JSON.stringify([textOf(mapping.plan), testOf(mapping)]);
}

function shadows({ mailbox, before, after }: MailboxWay): Draft[] {
  const wasShadowed = new Set(
    before.mappings.filter(({ rank }) => rank > 1).map(({ mapping }) => mapping.name),
  );
  const top = after.mappings[0]?.mapping;
  return after.mappings
    .filter(({ mapping, rank }) => rank > 1 && !wasShadowed.has(mapping.name))
    .map(({ mapping }) => ({
      id: "shadowed-mapping",
      subject: aboutMailbox(mailbox),
      text:
        `The mapping ${mapping.name}, priority ${quoted(mapping.priority)}, gets no mail to ${mailbox}: ${top?.name} takes it with ` +
        `${quoted(top?.priority)}.`,
      values: [mapping.name, top?.name],
    }));
}

function interruptionsOf({ mailbox, unrouted, isUnordered }: MailboxWay): Draft[] {
  const subject = aboutMailbox(mailbox);
  if (isUnordered) {
    const text = `Nobody can tell whether mail to ${mailbox} reaches somebody all the time: its address or mapping is replaced, and this input doesn't tell in which order.`;
    return [{ id: "cannot-tell", subject, text, values: ["order"] }];
  }
  return unrouted.map(({ after, until, isCertain }) => ({
    id: "mail-interrupted",
    subject,
    text:
      `Mail to ${mailbox} ${isCertain ? "reaches" : "may reach"} nobody after ${after}, until ${until}: ` +
      "how long that takes can't be known.",
    values: [after, until, isCertain],
  }));
}

function planOf({ winner, mappings }: Ranking): string {
  return textOf((winner ?? mappings[0]?.mapping)?.plan);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** True if the mail of a sender that either testing block names goes to another plan. */
function isTestMoved(from: MappingView, to: MappingView): boolean {
  const senders = [from, to].flatMap(({ testing }) => testing?.senders ?? []);
  const isKnown = senders.every((sender) => typeof sender === "string");
  if (!isKnown) return testOf(from) !== testOf(to);
  return senders.some((sender) => planOfSender(from, sender) !== planOfSender(to, sender));
}

function planOfSender({ plan: usual, testing }: MappingView, sender: unknown): unknown {
  const isTested = testing?.senders.some((one) => spelt(one) === spelt(sender));
  return isTested === true ? testing?.plan : usual;
}

function testOf({ testing }: MappingView): string {
  return JSON.stringify(
    testing === undefined ? null : [textOf(testing.plan), testing.senders.map(spelt).sort()],
  );
}

function spelt(sender: unknown): string {
  return canonicalAddress(textOf(sender));
}

function describeTest({ testing }: MappingView): string {
  return testing === undefined
    ? "no testing plan"
    : `${quoted(testing.plan)} for ${testing.senders.map(quoted).join(", ")}`;
}
