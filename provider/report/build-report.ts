import type { ChangeReport, Finding, Subject } from "../../schema/report/change-report";
import { LEVELS } from "../../schema/report/finding";
import { isRefreshed, limitsOf, othersOf, stackOf } from "./basis";
import { cleanReport } from "./clean-report";
import type { Horizon } from "./findings/address";
import { aboutResource, type Draft, type Levels, toFinding } from "./findings/draft";
import { driftFindings } from "./findings/resource";
import { isComplete, runFindings } from "./findings/run";
import { digestOfSet } from "./fingerprint";
import { mailboxWays } from "./mailbox-ways";
import { toResources } from "./planned-resource";
import type { EngineRun } from "./read/step";
import { byOwner, examine, isChanged, toMailbox, toShared, withTold } from "./report-items";
import { stackNames } from "./stack-names";
import { toVerdict } from "./verdict";

/** Choices of a report. */
export interface ReportOptions {
  readonly horizon: Horizon;
  readonly levels: Levels;
  readonly commit: string | undefined;
}

/** A report of what a run would change, as far as its output tells. */
export function buildReport(run: EngineRun, options: ReportOptions): ChangeReport {
  const resources = toResources(run);
  const names = stackNames(resources);
  const examined = resources
    .filter(({ kind }) => kind !== undefined)
    .map((resource) => examine(resource, names));
  const changesOf = new Map(examined.map(({ resource, found }) => [resource, found]));
  const { ways, incomplete } = mailboxWays(run, resources, changesOf, names);
  const stack = stackOf(resources);
  const subject: Subject = { kind: "stack", name: stack?.stack ?? "the stack" };
  const findingOf = (draft: Draft): Finding => toFinding(draft, options.levels);
  const drift = examined.flatMap(({ owner, found }) =>
    found.drift.map((one) => ({ ...one, mailbox: owner ?? null })),
  );
  const context = { ...options, names, findingOf };
  const owned = byOwner(examined);
  const mailboxes = [...ways].flatMap(([key, way]) =>
    names.successors.has(key) ? [] : [toMailbox(way, owned.get(key) ?? [], ways, context)],
  );
  const shared = examined.filter(({ owner }) => owner === undefined).map((one) => toShared(one, context));
  const apart = [
    ...runFindings(run, subject),
    ...driftFindings(drift),
    ...incomplete.map((view) => ({
      id: "cannot-tell" as const,
      subject: aboutResource({ kind: "InteractionPlanMapping", type: "", name: view.name }),
      text: `Nobody can tell whose mail the mapping ${view.name} takes: its addresses are known only after apply.`,
      values: ["addresses"],
    })),
  ].map(findingOf);
  const all = [...mailboxes, ...shared].flatMap(({ found }) => found);
  const findings = inOrder(withoutRepetition([...apart, ...all]));
  const told = new Set(findings.map(({ fingerprint }) => fingerprint));
  const shownMailboxes = mailboxes.filter(isChanged).map(({ item }) => withTold(item, told));
  const shownShared = shared.filter(isChanged).map(({ item }) => withTold(item, told));
  const changes = [...shownMailboxes, ...shownShared].flatMap((item) => item.changes);
  const whole = isComplete(run);
  return cleanReport({
    schema: "pulumi-vcc/report/v1",
    exitCode: 0,
    basis: {
      shape: run.shape,
      refreshed: resources.length === 0 ? null : isRefreshed(run, resources),
      complete: whole,
      project: stack?.project ?? null,
      stack: stack?.stack ?? null,
      ...(options.commit !== undefined && { commit: options.commit }),
      cannotTell: limitsOf(run, resources),
    },
    verdict: toVerdict({
      findings,
      mailboxes: shownMailboxes,
      changes: changes.length,
      drift: drift.length,
      isComplete: whole,
    }),
    changeSet: digestOfSet([...changes, ...drift, ...findings].map(({ fingerprint }) => fingerprint)),
    mailboxes: shownMailboxes,
    shared: shownShared,
    drift,
    findings,
    waivers: [],
    others: othersOf(resources),
    omitted: { mailboxes: 0, shared: 0, drift: 0, findings: 0 },
  });
}

/** The worst first; of one level, in the order in which they were found. */
function inOrder(findings: readonly Finding[]): Finding[] {
  return LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level));
}

/** Each finding once; what a fleet's own check tells with its place isn't told again about the same mailbox. */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  const byPrint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const placed = [...byPrint.values()].filter(({ place }) => place !== undefined);
  return [...byPrint.values()].filter(
    ({ id, subject, place }) =>
      place !== undefined ||
      subject.kind !== "mailbox" ||
      !placed.some((other) => other.id === id && other.text.includes(subject.name)),
  );
}
