import type { MailboxRouting } from "../mailbox-routings";
import { groupBy } from "../../values/group-by";
import { hasSamePlan, isHidden, type PlannedMapping } from "../routing/planned-mapping";
import type { Ranking } from "../routing/rank";
import { aboutMailbox, type Draft, quoted } from "./draft";
import { hasSameTesting, testOf } from "./testing";

/** Findings about what nobody can tell of a mailbox's routing. */
export function doubtFindings(routing: MailboxRouting): Draft[] {
  const { mailbox, before, after } = routing;
  const subject = aboutMailbox(mailbox);
  const found: Draft[] = [];
  if (after.doubt !== undefined && before.isCertain) {
    const text =
      after.doubt === "plan"
        ? `Nobody can tell whether mail to ${mailbox} goes to another plan: ${hiddenPlan(routing)}.`
        : `Nobody can tell which mapping takes mail to ${mailbox}: ${doubtOf(after)}.`;
    found.push({ id: "cannot-tell", subject, text, values: [after.doubt === "plan" ? "plan" : "winner"] });
  }
  if (isTouched(routing)) {
    const text = `Nobody can tell whether mail to ${mailbox} goes elsewhere: ${doubtBefore(routing)}.`;
    found.push({ id: "cannot-tell", subject, text, values: ["winner before"] });
  }
  return found;
}

/** Reason why nobody can tell which of several mappings takes the mail. */
function doubtOf({ tied, mappings, doubt }: Ranking<PlannedMapping>): string {
  if (doubt === "priority") {
    const names = mappings
      .filter(({ mapping }) => typeof mapping.priority !== "number")
      .map(({ mapping }) => mapping.name);
    return `the priority of ${names.join(" and ")} is secret, or not known yet`;
  }
  const names = tied.map(({ name }) => name).sort();
  const isOneRun = tied.filter(({ modifiedMs }) => modifiedMs === Number.POSITIVE_INFINITY).length > 1;
  const why = isOneRun ? "this run writes more than one of them" : "which was modified last isn't known";
  return `${names.join(" and ")} have one priority, ${quoted(tied[0]?.priority)}, and ${why}`;
}

function hiddenPlan({ before: { winner }, after }: MailboxRouting): string {
  const to = after.mappings[0]?.mapping;
  if (winner?.urn === to?.urn)
    return `the plan of the mapping ${to?.name} changes, and it is secret, or not known yet`;
  return `${to?.name} takes it, no longer ${winner?.name}, and the plan of one of them is secret, or not known yet`;
}

function doubtBefore({ before, after }: MailboxRouting): string {
  if (before.doubt === "mapping taken over") {
    const names = after.mappings.map(({ mapping }) => mapping.name);
    return `a mapping of it is taken over from VCC (${names.join(", ")}), and which plan it led to before isn't known`;
  }
  const names = before.mappings.map(({ mapping }) => mapping.name);
  return `which mapping takes it before the run, ${names.join(" or ")}, isn't known`;
}

/** True if the run may change who takes the mail, where nobody knows who took it. */
function isTouched({ before, after }: MailboxRouting): boolean {
  if (before.isCertain || before.doubt === "address taken over") return false;
  if (before.doubt === "mapping taken over") return true;
  const [had, has] = [before, after].map(({ winner, mappings }) =>
    winner === undefined ? mappings.map(({ mapping }) => mapping) : [winner],
  );
  const isOneForAll = isOne(had ?? []) && isOne(has ?? []);
  const isWritten = after.mappings.some(({ mapping }) => mapping.modifiedMs === Number.POSITIVE_INFINITY);
  return !isEqual(had ?? [], has ?? []) || (isWritten && !isOneForAll);
}

function isOne(mappings: readonly PlannedMapping[]): boolean {
  const [first, ...others] = mappings;
  return first !== undefined && others.every((other) => isSameOutcome(first, other));
}

/** True if each mapping of the one set leads mail as one of the other set does. */
function isEqual(ones: readonly PlannedMapping[], others: readonly PlannedMapping[]): boolean {
  return isWithin(ones, others) && isWithin(others, ones);
}

/** By what can be read of them, and of what is hidden, each with itself: pairs of all with all would take long. */
function isWithin(ones: readonly PlannedMapping[], others: readonly PlannedMapping[]): boolean {
  const outcomes = new Set(others.flatMap((other) => outcomeOf(other) ?? []));
  const byUrn = groupBy(others, ({ urn }) => [urn]);
  return ones.every((one) => {
    const outcome = outcomeOf(one);
    const isThere = outcome !== undefined && outcomes.has(outcome);
    return isThere || byUrn.get(one.urn)?.some((other) => isSameOutcome(one, other)) === true;
  });
}

/** Undefined where a part of it is hidden. */
function outcomeOf(mapping: PlannedMapping): string | undefined {
  const isRead = !isHidden(mapping.plan) && !isHidden(mapping.testing);
  return isRead ? JSON.stringify([mapping.plan, testOf(mapping)]) : undefined;
}

function isSameOutcome(one: PlannedMapping, other: PlannedMapping): boolean {
  return hasSamePlan(one, other) === true && hasSameTesting(one, other) === true;
}
