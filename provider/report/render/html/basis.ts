import type { ChangeReport } from "../../../../schema/report/change-report";
import { COMPARED } from "../words/report";
import { type Markup, html } from "./markup";
import { plainList, type Section, sectionOf } from "./section";
import { named } from "./values";

/** Kinds of other resources that a page counts; more of them are no help. Source: our choice. */
const MOST_OTHERS = 200;

/** Resources of other kinds: counted, not shown. */
export function othersSection({ others }: ChangeReport): readonly Section[] {
  const rest = others.length - MOST_OTHERS;
  const items = others
    .slice(0, MOST_OTHERS)
    .map(
      ({ type, action, count }) =>
        html`<li>${count.toLocaleString("en")} × ${named(type)} <span class="tag">${action}</span></li>`,
    );
  return sectionOf(
    { id: "others", title: "Other resources, not shown" },
    [...items, ...(rest > 0 ? [html`<li>${rest} more types</li>`] : [])],
    plainList,
  );
}

/** Input that the report was made of. */
export function basis({ basis: read }: ChangeReport): Markup {
  return html`<section id="basis" aria-labelledby="basis-title">
    <h2 id="basis-title">What this report was read from</h2>
    <dl class="basis">${basisRows(read)}</dl>
  </section>`;
}

function basisRows({
  project,
  stack,
  commit,
  shape,
  refreshed,
  complete,
}: ChangeReport["basis"]): readonly Markup[] {
  return [
    row("Stack", stack === null ? html`<i>unknown</i>` : named(stack)),
    row("Project", project === null ? html`<i>unknown</i>` : named(project)),
    ...(commit === undefined ? [] : [row("Commit", html`<bdi><code>${commit}</code></bdi>`)]),
    row("Read from", html`the preview’s ${shape}`),
    row("State", html`${COMPARED[`${refreshed ?? "null"}`]}`),
    row("Complete", complete ? html`yes, to the end of the preview` : html`no, what follows is a part`),
  ];
}

function row(term: string, value: Markup): Markup {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}
