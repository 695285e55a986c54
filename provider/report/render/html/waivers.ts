import type { ChangeReport, Waiver } from "../../../../schema/report/change-report";
import { TITLES } from "../words/report";
import { type Markup, html } from "./markup";
import { type Section, sectionOf } from "./section";
import { renderTable, type Table, tableRow } from "./table";
import { named } from "./values";

/** Waivers that a page has room for. Source: our choice. */
const MOST_WAIVERS = 500;

const TABLE: Table = {
  caption: "Findings of these rules aren’t told for these objects",
  columns: ["Rule and object", "Reason", "Until"],
};

/** Rules that are switched off. */
export function waiverSection({ waivers }: ChangeReport): readonly Section[] {
  const rest = waivers.length - MOST_WAIVERS;
  return sectionOf(
    { id: "waivers", title: TITLES.waivers },
    waivers.slice(0, MOST_WAIVERS).map(waiverRow),
    (rows) =>
      html`${renderTable(TABLE, rows)}
      ${rest > 0 ? html`<p class="note warning">${rest} more rules are switched off.</p>` : ""}`,
  );
}

function waiverRow({ id, subject, reason, until, isNew }: Waiver): Markup {
  const tag = isNew === true ? html`<span class="tag adopt">new in this change</span>` : "";
  return tableRow(html`<code class="rule">${id}</code> ${named(subject.name)} ${tag}`, {
    Reason: named(reason),
    Until: html`${until ?? "no end"}`,
  });
}
