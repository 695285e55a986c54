import * as z from "zod";
import { didYouMean } from "../nearest";
import { FINDING_IDS, type FindingId, FINDINGS } from "../report/finding";
import { rule, showValue } from "../rule";

/** Id of a rule over a whole set of inboxes, by which it is switched off. */
export type LintRuleId = {
  [Id in FindingId]: (typeof FINDINGS)[Id]["isLint"] extends true ? Id : never;
}[FindingId];

/** Rules over a whole set of inboxes, in the order of the catalogue. */
export const LINT_RULE_IDS = FINDING_IDS.filter((id): id is LintRuleId => FINDINGS[id].isLint);

interface IssueLike {
  readonly code?: string | undefined;
  readonly input?: unknown;
  readonly keys?: unknown;
}

function describeIgnored(issue: IssueLike): string {
  if (issue.code !== "unrecognized_keys") {
    return rule("a map from rules to reasons", 'Write it as { unmapped-address: "why" }.')(issue);
  }
  const unknown = issue.keys as readonly string[];
  const near = unknown.map((key) => didYouMean(key, LINT_RULE_IDS)).join("");
  return `ids of rules, got ${unknown.map(showValue).join(", ")}.${near} Known are ${LINT_RULE_IDS.join(", ")}.`;
}

const error = rule("the reason why the rule is switched off", "Write one for the next reader.");
const Reason = z.string({ error }).regex(/\S/u, { error });

/** Rules that are switched off, each with the reason why. */
export const IgnoredRules = z.partialRecord(z.enum(LINT_RULE_IDS), Reason, { error: describeIgnored });
export type IgnoredRules = z.infer<typeof IgnoredRules>;
