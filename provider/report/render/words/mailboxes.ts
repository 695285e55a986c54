import type { Action, Change, Mailbox, SharedObject } from "../../../../schema/report/change-report";
import type { ShownValue } from "../../../../schema/report/shown-value";
import { EMAIL_ADDRESS } from "../../../../schema/email-address";
import { INTERACTION_PLAN_MAPPING } from "../../../../schema/interaction-plan-mapping";
import { isSignature } from "../../signature-sides";
import { type FindingsByFingerprint, isUntold } from "../item-findings";
import { describeFlow, describeRoutings, describeTesting, describeUnrouted } from "./mail";
import { describeKind, describeResource } from "../../nouns";
import { actionWord, countedMailboxes, describeProperty, listNames } from "./resources";
import { describeName } from "../../../text/in-sentence";
import { describeValue } from "./values";

/** Changes that a line tells. Source: our choice. */
const MOST_CHANGES = 3;

/** Property without which an object of a kind isn't there: with it, the whole object comes or goes. */
const REQUIRED: Readonly<Record<string, string>> = {
  [EMAIL_ADDRESS]: "emailAddress",
  [INTERACTION_PLAN_MAPPING]: "interactionPlan",
};

/** Ends the line of a mailbox of which a finding says that something can't be told. */
export const NOT_ALL_TOLD = "not all of it can be told";

/** Line of a mailbox or a shared object. */
export function describeItem(item: Mailbox | SharedObject, known: FindingsByFingerprint): string {
  if (!("routing" in item)) return describeShared(item);
  return isUntold(item, known) ? `${describeMailbox(item)}; ${NOT_ALL_TOLD}` : describeMailbox(item);
}

/** Lines on a mailbox's mail: the times in which it reaches nobody, and the routing before and after. */
export function describeMail(item: Mailbox | SharedObject): readonly string[] {
  if (!("routing" in item)) return [];
  const { before, after, unrouted } = item.routing;
  return [...unrouted.map(describeUnrouted), ...describeRoutings(before, after)];
}

/** Name of a resource within a line. */
type TitleOf = (resource: Change["resource"]) => string;

/** `priority 100 → 200`; `description added: "…"`; of a mapping, after its title, as a mailbox may have several. */
export function describeChange(change: Change, titleOf: TitleOf = describeResource): string {
  if (isSignature(change)) return `signature ${added(change) ?? "changed"}`;
  const isMapping = change.resource.kind === INTERACTION_PLAN_MAPPING;
  const property = `${isMapping ? `${titleOf(change.resource)}: ` : ""}${describeProperty(change.property)}`;
  const word = added(change);
  if (word === undefined) return `${property} ${describeValue(change.from)} → ${describeValue(change.to)}`;
  return `${property} ${word}: ${describeValue(change.from ?? change.to)}`;
}

function added({ from, to }: { readonly from: ShownValue; readonly to: ShownValue }): string | undefined {
  if (from === null) return to === null ? undefined : "added";
  return to === null ? "removed" : undefined;
}

/** Line of a mailbox: what happens to it, where its mail goes, what else changes. */
function describeMailbox(mailbox: Mailbox): string {
  const { formerMailbox } = mailbox;
  const names = [...(formerMailbox === undefined ? [] : [formerMailbox]), mailbox.mailbox];
  return `${names.map(describeName).join(" → ")}: ${describeOutcome(mailbox, describeResource, MOST_CHANGES)}`;
}

/** Line of mailboxes to which the same happens, and their names. */
export function describeMailboxes(mailboxes: readonly [Mailbox, ...Mailbox[]]): readonly [string, string] {
  const line = `${countedMailboxes(mailboxes.length)}: ${describeNamelessly(mailboxes[0], MOST_CHANGES)}`;
  return [line, listNames(mailboxes.map(({ mailbox }) => describeName(mailbox)))];
}

