import type { Mailbox, Route, Routing } from "../../../../schema/report/change-report";
import type { ShownValue } from "../../../../schema/report/shown-value";
import { receiverOf } from "../../../../schema/report/outcome";
import type { MailMove, ToldReceiver } from "../mail-flow";
import { perhaps, RECEIVER_WORDS, routingNotes } from "../words/mail";
import { type Markup, html } from "./markup";
import { fromTo, named, valueOf } from "./values";

/** Name of a mailbox; of one that takes the place of another, after the former one's. */
export function mailboxName({ mailbox, formerMailbox }: Mailbox): Markup {
  return formerMailbox === undefined ? named(mailbox) : fromTo(named(formerMailbox), named(mailbox));
}

/** Receiver of mail, for people. */
export function told(receiver: ToldReceiver): Markup {
  if (receiver.kind !== "plans")
    return html`<span class="receiver ${receiver.kind}">${RECEIVER_WORDS[receiver.kind]}</span>`;
  const plans = receiver.plans.map(
    (plan, index) => html`${index > 0 ? " or " : ""}<span class="meta">plan</span> ${planOf(plan)}`,
  );
  return receiver.isCertain
    ? html`${plans}`
    : html`<span class="untold">${perhaps(receiver.isCertain)}${plans}</span>`;
}

/** Receivers of a move; the latter alone where it has no former one. */
export function receiversOf({ from, to }: Pick<MailMove, "from" | "to">): Markup {
  return from === undefined ? told(to) : fromTo(told(from), told(to));
}

function planOf(plan: ShownValue): Markup {
  return typeof plan === "string" ? named(plan) : valueOf(plan);
}

/** Routes of a mailbox in the order in which VCC asks them. */
export function routeList(routing: Routing): Markup {
  const { routes, isCertain } = routing;
  const notes = routingNotes(routing);
  const list = html`<ol class="routes">
    ${routes.map((route) => routeItem(route, routing))}
  </ol>`;
  return html`${routes.length === 0 ? "" : list}
  ${notes.length === 0 ? "" : html`<p class="note${isCertain ? "" : " warning"}">${notes.join("; ")}</p>`}`;
}

function routeItem(route: Route, routing: Routing): Markup {
  const takes = receiverOf(routing).kind === "plan" && route.mapping === routing.winner;
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
