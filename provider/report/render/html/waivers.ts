import type { ChangeReport, Waiver } from "../../../../schema/report/change-report";
import { TITLES } from "../words";
import { type Markup, html } from "./markup";
import { type Section, sectionOf } from "./section";
import { named } from "./values";

/** Waivers that a page has room for. Source: our choice. */
const MOST_WAIVERS = 500;

/** Rules that are switched off. */
export function waiverSection({ waivers }: ChangeReport): readonly Section[] {
  const rest = waivers.length - MOST_WAIVERS;
  return sectionOf(
    { id: "waivers", title: TITLES.waivers },
    waivers.slice(0, MOST_WAIVERS).map(waiverRow),
    (rows) =>
      html`<table>
          <caption>
            Findings of these rules aren’t told for these objects
          </caption>
          <thead>
            <tr>
              <th scope="col">Rule and object</th>
              <th scope="col">Reason</th>
              <th scope="col">Until</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
        ${rest > 0 ? html`<p class="note warning">${rest} more rules are switched off.</p>` : ""}`,
  );
}

function waiverRow({ id, subject, reason, until, isNew }: Waiver): Markup {
  return html`<tr>
    <th scope="row">
      <code class="rule">${id}</code> ${named(subject.name)}
      ${isNew === true ? html`<span class="tag adopt">new in this change</span>` : ""}
    </th>
    <td><span class="cell-title" aria-hidden="true">Reason</span>${named(reason)}</td>
    <td><span class="cell-title" aria-hidden="true">Until</span>${until ?? "no end"}</td>
  </tr>`;
}
