import type { ChangeReport } from "../../../../schema/report/change-report";
import { type MovedMail, movedMail } from "../moved-mail";
import { type Markup, NOTHING, html } from "./markup";
import { asLine } from "../../../text/in-sentence";
import { countedMailboxes } from "../words/resources";

/** Characters of a name that fit into a box. */
const LONGEST_LABEL = 30;

const BOX = { width: 230, height: 30, gap: 12 };
const COLUMNS = [0, 315, 630] as const;
const WIDTH = 860;
const TOP = 34;

interface Node {
  readonly label: string;
  readonly y: number;
}

/** Picture of the mailboxes whose mail changes its receiver: plan before, mailbox, plan after. Nothing where none does. */
export function routingPicture(report: Pick<ChangeReport, "mailboxes">): Markup {
  const { shown: lines, all } = movedMail(report);
  if (all === 0) return NOTHING;
  const left = all - lines.length;
  return html`<figure class="picture">
    <div class="scroll" role="region" aria-label="Picture of the routing" tabindex="0">${drawing(lines)}</div>
    <figcaption>
      The mail of ${countedMailboxes(lines.length)} changes its
      receiver${left === 0 ? "" : `; ${left} more are in the table only`}. The table below says the same in
      words.
    </figcaption>
  </figure>`;
}

function drawing(lines: readonly MovedMail[]): Markup {
  const mailboxes = lines.map(({ mailbox }, index) => ({ label: mailbox, y: yOf(index) }));
  const columns = [distinct(lines.map(({ from }) => from)), mailboxes, distinct(lines.map(({ to }) => to))];
  const height = yOf(lines.length) + 4;
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="picture-title picture-text">
    <title id="picture-title">Routing before and after</title>
    <desc id="picture-text">
      ${lines.map(({ mailbox, from, to }) => asLine(`${mailbox}: mail went to ${from}, goes to ${to}. `))}
    </desc>
    <g aria-hidden="true">
      ${["Plan before", "Mailbox", "Plan after"].map((title, column) => html`<text class="title" x="${COLUMNS[column] ?? 0}" y="16">${title}</text>`)}
      ${lines.map((line, index) => edges(line, index, columns))}
      ${columns.map((nodes, column) => nodes.map((node) => box(node, COLUMNS[column] ?? 0, column === 1)))}
    </g>
  </svg>`;
}

/** Each name once, spread over the height by the mailboxes that lead to it. */
function distinct(names: readonly string[]): readonly Node[] {
  const places = new Map<string, number[]>();
  names.forEach((name, index) => places.set(name, [...(places.get(name) ?? []), index]));
  const byPlace = [...places]
    .map(([label, at]) => ({ label, middle: at.reduce((sum, each) => sum + each, 0) / at.length }))
    .sort((a, b) => a.middle - b.middle);
  let next = 0;
  return byPlace.map(({ label, middle }, index) => {
    // As near to its mailboxes as the boxes above and below leave room.
    const place = Math.max(next, Math.min(middle, names.length - (byPlace.length - index)));
    next = place + 1;
    return { label, y: yOf(place) };
  });
}

function yOf(place: number): number {
  return Math.round(TOP + place * (BOX.height + BOX.gap));
}

function edges(
  { from, to, outcome }: MovedMail,
  index: number,
  [before = [], mailboxes = [], after = []]: readonly (readonly Node[])[],
): Markup {
  const y = middleOf(mailboxes[index]);
  const [left, right] = [before.find(({ label }) => label === from), after.find(({ label }) => label === to)];
  return html`${curve(COLUMNS[0] + BOX.width, middleOf(left), COLUMNS[1], y, "before")}${curve(COLUMNS[1] + BOX.width, y, COLUMNS[2], middleOf(right), outcome)}`;
}

function middleOf(node: Node | undefined): number {
  return (node?.y ?? 0) + BOX.height / 2;
}

function curve(x1: number, y1: number, x2: number, y2: number, kind: string): Markup {
  const middle = (x1 + x2) / 2;
  return html`<path class="edge ${kind}" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" />`;
}

function box({ label, y }: Node, x: number, isMailbox: boolean): Markup {
  return html`<rect
      class="${isMailbox ? "box mailbox" : "box"}"
      x="${x}"
      y="${y}"
      width="${BOX.width}"
      height="${BOX.height}"
      rx="6"
    />
    <text x="${x + 10}" y="${y + 20}">${clipped(label)}</text>`;
}

function clipped(label: string): string {
  const characters = [...asLine(label)];
  return characters.length <= LONGEST_LABEL
    ? characters.join("")
    : `${characters.slice(0, LONGEST_LABEL - 1).join("")}…`;
}
