import type { ChangeReport, Drift } from "../../../../schema/report/change-report";
import { describeOutcome } from "../../drift-outcome";
import { type DriftGroup, groupDrift } from "../words/drift";
import { counted } from "../../../text/counted";
import { DRIFT_APART, TITLES } from "../words/report";
import { describeKind } from "../../nouns";
import { countedMailboxes, describeProperty } from "../words/resources";
import { badge } from "./findings";
import { type Markup, html } from "./markup";
import { rowList, type Section, sectionOf } from "./section";
import { fromTo, named, valueOf } from "./values";

const CAUSES: Readonly<Record<Drift["cause"], string>> = {
  edited: "edited",
  deleted: "deleted",
  credential: "sign-in",
};
/** Changes that nobody's program made, equal ones together. */
export function driftSection({ drift }: ChangeReport): readonly Section[] {
  return sectionOf(
    { id: "drift", title: TITLES.drift },
    groupDrift(drift).map(groupItem),
    (items) =>
      html`<p class="meta">${DRIFT_APART}</p>
        ${rowList(items)}`,
  );
}

function groupItem({ level, members }: DriftGroup): Markup {
  const [{ cause }] = members;
  const subjects = members.map(({ mailbox, resource: { name } }) => named(mailbox ?? name));
  const line = html`${badge(level)}
    <span class="subject">${subjects.length === 1 ? subjects : numberOf(members)}</span>
    <span class="tag drift">${CAUSES[cause]}</span> <span class="mail">${changeOf(members[0])}</span>
    <span class="meta">${describeOutcome(members[0])}</span>`;
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

function changeOf({ resource, cause, property, from, to }: Drift): Markup {
  if (property === null) return html`${describeKind(resource.kind)}`;
  if (cause === "credential") return fromTo(valueOf(from), valueOf(to));
  return html`<span class="property">${describeProperty(property)}</span>
    ${fromTo(valueOf(from), valueOf(to))}`;
}

function numberOf(members: DriftGroup["members"]): string {
  const mailboxes = new Set(members.map(({ mailbox }) => mailbox));
  return mailboxes.has(null) ? counted(members.length, "object") : countedMailboxes(mailboxes.size);
}
