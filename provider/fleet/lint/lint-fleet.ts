import { own } from "../../values/own";
import type { Fleet } from "../../../schema/fleet/fleet";
import { LINT_RULE_IDS, type LintRuleId } from "../../../schema/fleet/lint-rule";
import type { Severity } from "../problem";
import { duplicateAddresses, duplicateNames, expiringCredentials, noInboxes } from "./entries";
import type { Finding } from "./finding";
import { type MisspeltEntry, misspeltEntries } from "./misspelt-entries";
import {
  overriddenDataSources,
  shadowedMappings,
  tiedPriorities,
  unmanagedAddresses,
  unmappedAddresses,
} from "./routing";

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

/** A finding with its rule, and the reason where that is switched off. */
export interface Judged extends Finding {
  readonly rule: LintRuleId;
  readonly severity: Severity;
  readonly reason: string | undefined;
}

/** Choice of the rules, and facts that they need. */
export interface LintOptions {
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
  return only.flatMap((rule) => {
    const { severity, needsWhole = false, find } = LINT_RULES[rule];
    if (needsWhole && !isWhole) return [];
    return find(fleet, misspelt).map((finding) => {
      const ignoring = finding.entries.map(({ section, name }) => own<Ignoring>(fleet[section], name));
      const reason = [fleet, ...ignoring]
        .map((one) => one?.ignore?.[rule])
        .find((given) => given !== undefined);
      return { ...finding, rule, severity, reason };
    });
  });
}

/** An entry of any section; a profile has no rules but those of its file. */
interface Ignoring extends Pick<Fleet, "ignore"> {
  readonly name?: string | undefined;
}
