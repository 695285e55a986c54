import { groupBy } from "../values/group-by";
import { canonicalAddress } from "../../schema/canonical-address";
import { INTERACTION_PLAN_MAPPING } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESS } from "../../schema/email-address";
import type { Finding, Mailbox, MailOutcome, SharedObject } from "../../schema/report/change-report";
import { FINDINGS } from "../../schema/report/finding";
import { addressFindings, type Horizon } from "./findings/address";
import type { Draft } from "./findings/draft";
import { missingPlanFindings, missingPlans } from "./findings/missing-plan";
import { resourceFindings } from "./findings/resource";
import { routingFindings } from "./findings/routing";
import { signatureFindings } from "./findings/signature";
import type { MailboxRouting } from "./mailbox-routings";
import { mailboxCount, ownerOf, type ProfiledMailboxes } from "./owners";
import type { PlannedResource } from "./planned-resource";
import { type ResourceChanges, resourceChanges } from "./resource-changes";
import { hasChange, mailOutcomeOf, type RoutingChange } from "../../schema/report/outcome";
import { toShown, type ValueSources } from "./shown-value";
import { withDoubt } from "./routing/rank";
import type { AccountRouting } from "./routing/account-routing";
import { toRouting } from "./routing/to-routing";
import { formerMailboxOf } from "./resource-sides";
import type { Question } from "./verdict";

/** A resource of this package with all that is found of it. */
export interface Examined {
  readonly resource: PlannedResource;
  /** Undefined where it belongs to several mailboxes, or to none. */
  readonly owner: string | undefined;
  readonly changes: ResourceChanges;
  /** Plans that it newly names, and the account lacks. */
  readonly missingPlans: readonly string[];
}

/** A mailbox's routing, and the findings about it. */
export interface ExaminedRouting {
  readonly routing: MailboxRouting;
  readonly drafts: readonly Draft[];
}

/** Choices and names that items are made with. */
interface Context extends ValueSources {
  readonly horizon: Horizon;
  readonly question?: Question;
  readonly findingOf: (draft: Draft) => Finding;
  /** Undefined where nobody can tell all of them. */
  readonly profiled: ProfiledMailboxes | undefined;
  /** Properties, as `URN property`, of which findings on routing tell that nobody can see what they become. */
  readonly told: ReadonlySet<string>;
  readonly account?: AccountRouting | undefined;
  /** URNs of mappings whose plan VCC doesn't have. */
  readonly unwritable: ReadonlySet<string>;
}

/** An item of the report with its findings. */
interface WithFindings<Item> {
  readonly item: Item;
  readonly findings: readonly Finding[];
}

export function examine(
  resource: PlannedResource,
  sources: ValueSources,
  account: AccountRouting | undefined,
): Examined {
  const owner = ownerOf(resource, sources.index);
  const changes = resourceChanges(resource, fingerprintSubject(resource, owner), sources);
  return { resource, owner, changes, missingPlans: missingPlans(resource, changes, account?.plans) };
}

export function examineRouting(routing: MailboxRouting): ExaminedRouting {
  return { routing, drafts: routingFindings(routing) };
}

/** The thing that a fingerprint is of: a mailbox has one address and one signature, but several mappings. */
function fingerprintSubject({ kind, name }: PlannedResource, owner: string | undefined): string {
  if (owner === undefined) return `${kind} ${name}`;
  return kind === INTERACTION_PLAN_MAPPING ? `${canonicalAddress(owner)} ${name}` : canonicalAddress(owner);
}

/** Resources by the canonical spelling of their mailbox. */
export function byOwner(examined: readonly Examined[]): ReadonlyMap<string, readonly Examined[]> {
  return groupBy(examined, ({ owner }) => (owner === undefined ? [] : [canonicalAddress(owner)]));
}

