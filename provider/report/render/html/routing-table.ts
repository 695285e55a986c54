import type { ChangeReport, Mailbox } from "../../../../schema/report/change-report";
import { isRerouted } from "../../../../schema/report/outcome";
import { ROUTED_OVER } from "../words/report";
import { OUTCOME_WORDS } from "../words/mail";
import { mailboxName, routeList } from "./routes";
import { html, type Markup } from "./markup";
import { type Section, sectionOf } from "./section";
import { routingPicture } from "./routing-picture";
import { renderTable, type Table, tableRow } from "./table";
import { named } from "./values";

const TABLE: Table = {
  caption:
    "Mailboxes whose routing changes, also for a while: their plans, in the order in which VCC asks them",
  columns: ["Mailbox", "Before", "After"],
};

/** Routing before and after: a table of the mailboxes whose routing changes, and a picture of those whose mail does. */
export function routingSection(report: ChangeReport): readonly Section[] {
  const mailboxes = report.mailboxes.filter(
    ({ formerMailbox, routing }) =>
      formerMailbox !== undefined ||
      routing.unrouted.length + routing.diverted.length > 0 ||
      isRerouted(routing),
  );
  return sectionOf(
    { id: "routing", title: "Routing before and after" },
    mailboxes.map(rowOf),
    (rows) =>
      html`<p class="meta">${ROUTED_OVER[report.basis.mappings]}</p>
        ${routingPicture(report)} ${renderTable(TABLE, rows)}`,
  );
}

function rowOf(mailbox: Mailbox): Markup {
  const {
    formerMailbox,
    routing: { before, after, outcome },
  } = mailbox;
  const former =
    formerMailbox === undefined
      ? ""
      : html`<p class="meta">Before, it was ${named(formerMailbox)}, whose mail is no longer pulled.</p>`;
  return tableRow(
    html`${mailboxName(mailbox)} <span class="outcome ${outcome}">${OUTCOME_WORDS[outcome]}</span>`,
    {
      Before: html`${routeList(before)}${former}`,
      After: routeList(after),
    },
  );
}
