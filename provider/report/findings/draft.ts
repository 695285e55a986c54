import type { Finding, ReportPlace, Subject } from "../../../schema/report/change-report";
import { type FindingId, FINDINGS, type Level } from "../../../schema/report/finding";
import { canonicalAddress } from "../../../schema/canonical-address";
import { titleOf } from "../nouns";
import { fingerprint } from "../fingerprint";

/** A property of a resource. */
interface ResourceProperty {
  readonly urn: string;
  readonly property: string;
}

/** A finding before its level and its fingerprint are known. */
export interface Draft {
  readonly id: FindingId;
  readonly subject: Subject;
  readonly text: string;
  /** Values of the domain that tell it apart from others of its kind and subject. */
  readonly values: readonly unknown[];
  /** Level of one that counts less or more than its kind. */
  readonly level?: Level;
  readonly place?: ReportPlace | undefined;
  /** Mailboxes that it is about besides its subject, in their canonical spelling. */
  readonly mailboxes?: readonly string[];
  /** Properties of which it tells that nobody can see what they become. */
  readonly tells?: readonly ResourceProperty[];
}

/** Levels that differ from those of the catalogue. */
export type Levels = Readonly<Partial<Record<FindingId, Level>>>;

/** Level of a finding: as it is set, else its own, else that of the catalogue. */
export function levelOf(id: FindingId, levels: Levels, level?: Level): Level {
  return levels[id] ?? level ?? FINDINGS[id].level;
}

/** A finding with its level and its fingerprint. */
export function toFinding({ id, subject, text, values, level, place }: Draft, levels: Levels): Finding {
  return {
    id,
    level: levelOf(id, levels, level),
    subject,
    text,
    ...(place && { place }),
    fingerprint: fingerprint("finding", id, subject.kind, canonicalName(subject), ...values),
  };
}

function canonicalName({ kind, name }: Subject): string {
  // The same file, whatever folder it is named from.
  if (kind === "file") return name.split(/[\\/]/u).at(-1) ?? name;
  return kind === "mailbox" ? canonicalAddress(name) : name;
}

export function aboutMailbox(mailbox: string): Subject {
  return { kind: "mailbox", name: mailbox };
}

export function aboutResource(resource: Parameters<typeof titleOf>[0]): Subject {
  return { kind: "resource", name: titleOf(resource) };
}

/** End of a sentence on a plan that mail is led to, where VCC can't pull any. */
export const NOTHING_ARRIVES =
  ", but VCC isn't signed in to the mailbox: nothing arrives until somebody signs in";

/** A value in a sentence, without keys that are this package's own. */
export function asJson(value: unknown): string {
  if (typeof value === "symbol" || value === undefined) return "a value that nobody knows yet";
  return JSON.stringify(value, (key: string, part: unknown) => (key.startsWith("__") ? undefined : part));
}
