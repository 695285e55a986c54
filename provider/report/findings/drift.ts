import type { Drift } from "../../../schema/report/change-report";
import type { FindingId } from "../../../schema/report/finding";
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

/** Consequences of a deletion and of an edit, by what the program says to it. */
const DELETED = {
  putBack: "pulumi up makes it again",
  adopted: "the program no longer has it either",
  kept: "it isn't made again",
  null: "whether the program still has it can't be told",
} as const;
const EDITED = {
  putBack: "pulumi up puts it back",
  adopted: "the program says the same by now",
  kept: "it stays",
  null: "whether the program says the same can't be told",
} as const;

/** Findings about what somebody did outside the program; of sign-ins, the address tells. */
export function driftFindings(drift: readonly Drift[]): Draft[] {
  return drift.flatMap((one) => {
    const { resource, mailbox, cause, property, outcome } = one;
    if (cause === "credential") return [];
    const title = `the ${titleOf(resource)}`;
    const text =
      cause === "deleted"
        ? `Somebody deleted ${title} outside the program: ${DELETED[outcome ?? "null"]}.`
        : `Somebody changed the ${propertyWords(property ?? "")} of ${title} outside the program: ${EDITED[outcome ?? "null"]}.`;
    return {
      id: ruleOf(one),
      subject: mailbox === null ? aboutResource(resource) : aboutMailbox(mailbox),
      text,
      values: [`${resource.kind} ${resource.name}`, one.fingerprint],
    };
  });
}
