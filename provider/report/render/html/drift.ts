import type { ChangeReport, Drift } from "../../../../schema/report/change-report";
import { type DriftGroup, groupDrift } from "../drift-words";
import { counted, countedMailboxes, DRIFT_APART } from "../words";
import { badge } from "./findings";
import { type Markup, html } from "./markup";
import { type Item, RISK, type Section } from "./section";
import { fromTo, kindWords, named, valueOf } from "./values";

const CAUSES: Readonly<Record<Drift["cause"], string>> = {
  edited: "edited",
  deleted: "deleted",
  credential: "sign-in",
};
const OUTCOMES: Readonly<Record<NonNullable<Drift["outcome"]>, string>> = {
  putBack: "This run puts it back.",
  kept: "It stays as VCC has it.",
  adopted: "The program says the same by now.",
};

/** Changes that nobody's program made, equal ones together. */
export function driftSection({ drift }: ChangeReport): Section {
  return {
    ...{ id: "drift", title: "Changed outside the program" },
    items: groupDrift(drift).map((group): Item => ({
      risk: RISK[group.level] + 3,
      render: () => groupItem(group),
    })),
    frame: (shown) =>
      html`<p class="meta">${DRIFT_APART}</p>
        <ul class="rows">
          ${shown}
        </ul>`,
  };
}

function groupItem({ level, members }: DriftGroup): Markup {
  const [{ cause, outcome }] = members;
  const subjects = members.map(({ mailbox, resource: { name } }) => named(mailbox ?? name));
  const line = html`${badge(level)}
    <span class="subject">${subjects.length === 1 ? subjects : numberOf(members)}</span>
    <span class="tag drift">${CAUSES[cause]}</span> <span class="mail">${changeOf(members[0])}</span>
    <span class="meta">${outcome === null ? "What becomes of it can’t be told." : OUTCOMES[outcome]}</span>`;
  if (subjects.length === 1) return html`<li class="row none">${line}</li>`;
  return html`<li>
    <details class="row none">
      <summary>${line}</summary>
      <ul class="names">
        ${subjects.map((subject) => html`<li>${subject}</li>`)}
      </ul>
    </details>
  </li>`;
}

function changeOf({ resource, property, from, to }: Drift): Markup {
  if (property === null) return html`${kindWords(resource.kind)}`;
  return html`<span class="property">${property}</span> ${fromTo(valueOf(from), valueOf(to))}`;
}

function numberOf(members: DriftGroup["members"]): string {
  const mailboxes = new Set(members.map(({ mailbox }) => mailbox));
  return mailboxes.has(null) ? counted(members.length, "object") : countedMailboxes(mailboxes.size);
}
