import { groupBy } from "../values/group-by";
import type { PlannedResource } from "./planned-resource";
import { holdsAll, isComplete } from "./read/completeness";
import type { EngineRun } from "./read/engine-run";
import { isObjectUnseen } from "./resource-sides";
import type { ResourceChanges } from "./resource-changes";
import { hasSamePlan, type PlannedMapping } from "./routing/planned-mapping";
import { rank, type Ranking, withDoubt } from "./routing/rank";
import type { AccountRouting } from "./routing/account-routing";
import { isForeign, type RoutedStack, routedStack, unorderedMailboxes } from "./routing/routed-stack";
import { mailCourses, type MailCourse, NO_COURSE } from "./routing/timeline";
import type { StackIndex } from "./stack-index";

/** Routing of a mailbox's mail, before a run, during it and after it. */
export interface MailboxRouting extends MailCourse {
  readonly mailbox: string;
  readonly before: Ranking<PlannedMapping>;
  readonly after: Ranking<PlannedMapping>;
  /** True if VCC has the address; undefined where nobody can tell, or the stack has none of it. */
  readonly isPulledBefore: boolean | undefined;
  readonly isPulledAfter: boolean | undefined;
  /** True if VCC is signed in to the mailbox; undefined where nobody can tell. */
  readonly isSignedInBefore: boolean | undefined;
  readonly isSignedInAfter: boolean | undefined;
  /** True if the stack takes over an address that is in VCC already. */
  readonly isTakenOver: boolean;
  /** True if its address or mapping is replaced in an order that nobody tells. */
  readonly isUnordered: boolean;
  /** True if a mapping of it is written, and the input doesn't hold the mappings that stay as they are. */
  readonly mayBeRerouted: boolean;
  /** True where mappings may be missing: those that stay as they are, or those that a failed run didn't come to. */
  readonly isPartial: boolean;
}

/** Routing of all mailboxes of a stack. */
export interface MailboxRoutings {
  /** By canonical spelling. */
  readonly routings: ReadonlyMap<string, MailboxRouting>;
  /** Mappings whose addresses aren't all known. */
  readonly incomplete: readonly PlannedMapping[];
}

/** Routing of each mailbox's mail, over all mappings of the stack that the input holds. */
export function mailboxRoutings(
  run: EngineRun,
  changes: ReadonlyMap<PlannedResource, ResourceChanges>,
  index: StackIndex,
  account?: AccountRouting,
): MailboxRoutings {
  const stack = routedStack(index, changes, account);
  const { before, after, kept, pulled } = stack;
  const all = [...before.values(), ...after.values()].filter((mapping) => !isForeign(mapping));
  const mailboxes = new Map(all.flatMap((mapping) => [...mapping.mailboxes]));
  for (const [key, { mailbox }] of pulled) mailboxes.set(key, mailbox);
  const context: Context = {
    stack,
    before: byMailbox([...before.values()]),
    after: byMailbox([...after.values(), ...kept]),
    takenOver: mailboxesTakenOver(stack),
    courses: mailCourses(run.steps, stack),
    unordered: unorderedMailboxes(run.steps, stack),
    holdsAll: holdsAll(run),
    isComplete: isComplete(run),
  };
  const routings = [...mailboxes].map(([key, mailbox]) => [key, routingOf(key, mailbox, context)] as const);
  const incomplete = new Map([...before, ...after].filter(([, { areMailboxesKnown }]) => !areMailboxesKnown));
  return { routings: new Map(routings), incomplete: [...incomplete.values()] };
}

interface Context {
  readonly stack: RoutedStack;
  /** Mappings by mailbox. */
  readonly before: ReadonlyMap<string, readonly PlannedMapping[]>;
  readonly after: ReadonlyMap<string, readonly PlannedMapping[]>;
  /** Mailboxes of mappings that are taken over. */
  readonly takenOver: ReadonlySet<string>;
  readonly courses: ReadonlyMap<string, MailCourse>;
  readonly unordered: ReadonlySet<string>;
  /** True if the input holds the resources that stay as they are, too. */
  readonly holdsAll: boolean;
  /** False of a run that failed: what the program says of the rest isn't known. */
  readonly isComplete: boolean;
}

function routingOf(key: string, mailbox: string, context: Context): MailboxRouting {
  const [had, has] = [context.before.get(key) ?? [], context.after.get(key) ?? []];
  const ends = context.stack.pulled.get(key);
  const { isTakenOver: isTaken = false, isBefore, isAfter } = ends ?? {};
  const before = rankBefore(key, had, has.length > 0, context);
  const isKnownBefore = before.doubt !== "mapping taken over";
  return {
    mailbox,
    before,
    after: rankAfter(has, before),
    isPulledBefore: isBefore,
    isPulledAfter: isAfter,
    isSignedInBefore: ends?.isSignedInBefore,
    isSignedInAfter: ends?.isSignedInAfter,
    isTakenOver: isTaken,
    ...((isKnownBefore ? context.courses.get(key) : undefined) ?? NO_COURSE),
    isUnordered: context.unordered.has(key),
    mayBeRerouted: !context.holdsAll && isRoutingWritten(had, has, isBefore === false),
    isPartial: !context.holdsAll || !context.isComplete,
  };
}

function rankBefore(
  key: string,
  mappings: readonly PlannedMapping[],
  isNamedAfter: boolean,
  { takenOver, stack }: Context,
): Ranking<PlannedMapping> {
  const ranking = rank(mappings);
  if (takenOver.has(key)) return withDoubt(ranking, "mapping taken over");
  const isTaken = stack.pulled.get(key)?.isTakenOver === true;
  // The first mapping of this stack may take the mail from one that is managed elsewhere.
  const isUnknown = mappings.length === 0 && isNamedAfter && isTaken && !stack.isWholeAccount;
  return isUnknown ? withDoubt(ranking, "address taken over") : ranking;
}

function rankAfter(
  mappings: readonly PlannedMapping[],
  { winner: from }: Ranking<PlannedMapping>,
): Ranking<PlannedMapping> {
  const ranking = rank(mappings);
  const { winner: to } = ranking;
  const isHidden = from !== undefined && to !== undefined && hasSamePlan(from, to) === undefined;
  return isHidden ? withDoubt(ranking, "plan") : ranking;
}

/** Mailboxes of mappings that are taken over, where nobody tells how they are before. */
function mailboxesTakenOver({ resources, before, after }: RoutedStack): ReadonlySet<string> {
  const mappings = [...after.values()].filter(({ urn }) => {
    const resource = resources.get(urn);
    return resource !== undefined && isObjectUnseen(resource) && !before.has(urn);
  });
  return new Set(mappings.flatMap(({ mailboxes }) => [...mailboxes.keys()]));
}

/** True if a mapping of the mailbox comes, goes or is written, or if its address is new. */
function isRoutingWritten(
  before: readonly PlannedMapping[],
  after: readonly PlannedMapping[],
  isNew: boolean,
): boolean {
  const urns = new Set(after.map(({ urn }) => urn));
  const isAny = after.some(({ isWritten }) => isWritten);
  return isNew || isAny || before.some(({ urn }) => !urns.has(urn));
}

function byMailbox(mappings: readonly PlannedMapping[]): ReadonlyMap<string, readonly PlannedMapping[]> {
  return groupBy(mappings, ({ mailboxes }) => [...mailboxes.keys()]);
}
