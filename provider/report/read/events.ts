import * as z from "zod";
import { ASKS, toOperation } from "./operations";
import { type EngineRun, isForbidden, type Message, type PolicyViolation, type Step } from "./engine-run";
import { Changed, changedKeysOf, toSide, toStep, UNREADABLE_STEP } from "./parse-step";
import { isDefaultProvider } from "./urns";

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
  sequence: z.int().optional(),
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

/** Reader of events, one after the other: all of them at once would fill the memory, and most are dropped. */
export interface EventReader {
  /** Reads one, in the order of the run; undefined for one that can't be read. */
  add(document: object | undefined): void;
  /** The run as the events tell it. */
  run(): EngineRun;
}

export function eventReader(): EventReader {
  const [steps, messages, policies]: [Step[], Message[], PolicyViolation[]] = [[], [], []];
  const asked: Asked = { open: new Map(), isLost: false };
  const numbering: Numbering = { numbers: [], hasHidden: false };
  const summaries: Summary[] = [];
  let isFailed = false;
  return {
    add(document) {
      const event = EngineEvent.safeParse(document).data;
      steps.push(...toSteps(event, asked));
      if (event === undefined) return;
      note(event, numbering);
      messages.push(...toMessage(event));
      policies.push(...toPolicies(event));
      if (event.summaryEvent !== undefined) summaries.push(event.summaryEvent);
      isFailed ||= event.resOpFailedEvent !== undefined;
    },
    run() {
      const isWhole = !isFailed && isGapless(numbering) && isAnswered(asked);
      return {
        shape: "events",
        steps,
        messages,
        policies,
        hasEnded: isWhole && hasSucceeded(summaries, { messages, policies }),
        summary: summaries[0]?.resourceChanges ?? undefined,
        tellsRefreshed: true,
      };
    },
  };
}

type Summary = NonNullable<EngineEvent["summaryEvent"]>;

/** True for a run that was heard to its end: a second summary is that of another run. */
function hasSucceeded(
  summaries: readonly Summary[],
  told: Pick<EngineRun, "messages" | "policies">,
): boolean {
  const [summary, ...others] = summaries;
  if (summary === undefined || others.length > 0) return false;
  return (summary.result ?? "succeeded") === "succeeded" || isForbidden(told);
}

/** Numbers of the events, in their order. */
interface Numbering {
  readonly numbers: number[];
  /** True if there are events of the engine's own providers, which a stream lacks. */
  hasHidden: boolean;
}

function note({ sequence, resourcePreEvent, resOutputsEvent }: EngineEvent, numbering: Numbering): void {
  if (sequence !== undefined) numbering.numbers.push(sequence);
  const urn = (resourcePreEvent ?? resOutputsEvent)?.metadata.urn;
  numbering.hasHidden ||= urn !== undefined && isDefaultProvider(urn);
}

/**
 * True if no event is missing and none is of another run. The engine numbers all from 0; a log has each of them, and the
 * streamed events lack those of its own providers, which come in pairs of a beginning and an end. Source: 3.259.
 */
function isGapless({ numbers, hasHidden }: Numbering): boolean {
  const missing = (numbers.at(-1) ?? -1) + 1 - numbers.length;
  const isRising = numbers.every((number, index) => number > (numbers[index - 1] ?? -1));
  return isRising && (hasHidden ? missing === 0 : missing % 2 === 0);
}

/** Events hold neither of them. */
const NO_ORIGINS = { dependencies: undefined, place: undefined };

/** Questions to VCC. */
interface Asked {
  /** Operations that have begun, by URN. */
  readonly open: Map<string, string>;
  /** True if the resource of one went on without its answer. */
  isLost: boolean;
}

function isAnswered({ open, isLost }: Asked): boolean {
  return open.size === 0 && !isLost;
}

/** Steps in the order of their beginning; one that asks VCC at its end, because only then the answer is known. */
function toSteps(event: EngineEvent | undefined, asked: Asked): Step[] {
  // A line whose form isn't known may have been a step.
  if (event === undefined) return [UNREADABLE_STEP];
  const { resourcePreEvent: begun, resOutputsEvent: ended } = event;
  // An end that follows would be that of the later operation.
  if (begun !== undefined) asked.isLost = asked.open.delete(begun.metadata.urn) || asked.isLost;
  if (begun !== undefined && !ASKS.has(toOperation(begun.metadata.op)))
    return [stepOf(begun.metadata, begun.metadata.op)];
  if (begun !== undefined) asked.open.set(begun.metadata.urn, begun.metadata.op);
  const op = ended && asked.open.get(ended.metadata.urn);
  if (ended === undefined || op === undefined) return [];
  asked.open.delete(ended.metadata.urn);
  return [stepOf(ended.metadata, op)];
}

function stepOf({ urn, keys, diffs, detailedDiff, ...metadata }: Metadata, op: string): Step {
  const sides = { old: toSide(metadata.old, NO_ORIGINS), new: toSide(metadata.new, NO_ORIGINS) };
  return toStep({ op, urn, ...sides, changedKeys: changedKeysOf([keys, diffs], detailedDiff) });
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
