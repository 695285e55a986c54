import type {
  Action,
  Change,
  ChangeReport,
  Finding,
  Mailbox,
  SharedObject,
} from "../../../../schema/report/change-report";
import { type FindingsByFingerprint, findingsOf } from "../order";
import { isSameReceiver } from "../../../../schema/report/outcome";
import { describeUnrouted, OUTCOME_WORDS, staysWith } from "../words/mail";
import { counted } from "../../../text/counted";
import { describeConcern, isSignature } from "../words/mailboxes";
import { TITLES } from "../words/report";
import { actionWord, describeKind, describeProperty } from "../words/resources";
import { worstOf } from "./findings";
import { receiver } from "./mail";
import { type Markup, NOTHING, html } from "./markup";
import { rowList, type Section, sectionOf } from "./section";
import { fromTo, named, valueOf } from "./values";

/** Mailboxes that the change concerns, a line each; open where something needs a decision. */
export function mailboxSection(report: ChangeReport, known: FindingsByFingerprint): readonly Section[] {
  const items = report.mailboxes.map((mailbox) => mailboxItem(mailbox, findingsOf(mailbox, known)));
  return sectionOf({ id: "mailboxes", title: TITLES.mailboxes }, items, rowList);
}

/** Objects that several mailboxes share, or none has. */
export function sharedSection(report: ChangeReport, known: FindingsByFingerprint): readonly Section[] {
  const items = report.shared.map((shared) => sharedItem(shared, findingsOf(shared, known)));
  return sectionOf({ id: "shared", title: TITLES.shared }, items, rowList);
}

function mailboxItem(mailbox: Mailbox, findings: readonly Finding[]): Markup {
  const { formerMailbox, action, changes, routing } = mailbox;
  const former =
    formerMailbox === undefined ? NOTHING : html`<span class="meta">was ${named(formerMailbox)}</span>`;
  const line = html`<span class="subject">${named(mailbox.mailbox)}</span> ${former} ${tagOf(action)}
    ${mailOf(mailbox)}`;
  const gaps = routing.unrouted.map((gap) => html`<li>${describeUnrouted(gap)}</li>`);
  return row(line, gaps, changes, findings);
}

function mailOf({ routing, changes }: Mailbox): Markup {
  const { before, after, outcome } = routing;
  if (isSameReceiver(before, after))
    return html`<span class="mail ${outcome}"
      >${outcome === "nobody" ? OUTCOME_WORDS.nobody : html`mail ${staysWith(after)} ${receiver(after)}`};
      ${counted(changes.length, "change")}</span
    >`;
  return html`<span class="mail ${outcome}">mail: ${fromTo(receiver(before), receiver(after))}</span>`;
}

function sharedItem(shared: SharedObject, findings: readonly Finding[]): Markup {
  const { resource, action, mailboxes, changes } = shared;
  const line = html`<span class="subject">${named(resource.name)}</span>
    <span class="meta">${describeKind(resource.kind)}</span>
    ${tagOf(action)}
    <span class="mail">${describeConcern(mailboxes)}</span>`;
  return row(line, [], changes, findings);
}

function tagOf(action: Action): Markup {
  return action === "none" ? NOTHING : html`<span class="tag ${action}">${actionWord(action)}</span>`;
}

/** A line that unfolds; what is found of it stands in the sections of findings. */
function row(
  line: Markup,
  gaps: readonly Markup[],
  changes: readonly Change[],
  findings: readonly Finding[],
): Markup {
  const worst = worstOf(findings);
  if (gaps.length + changes.length === 0) return html`<li class="row none">${line}</li>`;
  const open = worst === "error" || worst === "warning" ? html` open` : NOTHING;
  return html`<li>
    <details class="row ${worst}" ${open}>
      <summary>${line}</summary>
      ${
        gaps.length === 0
          ? ""
          : html`<ul class="gaps">
              ${gaps}
            </ul>`
      }
      ${changes.length === 0 ? "" : html`<dl class="changes">${changes.map(changeLine)}</dl>`}
    </details>
  </li>`;
}

function changeLine(change: Change): Markup {
  const { resource, property, from, to } = change;
  const values = isSignature(change)
    ? html`changes: see <a href="#signatures">signatures</a>`
    : fromTo(valueOf(from), valueOf(to));
  return html`<div>
    <dt>${describeKind(resource.kind)} <span class="property">${describeProperty(property)}</span></dt>
    <dd>${values}</dd>
  </div>`;
}
