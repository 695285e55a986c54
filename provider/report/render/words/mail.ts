import type { Mailbox, MailOutcome, Route, Routing, Unrouted } from "../../../../schema/report/change-report";
import type { ShownValue } from "../../../../schema/report/shown-value";
import { receiverOf } from "../../../../schema/report/outcome";
import { describeStep } from "../../nouns";
import { describeName } from "../../../text/in-sentence";
import { describeValue } from "./values";

/** Receiver of mail that no mapping takes. */
export const NOBODY = "nobody";
const NO_MAPPING = "this stack doesn't route its mail";

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
  const receiver = receiverOf(routing);
  if (receiver.kind === "plan") return `plan ${describeValue(receiver.plan)}`;
  return receiver.kind === "untold" ? describeCandidates(routing) : RECEIVER_WORDS[receiver.kind];
}

/** The plans that may take mail of which nobody can tell who does. */
function describeCandidates({ routes }: Routing): string {
  const isRanked = routes.every(({ priority }) => typeof priority === "number");
  const may = isRanked ? routes.filter(({ rank }) => rank === 1) : routes;
  const plans = new Set(
    may.map(({ plan }) => (typeof plan === "string" ? `plan ${describeValue(plan)}` : "")),
  );
  return plans.size === 0 || plans.has("") ? RECEIVER_WORDS.untold : `perhaps ${[...plans].join(" or ")}`;
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
export function staysWith(routing: Routing): string {
  const { kind } = receiverOf(routing);
  return kind === "signedOut" ? "reaches" : kind === "untold" ? "goes to" : "stays with";
}

/** Where a mailbox's mail goes before and after: `mail: plan "Sales" → nobody`. */
export function describeFlow({ mailbox, formerMailbox, routing }: Mailbox): string {
  const { before, after, unrouted, diverted, outcome } = routing;
  const [from, to] = [describeReceiver(before), describeReceiver(after)];
  const moved = from === to ? `mail ${staysWith(after)} ${to}` : `mail: ${from} → ${to}`;
  const replaced =
    formerMailbox === undefined
      ? undefined
      : `mail to ${describeName(formerMailbox)}: ${from} → ${NOBODY}; mail to ${describeName(mailbox)} → ${to}`;
  const flow = outcome === "nobody" ? NO_MAPPING : (replaced ?? moved);
  const [other] = diverted;
  if (unrouted.length === 0 && other !== undefined)
    return `${flow}, in between ${other.isCertain ? "" : "perhaps "}plan ${describeValue(other.plan)}`;
  if (unrouted.length === 0) return flow;
  return `${flow}, in between ${unrouted.some(({ isCertain }) => isCertain) ? "" : "perhaps "}${NOBODY}`;
}

/** Steps between which mail reaches nobody. */
export function describeUnrouted({ after, until, isCertain }: Unrouted): string {
  return `Mail ${isCertain ? "reaches" : "may reach"} nobody after ${describeStep(after)}, until ${describeStep(until)}; how long can't be known.`;
}

/** The mappings in the order in which VCC asks them, and what becomes of the mail where they don't say it. */
function describeRouting(routing: Routing): string {
  const { routes, isPulled, isSignedIn } = routing;
  const asked = routes
    .map((route, index) => `${connective(routing, index)}${describeRoute(route)}`)
    .join(", ");
  const notes = [
    ...(routes.length === 0 ? ["no mapping"] : []),
    ...(isPulled === false ? ["VCC doesn't have the address"] : []),
    ...(isSignedIn === false ? ["VCC isn't signed in to the mailbox, so it pulls no mail"] : []),
    ...(isPulled === null ? ["nobody can tell if VCC has the address"] : []),
    ...(isTied(routes, 1) && routing.isCertain ? ["of one priority, VCC takes what was modified last"] : []),
    ...(routing.isCertain
      ? []
      : [`nobody can tell ${routes.length > 1 ? "which of them" : "which plan"} takes the mail`]),
  ];
  return [...(asked === "" ? [] : [asked]), ...notes].join("; ");
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
