import * as z from "zod";
import { didYouMean } from "../nearest";
import { rule, showValue } from "../rule";

/** Rules over a whole set of inboxes, by the id that switches one off. */
export const LINT_RULE_IDS = [
  "duplicate-address",
  "duplicate-name",
  "tied-priority",
  "shadowed-mapping",
  "unmapped-address",
  "unmanaged-address",
  "overridden-data-source",
  "expiring-credential",
  "no-inboxes",
  "misspelt-entry",
] as const;
export type LintRuleId = (typeof LINT_RULE_IDS)[number];

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
