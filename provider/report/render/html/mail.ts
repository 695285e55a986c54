import type { Mailbox, Route, Routing, ShownValue } from "../../../../schema/report/change-report";
import { winnerOf } from "../route-words";
import { describeValue } from "../values";
import { type Markup, html } from "./markup";
import { named, valueOf } from "./values";

/** Receiver of a mailbox's mail. */
type Receiver =
  { readonly kind: "plan"; readonly plan: ShownValue } | { readonly kind: "nobody" | "notPulled" | "untold" };

const RECEIVER_WORDS = {
  nobody: "nobody",
  notPulled: "not pulled",
  untold: "can’t be told",
} as const;

function receiverOf(routing: Routing): Receiver {
  if (routing.isPulled === false) return { kind: "notPulled" };
  if (!routing.isCertain) return { kind: "untold" };
  const route = winnerOf(routing);
  if (route !== undefined) return { kind: "plan", plan: route.plan };
  return { kind: routing.routes.length === 0 ? "nobody" : "untold" };
}

/** Receiver of a mailbox's mail, for people. */
export function receiver(routing: Routing): Markup {
  const found = receiverOf(routing);
  if (found.kind === "plan") return html`<span class="meta">plan</span> ${planOf(found.plan)}`;
  return html`<span class="receiver ${found.kind}">${RECEIVER_WORDS[found.kind]}</span>`;
}

function planOf(plan: ShownValue): Markup {
  return typeof plan === "string" ? named(plan) : valueOf(plan);
}

/** Receiver of a mailbox's mail as plain text, equal for the same receiver. */
export function receiverText(routing: Routing): string {
  const found = receiverOf(routing);
  if (found.kind !== "plan") return RECEIVER_WORDS[found.kind];
  return typeof found.plan === "string" ? found.plan : describeValue(found.plan);
}

/** Fates of a mailbox's mail, the worst first, with their words for one mailbox and for several. */
export const FATES = {
  lost: "Mail reaches nobody",
  gone: "VCC no longer pulls the mail",
  replaced: "Another mailbox takes its place",
  untold: "Where mail goes can’t be told",
  moved: "Mail goes to another plan",
  interrupted: "Mail reaches nobody for a while",
  atRisk: "Mail may reach nobody for a while",
  routed: "Mail reaches a plan again",
  added: "VCC begins to pull the mail",
  same: "Mail goes where it went",
} as const;
export type Fate = keyof typeof FATES;
export const FATE_NAMES = Object.keys(FATES) as Fate[];

/** Fate of a mailbox's mail in this change. */
export function fateOf({ formerMailbox, routing }: Mailbox): Fate {
  const { before, after } = routing;
  const [from, to] = [receiverOf(before).kind, receiverOf(after).kind];
  if (to === "notPulled") return from === "notPulled" ? "same" : "gone";
  if (to === "nobody") return from === "nobody" ? "same" : "lost";
  if (formerMailbox !== undefined) return "replaced";
  if (to === "plan" && (from === "notPulled" || from === "nobody")) return BEGINNINGS[from];
  if (isSameReceiver(before, after)) return fateOnTheWay(routing);
  return isKnown(before) && isKnown(after) ? "moved" : "untold";
}

const BEGINNINGS = { notPulled: "added", nobody: "routed" } as const;

/** True if the same plan takes the mail, or for the same reason none; never of plans that aren't known by name. */
export function isSameReceiver(before: Routing, after: Routing): boolean {
  const isOneKind = receiverOf(before).kind === receiverOf(after).kind;
  return isOneKind && isKnown(before) && isKnown(after) && receiverText(before) === receiverText(after);
}

function isKnown(routing: Routing): boolean {
  const found = receiverOf(routing);
  return found.kind === "plan" ? typeof found.plan === "string" : found.kind !== "untold";
}

function fateOnTheWay({ unrouted }: Mailbox["routing"]): Fate {
  if (unrouted.length === 0) return "same";
  return unrouted.some(({ isCertain }) => isCertain) ? "interrupted" : "atRisk";
}

/** Routes of a mailbox in the order in which VCC asks them. */
export function routeList(routing: Routing): Markup {
  if (routing.isPulled === false) return html`<p>${receiver(routing)}</p>`;
  if (routing.routes.length === 0) return html`<p><span class="receiver nobody">nobody</span></p>`;
  const isTied = routing.routes.some(({ rank, mapping }) =>
    routing.routes.some((other) => other.rank === rank && other.mapping !== mapping),
  );
  return html`<ol class="routes">
      ${routing.routes.map((route) => routeItem(route, routing))}
    </ol>
    ${routing.isPulled === null ? html`<p class="note warning">Nobody can tell if VCC has the address.</p>` : ""}
    ${routing.isCertain ? "" : html`<p class="note warning">Which one takes the mail can’t be told.</p>`}
    ${isTied ? html`<p class="note">Of equal priority, the one that was modified last takes the mail.</p>` : ""}`;
}

function routeItem(route: Route, { winner, isCertain }: Routing): Markup {
  const takes = isCertain && route.mapping === winner;
  return html`<li value="${route.rank}" ${takes ? html` class="winner"` : ""}>
    ${planOf(route.plan)}${takes ? html` <span class="tag">takes the mail</span>` : ""}
    <span class="meta">mapping ${named(route.mapping)}, priority ${valueOf(route.priority)}</span>
    ${route.testing === null ? "" : testing(route.testing)}
  </li>`;
}

function testing({ plan, senders }: NonNullable<Route["testing"]>): Markup {
  return html`<span class="meta"
    >testing: mail of ${senders.map((sender, index) => html`${index === 0 ? "" : ", "}${valueOf(sender)}`)}
    goes to ${valueOf(plan)}</span
  >`;
}
