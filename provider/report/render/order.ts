import type {
  ChangeReport,
  Drift,
  Finding,
  Mailbox,
  SharedObject,
} from "../../../schema/report/change-report";
import { type FindingId, FINDINGS, type Level, LEVELS } from "../../../schema/report/finding";

/** Concerns of findings, the riskiest first; of the rest, only text changes. */
const CONCERNS: readonly (readonly FindingId[])[] = [
  ["mail-unrouted", "mail-interrupted", "unmapped-address"],
  ["address-deleted", "drift-deleted"],
  ["mailbox-replaced"],
  [
    "credential-expired",
    "credential-removed",
    "credential-changed",
    "credential-added",
    "consent-needed",
    "signed-in",
    "expiring-credential",
  ],
  [
    "plan-changed",
    "testing-changed",
    "tied-priority",
    "tie-resolved",
    "shadowed-mapping",
    "mail-routed",
    "address-created",
    "protection-removed",
    "left-in-vcc",
    "adopted",
  ],
];

/** The findings of a report by their fingerprints. */
export type FindingsByPrint = ReadonlyMap<string, Finding>;

export function findingsByPrint({ findings }: ChangeReport): FindingsByPrint {
  return new Map(findings.map((finding) => [finding.fingerprint, finding]));
}

/** Findings of a mailbox or a shared object, the worst first. */
export function findingsOf(item: Mailbox | SharedObject, known: FindingsByPrint): readonly Finding[] {
  const own = item.findings.flatMap((print) => known.get(print) ?? []);
  return own.sort((a, b) => levelRank(a.level) - levelRank(b.level));
}

/** 0 for an error; 3 for what has no finding. */
export function levelRank(level: Level | undefined): number {
  return level === undefined ? LEVELS.length : LEVELS.indexOf(level);
}

/** True if a person has to decide about it. */
export function isToDecide({ level }: { readonly level: Level }): boolean {
  return level !== "info";
}

/** Kind of finding that a drift is, as the catalogue rates it. */
export function ruleOfDrift({ cause, outcome }: Drift): FindingId {
  if (cause === "deleted") return "drift-deleted";
  if (cause === "credential") return outcome === "putBack" ? "signed-in" : "credential-expired";
  if (outcome === "kept") return "drift-kept";
  return outcome === "adopted" ? "drift-adopted" : "drift-edited";
}

export function levelOfDrift(drift: Drift): Level {
  return FINDINGS[ruleOfDrift(drift)].level;
}

/** The report with the riskiest mailboxes first: unrouted, deleted, replaced, credential, routing, text. */
export function inOrder(report: ChangeReport): ChangeReport {
  const known = findingsByPrint(report);
  const mailboxes = report.mailboxes
    .map((mailbox) => ({ mailbox, rank: rankOf(mailbox, findingsOf(mailbox, known)) }))
    .sort((a, b) => a.rank - b.rank || byText(a.mailbox.mailbox, b.mailbox.mailbox))
    .map(({ mailbox }) => mailbox);
  return { ...report, mailboxes };
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** By concern, and by level within it. */
function rankOf(mailbox: Mailbox, findings: readonly Finding[]): number {
  const concern = Math.min(concernOf(mailbox), ...findings.map(({ id }) => rankOfRule(id)));
  return concern * (LEVELS.length + 1) + levelRank(findings[0]?.level);
}

function concernOf({ action, routing }: Mailbox): number {
  if (routing.unrouted.length > 0) return 0;
  if (action === "delete") return 1;
  if (action === "replace") return 2;
  return routing.before.winner === routing.after.winner ? CONCERNS.length : 4;
}

function rankOfRule(id: FindingId): number {
  const rank = CONCERNS.findIndex((ids) => ids.includes(id));
  return rank < 0 ? CONCERNS.length : rank;
}
