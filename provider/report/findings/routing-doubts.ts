import type { MailboxRouting } from "../mailbox-routings";
import { groupBy } from "../../values/group-by";
import { hasUnknown } from "../../values/unknown";
import { hasSecret } from "../read/engine-values";
import { hasSamePlan, isHidden, type PlannedMapping } from "../routing/planned-mapping";
import type { Ranking } from "../routing/rank";
import { aboutMailbox, type Draft, asJson } from "./draft";
import { hasSameTesting, testOf } from "./testing";

/** Findings about what nobody can tell of a mailbox's routing. */
export function doubtFindings(routing: MailboxRouting): Draft[] {
  const { mailbox, before, after } = routing;
  const subject = aboutMailbox(mailbox);
  const found: Draft[] = [];
  if (after.doubt === "plan" && before.doubt === undefined) {
    const text = `Nobody can tell whether mail to ${mailbox} goes to another plan: ${hiddenPlan(routing)}`;
    found.push({ id: "cannot-tell", subject, text, values: ["plan"], tells: planToldOf(routing) });
  } else if (after.doubt !== undefined && before.doubt === undefined) {
    const text = `Nobody can tell which plan takes mail to ${mailbox} after this change, ${candidatesOf(after)}: ${doubtOf(after)}.${knownBefore(before)}`;
    found.push({ id: "cannot-tell", subject, text, values: ["winner"] });
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
  const written = tied.filter(({ isWritten }) => isWritten).length;
  const which = tied.length === 2 ? "both" : "several";
  const why = written > 1 ? `this run writes ${which} of them` : "which was modified last isn't known";
  return `the mappings ${names.join(" and ")} have the same priority, ${asJson(tied[0]?.priority)}, VCC follows the one that was modified last, and ${why}`;
}

/** The plans that may take the mail, each with its mapping. */
function candidatesOf({ tied, mappings, doubt }: Ranking<PlannedMapping>): string {
  const may = doubt === "tie" ? tied : mappings.map(({ mapping }) => mapping);
  return [...may]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, plan }) => `${planOf(plan)} (mapping ${name})`)
    .join(" or ");
}

function planOf(plan: unknown): string {
  return typeof plan === "string" ? asJson(plan) : `a plan that is ${hiddenBecause([plan])}`;
}

/** What is known, beside what can't be told. */
function knownBefore({ winner }: Ranking<PlannedMapping>): string {
  return winner === undefined ? "" : ` Before, ${planOf(winner.plan)} takes it.`;
}

/** Reason why values can't be read. */
function hiddenBecause(values: readonly unknown[]): string {
  const reasons = [
    ...(values.some(hasSecret) ? ["secret"] : []),
    ...(values.some(hasUnknown) ? ["known only after apply"] : []),
  ];
  return reasons.length === 0 ? "not known" : reasons.join(" or ");
}

const SHOW_SECRET =
  "A plan's name is no secret of VCC's: give it as plain configuration, and make the report anew.";
const SHOW_UNKNOWN = "Give the plan's name in the program, or look at the mapping after pulumi up.";

function hiddenPlan({ before, after }: MailboxRouting): string {
  const [from, to] = [before.winner, after.mappings[0]?.mapping];
  if (from === undefined || to === undefined) return "its mapping isn't known.";
  const why =
    from.urn === to.urn
      ? `the plan of the mapping ${to.name} changes, and the new one is ${hiddenBecause([to.plan])}`
      : `the mapping ${to.name} takes it, no longer ${from.name}, and the plan of one of them is ${hiddenBecause([to.plan, from.plan])}`;
  const known = isHidden(from.plan) ? "" : knownBefore(before);
  const next = [to.plan, from.plan].some(hasSecret) ? SHOW_SECRET : SHOW_UNKNOWN;
  return `${why}.${known} ${next}`;
}

/** The plan of a mapping that takes the mail before and after: of another one, its own change is still to be told. */
function planToldOf({ before, after }: MailboxRouting): NonNullable<Draft["tells"]> {
  const urn = after.mappings[0]?.mapping.urn;
  return urn !== undefined && before.winner?.urn === urn ? [{ urn, property: "interactionPlan" }] : [];
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
  if (before.doubt === undefined || before.doubt === "address taken over") return false;
  if (before.doubt === "mapping taken over") return true;
  const [had, has] = [before, after].map(({ winner, mappings }) =>
    winner === undefined ? mappings.map(({ mapping }) => mapping) : [winner],
  );
  const isOneForAll = isOne(had ?? []) && isOne(has ?? []);
  const isAnyWritten = after.mappings.some(({ mapping }) => mapping.isWritten);
  return !isEqual(had ?? [], has ?? []) || (isAnyWritten && !isOneForAll);
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
