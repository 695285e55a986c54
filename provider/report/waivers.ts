import { canonicalAddress } from "../../schema/canonical-address";
import { INTERACTION_PLAN_MAPPING } from "../../schema/interaction-plan-mapping";
import type { ChangeReport, Finding, Subject } from "../../schema/report/change-report";
import { type FleetWaiver, fleetWaivers, hasEnded } from "../fleet/lint/waivers";
import type { LoadedFleet } from "../fleet/load/check-entries";
import { pathInSections } from "../fleet/problem";
import { locate } from "../fleet/source/locate";
import { own } from "../values/own";
import { aboutMailbox, aboutResource, type Draft, type Levels, toFinding } from "./findings/draft";
import { placeAt } from "./places";

/** Rules that a fleet switches off, and findings about what is new in that. */
export interface ReportedWaivers {
  readonly waivers: ChangeReport["waivers"];
  readonly findings: readonly Finding[];
}

/** A waiver with what it is about. */
interface PlacedWaiver extends FleetWaiver {
  readonly subject: Subject;
  /** What it is about, equal for the same before and after. */
  readonly key: string;
  /** True if the defaults have it: it is one for all inboxes that take it. */
  readonly isInherited: boolean;
}

/**
 * The waivers of a fleet that hold, with those that the fleet `before` didn't have; without it, nobody can tell. One
 * that ends later than before is new, too.
 */
export function reportWaivers(
  after: LoadedFleet,
  before: LoadedFleet | undefined,
  levels: Levels = {},
): ReportedWaivers {
  const now = toldOf(after, after);
  const former = before && toldOf(before, after);
  const isNew = (one: PlacedWaiver): boolean =>
    former?.some((other) => covers(other, one) && lastsAsLong(other, one)) === false;
  const added = grouped(now.filter(isNew));
  const newOnes = new Set(added.map(groupOf));
  const waivers = grouped(now).map((one) => ({
    id: one.rule,
    subject: one.subject,
    reason: one.reason,
    until: one.until,
    isNew: former === undefined ? null : newOnes.has(groupOf(one)),
  }));
  const removed = grouped((former ?? []).filter((one) => !now.some((other) => covers(other, one))))
    .filter((one) => isThere(one, after))
    .map((one) => removal(one, after));
  const additions = added.map((one) =>
    addition(
      one,
      former?.find((other) => covers(other, one)),
      after,
    ),
  );
  return { waivers, findings: [...additions, ...removed].map((draft) => toFinding(draft, levels)) };
}

/** The waivers of a fleet that hold, under the name that its file has in the report. */
function toldOf(loaded: LoadedFleet, { file }: LoadedFleet): PlacedWaiver[] {
  return fleetWaivers(loaded.fleet)
    .filter((waiver) => !hasEnded(waiver, loaded.today))
    .map((waiver) => {
      const [section] = pathInSections(locate(loaded.root, waiver.path).path);
      const isInherited = section === "defaults";
      const subject = subjectOf(waiver, loaded) ?? { kind: "file", name: file };
      const name = subject.kind === "mailbox" ? canonicalAddress(subject.name) : subject.name;
      const key = `${subject.kind} ${name}`;
      return { ...waiver, key, isInherited, subject: isInherited ? { kind: "file", name: file } : subject };
    });
}

/** Undefined for the whole file. */
function subjectOf({ entry }: FleetWaiver, { fleet }: LoadedFleet): Subject | undefined {
  if (entry === undefined) return undefined;
  const inbox = entry.section === "inboxes" ? own(fleet.inboxes, entry.name) : undefined;
  if (inbox !== undefined) return aboutMailbox(inbox.emailAddress);
  return aboutResource({ kind: INTERACTION_PLAN_MAPPING, type: "", name: entry.name });
}

/** True if the rule is switched off by `other` where `one` switches it off. */
function covers(other: PlacedWaiver, one: PlacedWaiver): boolean {
  const isWider = other.entry === undefined || (other.isInherited && one.isInherited);
  return other.rule === one.rule && (isWider || other.key === one.key);
}

function lastsAsLong(other: PlacedWaiver, one: PlacedWaiver): boolean {
  return other.until === null || (one.until !== null && other.until >= one.until);
}

/** Each waiver once; those that inboxes take from the defaults as one. */
function grouped(told: readonly PlacedWaiver[]): PlacedWaiver[] {
  const byGroup = new Map(told.toReversed().map((one) => [groupOf(one), one]));
  return [...byGroup.values()].reverse();
}

function groupOf({ rule, isInherited, key }: PlacedWaiver): string {
  return `${rule} ${isInherited ? "defaults" : key}`;
}

/** False for what has gone: nothing is left there that a rule could hold for. */
function isThere({ entry, subject, isInherited }: PlacedWaiver, { fleet }: LoadedFleet): boolean {
  if (entry === undefined || isInherited) return true;
  if (subject.kind !== "mailbox") return own(fleet.mappings, entry.name) !== undefined;
  const mailbox = canonicalAddress(subject.name);
  return Object.values(fleet.inboxes ?? {}).some(
    ({ emailAddress }) => canonicalAddress(emailAddress) === mailbox,
  );
}

function addition(one: PlacedWaiver, former: PlacedWaiver | undefined, after: LoadedFleet): Draft {
  const { rule, reason, until, path, subject } = one;
  const end = until === null ? "without end" : `until ${until}`;
  const what =
    former === undefined
      ? `is switched off for ${scopeOf(one)}, ${end}`
      : `stays switched off for ${scopeOf(one)}, ${end}, no longer until ${former.until}`;
  return {
    id: "waiver-added",
    subject,
    text: `The rule ${rule} ${what}: ${reason}`,
    values: [rule, until, one.isInherited],
    place: placeAt(after, path),
  };
}

function removal(one: PlacedWaiver, after: LoadedFleet): Draft {
  const { rule, path, subject } = one;
  return {
    id: "waiver-removed",
    subject,
    text: `The rule ${rule} holds again for ${scopeOf(one)}.`,
    values: [rule, one.isInherited],
    place: placeAt(after, path),
  };
}

function scopeOf({ entry, subject, isInherited }: PlacedWaiver): string {
  if (isInherited) return "the inboxes that take the defaults";
  return entry === undefined ? "the whole file" : subject.name;
}
