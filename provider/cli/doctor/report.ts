import { type Check, type DoctorOutput, EXIT_CODES, type Level, type MailboxLine } from "../output";

const WORST_LAST: readonly Level[] = ["fine", "expiring", "unknown", "broken"];

export const EXIT_CODE_OF_LEVEL = {
  fine: EXIT_CODES.fine,
  expiring: EXIT_CODES.expiring,
  broken: EXIT_CODES.found,
  unknown: EXIT_CODES.unknown,
} as const satisfies Record<Level, number>;

interface Findings {
  readonly now: number;
  readonly stack: string | undefined;
  readonly checks: readonly Check[];
  readonly mailboxes: readonly MailboxLine[];
}

export function toReport({ now, stack, checks, mailboxes }: Findings): DoctorOutput {
  const level = worst([...checks, ...mailboxes].map((line) => line.level));
  const count = (of: Level) => mailboxes.filter((line) => line.level === of).length;
  return {
    schema: "pulumi-vcc/doctor/v1",
    checkedAt: new Date(now).toISOString(),
    level,
    exitCode: EXIT_CODE_OF_LEVEL[level],
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
