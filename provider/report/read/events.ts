import * as z from "zod";
import {
  Changed,
  changedKeysOf,
  type EngineRun,
  isForbidden,
  type Message,
  type PolicyViolation,
  type Step,
  toSide,
  UNREADABLE_STEP,
} from "./step";

const StepEvent = z.object({
  metadata: z.object({
    op: z.string(),
    urn: z.string(),
    old: z.unknown().optional(),
    new: z.unknown().optional(),
    keys: Changed.reasons,
    diffs: Changed.reasons,
    detailedDiff: Changed.detailedDiff,
  }),
});

const Policy = { resourceUrn: z.string(), policyName: z.string(), policyPackName: z.string() };

const EngineEvent = z.object({
  resourcePreEvent: StepEvent.optional(),
  resOutputsEvent: StepEvent.optional(),
  diagnosticEvent: z
    .object({
      message: z.string().optional(),
      severity: z.string().optional(),
      urn: z.string().optional(),
    })
    .optional(),
  policyEvent: z
    .object({ ...Policy, message: z.string(), enforcementLevel: z.string() })
    .partial()
    .optional(),
  policyRemediationEvent: z.object(Policy).partial().optional(),
  summaryEvent: z
    .object({ resourceChanges: z.record(z.string(), z.number()).nullish(), result: z.string().optional() })
    .optional(),
  resOpFailedEvent: z.unknown().optional(),
});
type EngineEvent = z.infer<typeof EngineEvent>;
type Metadata = z.infer<typeof StepEvent>["metadata"];

/** True for an object that is a line of an event log. */
export function isEvent(document: object): boolean {
  return "sequence" in document && Object.keys(document).some((key) => key.endsWith("Event"));
}

/** Run as its events tell it. One after the other: all of them at once would fill the memory, and most are dropped. */
export function readEvents(documents: Iterable<object | undefined>): EngineRun {
  const [steps, messages, policies]: [Step[], Message[], PolicyViolation[]] = [[], [], []];
  const asking = new Map<string, string>();
  let summary: EngineEvent["summaryEvent"];
  let isFailed = false;
  for (const document of documents) {
    const event = EngineEvent.safeParse(document).data;
    steps.push(...toSteps(event, asking));
    if (event === undefined) continue;
    messages.push(...toMessage(event));
    policies.push(...toPolicies(event));
    summary ??= event.summaryEvent;
    isFailed ||= event.resOpFailedEvent !== undefined;
  }
  const isWell = (summary?.result ?? "succeeded") === "succeeded" || isForbidden({ messages, policies });
  return {
    shape: "events",
    ...{ steps, messages, policies },
    hasEnded: summary !== undefined && !isFailed && isWell,
    summary: summary?.resourceChanges ?? undefined,
    tellsRefreshed: true,
  };
}

/** Events hold neither of them. */
const NO_ORIGINS = { dependencies: undefined, place: undefined };

/** Operations of which only the end shows what VCC has; a refresh ends as another one, such as an update. */
const ASKING = new Set(["refresh", "read", "read-replacement"]);

/**
 * Steps in the order of their beginning; one that asks VCC at its end, because only then the answer is known. `asking`:
 * operations that have begun, by URN.
 */
function toSteps(event: EngineEvent | undefined, asking: Map<string, string>): Step[] {
  // A line whose form isn't known may have been a step.
  if (event === undefined) return [UNREADABLE_STEP];
  const { resourcePreEvent: begun, resOutputsEvent: ended } = event;
  if (begun !== undefined && !ASKING.has(begun.metadata.op))
    return [toStep(begun.metadata, begun.metadata.op)];
  if (begun !== undefined) asking.set(begun.metadata.urn, begun.metadata.op);
  const op = ended && asking.get(ended.metadata.urn);
  if (ended === undefined || op === undefined) return [];
  asking.delete(ended.metadata.urn);
  return [toStep(ended.metadata, op)];
}

function toStep({ urn, keys, diffs, detailedDiff, ...metadata }: Metadata, op: string): Step {
  const sides = { old: toSide(metadata.old, NO_ORIGINS), new: toSide(metadata.new, NO_ORIGINS) };
  return { op, urn, ...sides, changedKeys: changedKeysOf([keys, diffs], detailedDiff) };
}

/** Debug messages are left out: one of the SDK can hold a new secret in clear. */
function toMessage({ diagnosticEvent }: EngineEvent) {
  const { severity = "info", message = "", urn } = diagnosticEvent ?? {};
  if (diagnosticEvent === undefined || severity === "debug") return [];
  return [{ severity, text: message, urn }];
}

/** Levels at which a violation is shown and nothing else; any other forbids the run. Source: tried, 3.259. */
const ADVISORY = new Set(["advisory", "warning", "none"]);

function toPolicies({ policyEvent, policyRemediationEvent }: EngineEvent): PolicyViolation[] {
  const { message = "", enforcementLevel = "" } = policyEvent ?? {};
  const enforcement = ADVISORY.has(enforcementLevel) ? "advisory" : "mandatory";
  return [
    ...(policyEvent === undefined
      ? []
      : [{ ...identityOf(policyEvent), text: message, enforcement } as const]),
    ...(policyRemediationEvent === undefined
      ? []
      : [{ ...identityOf(policyRemediationEvent), text: "", enforcement: "remediated" } as const]),
  ];
}

function identityOf({
  policyName = "",
  policyPackName,
  resourceUrn: urn,
}: NonNullable<EngineEvent["policyRemediationEvent"]>) {
  return { policy: policyPackName === undefined ? policyName : `${policyPackName}/${policyName}`, urn };
}
