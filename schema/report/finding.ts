import { run, GONE, type FindingRule, type Level, LEVELS } from "./finding-rule";
import { MAIL_FINDINGS } from "./mail-findings";
import { OBJECT_FINDINGS } from "./object-findings";

export { type Level, LEVELS };

/** Every kind of finding: of a fleet file, of a change, of drift, the riskiest first. The only list of them. */
export const FINDINGS = {
  // What nobody knows, and what nobody may do.
  "cannot-tell": run("warning", {
    meaning: "Something couldn't be read or known.",
    headline: "something about {who} can't be told",
    mirror: "what can be told is told by its own finding",
  }),
  "policy-violated": run("error", {
    meaning: "A policy forbids the change.",
    headline: "a policy forbids a change of {who}",
    mirror: GONE,
  }),
  "policy-advice": run("warning", {
    meaning: "A policy advises against the change, and lets it pass.",
    headline: "a policy advises against a change of {who}",
    mirror: GONE,
  }),
  "policy-remediated": run("info", {
    meaning: "A policy has changed what the program says of an object.",
    headline: "a policy changes what the program says of {who}",
    mirror: GONE,
  }),
  ...MAIL_FINDINGS,
  ...OBJECT_FINDINGS,
} as const satisfies Readonly<Record<string, FindingRule>>;

export type FindingId = keyof typeof FINDINGS;

/** Ids in the order of the catalogue. */
export const FINDING_IDS = Object.keys(FINDINGS) as FindingId[];

/** True if a finding says that something can't be told. */
export function isCannotTell({ id }: { readonly id: FindingId }): boolean {
  return id === "cannot-tell";
}

/** Worst level of some findings; undefined of none. */
export function worstLevel(findings: readonly { readonly level: Level }[]): Level | undefined {
  return LEVELS.find((level) => findings.some((each) => each.level === level));
}
