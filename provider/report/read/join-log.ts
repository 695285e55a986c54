import { isOfRefreshAlone } from "./completeness";
import { SECRET } from "./engine-values";
import { type EngineRun, isForbidden, type Step } from "./engine-run";
import { kindOf } from "./own-kinds";
import { isDefaultProvider, stackOf } from "./urns";

/** A digest with what only the events of the same run tell: policies, the end of the run, the state after a refresh. */
export function withEvents(digest: EngineRun, events: EngineRun): EngineRun {
  const refreshed = new Map(
    events.steps.filter(({ op }) => op === "refresh").map((step) => [step.urn, step]),
  );
  return {
    ...digest,
    shape: "digest and events",
    // The state after a refresh, where the digest shows no later step that has it.
    steps: digest.steps.map((step) => (step.op === "refresh" ? (refreshed.get(step.urn) ?? step) : step)),
    policies: events.policies,
    hasEnded: events.hasEnded,
    tellsRefreshed: digest.steps.every(({ op, urn }) => op !== "refresh" || refreshed.has(urn)),
  };
}

/** Reason why an event log isn't that of a digest's run, after "is"; undefined where nothing speaks against it. */
export function whyAnotherRun(digest: EngineRun, log: EngineRun): string | undefined {
  if (log.shape !== "events") return "no event log, but a digest";
  const [ours, theirs] = [digest, log].map(nameOf);
  if (ours !== undefined && theirs !== undefined && ours !== theirs)
    return `the log of the stack ${theirs}, and the digest is of ${ours}`;
  return isOneRun(digest, log) ? undefined : "the log of another run";
}

function isOneRun(digest: EngineRun, log: EngineRun): boolean {
  const isCounted = digest.summary !== undefined && log.summary !== undefined;
  if (isCounted && !isEqual(digest.summary, log.summary)) return false;
  // Where a policy forbids the change, the log comes to its end, and the digest has the failure alone.
  const isFailed = digest.messages.some(({ severity }) => severity === "error");
  if (log.hasEnded === true && isFailed && !isForbidden(log)) return false;
  const [shown, logged] = [operationsOf(digest), operationsOf(log)];
  const refreshed = new Set(log.steps.filter(isRefresh).map(({ urn }) => urn));
  // A log that was cut off lacks the last steps; a digest leaves out in silence what it can't print.
  const isWhole = log.summary !== undefined;
  if (!isWhole && ![...logged.keys()].every((operation) => shown.has(operation))) return false;
  return [...shown].every(([operation, step]) => {
    const other = logged.get(operation);
    // Values of other kinds needn't be printed alike in both.
    if (other !== undefined) return kindOf(step.urn) === undefined || isOneStep(step, other);
    // Of a refresh alone, a digest shows as an update or a deletion what the log has as its refresh.
    return !isWhole || (isOfRefreshAlone(digest) && isOfRefreshAlone(log) && refreshed.has(step.urn));
  });
}

function isOneStep(one: Step, other: Step): boolean {
  return isOneSide(one.old, other.old) && isOneSide(one.new, other.new);
}

/** True if two states may be one: of a secret, nobody can tell. */
function isOneSide(one: Step["old"], other: Step["old"]): boolean {
  if (one === "unreadable" || other === "unreadable" || one === undefined || other === undefined)
    return (one === undefined) === (other === undefined);
  return one.id === other.id && one.isProtected === other.isProtected && isOneValue(one.inputs, other.inputs);
}

function isOneValue(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return one === SECRET || other === SECRET || one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isOneValue(Reflect.get(one, key), Reflect.get(other, key)));
}

/** Operations but refreshes, of which a log has those alone that succeeded. */
function operationsOf({ steps }: EngineRun): ReadonlyMap<string, Step> {
  const own = steps.filter((step) => step.urn !== "" && !isRefresh(step) && !isDefaultProvider(step.urn));
  return new Map(own.map((step) => [`${step.op} ${step.urn}`, step] as const));
}

function isRefresh({ op }: Step): boolean {
  return op === "refresh";
}

/** The stack's name, with its project. */
function nameOf(run: EngineRun): string | undefined {
  const found = stackOf(run);
  return found && `${found.project}/${found.stack}`;
}

function isEqual(one: EngineRun["summary"] = {}, other: EngineRun["summary"] = {}): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (op) => (one[op] ?? 0) === (other[op] ?? 0),
  );
}
