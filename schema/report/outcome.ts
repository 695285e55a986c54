import type { Mailbox, MailOutcome, Routing, SharedObject } from "./change-report";
import type { ShownValue } from "./shown-value";

/** Receiver of a mailbox's mail. */
export type Receiver =
  | { readonly kind: "plan"; readonly plan: ShownValue }
  | { readonly kind: "nobody" | "notPulled" | "signedOut" | "untold" };

/** The receiver of a mailbox's mail on one side of a change. */
export function receiverOf({ isPulled, isSignedIn, isCertain, routes, winner }: Routing): Receiver {
  if (isPulled === false) return { kind: "notPulled" };
  if (isSignedIn === false) return { kind: "signedOut" };
  if (!isCertain) return { kind: "untold" };
  const taking = routes.find(({ mapping }) => mapping === winner);
  if (taking !== undefined) return { kind: "plan", plan: taking.plan };
  return { kind: routes.length === 0 ? "nobody" : "untold" };
}

/** True if the same plan takes the mail, or for the same reason none; never of plans that aren't known by name. */
export function isSameReceiver(before: Routing, after: Routing): boolean {
  const [from, to] = [receiverOf(before), receiverOf(after)];
  if (from.kind === "plan" && to.kind === "plan") return isNamed(from) && from.plan === to.plan;
  return from.kind !== "untold" && from.kind === to.kind;
}

/** True if a mailbox's mappings, or their order, aren't the same after a change. */
export function isRerouted({ before, after }: Pick<Mailbox["routing"], "before" | "after">): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** False of an item that is there for its findings alone, such as a credential that ends. */
export function hasChange(item: Mailbox | SharedObject): boolean {
  return item.action !== "none" || item.changes.length > 0 || ("routing" in item && isRerouted(item.routing));
}

/** A mailbox's routing, before its outcome is known. */
export type RoutingChange = Omit<Mailbox["routing"], "outcome">;

/** What a change comes to for a mailbox's mail: the worst of what holds. */
export function mailOutcomeOf(
  { before, after, unrouted, diverted }: RoutingChange,
  formerMailbox: string | undefined,
): MailOutcome {
  const [from, to] = [receiverOf(before), receiverOf(after)];
  const wasReached = isReached(from);
  if (to.kind === "signedOut" || to.kind === "notPulled") return isAbsent(from, to) ? "nobody" : "notPulled";
  if (to.kind === "nobody") return wasReached ? "stops" : "nobody";
  if (formerMailbox !== undefined) return "replaced";
  if (to.kind === "plan" && !wasReached) return "starts";
  if (!isNamed(from) || !isNamed(to)) return "cannotTell";
  return isSameReceiver(before, after) ? onTheWay(unrouted, diverted) : "moves";
}

/** True if mail reaches a plan, or may. */
export function isReached({ kind }: Receiver): boolean {
  return kind === "plan" || kind === "untold";
}

/** True if VCC has the address neither before nor after. */
function isAbsent(from: Receiver, to: Receiver): boolean {
  return from.kind === "notPulled" && to.kind === "notPulled";
}

/** What mail meets that reaches the same plan before and after. */
function onTheWay(unrouted: RoutingChange["unrouted"], diverted: RoutingChange["diverted"]): MailOutcome {
  if (unrouted.length === 0) return diverted.length === 0 ? "stays" : "diverted";
  return unrouted.some(({ isCertain }) => isCertain) ? "interrupted" : "mayBeInterrupted";
}

/** False for a receiver that can't be told, or a plan that isn't known by name. */
function isNamed(receiver: Receiver): boolean {
  return receiver.kind === "plan" ? typeof receiver.plan === "string" : receiver.kind !== "untold";
}
