import type { Level } from "../../../../schema/report/finding";
import { type Markup, html } from "./markup";

/** Part of a report that is shown or left out as a whole. */
export interface Item {
  /** The higher, the sooner it is kept. */
  readonly risk: number;
  readonly render: () => Markup;
}

/** A section of the report under a heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly items: readonly Item[];
  /** Puts the items that are shown together. */
  readonly frame: (shown: readonly Markup[]) => Markup;
}

/** A section whose items are chosen. */
export interface CutSection {
  readonly section: Section;
  readonly shown: readonly Markup[];
  readonly cut: number;
}

/** Risk of an item by the worst level of its findings. */
export const RISK: Readonly<Record<Level | "none", number>> = { error: 90, warning: 60, info: 20, none: 10 };

/**
 * The items of all sections that fit into a number of characters, the riskiest first. A section ends with its first
 * item that doesn't fit, so that what it shows are its riskiest.
 */
export function fit(sections: readonly Section[], maxLength: number): readonly CutSection[] {
  const queue = sections
    .flatMap((section, place) => section.items.map((item, index) => ({ item, place, index })))
    .sort((a, b) => b.item.risk - a.item.risk);
  const kept = sections.map(() => new Map<number, Markup>());
  const ended = new Set<number>();
  let left = maxLength;
  for (const { item, place, index } of queue) {
    if (ended.has(place)) continue;
    const markup = item.render();
    const { length } = markup.toString();
    if (length > left) {
      ended.add(place);
      continue;
    }
    left -= length;
    kept[place]?.set(index, markup);
  }
  return sections.map((section, place) => {
    const shown = section.items.flatMap((_item, index) => kept[place]?.get(index) ?? []);
    return { section, shown, cut: section.items.length - shown.length };
  });
}

/** The section as it stands in the page. */
export function rendered({ section, shown, cut }: CutSection): Markup {
  const { id, title, frame } = section;
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${shown.length > 0 ? frame(shown) : ""}
    ${cut > 0 ? html`<p class="note warning">${cutText(shown.length, cut)}</p>` : ""}
  </section> `;
}

function cutText(shown: number, cut: number): string {
  return `${shown} of ${shown + cut} are shown, the riskiest: this page has a largest size. The JSON form has them all.`;
}
