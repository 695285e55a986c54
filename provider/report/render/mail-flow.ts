import type { Mailbox, Routing } from "../../../schema/report/change-report";
import { isSameReceiver, receiverOf } from "../../../schema/report/outcome";
import type { ShownValue } from "../../../schema/report/shown-value";
import { sameJson } from "../../values/equality";

/** Receiver of mail as a report tells it: a plan, those of which one gets it, or the reason for which none is named. */
export type ToldReceiver =
  | { readonly kind: "plans"; readonly plans: readonly ShownValue[]; readonly isCertain: boolean }
  | { readonly kind: "nobody" | "notPulled" | "signedOut" | "untold" };

/** Receivers of mail before a change and after it. */
export interface MailMove {
  /** Undefined of the mailbox that the flow is of. */
  readonly mailbox: string | undefined;
  /** Undefined where the receiver is told alike after the change, or there was no such mailbox. */
  readonly from: ToldReceiver | undefined;
  readonly to: ToldReceiver;
}

/** Parts of which every form makes its line on a mailbox's mail. */
export interface MailFlow {
  /** None where no mapping of the stack names the mailbox; two where it takes the place of another one. */
  readonly moves: readonly MailMove[];
  /** Receiver between two steps of the run. */
  readonly between: { readonly receiver: ToldReceiver; readonly isCertain: boolean } | undefined;
}

/** Flow of a mailbox's mail before the change, during it and after it. */
export function mailFlowOf(mailbox: Mailbox): MailFlow {
  const { outcome } = mailbox.routing;
  return outcome === "nobody"
    ? { moves: [], between: undefined }
    : { moves: movesOf(mailbox), between: betweenOf(mailbox.routing) };
}

/** Receiver of a mailbox's mail on one side of a change. */
export function toldReceiverOf(routing: Routing): ToldReceiver {
  const receiver = receiverOf(routing);
  if (receiver.kind === "plan") return surely(receiver.plan);
  const plans = receiver.kind === "untold" ? candidatesOf(routing) : [];
  return plans.length === 0 ? { kind: receiver.kind } : { kind: "plans", plans, isCertain: false };
}

/** True of mail of which nobody can tell who gets it, though perhaps among whom. */
export function isUntoldReceiver(receiver: ToldReceiver): boolean {
  return receiver.kind === "plans" ? !receiver.isCertain : receiver.kind === "untold";
}

function movesOf({ mailbox, formerMailbox, routing: { before, after } }: Mailbox): readonly MailMove[] {
  const [from, to] = [toldReceiverOf(before), toldReceiverOf(after)];
  if (formerMailbox !== undefined)
    return [
      { mailbox: formerMailbox, from, to: { kind: "nobody" } },
      { mailbox, from: undefined, to },
    ];
  const isUntold = isUntoldReceiver(to) && sameJson(from, to);
  const isSame = isSameReceiver(before, after) || isUntold || [from, to].every(isNobody);
  return [{ mailbox: undefined, from: isSame ? undefined : from, to }];
}

/** The worse comes first: mail that reaches nobody, then mail that reaches another plan. */
function betweenOf({ unrouted, diverted }: Mailbox["routing"]): MailFlow["between"] {
  if (unrouted.length > 0)
    return { receiver: { kind: "nobody" }, isCertain: unrouted.some(({ isCertain }) => isCertain) };
  const [first] = diverted;
  return first === undefined ? undefined : { receiver: surely(first.plan), isCertain: first.isCertain };
}

function surely(plan: ShownValue): ToldReceiver {
  return { kind: "plans", plans: [plan], isCertain: true };
}

/** The plans of which one takes the mail; none where they aren't all known. */
function candidatesOf({ routes }: Routing): readonly ShownValue[] {
  const isRanked = routes.every(({ priority }) => typeof priority === "number");
  const plans = (isRanked ? routes.filter(({ rank }) => rank === 1) : routes).map(({ plan }) => plan);
  return plans.every((plan) => typeof plan === "string") ? [...new Set(plans)] : [];
}

/** True of mail that isn't pulled, too: for people it is the same. */
function isNobody({ kind }: ToldReceiver): boolean {
  return kind === "nobody" || kind === "notPulled";
}
