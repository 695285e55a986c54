import type { Mailbox, Route, Routing } from "../../../schema/report/change-report";
import { describeName, describeValue } from "./values";

/** A change of the routing that a mailbox's mail notices. */
type Unrouted = Mailbox["routing"]["unrouted"][number];

const NOBODY = "nobody";

/** `support → plan "Sales" (priority 6000)`. */
export function describeRoute({ mapping, plan, priority, testing }: Route): string {
  const senders = testing?.senders.map(describeValue).join(", ");
  const tested =
    testing === null ? "" : `; mail of ${senders || "no sender"} → plan ${describeValue(testing.plan)}`;
  return `${describeName(mapping)} → plan ${describeValue(plan)} (priority ${describeValue(priority)})${tested}`;
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
  return unrouted.some(({ until }) => until !== null) ? `${flow}, in between nobody` : flow;
}

/** Steps between which mail reaches nobody. */
export function describeUnrouted({ after, until }: Unrouted): string {
  const end = until === null ? "and stays so" : `until ${describeName(until)}; how long can't be known`;
  return `Mail reaches nobody after ${describeName(after)}, ${end}.`;
}

/** Lines of a routing: destination, then the mappings in the order in which VCC asks them. */
export function describeRouting(routing: Routing): readonly string[] {
  const pulled = { true: "", false: ", as VCC doesn't have the address", null: ", if VCC has the address" };
  const { routes, isPulled } = routing;
  return [
    `${describeDestination(routing)}${pulled[`${isPulled ?? "null"}`]}`,
    ...routes.map((route) => `${String(route.rank)}. ${describeRoute(route)}`),
  ];
}
