import type { EngineEvent, StepEventMetadata, StepEventStateMetadata } from "@pulumi/pulumi/automation";
import type { PropertyChange } from "./property-changes";
import { toPropertyChanges } from "./property-changes";

/** What the engine did, or would do, to one resource. */
export interface Step {
  /**
   * The engine's word: `create`, `update`, `same`, `delete`, `create-replacement`, `delete-replaced`, …; or what a
   * refresh found: `refresh-same`, `refresh-update`, `refresh-delete`.
   */
  readonly op: string;
  /** Last part of the type: `EmailAddress`. */
  readonly kind: string;
  readonly name: string;
  readonly urn: string;
  readonly failed: boolean;
  /** What differs, by path. */
  readonly diff: Readonly<Record<string, PropertyChange>>;
  /** Top-level properties that force a replacement. */
  readonly replaceKeys: readonly string[];
  readonly before: StepEventStateMetadata | undefined;
  readonly after: StepEventStateMetadata | undefined;
}

/** Reads as in the engine's own list: `create EmailAddress support`. */
export function renderStep({ op, kind, name, failed }: Step): string {
  return `${op} ${kind} ${name}${failed ? " failed" : ""}`;
}

/** Whether a step leaves its resource as it was. */
export function isUnchanged({ op, failed }: Step): boolean {
  return (op === "same" || op === "refresh-same") && !failed;
}

/**
 * The steps of an operation, in the order in which the engine began them. The stack, its identity, providers and the
 * merely logical `replace` (its create and its delete are steps of their own) are left out.
 */
export function toSteps(events: readonly EngineEvent[]): Step[] {
  const steps = new Map<string, Step>();
  // A refresh begins as "refresh" and may end as what it found, in an event like that of a later update.
  const refreshing = new Set<string>();
  for (const { begins, failed, metadata } of events.flatMap(toStepEvent)) {
    const isRefresh = metadata.op === "refresh" || (!begins && refreshing.has(metadata.urn));
    if (isRefresh) refreshing[begins ? "add" : "delete"](metadata.urn);
    const op = isRefresh ? refreshOutcome(metadata) : metadata.op;
    const key = isRefresh ? `refresh ${metadata.urn}` : keyOf(metadata);
    steps.set(key, toStep(metadata, op, failed));
  }
  return [...steps.values()];
}

interface StepEvent {
  readonly begins: boolean;
  readonly failed: boolean;
  readonly metadata: StepEventMetadata;
}

function toStepEvent({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): StepEvent[] {
  const metadata = (resourcePreEvent ?? resOutputsEvent ?? resOpFailedEvent)?.metadata;
  if (metadata === undefined || isOfNoInterest(metadata)) return [];
  return [{ begins: resourcePreEvent !== undefined, failed: resOpFailedEvent !== undefined, metadata }];
}

/** Types of what the engine, or the package for its own sake, adds to a program's resources. */
export const BESIDES_PROGRAMS = /^pulumi:(pulumi|providers):|\/vcc:StackIdentity$/u;

function isOfNoInterest({ op, type }: StepEventMetadata): boolean {
  return op === "replace" || BESIDES_PROGRAMS.test(type);
}

/** One resource can be deleted more than once: each remainder of an unfinished replacement. */
function keyOf({ op, urn, old }: StepEventMetadata): string {
  return op.startsWith("delete") ? `${op} ${urn} ${old?.id ?? ""}` : `${op} ${urn}`;
}

function refreshOutcome({ op, diffs, new: after }: StepEventMetadata): string {
  if (op !== "refresh") return `refresh-${op}`;
  if (after === undefined) return "refresh-delete";
  return diffs === undefined || diffs.length === 0 ? "refresh-same" : "refresh-update";
}

function toStep(metadata: StepEventMetadata, op: string, failed: boolean): Step {
  return {
    op,
    kind: metadata.type.split(/[:/]/u).at(-1) ?? metadata.type,
    name: metadata.urn.split("::").at(-1) ?? metadata.urn,
    urn: metadata.urn,
    failed,
    diff: toPropertyChanges(metadata),
    replaceKeys: metadata.keys ?? [],
    before: metadata.old,
    after: metadata.new,
  };
}
