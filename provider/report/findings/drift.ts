import type { Drift } from "../../../schema/report/change-report";
import type { FindingId } from "../../../schema/report/finding";
import { describeOutcome } from "../drift-outcome";
import { propertyWords, titleOf } from "../nouns";
import { aboutMailbox, aboutResource, type Draft, type Levels, levelOf } from "./draft";

/** Drift before its mailbox and its level are known. */
export type DriftDraft = Omit<Drift, "mailbox" | "level">;

/** Kind of finding that a drift is. */
export function ruleOf({ cause, outcome }: Pick<Drift, "cause" | "outcome">): FindingId {
  if (cause === "deleted") return "drift-deleted";
  if (cause === "credential") return outcome === "putBack" ? "signed-in" : "credential-expired";
  if (outcome === "kept") return "drift-kept";
  return outcome === "adopted" ? "drift-adopted" : "drift-edited";
}

/** A drift of a mailbox, or of what isn't of one alone, at the level of its kind. */
export function ratedDrift(drift: DriftDraft, mailbox: string | undefined, levels: Levels): Drift {
  return { ...drift, mailbox: mailbox ?? null, level: levelOf(ruleOf(drift), levels) };
}

/** Findings about what somebody did outside the program; of sign-ins, the address tells. */
export function driftFindings(drift: readonly Drift[]): Draft[] {
  return drift.flatMap((one) => {
    const { resource, mailbox, cause, property } = one;
    if (cause === "credential") return [];
    const title = `the ${titleOf(resource)}`;
    const what =
      cause === "deleted"
        ? `Somebody deleted ${title}`
        : `Somebody changed the ${propertyWords(property ?? "")} of ${title}`;
    const text = `${what} outside the program: ${describeOutcome(one)}.`;
    return {
      id: ruleOf(one),
      subject: mailbox === null ? aboutResource(resource) : aboutMailbox(mailbox),
      text,
      values: [`${resource.kind} ${resource.name}`, one.fingerprint],
    };
  });
}
