import type { MailboxRouting } from "../mailbox-routings";
import { hasSamePlan, type PlannedMapping } from "../routing/planned-mapping";
import type { Ranking } from "../routing/rank";
import { aboutMailbox, type Draft, quoted } from "./draft";
import { hasSameTesting } from "./testing";

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
  const isIn = (one: PlannedMapping, set: readonly PlannedMapping[]) =>
    set.some((other) => isSameOutcome(one, other));
  return ones.every((one) => isIn(one, others)) && others.every((other) => isIn(other, ones));
}

function isSameOutcome(one: PlannedMapping, other: PlannedMapping): boolean {
  return hasSamePlan(one, other) === true && hasSameTesting(one, other) === true;
}
