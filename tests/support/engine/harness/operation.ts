import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Ended } from "./engine-process";
import type { Step } from "./steps";
import { isUnchanged, renderStep, toSteps } from "./steps";

/** How an operation of the engine ended, well or not. */
export interface OperationResult {
  /** Exit code of the command; undefined when it was killed. */
  readonly exitCode: number | undefined;
  /** What went wrong, in the engine's words; undefined when nothing did. */
  readonly error: string | undefined;
  /** One line a resource, sorted: `create EmailAddress support`, `same EmailProfile care`. */
  readonly lines: readonly string[];
  /** The lines of resources that don't stay as they are, sorted. Empty: a no-op. */
  readonly changes: readonly string[];
  /** The same lines in the order in which the engine began them. */
  readonly order: readonly string[];
  readonly steps: readonly Step[];
  /** The engine's own count by op; it counts the stack as a resource. */
  readonly summary: Readonly<Record<string, number>>;
  /** Warnings and notes, such as the lines that a provider says. */
  readonly notes: readonly Note[];
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly EngineEvent[];
  /** The event log as the engine wrote it. */
  readonly eventLog: string;
  readonly durationMs: number;
}

interface Note {
  readonly severity: string;
  readonly text: string;
  /** Name of the resource that it's about. */
  readonly name: string | undefined;
}

/** Puts together what the command printed and what its event log tells. */
export function toResult(ended: Ended, eventLog: string, durationMs: number): OperationResult {
  const events = parseEvents(eventLog);
  const steps = toSteps(events);
  const order = steps.filter((step) => !isUnchanged(step)).map(renderStep);
  const diagnostics = toNotes(events);
  return {
    exitCode: ended.code,
    error: ended.code === 0 ? undefined : toError(ended, diagnostics),
    lines: steps.map(renderStep).sort(),
    changes: [...order].sort(),
    order,
    steps,
    summary: events.find((event) => event.summaryEvent !== undefined)?.summaryEvent?.resourceChanges ?? {},
    notes: diagnostics.filter(({ severity }) => severity !== "error"),
    stdout: ended.stdout,
    stderr: ended.stderr,
    events,
    eventLog,
    durationMs,
  };
}

/** An engine that was killed may leave half a line. */
function parseEvents(eventLog: string): EngineEvent[] {
  const complete = eventLog.slice(0, eventLog.lastIndexOf("\n") + 1);
  return complete
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
}

function toNotes(events: readonly EngineEvent[]): Note[] {
  return events
    .map(({ diagnosticEvent }) => diagnosticEvent)
    .filter((event) => event !== undefined)
    .filter(({ prefix, message }) => prefix !== "debug: " && !message.includes("from $PATH"))
    .map(({ severity, message, urn }) => ({ severity, text: message.trim(), name: urn?.split("::").at(-1) }));
}

function toError({ code, stdout, stderr }: Ended, notes: readonly Note[]): string {
  if (code === undefined) return "killed";
  const errors = notes.filter(({ severity }) => severity === "error").map(({ text }) => text);
  // The engine's last word says that the operation failed, which it never does without a reason before.
  const reasons =
    errors.length > 1 ? errors.filter((text) => !/^(update|preview) failed$/u.test(text)) : errors;
  if (reasons.length > 0) return reasons.join("\n");
  return stderr.trim() || stdout.trim() || `exit code ${code}`;
}
