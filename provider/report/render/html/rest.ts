import type { ChangeReport, Waiver } from "../../../../schema/report/change-report";
import { COMPARED, describeOmitted, TITLES } from "../words";
import { type Markup, html } from "./markup";
import type { FindingsBySection } from "./findings";
import { type Item, RISK, type Section } from "./section";
import { named } from "./values";

const list = (shown: readonly Markup[]): Markup =>
  html`<ul class="plain">
    ${shown}
  </ul>`;

/** Facts that the input of the report doesn't hold. */
export function cannotTellSection({ unknowns }: FindingsBySection): Section {
  return {
    ...{ id: "cannot-tell", title: TITLES.unknowns },
    items: unknowns.map((text): Item => ({
      risk: RISK.error + 10,
      render: () => html`<li>${text}</li>`,
    })),
    frame: list,
  };
}

/** Rules that are switched off. */
export function waiverSection({ waivers }: ChangeReport): Section {
  return {
    ...{ id: "waivers", title: TITLES.waivers },
    items: waivers.map((waiver): Item => ({
      risk: RISK[waiver.isNew === true ? "warning" : "info"],
      render: () => waiverRow(waiver),
    })),
    frame: (shown) =>
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
          ${shown}
        </tbody>
      </table>`,
  };
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

/** Resources of other kinds: counted, not shown. */
export function othersSection({ others }: ChangeReport): Section {
  return {
    ...{ id: "others", title: "Other resources, not shown" },
    items: others.map(({ type, action, count }): Item => ({
      risk: RISK.none,
      render: () =>
        html`<li>${count.toLocaleString("en")} × ${named(type)} <span class="tag">${action}</span></li>`,
    })),
    frame: list,
  };
}

/** Items that the report itself lacks. */
export function omittedSection(report: ChangeReport): Section {
  const text = describeOmitted(report);
  const items = text === undefined ? [] : [{ risk: RISK.error + 10, render: () => html`<li>${text}</li>` }];
  return { id: "omitted", title: "What was left out", items, frame: list };
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
