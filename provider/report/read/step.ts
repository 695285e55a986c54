import * as z from "zod";
import type { ReportPlace } from "../../../schema/report/change-report";
import { isRecord } from "../../values/records";
import { parseUrn } from "../../values/urns";
import { fromEngine, type PropertyMap } from "./engine-values";
import { type Operation, toOperation } from "./operations";
import { topKey } from "./property-paths";

/** State of a resource on one side of a step. */
export interface Side {
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly id: string | undefined;
  /** False of components and of the stack itself. */
  readonly isCustom: boolean;
  /** URN of the resource at that time: an alias leads from another one. */
  readonly urn: string | undefined;
  /** URN of the component that it belongs to. */
  readonly parent: string | undefined;
  readonly isProtected: boolean;
  readonly isRetained: boolean;
  /** Resources that a property's value comes from; undefined where the input doesn't tell. */
  readonly dependencies: ReadonlyMap<string, readonly string[]> | undefined;
  /** Place of the resource in the program. */
  readonly place: ReportPlace | undefined;
}

/** Something that the engine plans to do with a resource, in the order in which it says so. */
export interface Step {
  readonly op: Operation;
  /** Empty of one that can't be read. */
  readonly urn: string;
  /** Undefined where there is none, `unreadable` where there has to be one and it can't be read. */
  readonly old: Side | "unreadable" | undefined;
  readonly new: Side | "unreadable" | undefined;
  /** Properties that the engine takes for changed; undefined where it doesn't tell them. */
  readonly changedKeys: readonly string[] | undefined;
}

/** Message of the engine, of the program or of a provider. */
export interface Message {
  readonly severity: string;
  readonly text: string;
  readonly urn: string | undefined;
}

/** Violation of a policy: one that forbids the run, one that only advises, or one that the policy itself has mended. */
export interface PolicyViolation {
  /** With its pack, such as `house-rules/plans`. */
  readonly policy: string;
  /** Empty of one that is mended. */
  readonly text: string;
  readonly urn: string | undefined;
  readonly enforcement: "mandatory" | "advisory" | "remediated";
}

/** Run of the engine, as one of its outputs tells it. */
export interface EngineRun {
  readonly shape: "digest" | "events" | "digest and events";
  readonly steps: readonly Step[];
  readonly messages: readonly Message[];
  /** Undefined where the shape doesn't hold them. */
  readonly policies: readonly PolicyViolation[] | undefined;
  /** False of a log that lacks events, too; undefined where the shape holds no end of the run. */
  readonly hasEnded: boolean | undefined;
  /** The engine's own count by op. */
  readonly summary: Readonly<Record<string, number>> | undefined;
  /** True if refresh steps hold the state after the refresh. */
  readonly tellsRefreshed: boolean;
}

/** The engine's last word on a run that failed, whatever the reason. */
const FAILED = /^(?:error: )?(?:preview|update) failed\s*$/u;

/** Errors of a run with a reason of their own. */
export function errorsOf({ messages }: Pick<EngineRun, "messages">): readonly Message[] {
  return messages.filter(({ severity, text }) => severity === "error" && !FAILED.test(text));
}

/** True if a run failed because a policy forbids it: the preview is whole all the same. Source: tried, 3.259. */
export function isForbidden({ messages, policies = [] }: Pick<EngineRun, "messages" | "policies">): boolean {
  return (
    errorsOf({ messages }).length === 0 && policies.some(({ enforcement }) => enforcement === "mandatory")
  );
}

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
    messages: digest.messages,
    policies: events.policies,
    hasEnded: events.hasEnded,
    tellsRefreshed: digest.steps.every(({ op, urn }) => op !== "refresh" || refreshed.has(urn)),
  };
}

/** Properties that a step changes, as the engine tells them. */
const Keys = z.array(z.string()).nullish();
/** Changes by path. */
const DetailedDiff = z.custom<Readonly<Record<string, unknown>>>(isRecord).nullish();

/** The three ways in which the engine tells what a step changes. */
export const Changed = { reasons: Keys, detailedDiff: DetailedDiff };

/** Top properties that the engine takes for changed; undefined where it tells none of them. */
export function changedKeysOf(
  reasons: readonly z.infer<typeof Keys>[],
  detailedDiff: z.infer<typeof DetailedDiff>,
): readonly string[] | undefined {
  const known = [...reasons, detailedDiff && Object.keys(detailedDiff)].filter((keys) => Array.isArray(keys));
  return known.length === 0 ? undefined : [...new Set(known.flat().map(topKey))];
}

/** The part of a state that both shapes tell alike. */
export const State = z.object({
  urn: z.string().optional(),
  parent: z.string().optional(),
  id: z.string().optional(),
  custom: z.boolean().optional(),
  inputs: z.unknown().optional(),
  outputs: z.unknown().optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
});

/** A side of a step; undefined where there is none. */
export function toSide(
  printed: unknown,
  more: Pick<Side, "dependencies" | "place">,
): Side | "unreadable" | undefined {
  if (printed === undefined || printed === null) return undefined;
  const { data } = State.safeParse(printed);
  const inputs = fromEngine(data?.inputs);
  const outputs = fromEngine(data?.outputs);
  if (data === undefined || inputs === undefined || outputs === undefined) return "unreadable";
  const { id, urn, parent, custom = false, protect = false, retainOnDelete = false } = data;
  const { dependencies, place } = more;
  const facts = { isCustom: custom, isProtected: protect, isRetained: retainOnDelete };
  return { inputs, outputs, id: id || undefined, urn, parent, dependencies, place, ...facts };
}

/** A step as it is printed, which can't be read unless it says of which resource it is. */
export function toStep({ op, ...step }: Omit<Step, "op"> & { readonly op: string }): Step {
  return parseUrn(step.urn) === undefined ? UNREADABLE_STEP : { op: toOperation(op), ...step };
}

/** A step of which nothing can be read. */
export const UNREADABLE_STEP: Step = {
  op: "unknown",
  urn: "",
  old: "unreadable",
  new: "unreadable",
  changedKeys: undefined,
};
