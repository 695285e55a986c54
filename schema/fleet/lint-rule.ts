import * as z from "zod";
import { didYouMean } from "../nearest";
import { FINDING_IDS, type FindingId, FINDINGS } from "../report/finding";
import { rule, showValue, strictFields } from "../rule";

/** Id of a rule over a whole set of inboxes, by which it is switched off. */
export type LintRuleId = {
  [Id in FindingId]: (typeof FINDINGS)[Id]["about"] extends "lint" ? Id : never;
}[FindingId];

/** Rules over a whole set of inboxes, in the order of the catalogue. */
export const LINT_RULE_IDS = FINDING_IDS.filter((id): id is LintRuleId => FINDINGS[id].about === "lint");

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

const LastDay = z.iso.date({
  error: rule(
    "the last day on which the rule is switched off, in UTC, such as 2026-12-31",
    "Give a day of the calendar. Where it has no end, write the reason alone.",
  ),
});

const ReasonWithEnd = strictFields(
  {
    reason: Reason.describe("The reason why the rule is switched off."),
    until: LastDay.describe(
      "Last day on which it is, such as 2026-12-31, in UTC; then the rule holds again.",
    ),
  },
  "a reason with its last day",
);

const Ignored = z.union([Reason, ReasonWithEnd], {
  error: rule(
    "the reason why the rule is switched off, or a map with its last day",
    "Write it as { reason: why, until: 2026-12-31 }.",
  ),
});

/** Rules that are switched off, each with the reason why, and perhaps a last day. */
export const IgnoredRules = z.partialRecord(z.enum(LINT_RULE_IDS), Ignored, { error: describeIgnored });
export type IgnoredRules = z.infer<typeof IgnoredRules>;
