import type { ReportPlace } from "../../../schema/report/change-report";
import type { PropertyMap } from "./engine-values";
import type { Operation } from "./operations";

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
