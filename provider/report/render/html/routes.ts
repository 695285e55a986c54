import type { Mailbox, Route, Routing } from "../../../../schema/report/change-report";
import type { ShownValue } from "../../../../schema/report/shown-value";
import { receiverOf } from "../../../../schema/report/outcome";
import { NOBODY, RECEIVER_WORDS } from "../words/mail";
import { type Markup, html } from "./markup";
import { fromTo, named, valueOf } from "./values";

/** Receiver of mail to a former mailbox. */
export const NOBODY_REACHED = html`<span class="receiver nobody">${NOBODY}</span>`;

/** Name of a mailbox; of one that takes the place of another, after the former one's. */
export function mailboxName({ mailbox, formerMailbox }: Mailbox): Markup {
  return formerMailbox === undefined ? named(mailbox) : fromTo(named(formerMailbox), named(mailbox));
}

/** Receiver of a mailbox's mail, for people. */
export function receiver(routing: Routing): Markup {
  const found = receiverOf(routing);
  if (found.kind === "plan") return html`<span class="meta">plan</span> ${planOf(found.plan)}`;
  return html`<span class="receiver ${found.kind}"
    >${found.kind === "notPulled" ? "not pulled" : RECEIVER_WORDS[found.kind]}</span
  >`;
}

function planOf(plan: ShownValue): Markup {
  return typeof plan === "string" ? named(plan) : valueOf(plan);
}

/** Routes of a mailbox in the order in which VCC asks them. */
export function routeList(routing: Routing): Markup {
  if (routing.isPulled === false || routing.isSignedIn === false || routing.routes.length === 0)
    return html`<p>${receiver(routing)}</p>`;
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
  if (senders.length === 0)
    return html`<span class="meta">testing: ${valueOf(plan)} names no sender, so it takes no mail</span>`;
  return html`<span class="meta"
    >testing: mail of ${senders.map((sender, index) => html`${index === 0 ? "" : ", "}${valueOf(sender)}`)}
    goes to ${valueOf(plan)}</span
  >`;
}
