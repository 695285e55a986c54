import type { Mailbox, MailOutcome, Route, Routing, Unrouted } from "../../../../schema/report/change-report";
import type { ShownValue } from "../../../../schema/report/shown-value";
import { isUntoldReceiver, type MailMove, mailFlowOf, type ToldReceiver, toldReceiverOf } from "../mail-flow";
import { describeTime } from "../../nouns";
import { describeName } from "../../../text/in-sentence";
import { describeValue } from "./values";

/** Receiver of mail that no mapping takes. */
export const NOBODY = "nobody";
/** Flow of mail that no mapping of the stack takes. */
export const NO_MAPPING = "this stack doesn't route its mail";

/** `support → plan "Sales" (priority 6000)`. `describe`: words for a value; those of a run unless given. */
export function describeRoute(
  { mapping, plan, priority, testing }: Omit<Route, "rank">,
  describe: (value: ShownValue) => string = describeValue,
): string {
  const tested = testing === null ? "" : `; ${describeTesting(testing, describe)}`;
  return `${describeName(mapping)} → plan ${describe(plan)} (priority ${describe(priority)})${tested}`;
}

/** `mail of "qa@example.com" → plan "Test"`. */
export function describeTesting(
  { plan, senders }: NonNullable<Route["testing"]>,
  describe: (value: ShownValue) => string = describeValue,
): string {
  return senders.length === 0
    ? `the testing plan ${describe(plan)} names no sender, so it takes no mail`
    : `mail of ${senders.map(describe).join(", ")} → plan ${describe(plan)}`;
}

/** Receiver of a mailbox's mail in words, equal for the same receiver: `plan "Sales"`, `nobody`. */
export function describeReceiver(routing: Routing): string {
  return describeTold(toldReceiverOf(routing));
}

function describeTold(receiver: ToldReceiver): string {
  if (receiver.kind !== "plans") return RECEIVER_WORDS[receiver.kind];
  const plans = receiver.plans.map((plan) => `plan ${describeValue(plan)}`).join(" or ");
  return `${perhaps(receiver.isCertain)}${plans}`;
}

/** Word before what isn't certain. */
export function perhaps(isCertain: boolean): string {
  return isCertain ? "" : "perhaps ";
}

/** Words for receivers that are no plan. */
export const RECEIVER_WORDS = {
  nobody: NOBODY,
  notPulled: NOBODY,
  signedOut: "nobody, as VCC isn't signed in",
  untold: "a plan that can't be told",
} as const;

/** What a change comes to for mail, in words, of one mailbox and of several; the worst first. */
export const OUTCOME_WORDS: Readonly<Record<MailOutcome, string>> = {
  stops: "Mail reaches nobody any more",
  notPulled: "VCC doesn't pull the mail",
  cannotTell: "Where mail goes can't be told",
  replaced: "Another mailbox takes its place",
  moves: "Mail goes to another plan",
  interrupted: "Mail reaches nobody for a while",
  mayBeInterrupted: "Mail may reach nobody for a while",
  diverted: "Mail goes to another plan for a while",
  starts: "Mail begins to reach a plan",
  nobody: "This stack doesn't route its mail",
  stays: "Mail goes where it went",
};

/** Verb for mail whose receiver stays the same, or of which nobody can tell. */
export function staysWith(receiver: ToldReceiver): string {
  if (receiver.kind === "signedOut") return "reaches";
  return isUntoldReceiver(receiver) ? "goes to" : "stays with";
}

/** A mailbox's mail before and after: `mail: plan "Sales" → nobody`. */
export function describeFlow(mailbox: Mailbox): string {
  const { moves, between } = mailFlowOf(mailbox);
  const flow = moves.length === 0 ? NO_MAPPING : moves.map(describeMove).join("; ");
  if (between === undefined) return flow;
  return `${flow}, in between ${perhaps(between.isCertain)}${describeTold(between.receiver)}`;
}

function describeMove({ mailbox, from, to }: MailMove): string {
  if (mailbox === undefined && from === undefined) return `mail ${staysWith(to)} ${describeTold(to)}`;
  const mail = mailbox === undefined ? "mail" : `mail to ${describeName(mailbox)}`;
  return `${mail}: ${from === undefined ? "" : `${describeTold(from)} → `}${describeTold(to)}`;
}

/** Steps between which mail reaches nobody. */
export function describeUnrouted({ isCertain, ...time }: Unrouted): string {
  return `Mail ${isCertain ? "reaches" : "may reach"} nobody ${describeTime(time)}`;
}

/** The mappings in the order in which VCC asks them, and what becomes of the mail where they don't say it. */
function describeRouting(routing: Routing): string {
  const asked = routing.routes
    .map((route, index) => `${connective(routing, index)}${describeRoute(route)}`)
    .join(", ");
  return [...(asked === "" ? [] : [asked]), ...routingNotes(routing)].join("; ");
}

/** Facts about a routing that its mappings don't tell, in words that begin no sentence. */
export function routingNotes({
  routes,
  isPulled,
  isSignedIn,
  isCertain,
}: Omit<Routing, "winner">): readonly string[] {
  return [
    ...(routes.length === 0 ? ["no mapping"] : []),
    ...(isPulled === false ? ["VCC doesn't have the address"] : []),
    ...(isSignedIn === false ? ["VCC isn't signed in to the mailbox, so it pulls no mail"] : []),
    ...(isPulled === null ? ["nobody can tell if VCC has the address"] : []),
    ...(isTied(routes, 1) && isCertain ? ["of one priority, VCC takes what was modified last"] : []),
    ...(isCertain
      ? []
      : [`nobody can tell ${routes.length > 1 ? "which of them" : "which plan"} takes the mail`]),
  ];
}

/** Lines of the routing before and after; one where both are the same. */
export function describeRoutings(before: Routing, after: Routing): readonly string[] {
  const [old, now] = [describeRouting(before), describeRouting(after)];
  return old === now
    ? [`Routing, before and after: ${now}`]
    : [`Routing before: ${old}`, `Routing after: ${now}`];
}

/** Mappings of one rank are alternatives, unless it is known which of them was modified last. */
function connective({ routes, isCertain }: Routing, index: number): string {
  if (routes.length < 2) return "";
  if (!isTied(routes, index)) return `${String(routes[index]?.rank ?? "")}. `;
  return isCertain ? "then " : "or ";
}

/** True if a mapping has the priority of the one before it. */
function isTied(routes: readonly Route[], index: number): boolean {
  return index > 0 && index < routes.length && routes[index - 1]?.rank === routes[index]?.rank;
}
