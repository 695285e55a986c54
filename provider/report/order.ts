import type { Finding, Mailbox } from "../../schema/report/change-report";
import { FINDING_IDS, LEVELS } from "../../schema/report/finding";

/** Order by a text, the same on every machine. */
export function by<Item>(textOf: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0);
}

/** The worst first; of one level in the order of the catalogue, then by subject. */
export function findingsInOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || by(({ subject, text }: Finding) => `${subject.name} ${text}`)(a, b),
  );
}

/** The riskiest first, by the worst of their findings, then by name; those without findings at the end. */
export function mailboxesInOrder(mailboxes: readonly Mailbox[], findings: readonly Finding[]): Mailbox[] {
  const ranks = new Map(findings.map((finding) => [finding.fingerprint, rankOf(finding)]));
  return mailboxes
    .map((mailbox) => ({
      mailbox,
      rank: Math.min(Infinity, ...mailbox.findings.map((fingerprint) => ranks.get(fingerprint) ?? Infinity)),
    }))
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank) || by(nameOf)(a.mailbox, b.mailbox))
    .map(({ mailbox }) => mailbox);
}

function nameOf({ mailbox }: Mailbox): string {
  return mailbox;
}

function rankOf({ id, level }: Finding): number {
  return LEVELS.indexOf(level) * FINDING_IDS.length + FINDING_IDS.indexOf(id);
}
