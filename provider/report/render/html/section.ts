import { type Markup, html } from "./markup";

/** A section of the page under a heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

/** The section of some items, which `frame` puts together; none where there are no items. */
export function sectionOf(
  heading: Pick<Section, "id" | "title">,
  items: readonly Markup[],
  frame: (items: readonly Markup[]) => Markup,
): readonly Section[] {
  return items.length === 0 ? [] : [{ ...heading, content: frame(items) }];
}

/** The section as it stands in the page. */
export function renderSection({ id, title, content }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section> `;
}

function listOf(name: string): (items: readonly Markup[]) => Markup {
  return (items) =>
    html`<ul class="${name}">
      ${items}
    </ul>`;
}

/** Findings, a box each. */
export const findingList = listOf("findings");

/** A line for each item, which may unfold. */
export const rowList = listOf("rows");

export const plainList = listOf("plain");
