import { receiverOf } from "../../../schema/report/outcome";
import type { ChangeReport, Finding, Mailbox, SharedObject } from "../../../schema/report/change-report";
import { isCannotTell, type Level, LEVELS } from "../../../schema/report/finding";

/** The findings of a report by their fingerprints. */
export type FindingsByFingerprint = ReadonlyMap<string, Finding>;

export function findingsByFingerprint({ findings }: ChangeReport): FindingsByFingerprint {
  return new Map(findings.map((finding) => [finding.fingerprint, finding]));
}

/** Findings of a mailbox or a shared object, the worst first. */
export function findingsOf(item: Mailbox | SharedObject, known: FindingsByFingerprint): readonly Finding[] {
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

/** True if something of a mailbox can't be told besides its receiver. */
export function isUntold(mailbox: Mailbox, known: FindingsByFingerprint): boolean {
  if (receiverOf(mailbox.routing.after).kind === "untold") return false;
  return findingsOf(mailbox, known).some(isCannotTell);
}
