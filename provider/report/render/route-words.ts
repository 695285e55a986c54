import type { Mailbox, Route, Routing, ShownValue } from "../../../schema/report/change-report";
import { describeName, describeValue } from "./values";

/** A change of the routing that a mailbox's mail notices. */
type Unrouted = Mailbox["routing"]["unrouted"][number];

/** Destination of mail that no mapping takes. */
export const NOBODY = "nobody";

/** `support → plan "Sales" (priority 6000)`. `describe`: words for a value; those of a run unless given. */
export function describeRoute(
  { mapping, plan, priority, testing }: Omit<Route, "rank">,
  describe: (value: ShownValue) => string = describeValue,
): string {
  const senders = testing?.senders.map(describe).join(", ");
  const tested =
    testing === null ? "" : `; mail of ${senders || "no sender"} → plan ${describe(testing.plan)}`;
  return `${describeName(mapping)} → plan ${describe(plan)} (priority ${describe(priority)})${tested}`;
}

/** The mapping that takes the mail. */
export function winnerOf({ routes, winner }: Routing): Route | undefined {
  return routes.find(({ mapping }) => mapping === winner);
}

/** Destination of a mailbox's mail: `plan "Sales"`, `nobody`. */
export function describeDestination(routing: Routing): string {
  if (routing.isPulled === false) return NOBODY;
  const winner = winnerOf(routing);
  if (winner !== undefined) {
    const plan = `plan ${describeValue(winner.plan)}`;
    return routing.isCertain ? plan : `${plan} or another of the same priority: can't be told`;
  }
  return routing.isCertain && routing.routes.length === 0 ? NOBODY : "a plan that can't be told";
}

/** Destination of a mailbox's mail before and after: `mail: plan "Sales" → nobody`. */
export function describeFlow({ routing }: Mailbox): string {
  const { before, after, unrouted } = routing;
  const [from, to] = [describeDestination(before), describeDestination(after)];
  const flow = from === to ? `mail stays with ${to}` : `mail: ${from} → ${to}`;
  const gaps = unrouted.filter(({ until }) => until !== null);
  if (gaps.length === 0) return flow;
  return `${flow}, in between ${gaps.some(({ isCertain }) => isCertain) ? "" : "perhaps "}${NOBODY}`;
}

/** Steps between which mail reaches nobody. */
export function describeUnrouted({ after, until, isCertain }: Unrouted): string {
  const end = until === null ? "and stays so" : `until ${describeName(until)}; how long can't be known`;
  return `Mail ${isCertain ? "reaches" : "may reach"} nobody after ${describeName(after)}, ${end}.`;
}

/** The mappings in the order in which VCC asks them, and what becomes of the mail where they don't say it. */
function describeRouting(routing: Routing): string {
  const { routes, isPulled } = routing;
  const asked = routes
    .map((route, index) => `${connective(routing, index)}${describeRoute(route)}`)
    .join(", ");
  const notes = [
    ...(routes.length === 0 ? ["no mapping"] : []),
    ...(isPulled === false ? ["VCC doesn't have the address"] : []),
    ...(isPulled === null ? ["nobody can tell if VCC has the address"] : []),
    ...(isTied(routes, 1) && routing.isCertain ? ["of one priority, VCC takes what was modified last"] : []),
    ...(routing.isCertain ? [] : ["nobody can tell which of them takes the mail"]),
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
  if (index === 0) return routes.length > 1 ? "first " : "";
  return isTied(routes, index) && !isCertain ? "or " : "then ";
}

/** True if a mapping has the priority of the one before it. */
function isTied(routes: readonly Route[], index: number): boolean {
  return index > 0 && index < routes.length && routes[index - 1]?.rank === routes[index]?.rank;
}
