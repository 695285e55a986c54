import { memoizeByObject } from "../../values/memoize";
import { type EngineRun, isForbidden, type Step } from "./engine-run";
import { stepsByResource } from "./steps-by-resource";
import { isDefaultProvider, isStack } from "./urns";

/** True where nothing says that the run broke off. */
export function isComplete(run: EngineRun): boolean {
  const isFailed = run.messages.some(({ severity }) => severity === "error");
  return run.hasEnded !== false && (!isFailed || isForbidden(run));
}

/** True for a preview of `pulumi refresh`: the stack itself is refreshed, and no program says what it wants. */
export const isOfRefreshAlone = memoizeByObject(({ steps, messages }: EngineRun): boolean => {
  // A preview whose refresh failed never comes to its program either.
  if (messages.some(({ severity }) => severity === "error")) return false;
  const ofStack = steps.filter(({ urn }) => isStack(urn));
  return ofStack.length > 0 && ofStack.every(({ op }) => op === "refresh");
});

/** True if the engine asked VCC about a resource. */
export function hasRefreshed({ steps }: EngineRun): boolean {
  return steps.some(({ op, urn }) => op === "refresh" && !isStack(urn));
}

/** Resources that stay as they are: the engine's own count of them against those that the input shows. */
export interface Unchanged {
  readonly counted: number;
  readonly shown: number;
  /** True if the input is one that shows each of them, so that a missing one is no choice of whoever made it. */
  readonly isToShowAll: boolean;
  /** State of those of which a refresh is all that the input shows, by URN. */
  readonly refreshedAlone: ReadonlyMap<string, RefreshedAlone>;
}

/** `gone`: the refresh didn't find it, and the program no longer has it. */
export type RefreshedAlone = "unchanged" | "gone" | "unknown";

/** The resources of a run that stay as they are. */
export const unchangedOf = memoizeByObject((run: EngineRun): Unchanged => {
  const { steps, summary = {}, shape } = run;
  const same = steps.filter(({ op, urn }) => op === "same" && !isDefaultProvider(urn));
  const shownSame = new Set(same.map(({ urn }) => urn)).size;
  const showsSame = (shape === "events" && !isOfRefreshAlone(run)) || same.some(isOnRequest);
  const counted = summary["same"] ?? 0;
  const refreshedAlone = stateOfRefreshed(run, { counted, shownSame, showsSame });
  const stays = [...refreshedAlone.values()].filter((state) => state !== "gone").length;
  return {
    counted,
    shown: shownSame + (showsSame ? 0 : stays),
    isToShowAll: showsSame || hasRefreshed(run),
    refreshedAlone,
  };
});

/** True if the input holds the resources that stay as they are, too. */
export function holdsAll(run: EngineRun): boolean {
  const { counted, shown } = unchangedOf(run);
  return counted <= shown;
}

/** URNs of what the stack has and a run doesn't ask VCC about, while it does about others: about its targets. */
export function unaskedUrns(run: EngineRun): ReadonlySet<string> {
  if (!hasRefreshed(run) || !isComplete(run) || isOfRefreshAlone(run)) return new Set();
  const unasked = [...stepsByResource(run.steps)].filter(
    ([, steps]) => steps.some(({ old }) => old !== undefined) && !steps.some(({ op }) => op === "refresh"),
  );
  return new Set(unasked.map(([urn]) => urn));
}

/** True if the input shows that the engine asked VCC about a resource, and not what it found. */
export function hasUntoldAnswers(run: EngineRun): boolean {
  if (run.tellsRefreshed || !isComplete(run) || isOfRefreshAlone(run)) return false;
  return [...unchangedOf(run).refreshedAlone.values()].includes("unchanged");
}

/** True for a step that a digest has only if somebody wants to see what stays as it is: not for a changed protection. */
function isOnRequest({ urn, old, new: after }: Step): boolean {
  if (isStack(urn) || old === "unreadable" || after === "unreadable") return false;
  return old?.isProtected === after?.isProtected;
}

interface SameCounts {
  readonly counted: number;
  readonly shownSame: number;
  readonly showsSame: boolean;
}

/**
 * A digest shows nothing but the refresh of what stays as it is, unless it is made with `--show-sames`, and nothing but
 * the refresh of what is gone in VCC and in the program, either: the engine's count tells them apart, where it can.
 */
function stateOfRefreshed(
  run: EngineRun,
  { counted, shownSame, showsSame }: SameCounts,
): ReadonlyMap<string, RefreshedAlone> {
  const alone = [...stepsByResource(run.steps)].filter(
    ([urn, steps]) => !isDefaultProvider(urn) && steps.every(({ op }) => op === "refresh"),
  );
  const isCounted = isComplete(run) && !isOfRefreshAlone(run) && run.summary !== undefined;
  const unshown = counted - shownSame;
  const stateOf = (steps: readonly Step[]): RefreshedAlone => {
    if (run.tellsRefreshed) return steps.at(-1)?.new === undefined ? "gone" : "unchanged";
    if (!isCounted) return "unchanged";
    if (unshown <= 0) return "gone";
    return showsSame || unshown < alone.length ? "unknown" : "unchanged";
  };
  return new Map(alone.map(([urn, steps]) => [urn, stateOf(steps)] as const));
}
