import { canonicalAddress } from "../../../schema/canonical-address";
import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import type { Drift } from "../../../schema/report/change-report";
import type { FindingId } from "../../../schema/report/finding";
import { describeOutcome } from "../drift-outcome";
import type { MailboxRouting } from "../mailbox-routings";
import { propertyWords, titleOf } from "../nouns";
import type { ResourceDrift } from "../resource-changes";
import { aboutMailbox, aboutResource, type Draft, type Levels, levelOf } from "./draft";

/** Kind of finding that a drift is. */
export function ruleOf({ cause, outcome }: Pick<Drift, "cause" | "outcome">): FindingId {
  if (cause === "deleted") return "drift-deleted";
  if (cause === "credential") return outcome === "putBack" ? "signed-in" : "credential-expired";
  if (outcome === "kept") return "drift-kept";
  return outcome === "adopted" ? "drift-adopted" : "drift-edited";
}

/** A drift of a mailbox, or of what isn't of one alone, at the level of its kind. */
export function ratedDrift(drift: ResourceDrift, mailbox: string | undefined, levels: Levels): Drift {
  return { ...drift, mailbox: mailbox ?? null, level: levelOf(ruleOf(drift), levels) };
}

/**
 * Findings about what somebody did outside the program; of sign-ins, the address tells. `routings`: by the canonical
 * spelling of their mailbox.
 */
export function driftFindings(
  drift: readonly Drift[],
  routings: ReadonlyMap<string, MailboxRouting>,
): Draft[] {
  return drift.flatMap((one): Draft[] => {
    const { resource, mailbox, cause, property } = one;
    if (cause === "credential") return [];
    const title = `the ${titleOf(resource)}`;
    const what =
      cause === "deleted"
        ? `Somebody deleted ${title}`
        : `Somebody changed the ${propertyWords(property ?? "")} of ${title}`;
    const text = `${what} outside the program: ${describeOutcome(one)}.`;
    const found: Draft = {
      id: ruleOf(one),
      subject: mailbox === null ? aboutResource(resource) : aboutMailbox(mailbox),
      text,
      values: [`${resource.kind} ${resource.name}`, one.fingerprint],
    };
    const routing = mailbox === null ? undefined : routings.get(canonicalAddress(mailbox));
    return cause === "deleted" && routing !== undefined ? [found, ...unmapped(one, routing)] : [found];
  });
}

/** Mail that reaches nobody, as somebody deleted its mapping, and the program doesn't make it again. */
function unmapped(
  { resource, outcome }: Drift,
  { mailbox, before, after, isPulledAfter, isPartial }: MailboxRouting,
): Draft[] {
  const isNamed = before.mappings.length > 0 || after.mappings.length > 0;
  const isLost = resource.kind === INTERACTION_PLAN_MAPPING && outcome === "adopted";
  if (!isLost || isNamed || isPartial || isPulledAfter !== true) return [];
  const text = `Mail to ${mailbox} reaches nobody, now and after this change: no mapping of the stack names it since somebody deleted the ${titleOf(resource)}.`;
  return [
    { id: "unmapped-address", subject: aboutMailbox(mailbox), text, values: ["deleted"], level: "error" },
  ];
}
