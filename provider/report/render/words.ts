import type {
  Action,
  Change,
  ChangeReport,
  Mailbox,
  SharedObject,
  Subject,
  Waiver,
} from "../../../schema/report/change-report";
import type { ShownValue } from "../../../schema/report/shown-value";
import { EMAIL_ADDRESS } from "../../../schema/email-address";
import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import type { Level } from "../../../schema/report/finding";
import { isToDecide } from "./order";
import { nounOf, propertyWords } from "../nouns";
import { describeFlow } from "./route-words";
import { asLine, asSentence, describeName, describeValue } from "./values";

const MOST_CHANGES = 3;
const MOST_OTHERS = 8;
const MOST_NAMES = 10;

const ACTION_WORDS: Readonly<Record<Action, string>> = {
  create: "new",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
  adopt: "taken over from VCC",
  import: "imported",
  leave: "leaves the program, stays in VCC",
  none: "unchanged",
};

const LEVEL_WORDS: Readonly<Record<ChangeReport["verdict"]["level"], string>> = {
  error: "Error",
  warning: "Warning",
  info: "Info",
  none: "No change",
  cannotTell: "Can't tell",
};

/** Property without which an object of a kind isn't there: with it, the whole object comes or goes. */
const REQUIRED: Readonly<Record<string, string>> = {
  [EMAIL_ADDRESS]: "emailAddress",
  [INTERACTION_PLAN_MAPPING]: "interactionPlan",
};

/** Words on whether the engine read VCC before it previewed. */
export const COMPARED = {
  true: "compared with VCC as it is",
  false: "not compared with VCC as it is, so drift isn't known",
  null: "the stack has nothing yet to compare with VCC",
} as const;

/** Begins a report of a run that failed, or whose end is missing. */
export const INCOMPLETE =
  "The preview failed, or its end is missing: what follows is a part of the change. Don't approve it.";

/** Ends the line of a mailbox of which a finding says that something can't be told. */
export const NOT_ALL_TOLD = "not all of it can be told";

/** Stands where not even a report without items fits. */
export const NOTHING_FITS = "This report is cut: nothing else fits. The JSON form has all.";

/** Stands beside every picture of the routing: the mappings that it is told over. */
export const ROUTED_OVER: Readonly<Record<ChangeReport["basis"]["mappings"], string>> = {
  stack:
    "Routing is told over the mappings of this stack: mappings that are managed elsewhere may take the mail first, and nobody asked VCC if it has the plans. With --account it is asked.",
  account: "Routing is told over all mappings of the account, those that are managed elsewhere included.",
};

/** Titles of the sections that every form has. */
export const TITLES = {
  unknowns: "What this report can't tell",
  decisions: "Needs a decision",
  information: "For information",
  mailboxes: "Mailboxes",
  shared: "Shared objects",
  drift: "Changed outside the program",
  waivers: "Rules that are switched off",
} as const;

/** Stands beside the drift. */
export const DRIFT_APART = "No part of what this change asks for.";

export function actionWord(action: Action): string {
  return ACTION_WORDS[action];
}

export function levelWord(level: Level | ChangeReport["verdict"]["level"]): string {
  return LEVEL_WORDS[level];
}

/** A number with its noun: `1 mailbox`, `2 mailboxes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

export const countedMailboxes = (count: number): string => counted(count, "mailbox", "mailboxes");

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

export function describeProperty(property: string): string {
  return asLine(propertyWords(property));
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
export function describeMailbox(mailbox: Mailbox): string {
  return `${describeName(mailbox.mailbox)}: ${describeOutcome(mailbox)}`;
}

/** Line of mailboxes to which the same happens, and their names. */
export function describeMailboxes(mailboxes: readonly [Mailbox, ...Mailbox[]]): readonly [string, string] {
  const line = `${countedMailboxes(mailboxes.length)}: ${describeOutcome(mailboxes[0])}`;
  return [line, listNames(mailboxes.map(({ mailbox }) => describeName(mailbox)))];
}

