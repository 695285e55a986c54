import { INTERACTION_PLAN_MAPPING } from "../../schema/interaction-plan-mapping";
import type { MailboxWay } from "./findings/routing";
import type { PlannedResource } from "./planned-resource";
import type { EngineRun, Side } from "./read/step";
import type { ResourceChanges } from "./resource-changes";
import type { MappingView } from "./routing/mapping-view";
import { type PlannedMapping, toMappingView } from "./routing/planned-mapping";
import { rank } from "./routing/rank";
import { type Estate, interruptions, mailboxOn, unordered } from "./routing/timeline";
import type { StackNames } from "./stack-names";

/** The ways of all mailboxes of a stack, and the mappings whose addresses aren't all known. */
export interface Ways {
  /** By canonical spelling. */
  readonly ways: ReadonlyMap<string, MailboxWay>;
  readonly estate: Estate;
  readonly incomplete: readonly MappingView[];
}

/** Works out where the mail of each mailbox goes, before a run and after it, over all mappings that the input holds. */
export function mailboxWays(
  run: EngineRun,
  resources: readonly PlannedResource[],
  changes: ReadonlyMap<PlannedResource, ResourceChanges>,
  names: StackNames,
): Ways {
  const mappings = resources.filter(({ kind }) => kind === INTERACTION_PLAN_MAPPING);
  const viewsOf = (sideOf: (mapping: PlannedResource) => Side | undefined, isAfter: boolean) =>
    new Map(
      mappings.flatMap((mapping) => {
        const side = sideOf(mapping);
        const isModified = isAfter && changes.get(mapping)?.isWritten === true;
        return side === undefined
          ? []
          : [[mapping.urn, toMappingView(mapping, side, names, isModified)] as const];
      }),
    );
  const before = viewsOf(({ actual }) => actual, false);
  const after = viewsOf(sideAfter, true);
  const estate = { resources: names.byUrn, before, after, successors: names.successors };
  const gaps = interruptions(run.steps, estate);
  const unclear = unordered(run.steps, estate);
  const [beforeBy, afterBy] = [byMailbox(before), byMailbox(after)];
  const pulled = pulledMailboxes(resources);
  const mailboxes = new Map<string, string>();
  for (const view of [...before.values(), ...after.values()])
    for (const [key, text] of view.mailboxes) mailboxes.set(key, text);
  for (const [key, { text }] of pulled) mailboxes.set(key, text);
  const isComplete = holdsAll(run);
  const ways = [...mailboxes].map(([key, mailbox]) => {
    const way: MailboxWay = {
      mailbox,
      before: rank(beforeBy.get(key) ?? []),
      after: rank(afterBy.get(key) ?? []),
      isPulledBefore: pulled.get(key)?.isBefore,
      isPulledAfter: pulled.get(key)?.isAfter,
      unrouted: gaps.get(key) ?? [],
      isUnordered: unclear.has(key),
      isDoubtful:
        !isComplete && isWritten(beforeBy.get(key), afterBy.get(key), pulled.get(key)?.isBefore === false),
    };
    return [key, way] as const;
  });
  const incomplete = new Map([...before, ...after].filter(([, view]) => !view.isComplete));
  return { ways: new Map(ways), estate, incomplete: [...incomplete.values()] };
}

/** True if a mapping of the mailbox comes, goes or is written, or if its address is new. */
function isWritten(
  before: readonly PlannedMapping[] = [],
  after: readonly PlannedMapping[] = [],
  isNew: boolean,
): boolean {
  const urns = new Set(after.map(({ urn }) => urn));
  const isAny = after.some(({ modifiedMs }) => modifiedMs === Number.POSITIVE_INFINITY);
  return isNew || isAny || before.some(({ urn }) => !urns.has(urn));
}

/** A resource that leaves the program alone stays in VCC as it is. */
function sideAfter({ action, actual, planned }: PlannedResource): Side | undefined {
  return action === "leave" ? actual : planned;
}

function byMailbox(
  views: ReadonlyMap<string, PlannedMapping>,
): ReadonlyMap<string, readonly PlannedMapping[]> {
  const found = new Map<string, PlannedMapping[]>();
  for (const view of views.values()) {
    for (const mailbox of view.mailboxes.keys()) {
      const known = found.get(mailbox);
      if (known === undefined) found.set(mailbox, [view]);
      else known.push(view);
    }
  }
  return found;
}

function pulledMailboxes(resources: readonly PlannedResource[]) {
  const found = new Map<string, { text: string; isBefore: boolean; isAfter: boolean }>();
  for (const resource of resources) {
    for (const [side, end] of [
      [resource.actual, "isBefore"],
      [sideAfter(resource), "isAfter"],
    ] as const) {
      const key = mailboxOn(resource, side);
      if (key === undefined) continue;
      const text = String(side?.inputs["emailAddress"]);
      const known = found.get(key) ?? { text, isBefore: false, isAfter: false };
      found.set(key, { ...known, [end]: true });
    }
  }
  return found;
}

/** True if the input holds the resources that stay as they are, too: by the engine's own count. */
export function holdsAll({ steps, summary, shape }: EngineRun): boolean {
  if (shape === "events") return true;
  if (steps.some(({ op, urn }) => op === "refresh" && !urn.includes("::pulumi:pulumi:Stack::"))) return true;
  const same = steps.filter(({ op }) => op === "same").length;
  return same >= (summary?.["same"] ?? 0);
}
