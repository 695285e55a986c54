import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

/** What the engine did, or would do, to one resource. */
export interface Step {
  /** `create`, `update`, `same`, `delete`, `create-replacement`, `delete-replaced`, `refresh`, … */
  readonly op: string;
  /** Last part of the type: `EmailAddress`. */
  readonly kind: string;
  readonly name: string;
  readonly urn: string;
  readonly failed: boolean;
  /** Whether a refresh found the resource changed, rather than the program. */
  readonly refresh: boolean;
  /** Top-level inputs that differ. */
  readonly keys: readonly string[];
  /** What differs, by path. */
  readonly diff: Readonly<Record<string, PropertyChange>>;
  /** Inputs and outputs before and after. */
  readonly before: Properties | undefined;
  readonly after: Properties | undefined;
}

interface Properties {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** One change of a diff: `add`, `update-replace`, … with the values where the engine shows them. */
export interface PropertyChange {
  readonly kind: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Reads as in the engine's own list: `create EmailAddress support`. */
export function renderStep({ op, kind, name, failed }: Step): string {
  return `${op} ${kind} ${name}${failed ? " failed" : ""}`;
}

/**
 * The steps of an operation in the order in which the engine began them; one that went on in a second event is one
 * step. The stack itself, providers and the merely logical `replace` (whose create and delete are listed) are left out.
 */
export function toSteps(events: readonly EngineEvent[]): Step[] {
  const steps = new Map<string, Step>();
  for (const event of events) {
    const metadata = (event.resourcePreEvent ?? event.resOutputsEvent ?? event.resOpFailedEvent)?.metadata;
    if (metadata === undefined || isOfNoInterest(metadata)) continue;
    const begun = steps.get(keyOf(metadata)) ?? steps.get(`refresh ${metadata.urn}`);
    const isRefresh = metadata.op === "refresh" || (event.resourcePreEvent === undefined && begun?.refresh === true);
    const key = isRefresh ? `refresh ${metadata.urn}` : keyOf(metadata);
    steps.set(key, toStep(metadata, event.resOpFailedEvent !== undefined, isRefresh));
  }
  return [...steps.values()];
}
