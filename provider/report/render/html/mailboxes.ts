import type {
  Action,
  Change,
  ChangeReport,
  Mailbox,
  SharedObject,
} from "../../../../schema/report/change-report";
import { type Level, worstLevel } from "../../../../schema/report/finding";
import { mailboxGroups } from "../mailbox-groups";
import { type FindingsByFingerprint, findingsOf, isUntold } from "../item-findings";
import { mailFlowOf, type MailMove } from "../mail-flow";
import { describeUnrouted, NO_MAPPING, perhaps, staysWith } from "../words/mail";
import { counted } from "../../../text/counted";
import { describeConcern, keptMailboxOf, NOT_ALL_TOLD } from "../words/mailboxes";
import { TITLES } from "../words/report";
import { describeKind } from "../../nouns";
import { actionWord, countedMailboxes, describeProperty } from "../words/resources";
import { isSignature } from "../../signature-sides";
import { mailboxName, receiversOf, told } from "./routes";
import { type Markup, NOTHING, html } from "./markup";
import { rowList, type Section, sectionOf } from "./section";
import { fromTo, named, valueOf } from "./values";

/** Mailboxes that the change concerns, those to which the same happens in one line; open where there is something to decide. */
export function mailboxSection(report: ChangeReport, known: FindingsByFingerprint): readonly Section[] {
  const items = mailboxGroups(report).map((group) =>
    group.length === 1 ? mailboxItem(group[0], known) : groupItem(group),
  );
  return sectionOf({ id: "mailboxes", title: TITLES.mailboxes }, items, rowList);
}

/** Objects that several mailboxes share, or none has. */
export function sharedSection(report: ChangeReport, known: FindingsByFingerprint): readonly Section[] {
  const items = report.shared.map((shared) => sharedItem(shared, known));
  return sectionOf({ id: "shared", title: TITLES.shared }, items, rowList);
}

function mailboxItem(mailbox: Mailbox, known: FindingsByFingerprint): Markup {
  const untold = isUntold(mailbox, known) ? html`; <span class="untold">${NOT_ALL_TOLD}</span>` : "";
  const line = html`<span class="subject">${mailboxName(mailbox)}</span> ${happeningTo(mailbox)}${untold}`;
  return row(line, detailsOf(mailbox, mailbox.changes), worstLevel(findingsOf(mailbox, known)));
}

/** Mailboxes to which the same happens: what changes of all of them, then each with what changes of it alone. */
function groupItem(group: readonly [Mailbox, ...Mailbox[]]): Markup {
  const [first] = group;
  const counts = new Map<string, number>();
  for (const { changes } of group)
    for (const key of new Set(changes.map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  const isOfAll = (change: Change): boolean => counts.get(keyOf(change)) === group.length;
  const members = group.map((mailbox) => ({
    name: named(mailbox.mailbox),
    details: detailsOf(
      mailbox,
      mailbox.changes.filter((change) => !isOfAll(change)),
    ),
  }));
  const alike = members.filter(({ details }) => details.length === 0);
  const others = members.filter(({ details }) => details.length > 0);
  const names = html`<ul class="names">
    ${alike.map(({ name }) => html`<li>${name}</li>`)}
  </ul>`;
  const details = [
    ...changeList(first.changes.filter(isOfAll)),
    ...(alike.length === 0 ? [] : [names]),
    ...(others.length === 0
      ? []
      : [rowList(others.map(({ name, details }) => row(name, details, undefined)))]),
  ];
  const line = html`<span class="subject">${countedMailboxes(group.length)}</span> ${happeningTo(first)}`;
  return row(line, details, undefined);
}

function keyOf({ resource: { kind }, property, from, to }: Change): string {
  return JSON.stringify([kind, property, from, to]);
}

function happeningTo(mailbox: Mailbox): Markup {
  const kept = keptMailboxOf(mailbox);
  const former =
    kept === undefined ? "" : html`<span class="meta">was ${named(kept)}, which stays in VCC</span>`;
  return html`${former} ${tagOf(mailbox.action)} ${mailOf(mailbox)}`;
}

function detailsOf({ routing }: Mailbox, changes: readonly Change[]): readonly Markup[] {
  const gaps = routing.unrouted.map((gap) => html`<li>${describeUnrouted(gap)}</li>`);
  const list = html`<ul class="gaps">
    ${gaps}
  </ul>`;
  return [...(gaps.length === 0 ? [] : [list]), ...changeList(changes)];
}

function mailOf(mailbox: Mailbox): Markup {
  const { moves, between } = mailFlowOf(mailbox);
  const flow =
    moves.length === 0 ? NO_MAPPING : moves.map((move, index) => [index > 0 ? "; " : "", moveOf(move)]);
  const meanwhile =
    between === undefined ? "" : html`, in between ${perhaps(between.isCertain)}${told(between.receiver)}`;
  const isSame = moves.every(({ from }) => from === undefined);
  const count = isSame ? html`; ${counted(mailbox.changes.length, "change")}` : "";
  return html`<span class="mail ${mailbox.routing.outcome}">${flow}${meanwhile}${count}</span>`;
}

function moveOf(move: MailMove): Markup {
  const { mailbox, from, to } = move;
  if (mailbox === undefined && from === undefined) return html`mail ${staysWith(to)} ${told(to)}`;
  const mail = mailbox === undefined ? "mail" : html`mail to ${named(mailbox)}`;
  return html`${mail}: ${receiversOf(move)}`;
}

function sharedItem(shared: SharedObject, known: FindingsByFingerprint): Markup {
  const { resource, action, mailboxes, changes } = shared;
  const line = html`<span class="subject">${named(resource.name)}</span>
    <span class="meta">${describeKind(resource.kind)}</span>
    ${tagOf(action)}
    <span class="mail">${describeConcern(mailboxes)}</span>`;
  return row(line, changeList(changes), worstLevel(findingsOf(shared, known)));
}

function tagOf(action: Action): Markup {
  return action === "none" ? NOTHING : html`<span class="tag ${action}">${actionWord(action)}</span>`;
}

/** A line that unfolds; what is found of it stands in the sections of findings. */
function row(line: Markup, details: readonly Markup[], worst: Level | undefined): Markup {
  if (details.length === 0) return html`<li class="row none">${line}</li>`;
  const open = worst === "error" || worst === "warning" ? html` open` : "";
  return html`<li>
    <details class="row ${worst ?? "none"}" ${open}>
      <summary>${line}</summary>
      ${details}
    </details>
  </li>`;
}

function changeList(changes: readonly Change[]): readonly Markup[] {
  return changes.length === 0 ? [] : [html`<dl class="changes">${changes.map(changeLine)}</dl>`];
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
