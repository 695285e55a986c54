import { type Markup, html } from "./markup";

/** A table with a row for each object. Columns are the titles of its head. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
}

export function renderTable({ caption, columns }: Table, rows: readonly Markup[]): Markup {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((title) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** A row: its head, and a cell of each further column, which repeats its title for narrow screens. */
export function tableRow(head: Markup, cells: Readonly<Record<string, Markup>>): Markup {
  const rest = Object.entries(cells).map(
    ([title, content]) =>
      html`<td><span class="cell-title" aria-hidden="true">${title}</span>${content}</td>`,
  );
  return html`<tr>
    <th scope="row">${head}</th>
    ${rest}
  </tr>`;
}
