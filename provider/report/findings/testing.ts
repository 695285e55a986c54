import { canonicalAddress } from "../../../schema/canonical-address";
import type { MailboxRouting } from "../mailbox-routings";
import { isHidden, isUnchanged, type PlannedMapping } from "../routing/planned-mapping";
import { aboutMailbox, type Draft, NOTHING_ARRIVES, asJson } from "./draft";

/** Findings about senders whose mail goes to a plan of their own. */
export function testingFindings({
  mailbox,
  before: { winner: from },
  after: { winner: to },
  isSignedInAfter,
}: MailboxRouting): Draft[] {
  if (from === undefined || to === undefined) return [];
  const isMoved = isTestMoved(from, to);
  const subject = aboutMailbox(mailbox);
  if (isMoved === undefined) {
    const text = `Nobody can tell whether mail to ${mailbox} from some senders goes to another plan: the senders or the plan of a test are secret, or not known yet. All other mail goes to ${asJson(to.plan)}. Give them as plain configuration, and make the report anew.`;
    const tells = from.urn === to.urn ? [{ urn: to.urn, property: "testing" }] : [];
    return [{ id: "cannot-tell", subject, text, values: ["testing"], tells }];
  }
  if (!isMoved) return [];
  const text = `Mail to ${mailbox} from some senders: ${describeTest(to)}${isSignedInAfter === false ? NOTHING_ARRIVES : ""}. Before: ${describeTest(from)}.`;
  return [{ id: "testing-changed", subject, text, values: [testOf(from), testOf(to)] }];
}

/** True if the mail of a sender that either testing block names goes to another plan; undefined where nobody can tell. */
function isTestMoved(from: PlannedMapping, to: PlannedMapping): boolean | undefined {
  const senders = [from, to].flatMap(({ testing }) => testing?.senders ?? []);
  if (senders.length === 0) return false;
  const isRead = [from, to].every(({ plan, testing }) => !isHidden(plan) && !isHidden(testing));
  if (!isRead) return isUnchanged(from, to, "testing") ? false : undefined;
  return senders.some((sender) => planOfSender(from, sender) !== planOfSender(to, sender));
}

function planOfSender({ plan: usual, testing }: PlannedMapping, sender: unknown): unknown {
  const isTested = testing?.senders.some((one) => spelt(one) === spelt(sender));
  return isTested === true ? testing?.plan : usual;
}

/** Equality of the testing blocks of two mappings; undefined where nobody can tell, as one is hidden. */
export function hasSameTesting(one: PlannedMapping, other: PlannedMapping): boolean | undefined {
  const isRead = !isHidden(one.testing) && !isHidden(other.testing);
  if (isRead) return JSON.stringify(testOf(one)) === JSON.stringify(testOf(other));
  return isUnchanged(one, other, "testing") ? true : undefined;
}

/** The testing block as it is compared; null where there is none. */
export function testOf({ testing }: PlannedMapping): readonly unknown[] | null {
  return testing === undefined ? null : [testing.plan, testing.senders.map(spelt).sort()];
}

function spelt(sender: unknown): string {
  return typeof sender === "string" ? canonicalAddress(sender) : "";
}

function describeTest({ plan: usual, testing }: PlannedMapping): string {
  if (testing === undefined) return `${asJson(usual)}, as all other mail`;
  const { plan, senders } = testing;
  return senders.length === 0
    ? `the testing plan ${asJson(plan)}, which names no sender and so takes no mail`
    : `${asJson(plan)} for ${senders.map(asJson).join(", ")}`;
}
