import { entriesInSection, ENTRY_SECTIONS, type Fleet } from "../../../schema/fleet/fleet";
import type { IgnoredRules, LintRuleId } from "../../../schema/fleet/lint-rule";
import { FINDINGS } from "../../../schema/report/finding";
import type { LoadedFleet } from "../load/check-entries";
import type { Problem } from "../problem";
import { problemAt } from "../source/locate";
import type { Path } from "../source/source-node";
import type { EntryReference } from "./finding";

/** Reason why a rule is switched off, and until when. */
export interface Waiver {
  readonly reason: string;
  /** Last day on which it is, as 2026-12-31 in UTC; null without end. */
  readonly until: string | null;
}

/** A waiver at its place in a fleet. */
export interface FleetWaiver extends Waiver {
  readonly rule: LintRuleId;
  /** Undefined for the whole file. */
  readonly entry: EntryReference | undefined;
  readonly path: Path;
}

/** The rules of a file or an entry that are switched off on a day. */
export function inForce(ignore: IgnoredRules | undefined, today: string): IgnoredRules {
  const kept = waiversOf(ignore).filter(([, waiver]) => !hasEnded(waiver, today));
  return Object.fromEntries(kept.map(([rule]) => [rule, ignore?.[rule]]));
}

/** A waiver as it is written: the reason, perhaps with a last day. */
export function toWaiver(given: NonNullable<IgnoredRules[LintRuleId]>): Waiver {
  return typeof given === "string" ? { reason: given, until: null } : given;
}

/** Every waiver of a fleet, also those that have ended: those of the file first. */
export function fleetWaivers(fleet: Fleet): FleetWaiver[] {
  const ofFile = waiversOf(fleet.ignore).map(([rule, waiver]) => ({
    ...waiver,
    rule,
    entry: undefined,
    path: ["ignore", rule],
  }));
  const ofEntries = ENTRY_SECTIONS.flatMap((section) =>
    Object.entries(entriesInSection(fleet, section)).flatMap(([name, { ignore }]) =>
      waiversOf(ignore).map(([rule, waiver]) => ({
        ...waiver,
        rule,
        entry: { section, name },
        path: [section, name, "ignore", rule],
      })),
    ),
  );
  return [...ofFile, ...ofEntries];
}

/** True if the last day has passed. Days are in the order of their texts. */
export function hasEnded({ until }: Waiver, today: string): boolean {
  return until !== null && until < today;
}

/** Waivers whose last day has passed: whoever set it meant to look again. */
export function endedWaivers(loaded: LoadedFleet): Problem[] {
  return fleetWaivers(loaded.fleet)
    .filter((waiver) => hasEnded(waiver, loaded.today))
    .map(({ rule, until, path }) => {
      const message =
        `a last day that hasn't passed, got ${until}: the rule ${rule} holds again. ` +
        "Remove the entry, or give it a later day with the reason why.";
      const severity = FINDINGS[ENDED].level;
      return { ...problemAt(loaded, path, message), severity, rule: ENDED };
    });
}

const ENDED = "waiver-ended";

function waiversOf(ignore: IgnoredRules = {}): [LintRuleId, Waiver][] {
  return Object.entries(ignore).map(([rule, given]) => [rule as LintRuleId, toWaiver(given)]);
}
