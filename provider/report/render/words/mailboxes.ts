import type { Action, Change, Mailbox, SharedObject } from "../../../../schema/report/change-report";
import type { ShownValue } from "../../../../schema/report/shown-value";
import { EMAIL_ADDRESS } from "../../../../schema/email-address";
import { INTERACTION_PLAN_MAPPING } from "../../../../schema/interaction-plan-mapping";
import { type FindingsByFingerprint, isUntold } from "../order";
import { describeFlow, describeRoutings, describeUnrouted } from "./mail";
import { actionWord, countedMailboxes, describeProperty, describeResource, listNames } from "./resources";
import { describeName, describeValue } from "./values";

const MOST_CHANGES = 3;

/** Property without which an object of a kind isn't there: with it, the whole object comes or goes. */
const REQUIRED: Readonly<Record<string, string>> = {
  [EMAIL_ADDRESS]: "emailAddress",
  [INTERACTION_PLAN_MAPPING]: "interactionPlan",
};

/** Ends the line of a mailbox of which a finding says that something can't be told. */
const NOT_ALL_TOLD = "not all of it can be told";

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

/** True if a change is one of a signature's HTML, which is shown as a difference of texts. */
export function isSignature({ resource, property }: Change): boolean {
  return resource.kind === "EmailSignature" && property === "html";
}

/** `priority 100 → 200`; `description added: "…"`; of a mapping, after its name, as a mailbox may have several. */
export function describeChange(change: Change): string {
  if (isSignature(change)) return `signature ${added(change) ?? "changed"}`;
  const isMapping = change.resource.kind === INTERACTION_PLAN_MAPPING;
  const property = `${isMapping ? `${describeResource(change.resource)}: ` : ""}${describeProperty(change.property)}`;
  const word = added(change);
  if (word === undefined) return `${property} ${describeValue(change.from)} → ${describeValue(change.to)}`;
  return `${property} ${word}: ${describeValue(change.from ?? change.to)}`;
}

function added({ from, to }: { readonly from: ShownValue; readonly to: ShownValue }): string | undefined {
  if (from === null) return to === null ? undefined : "added";
  return to === null ? "removed" : undefined;
}

/** What happens to a mailbox besides its name: `changed, mail stays with plan "Sales"; priority 5000 → 6000`. */
export function describeOutcome(mailbox: Mailbox): string {
  const { action, formerMailbox, changes } = mailbox;
  const former = formerMailbox === undefined ? "" : `, was ${describeName(formerMailbox)}`;
  const what = action === "none" ? [] : [`${actionWord(action)}${former}`];
  const rest = isWhole(action) ? [] : summarize(changes.filter((change) => !isInFlow(change, mailbox)));
  return [...what, describeFlow(mailbox), ...rest].join("; ");
}

/** Line of a mailbox: what happens to it, where its mail goes, what else changes. */
function describeMailbox(mailbox: Mailbox): string {
  return `${describeName(mailbox.mailbox)}: ${describeOutcome(mailbox)}`;
}

/** Line of mailboxes to which the same happens, and their names. */
export function describeMailboxes(mailboxes: readonly [Mailbox, ...Mailbox[]]): readonly [string, string] {
  const line = `${countedMailboxes(mailboxes.length)}: ${describeOutcome(mailboxes[0])}`;
  return [line, listNames(mailboxes.map(({ mailbox }) => describeName(mailbox)))];
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
    ...(isWhole(action) ? [] : summarize(changes)),
  ];
  return `${describeResource(resource)}: ${parts.join("; ")}`;
}

/** The first changes in a line; the rest are counted. */
function summarize(changes: readonly Change[]): string[] {
  const whole = new Map(
    changes.filter(isOfWhole).map(({ resource, to }) => [describeResource(resource), to === null]),
  );
  const comings = [...whole].map(([title, isGone]) => `${title} ${isGone ? "removed" : "added"}`);
  const own = changes.filter(({ resource }) => !whole.has(describeResource(resource))).map(describeChange);
  const told = [...comings, ...own];
  const first = told.slice(0, MOST_CHANGES);
  const rest = told.length - first.length;
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
