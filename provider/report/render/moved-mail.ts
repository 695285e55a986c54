import type { ChangeReport, MailOutcome } from "../../../schema/report/change-report";
import { isSameReceiver } from "../../../schema/report/outcome";
import { describeReceiver } from "./words/mail";

/** Mailboxes in a picture; more of them can't be told apart. Source: our choice. */
const MOST_MAILBOXES = 20;

/** A mailbox whose mail gets another receiver, with the two in words. */
export interface MovedMail {
  readonly mailbox: string;
  readonly from: string;
  readonly to: string;
  readonly outcome: MailOutcome;
}

/** Mailboxes whose mail gets another receiver: those that a picture shows, and the number of all. */
export function movedMail({ mailboxes }: Pick<ChangeReport, "mailboxes">): {
  readonly shown: readonly MovedMail[];
  readonly all: number;
} {
  const moved = mailboxes.filter(({ routing }) => !isSameReceiver(routing.before, routing.after));
  const shown = moved.slice(0, MOST_MAILBOXES).map(({ mailbox, routing: { before, after, outcome } }) => ({
    mailbox,
    outcome,
    from: describeReceiver(before),
    to: describeReceiver(after),
  }));
  return { shown, all: moved.length };
}
