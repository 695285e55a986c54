import type { ChangeReport, Mailbox } from "../../../schema/report/change-report";
import { grouped } from "../../values/group-by";
import { findingsByFingerprint, findingsOf, isToDecide } from "./item-findings";
import { describeNamelessly, isSignature } from "./words/mailboxes";

/** Mailboxes of a report, those to which the same happens together; where there is something to decide, one by one. */
export function mailboxGroups(report: ChangeReport): readonly (readonly [Mailbox, ...Mailbox[]])[] {
  const known = findingsByFingerprint(report);
  return grouped(report.mailboxes, (mailbox) => {
    const isOwn = findingsOf(mailbox, known).some(isToDecide) || mailbox.changes.some(isSignature);
    return isOwn ? undefined : describeNamelessly(mailbox);
  });
}
