import type { MailboxHealth } from "../../../schema/email-address";

/** Name and version of the JSON form. Fields may be added to a version; they are never renamed, removed or retyped. */
export const DOCTOR_SCHEMA = "pulumi-vcc.doctor/1";

/**
 * How good a line is. `broken`: mail is lost or can't be managed until somebody mends it. `unknown`: nobody could tell.
 * Of many, the worst counts: what is known to be broken before what can't be told, and that before what only ends soon.
 */
export type Level = "fine" | "expiring" | "unknown" | "broken";

const WORST_LAST: readonly Level[] = ["fine", "expiring", "unknown", "broken"];

/** How `doctor` ends. 1 is left for what isn't a finding, such as a misspelt option. */
export const DOCTOR_EXIT_CODES = { fine: 0, expiring: 3, broken: 4, unknown: 5 } as const satisfies Record<
  Level,
  number
>;

/** One line about what all mailboxes share. */
export interface Check {
  /** `settings`, `stack`, `token users:read`, `token admin:read`, `token admin:write`, `email channel`, `only`, or an object that can't be read: `address adr_1`. */
  readonly name: string;
  readonly level: Level;
  /** What was found, and what to do. */
  readonly reason: string | null;
}

/** One mailbox. */
export interface MailboxLine {
  readonly mailbox: string;
  /** Name of its resource in the stack; null where the stack has none, or wasn't read. */
  readonly resource: string | null;
  readonly level: Level;
  /** VCC's own: `Active`, `Expired`, `Pending`; null where VCC doesn't have it, doesn't tell or couldn't be asked. */
  readonly status: string | null;
  /** As the resource's output `health`. */
  readonly health: MailboxHealth;
  /** What was found, and what to do. */
  readonly reason: string | null;
  /** ISO 8601 in UTC, where it is known. */
  readonly expiresAt: string | null;
  /** Whole days until then; below 0 once it is past. */
  readonly daysLeft: number | null;
  /** How VCC signs in, where the stack tells. */
  readonly credential: { readonly provider: string | null; readonly method: string } | null;
  /** Whether the credential was tried now, and what its identity provider answered. */
  readonly probe: {
    readonly health: string;
    readonly cause: string | null;
    readonly code: string | null;
  } | null;
  /** What to know besides: a key file that others can read, mappings that take each other's mail. */
  readonly warnings: readonly string[];
}

/** What `doctor --json` prints. Holds no secret. */
export interface DoctorReport {
  readonly schema: typeof DOCTOR_SCHEMA;
  /** ISO 8601 in UTC. */
  readonly checkedAt: string;
  readonly level: Level;
  readonly exitCode: number;
  /** The stack whose configuration and state were read. */
  readonly stack: string | null;
  readonly checks: readonly Check[];
  readonly mailboxes: readonly MailboxLine[];
  /** How many mailboxes are of each level. */
  readonly summary: Readonly<Record<Level, number>>;
}

interface Findings {
  readonly now: number;
  readonly stack: string | undefined;
  readonly checks: readonly Check[];
  readonly mailboxes: readonly MailboxLine[];
}

export function toReport({ now, stack, checks, mailboxes }: Findings): DoctorReport {
  const level = worst([...checks, ...mailboxes].map((line) => line.level));
  const count = (of: Level) => mailboxes.filter((line) => line.level === of).length;
  return {
    schema: DOCTOR_SCHEMA,
    checkedAt: new Date(now).toISOString(),
    level,
    exitCode: DOCTOR_EXIT_CODES[level],
    stack: stack ?? null,
    checks,
    mailboxes,
    summary: {
      fine: count("fine"),
      expiring: count("expiring"),
      unknown: count("unknown"),
      broken: count("broken"),
    },
  };
}

/** `fine` where there is nothing. */
export function worst(levels: readonly Level[]): Level {
  return WORST_LAST.findLast((level) => levels.includes(level)) ?? "fine";
}
