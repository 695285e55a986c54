import { EMAIL_ADDRESS } from "../../../schema/email-address";
import type { Change, ChangeReport, Mailbox, Routing } from "../../../schema/report/change-report";
import { grouped } from "../../values/group-by";
import { findingsByFingerprint, findingsOf, isToDecide } from "./item-findings";
import { isSignature } from "../signature-sides";
import { describeNamelessly } from "./words/mailboxes";

/** Mailboxes of a report, those to which the same happens together; where there is something to decide, one by one. */
export function mailboxGroups(report: ChangeReport): readonly (readonly [Mailbox, ...Mailbox[]])[] {
  const known = findingsByFingerprint(report);
  return grouped(report.mailboxes, (mailbox) => {
    const isOwn = findingsOf(mailbox, known).some(isToDecide) || mailbox.changes.some(isSignature);
    return isOwn ? undefined : keyOf(mailbox);
  });
}

/** Equal where the same happens, with whole values: a line shortens them, and tells few of those of a new mailbox. */
function keyOf(mailbox: Mailbox): string {
  const { before, after, diverted } = mailbox.routing;
  const values = mailbox.changes
    .filter((change) => !isOwnName(change, mailbox))
    .map(({ resource, property, from, to }) => [resource.kind, property, from, to]);
  const plans = diverted.map(({ plan }) => plan);
  return JSON.stringify([describeNamelessly(mailbox), values, [before, after].map(withoutNames), plans]);
}

/** True for a value that names the mailbox or what it has for itself, and so differs wherever the same happens. */
function isOwnName({ resource, property, from, to }: Change, { mailbox, formerMailbox }: Mailbox): boolean {
  if (property === "name") return true;
  if (resource.kind === EMAIL_ADDRESS && property === "emailAddress") return true;
  return property === "addresses" && [mailbox, formerMailbox].some((own) => own === (from ?? to));
}

function withoutNames({ isPulled, isSignedIn, isCertain, routes }: Routing): unknown {
  const asked = routes.map(({ plan, priority, testing, rank }) => [plan, priority, testing, rank]);
  return [isPulled, isSignedIn, isCertain, asked];
}
