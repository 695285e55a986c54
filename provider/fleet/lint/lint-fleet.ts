import { own } from "../../values/own";
import type { Fleet } from "../../../schema/fleet/fleet";
import { LINT_RULE_IDS, type LintRuleId } from "../../../schema/fleet/lint-rule";
import type { Severity } from "../problem";
import { expiringCredentials } from "./credentials";
import { overriddenDataSources } from "./data-sources";
import { duplicateAddresses, duplicateNames } from "./duplicates";
import type { EntryReference, Finding } from "./finding";
import { type MisspeltEntry, misspeltEntries } from "./misspelt-entries";
import { noInboxes } from "./no-inboxes";
import { shadowedMappings, tiedPriorities, unmanagedAddresses, unmappedAddresses } from "./routing";

interface LintRule {
  /** Errors are what VCC refuses, or what makes routing a matter of luck. */
  readonly severity: Severity;
  /** True if the rule asks what is missing, and so can't judge a part of a fleet. */
  readonly needsWhole?: boolean;
  readonly find: (fleet: Fleet, misspelt: readonly MisspeltEntry[]) => readonly Finding[];
}

const LINT_RULES: Readonly<Record<LintRuleId, LintRule>> = {
  "duplicate-address": { severity: "error", find: duplicateAddresses },
  "duplicate-name": { severity: "error", find: duplicateNames },
  "tied-priority": { severity: "error", find: tiedPriorities },
  "shadowed-mapping": { severity: "warning", find: shadowedMappings },
  "unmapped-address": { severity: "warning", needsWhole: true, find: unmappedAddresses },
  "unmanaged-address": { severity: "warning", needsWhole: true, find: unmanagedAddresses },
  "overridden-data-source": { severity: "warning", find: overriddenDataSources },
  "expiring-credential": { severity: "warning", find: expiringCredentials },
  "no-inboxes": { severity: "warning", needsWhole: true, find: noInboxes },
  "misspelt-entry": { severity: "warning", find: misspeltEntries },
};

/** A finding with its weight, and the reason where the rule is switched off. */
export interface Judged extends Finding {
  readonly severity: Severity;
  readonly reason: string | undefined;
}

/** Choice of the rules, and facts that they need. */
interface LintOptions {
  /** True if the fleet has all its entries, so that what is missing can be judged. Default: true. */
  readonly isWhole?: boolean;
  /** Default: all rules. */
  readonly only?: readonly LintRuleId[];
  /**
   * Entries of the environment whose names are nearly those of others, which the fleet itself doesn't show. Default:
   * none.
   */
  readonly misspelt?: readonly MisspeltEntry[];
}

/** The rules over a whole fleet, or over a part of it. Pure; no call is made. */
export function lintFleet(
  fleet: Fleet,
  { isWhole = true, only = LINT_RULE_IDS, misspelt = [] }: LintOptions = {},
): Judged[] {
  const rules = only.map((id) => LINT_RULES[id]).filter(({ needsWhole = false }) => isWhole || !needsWhole);
  return rules.flatMap(({ severity, find }) =>
    find(fleet, misspelt).map((finding) => ({
      ...finding,
      severity,
      reason: reasonToIgnore(fleet, finding),
    })),
  );
}

/** An entry of any section; a profile has no rules but those of its file. */
interface Ignoring extends Pick<Fleet, "ignore"> {
  readonly name?: string | undefined;
}

function reasonToIgnore(fleet: Fleet, { rule, entries }: Finding): string | undefined {
  return [fleet, ...entries.map((entry) => findEntry(fleet, entry))]
    .map((ignoring) => ignoring?.ignore?.[rule])
    .find((reason) => reason !== undefined);
}

function findEntry(fleet: Fleet, { section, name }: EntryReference): Ignoring | undefined {
  return own<Ignoring>(fleet[section], name);
}
