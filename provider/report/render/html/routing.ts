import type { ChangeReport, Mailbox } from "../../../../schema/report/change-report";
import { isRerouted } from "../../../../schema/report/outcome";
import { ROUTED_OVER } from "../words";
import { OUTCOME_WORDS } from "../route-words";
import { routeList } from "./mail";
import { html, type Markup } from "./markup";
import { type Section, sectionOf } from "./section";
import { routingPicture } from "./picture";
import { named } from "./values";

/** Routing before and after: a table of the mailboxes whose routing changes, and a picture of those whose mail does. */
export function routingSection(report: ChangeReport): readonly Section[] {
  const mailboxes = report.mailboxes.filter(
    ({ routing }) => routing.unrouted.length + routing.diverted.length > 0 || isRerouted(routing),
  );
  return sectionOf(
    { id: "routing", title: "Routing before and after" },
    mailboxes.map(tableRow),
    (rows) =>
      html`<p class="meta">${ROUTED_OVER[report.basis.mappings]}</p>
        ${routingPicture(report)}
        <table class="routing">
          <caption>
            Plans that take the mail of each mailbox whose routing changes, by rank
          </caption>
          <thead>
            <tr>
              <th scope="col">Mailbox</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`,
  );
}

function tableRow(mailbox: Mailbox): Markup {
  const { before, after, outcome } = mailbox.routing;
  const former =
    mailbox.formerMailbox === undefined
      ? ""
      : html`<p class="meta">
          Before, it was ${named(mailbox.formerMailbox)}, whose mail is no longer pulled.
        </p>`;
  return html`<tr>
    <th scope="row">
      ${named(mailbox.mailbox)}
      <span class="outcome ${outcome}">${OUTCOME_WORDS[outcome]}</span>
    </th>
    <td><span class="cell-title" aria-hidden="true">Before</span>${routeList(before)}${former}</td>
    <td><span class="cell-title" aria-hidden="true">After</span>${routeList(after)}</td>
  </tr>`;
}
