import type { ShownValue } from "../../../../schema/report/shown-value";
import { asLine } from "../../../text/in-sentence";
import { type Markup, html } from "./markup";

/** Length from which a value is cut, in characters. Source: our choice; values in full stand in the JSON form. */
const LONGEST_VALUE = 600;

/** Name of somebody's object, set apart from our sentence, also where it is written from right to left. */
export function named(name: string): Markup {
  return html`<bdi class="name">${clipped(name)}</bdi>`;
}

/** Value of a property, as people read it. Words of ours stand in italics, so that no value passes for one. */
export function valueOf(value: ShownValue): Markup {
  if (value === null) return html`<i>none</i>`;
  if (typeof value === "string") return value === "" ? html`<i>empty</i>` : literal(clipped(value));
  if (typeof value !== "object") return literal(String(value));
  if ("secret" in value) return html`<i>secret, never shown</i>`;
  if ("generated" in value) return html`<i>a generated name</i>`;
  if ("takenOver" in value) return html`<i>as VCC has it</i>`;
  if ("empty" in value) return html`<i>none</i>`;
  const sources = value.knownAfterApply.map(
    (source, index) => html`${index === 0 ? "" : ", "}${named(source)}`,
  );
  return sources.length === 0
    ? html`<i>not known before the run</i>`
    : html`<i>not known before the run, comes from</i> ${sources}`;
}

function literal(text: string): Markup {
  return html`<bdi class="value">${text}</bdi>`;
}

function clipped(value: string): string {
  const isLong = value.length > LONGEST_VALUE;
  return isLong
    ? `${asLine([...value.slice(0, LONGEST_VALUE + 1)].slice(0, -1).join(""))}… (${value.length} characters)`
    : asLine(value);
}

/** From a value to another one, with a word for those who don't see the arrow. */
export function fromTo(from: Markup, to: Markup): Markup {
  return html`${from} <span class="arrow" aria-hidden="true">→</span
    ><span class="unseen"> becomes </span> ${to}`;
}