/** The first names of a list; the rest are counted. */
export function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(rest > 0 ? [`${String(rest)} more`] : [])].join(", ");
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
export function describeShared({ resource, action, mailboxes, changes }: SharedObject): string {
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

/** `profile care`. */
export function describeResource({ kind, name }: Change["resource"]): string {
  return `${describeKind(kind)} ${describeName(name)}`;
}

export function describeKind(kind: string): string {
  const noun = nounOf(kind);
  return noun === kind ? describeName(kind) : noun;
}

/** A finding's mailbox, resource, file or stack. */
export function describeSubject({ kind, name }: Subject): string {
  return kind === "stack" ? `stack ${describeName(name)}` : describeName(name);
}

/** Number of what needs a decision, and of everything in the report, cut or not. */
export function describeCounts(report: ChangeReport): string {
  const { mailboxes, shared, drift, findings, others, omitted } = report;
  const toDecide = findings.filter((finding) => isToDecide(finding) && finding.id !== "cannot-tell").length;
  const least = omitted.findings > 0 ? "At least " : "";
  const otherCount = others.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    numbered(
      findings.filter(({ id }) => id === "cannot-tell").length,
      "thing that can't be told",
      "things that can't be told",
    ),
    numbered(mailboxes.length + omitted.mailboxes, "mailbox", "mailboxes"),
    numbered(shared.length + omitted.shared, "shared object"),
    numbered(drift.length + omitted.drift, "drifted property", "drifted properties"),
    numbered(otherCount, "resource of another kind", "resources of other kinds"),
  ].flat();
  const decide =
    toDecide === 0
      ? "Nothing needs a decision"
      : toDecide === 1
        ? `${least}1 finding needs a decision`
        : `${least}${String(toDecide)} findings need a decision`;
  return `${[decide, ...parts].join("; ")}.`;
}

function numbered(count: number, one: string, many?: string): string[] {
  return count === 0 ? [] : [counted(count, one, many)];
}

/** The stack and the input that the report was made of. */
export function describeBasis({ basis }: ChangeReport): string {
  const { project, stack, commit, shape, refreshed } = basis;
  const parts = [
    `Stack ${stack === null ? "unknown" : describeName(stack)}`,
    ...(project === null ? [] : [`project ${describeName(project)}`]),
    ...(commit === undefined ? [] : [`commit ${describeName(commit)}`]),
    `read from the engine's ${shape}`,
    COMPARED[`${refreshed ?? "null"}`],
  ];
  return `${parts.join(", ")}.`;
}

/** Sentence on what was cut; undefined where nothing was. */
export function describeOmitted(report: ChangeReport): string | undefined {
  const { omitted } = report;
  const parts = [
    omittedPart(omitted.mailboxes, report.mailboxes.length, "mailboxes"),
    omittedPart(omitted.shared, report.shared.length, "shared objects"),
    omittedPart(omitted.drift, report.drift.length, "drifted properties"),
    omittedPart(omitted.findings, report.findings.length, "findings"),
  ].flat();
  if (parts.length === 0) return undefined;
  return `This report is cut: it shows ${parts.join(", ")}, the riskiest of them. The JSON form has all.`;
}

function omittedPart(cut: number, shown: number, nouns: string): string[] {
  return cut === 0 ? [] : [`${String(shown)} of ${String(shown + cut)} ${nouns}`];
}

/** Resources of other kinds, counted by type and action; undefined where there are none. */
export function describeOthers({ others }: ChangeReport): string | undefined {
  if (others.length === 0) return undefined;
  const most = [...others].sort((a, b) => b.count - a.count);
  const parts = most
    .slice(0, MOST_OTHERS)
    .map(({ type, action, count }) => `${String(count)} × ${describeName(type)} ${describeName(action)}`);
  const rest = most.length - parts.length;
  return `Not shown, as they are of other kinds: ${[...parts, ...(rest > 0 ? [`${String(rest)} more types`] : [])].join(", ")}.`;
}

export function describeWaiver({ id, subject, reason, until, isNew }: Waiver): string {
  const age = isNew === true ? "new: " : "";
  const end = until === null ? "without end" : `until ${describeName(until)}`;
  return `${age}${describeName(id)} is switched off for ${describeSubject(subject)}, ${end}: ${asSentence(reason)}`;
}
