import type { Count, ChangeReport } from "../../schema/report/change-report";
import type { PlannedResource } from "./planned-resource";
import {
  hasRefreshed,
  hasUntoldAnswers,
  holdsAll,
  isComplete,
  isOfRefreshAlone,
  unaskedUrns,
} from "./read/completeness";
import type { EngineRun } from "./read/engine-run";
import { isInternal } from "./read/own-kinds";
import { isLeftOut } from "./read/steps-by-resource";
import { stackOf } from "./read/urns";
import { REPORT_RUN, WHOLE_PREVIEW } from "./read/preview-commands";

/** Basis of a report: its input, and what that doesn't hold. */
export function basisOf(
  run: EngineRun,
  resources: readonly PlannedResource[],
  { commit, account }: { readonly commit: string | undefined; readonly account?: object | undefined },
): ChangeReport["basis"] {
  const { project = null, stack = null } = stackOf(run) ?? {};
  return {
    shape: run.shape,
    refreshed: isRefreshed(run, resources),
    complete: isComplete(run),
    mappings: account === undefined ? "stack" : "account",
    project,
    stack,
    ...(commit !== undefined && { commit }),
    cannotTell: limitsOf(run, resources),
  };
}

/** True if the engine asked VCC first; null where there was nothing to ask about. */
function isRefreshed(run: EngineRun, resources: readonly PlannedResource[]): boolean | null {
  if (hasRefreshed(run)) return true;
  // The stack itself is one of those that stay the same.
  const hasOthers = resources.some(({ kind, stored }) => kind !== undefined && stored !== undefined);
  return hasOthers || (run.summary?.["same"] ?? 0) > 1 ? false : null;
}

/** Facts that an input of this shape doesn't hold, each with the command that holds it. */
function limitsOf(run: EngineRun, resources: readonly PlannedResource[]): string[] {
  const limits: string[] = [];
  if (isRefreshed(run, resources) === false)
    limits.push(
      `Edits made outside the program: VCC wasn't asked. ${REPORT_RUN} asks it, as does ${WHOLE_PREVIEW}.`,
    );
  const urns = unaskedUrns(run);
  const unasked = resources.filter(({ kind, urn }) => kind !== undefined && urns.has(urn)).length;
  if (unasked > 0)
    limits.push(
      `Edits made outside the program, of resources that VCC wasn't asked about: ${unasked}. A run without --target asks about all.`,
    );
  if (hasUntoldAnswers(run))
    limits.push(
      `Edits made outside the program that it has caught up with, or leaves as they are. ${REPORT_RUN} shows them, as does ${WHOLE_PREVIEW}.`,
    );
  if (!holdsAll(run))
    limits.push(
      `Resources that stay as they are: mappings among them may take mail, and options of them, such as retainOnDelete, may go. ${REPORT_RUN} sees them, as does ${WHOLE_PREVIEW}.`,
    );
  const leftOut = run.steps.filter(isLeftOut).length;
  if (leftOut > 0)
    limits.push(
      `New resources outside of the targets of this run: ${leftOut}. A run without --target shows them.`,
    );
  if (isOfRefreshAlone(run))
    limits.push(
      `What the program says: a refresh alone doesn't run it. ${REPORT_RUN} runs it, as does ${WHOLE_PREVIEW}.`,
    );
  if (run.policies === undefined)
    limits.push(
      `Results of policies: a digest drops them. ${REPORT_RUN} has them, as has an event log of the same run beside it (--event-log).`,
    );
  if (run.shape === "events")
    limits.push(
      `Sources of values that are known only after apply: an event log doesn't have them. ${REPORT_RUN} finds them, as does ${WHOLE_PREVIEW}.`,
    );
  return limits;
}

/** Resources of other kinds that change, counted by type and action. */
export function othersOf(resources: readonly PlannedResource[]): ChangeReport["others"] {
  const counts = new Map<string, Count>();
  for (const { kind, type, action } of resources) {
    if (kind !== undefined || action === "none" || isInternal(type)) continue;
    const key = `${type} ${action}`;
    counts.set(key, { type, action, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