/** All that happens to a mailbox, without the names of what it has for itself: equal where the same happens. */
export function describeNamelessly(mailbox: Mailbox, most = Infinity): string {
  return describeOutcome(mailbox, ({ kind }) => describeKind(kind), most);
}

/** `changed; mail stays with plan "Sales"; priority 5000 → 6000`, with so many changes at most. */
function describeOutcome(mailbox: Mailbox, titleOf: TitleOf, most: number): string {
  const { action, changes } = mailbox;
  const kept = keptMailboxOf(mailbox);
  const former = kept === undefined ? "" : `, was ${describeName(kept)}, which stays in VCC`;
  const what = action === "none" ? [] : [`${actionWord(action)}${former}`];
  const others = changes.filter((change) => !isInFlow(change, mailbox));
  const rest = isWhole(action) ? testingOf(mailbox) : summarize(others, titleOf, most);
  return [...what, describeFlow(mailbox), ...rest].join("; ");
}

/** Mail of a new mailbox that its mapping keeps from its plan: no change of a property tells of it. */
function testingOf({ action, routing: { after } }: Mailbox): string[] {
  const testing = after.routes.find(({ mapping }) => mapping === after.winner)?.testing ?? null;
  return action === "create" && testing !== null ? [describeTesting(testing)] : [];
}

/** Mailbox that the address of another one had, and that goes on without it. */
export function keptMailboxOf({ action, formerMailbox, changes }: Mailbox): string | undefined {
  if (action !== "replace" || formerMailbox !== undefined) return undefined;
  const moved = changes.find(
    ({ resource, property }) => resource.kind === EMAIL_ADDRESS && property === "emailAddress",
  );
  return typeof moved?.from === "string" ? moved.from : undefined;
}

/** True for what the line tells by the names of mailboxes and plans. */
function isInFlow(
  { resource, property, from, to }: Change,
  { mailbox, formerMailbox, routing }: Mailbox,
): boolean {
  if (resource.kind === EMAIL_ADDRESS) return property === "emailAddress";
  if (resource.kind !== INTERACTION_PLAN_MAPPING) return false;
  if (property === "addresses") return [mailbox, formerMailbox].some((own) => own === (from ?? to));
  return property === "interactionPlan" && from !== null && to !== null && routing.outcome === "moves";
}

/** Line of an object that several mailboxes share, or none. */
function describeShared({ resource, action, mailboxes, changes }: SharedObject): string {
  const parts = [
    ...(action === "none" ? [] : [actionWord(action)]),
    describeConcern(mailboxes),
    ...(isWhole(action) ? [] : summarize(changes, describeResource, MOST_CHANGES)),
  ];
  return `${describeResource(resource)}: ${parts.join("; ")}`;
}

/** The first changes in a line; the rest are counted. */
function summarize(changes: readonly Change[], titleOf: TitleOf, most: number): string[] {
  const comings = changes.filter(isOfWhole);
  const whole = new Set(comings.map(({ resource }) => describeResource(resource)));
  const parts = [
    ...comings.map(({ resource, to }) => `${titleOf(resource)} ${to === null ? "removed" : "added"}`),
    ...changes
      .filter(({ resource }) => !whole.has(describeResource(resource)))
      .map((change) => describeChange(change, titleOf)),
  ];
  const first = parts.slice(0, most);
  const rest = parts.length - first.length;
  return rest > 0 ? [...first, `${String(rest)} more`] : first;
}

function isOfWhole({ resource, property, from, to }: Change): boolean {
  return REQUIRED[resource.kind] === property && (from === null || to === null);
}

/** Number of mailboxes that a shared object concerns. */
export function describeConcern(mailboxes: SharedObject["mailboxes"]): string {
  if (mailboxes === null) return "nobody can tell which mailboxes it concerns";
  return `concerns ${mailboxes === 0 ? "no mailbox" : countedMailboxes(mailboxes)}`;
}

/** True if an object comes or goes as a whole: its properties are no news of their own. */
function isWhole(action: Action): boolean {
  return action === "create" || action === "delete";
}
