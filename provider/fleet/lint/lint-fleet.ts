import { own } from "../../values/own";
import { entriesInSection, type Fleet } from "../../../schema/fleet/fleet";
import { LINT_RULE_IDS, type LintRuleId } from "../../../schema/fleet/lint-rule";
import { FINDINGS } from "../../../schema/report/finding";
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
import { inForce, toWaiver, type Waiver } from "./waivers";

interface LintRule {
  /**
   * Reach of the rule: the account, which several files share; each file by itself; or each file as a whole, as it asks
   * what is missing and so can't judge a part.
   */
  readonly scope: "account" | "file" | "whole file";
  readonly find: (fleet: Fleet, misspelt: readonly MisspeltEntry[]) => readonly Finding[];
}

const LINT_RULES: Readonly<Record<LintRuleId, LintRule>> = {
  "duplicate-address": { scope: "account", find: duplicateAddresses },
  "duplicate-name": { scope: "account", find: duplicateNames },
  "tied-priority": { scope: "account", find: tiedPriorities },
  "shadowed-mapping": { scope: "account", find: shadowedMappings },
  "unmapped-address": { scope: "whole file", find: unmappedAddresses },
  "unmanaged-address": { scope: "whole file", find: unmanagedAddresses },
  "overridden-data-source": { scope: "file", find: overriddenDataSources },
  "expiring-credential": { scope: "file", find: expiringCredentials },
  "no-inboxes": { scope: "whole file", find: noInboxes },
  "misspelt-entry": { scope: "file", find: misspeltEntries },
};

/** A finding with its rule, and what switches that off. */
export interface Judged extends Finding {
  readonly rule: LintRuleId;
  readonly severity: Severity;
  readonly waiver: Waiver | undefined;
}

/** Choice of the rules, and facts that they need. */
export interface LintOptions {
  /** True if the fleet has all its entries, so that what is missing can be judged. Default: true. */
  readonly isWhole?: boolean;
  /** True for the rules between files alone. Default: false. */
  readonly isAcross?: boolean;
  /**
   * Entries of the environment whose names are nearly those of others, which the fleet itself doesn't show. Default:
   * none.
   */
  readonly misspelt?: readonly MisspeltEntry[];
  /** Day, as 2026-12-31 in UTC, before which waivers may have ended. Default: none has. */
  readonly today?: string;
}

/** The rules over a whole fleet, or over a part of it. Pure; no call is made. */
export function lintFleet(
  fleet: Fleet,
  { isWhole = true, isAcross = false, misspelt = [], today = "" }: LintOptions = {},
): Judged[] {
  return LINT_RULE_IDS.flatMap((rule) => {
    const { scope, find } = LINT_RULES[rule];
    if (isAcross ? scope !== "account" : scope === "whole file" && !isWhole) return [];
    return find(fleet, misspelt).map((finding) => {
      const ignoring = finding.entries.map(({ section, name }) =>
        own(entriesInSection(fleet, section), name),
      );
      const ignored = [fleet, ...ignoring]
        .map((one) => inForce(one?.ignore, today)[rule])
        .find((given) => given !== undefined);
      const waiver = ignored === undefined ? undefined : toWaiver(ignored);
      return { ...finding, rule, severity: FINDINGS[rule].level, waiver };
    });
  });
}
