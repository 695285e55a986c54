import type { ChangeReport, Mailbox } from "../../../../schema/report/change-report";
import { countedMailboxes, INCOMPLETE, levelWord } from "../words";
import { type Fate, FATE_NAMES, FATES, fateOf, receiver, isSameReceiver } from "./mail";
import { type Markup, NOTHING, html } from "./markup";
import { fromTo, named } from "./values";

/** Mailboxes that are named of each fate: the first screen has to hold it. */
const MOST_NAMES = 3;

/** First screen of a report: the verdict, what happens to mail, and what it was read from. */
export function verdict({ verdict: { level, text }, basis, mailboxes }: ChangeReport): Markup {
  return html`<section class="verdict ${level}" aria-labelledby="verdict-title">
    <h1 id="verdict-title">What happens to mail</h1>
    <p class="sentence">${text}</p>
    <p><span class="badge ${level}">${levelWord(level)}</span></p>
    ${basis.complete ? "" : html`<p class="note warning">${INCOMPLETE}</p>`} ${fates(mailboxes)}
    <dl class="basis">${basisRows(basis)}</dl>
  </section>`;
}

function fates(mailboxes: readonly Mailbox[]): Markup {
  if (mailboxes.length === 0) return NOTHING;
  const known = mailboxes.map((mailbox) => ({ mailbox, fate: fateOf(mailbox) }));
  return html`<ul class="fates">
      ${FATE_NAMES.map((name) =>
        fateGroup(
          name,
          known.filter(({ fate }) => fate === name).map(({ mailbox }) => mailbox),
        ),
      )}
    </ul>
    <p class="legend meta">
      A plan is the interaction plan of VCC that takes a mailbox’s mail and leads it to people.
    </p>`;
}

function fateGroup(fate: Fate, mailboxes: readonly Mailbox[]): Markup {
  if (mailboxes.length === 0) return NOTHING;
  const rest = mailboxes.length - MOST_NAMES;
  return html`<li class="${fate}">
    <p>${FATES[fate]}: ${countedMailboxes(mailboxes.length)}</p>
    <ul>
      ${mailboxes.slice(0, MOST_NAMES).map((mailbox) => html`<li>${fateLine(mailbox)}</li>`)}
      ${rest > 0 ? html`<li class="meta">and ${rest} more</li>` : ""}
    </ul>
  </li>`;
}

function fateLine({ mailbox, formerMailbox, routing: { before, after } }: Mailbox): Markup {
  const subject = formerMailbox === undefined ? named(mailbox) : fromTo(named(formerMailbox), named(mailbox));
  if (isSameReceiver(before, after)) return html`${subject}: ${receiver(after)}`;
  return html`${subject}: ${fromTo(receiver(before), receiver(after))}`;
}

function basisRows({
  project,
  stack,
  commit,
  shape,
  refreshed,
  complete,
}: ChangeReport["basis"]): readonly Markup[] {
  const asked = {
    true: "asked before the preview",
    false: "not asked: changes made outside the program aren’t known",
    null: "nobody can tell if it was asked",
  }[`${refreshed ?? "null"}`];
  return [
    row("Stack", stack === null ? html`<i>unknown</i>` : named(stack)),
    row("Project", project === null ? html`<i>unknown</i>` : named(project)),
    ...(commit === undefined ? [] : [row("Commit", html`<bdi><code>${commit}</code></bdi>`)]),
    row("Read from", html`the preview’s ${shape}`),
    row("VCC", html`${asked}`),
    row("Complete", complete ? html`yes, to the end of the preview` : html`no, what follows is a part`),
  ];
}

function row(term: string, value: Markup): Markup {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}