/** A mailbox with all that belongs to it. */
export function toMailbox(
  { routing, drafts: allOfRouting }: ExaminedRouting,
  own: readonly Examined[],
  routings: ReadonlyMap<string, MailboxRouting>,
  context: Context,
): WithFindings<Mailbox> {
  const { index, html, horizon, findingOf, told, account } = context;
  const { mailbox } = routing;
  const address = own.find(({ resource }) => resource.kind === EMAIL_ADDRESS);
  const replaced = address && formerMailboxOf(address.resource);
  // One that another address takes over is no former mailbox: its mail goes on.
  const isGone = replaced !== undefined && index.successors.has(canonicalAddress(replaced));
  const formerMailbox = isGone ? replaced : undefined;
  const changes = own.flatMap((one) => one.changes.changes);
  const ofRouting = allOfRouting.filter(
    ({ id }) => !hasMissingPlan(routing, context) || FINDINGS[id].needsPlan !== true,
  );
  const isTouched = changes.length > 0 || ofRouting.length > 0;
  const isMailAsked = context.question === "drift" || isTouched;
  const drafts = [
    ...(address === undefined
      ? []
      : addressFindings(
          { resource: address.resource, mailbox, formerMailbox, changes: address.changes, isMailAsked },
          horizon,
        )),
    ...ofRouting,
    ...signatureFindings(changes, mailbox, html),
    ...own.flatMap((one) => [
      ...missingPlanFindings(one.resource, one.missingPlans, mailbox, account?.plans),
      ...resourceFindings(one.resource, one.changes, told),
    ]),
  ];
  const findings = drafts.map(findingOf);
  const former =
    (formerMailbox === undefined ? undefined : routings.get(canonicalAddress(formerMailbox))) ?? routing;
  const change = toChange(routing, former, context);
  const item = {
    mailbox,
    ...(formerMailbox !== undefined && { formerMailbox }),
    resource: address?.resource.name ?? null,
    action: actionOf(address),
    changes,
    routing: { ...change, outcome: outcomeOf(routing, change, formerMailbox) },
    findings: findings.map(({ fingerprint }) => fingerprint),
  };
  return { item, findings };
}

/** Mail that reaches the same plan at both ends may have gone elsewhere in between, where nobody can follow the steps. */
function outcomeOf(
  { hasTooManySteps, isUnordered }: MailboxRouting,
  change: RoutingChange,
  formerMailbox: string | undefined,
): MailOutcome {
  const outcome = mailOutcomeOf(change, formerMailbox);
  return outcome === "stays" && (hasTooManySteps || isUnordered) ? "cannotTell" : outcome;
}

/** The routing of a mailbox as a report has it. `former`: of the mailbox whose place it takes, else the same. */
function toChange(routing: MailboxRouting, former: MailboxRouting, context: Context): RoutingChange {
  const known = (ranking: MailboxRouting["after"]) =>
    routing.isPartial ? withDoubt(ranking, "unread mappings") : ranking;
  const after = hasMissingPlan(routing, context) ? withDoubt(routing.after, "plan") : known(routing.after);
  return {
    before: toRouting(known(former.before), {
      isPulled: former.isPulledBefore,
      isSignedIn: former.isSignedInBefore,
    }),
    after: toRouting(after, { isPulled: routing.isPulledAfter, isSignedIn: routing.isSignedInAfter }),
    unrouted: [...routing.unrouted],
    diverted: routing.diverted.map(({ mapping, ...time }) => ({ ...time, plan: toShown(mapping.plan) })),
  };
}

/** True if the mapping that takes the mail afterwards can't be written. */
function hasMissingPlan({ after: { winner } }: MailboxRouting, { unwritable }: Context): boolean {
  return winner !== undefined && unwritable.has(winner.urn);
}

/** An object that several mailboxes share, or that is of none. */
export function toShared(
  { resource, changes: ofResource, missingPlans: lacking }: Examined,
  { index, html, findingOf, profiled, told, account }: Context,
): WithFindings<SharedObject> {
  const { changes } = ofResource;
  const drafts = [
    ...missingPlanFindings(resource, lacking, undefined, account?.plans),
    ...resourceFindings(resource, ofResource, told),
    ...signatureFindings(changes, undefined, html),
  ];
  const findings = drafts.map(findingOf);
  const item = {
    resource: { kind: resource.kind ?? resource.type, name: resource.name },
    action: actionOf({ resource, changes: ofResource }),
    mailboxes: mailboxCount(resource, index, profiled),
    changes: [...changes],
    findings: findings.map(({ fingerprint }) => fingerprint),
  };
  return { item, findings };
}

/** Action of an item: none where it only puts an edit back, which is told as drift. */
function actionOf(
  one: { readonly resource: PlannedResource; readonly changes: Pick<ResourceChanges, "changes"> } | undefined,
) {
  if (one === undefined) return "none";
  return one.resource.action === "update" && one.changes.changes.length === 0 ? "none" : one.resource.action;
}

/** True for an item that a report has to show: it changes, or it gets a finding besides what was so before. */
export function isChanged({ item, findings }: WithFindings<Mailbox | SharedObject>): boolean {
  return hasChange(item) || findings.some(({ level }) => level !== "info");
}

/** An item without the findings that are told elsewhere. */
export function withoutRepeated<Item extends Mailbox | SharedObject>(
  item: Item,
  reported: ReadonlySet<string>,
): Item {
  return { ...item, findings: item.findings.filter((fingerprint) => reported.has(fingerprint)) };
}
