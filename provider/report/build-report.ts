import { canonicalAddress } from "../../schema/canonical-address";
import type { ChangeReport, Drift, Finding, Subject } from "../../schema/report/change-report";
import type { LoadedFleet } from "../fleet/load/check-entries";
import type { Problem } from "../fleet/problem";
import { basisOf, othersOf } from "./basis";
import { cleanReport } from "./clean-report";
import type { Horizon } from "./findings/address";
import { type Draft, type Levels, toFinding } from "./findings/draft";
import { driftFindings, ratedDrift } from "./findings/drift";
import { runFindings } from "./findings/run";
import { unreadFindings, untoldMapping } from "./findings/unread-mappings";
import { digestOfSet } from "./fingerprint";
import { type PrintedProblem, printedProblems } from "./fleet-findings";
import { htmlReader } from "./html-reader";
import { hideSecrets } from "./hide-secrets";
import { mailboxRoutings } from "./mailbox-routings";
import { holdsAll } from "./read/completeness";
import { profiledMailboxes } from "./owners";
import { by, findingsInOrder, mailboxesInOrder } from "./order";
import { type PlannedResource, toResources } from "./planned-resource";
import { withPlaces } from "./places";
import { withProgramPlaces } from "./program-places";
import type { EngineRun } from "./read/engine-run";
import { kindIndex } from "./read/own-kinds";
import { stackOf } from "./read/urns";
import {
  byOwner,
  type Examined,
  examine,
  examineRouting,
  isChanged,
  toMailbox,
  toShared,
  withoutRepeated,
} from "./report-items";
import type { AccountRouting } from "./routing/account-routing";
import { stackIndex } from "./stack-index";
import type { ValueSources } from "./shown-value";
import { type Question, toVerdict } from "./verdict";
import { type ReportedWaivers, reportWaivers } from "./waivers";

/** A report, before anybody says what fails. */
export type RatedReport = Omit<ChangeReport, "exitCode">;

/** Choices of a report. */
export interface BuildOptions {
  readonly horizon: Horizon;
  readonly levels: Levels;
  readonly commit: string | undefined;
  /** Default: `change`. */
  readonly question?: Question;
  /** The fleet file of the stack, and as it was before the change; without it, findings have their place in the program. */
  readonly fleet?: ReportedFleet | undefined;
  /** The account that the stack's mail is in; without it, mappings that are managed elsewhere aren't known. */
  readonly account?: AccountRouting | undefined;
}

/** The fleet file of a stack. */
interface ReportedFleet {
  readonly after: LoadedFleet;
  readonly before: LoadedFleet | undefined;
  /** Findings of its own check. */
  readonly problems: readonly Problem[];
}

/** A report of what a run would change, as far as its output tells. */
export function buildReport(given: EngineRun, choices: BuildOptions): RatedReport {
  const { run, secrets } = hideSecrets(given);
  // An ended sign-in is what drift looks for, and what a change mends.
  const ofQuestion: Levels =
    choices.question === "drift" ? { "signed-in": "error", "credential-expired": "error" } : {};
  const levels = { ...ofQuestion, ...choices.levels };
  const options = { ...choices, levels };
  const resources = toResources(run);
  const sources = { index: stackIndex(resources), html: htmlReader() };
  // The engine works on many resources at once: its order differs from run to run.
  const examined = resources
    .filter(({ kind }) => kind !== undefined)
    .sort(by(({ kind, name }) => `${kindIndex(kind)} ${name}`))
    .map((resource) => examine(resource, sources, options.account));
  const drift = driftOf(examined, levels);
  const { waivers, findings: waiverFindings } =
    options.fleet === undefined
      ? NO_WAIVERS
      : reportWaivers(options.fleet.after, options.fleet.before, options.levels);
  const printed = printedOf(run, options);
  const items = itemsOf({ run, resources, sources, examined, drift, printed }, options, waiverFindings);
  const placed = options.fleet === undefined ? items : withPlaces(items, options.fleet.after);
  const { mailboxes, shared, findings } = withProgramPlaces(placed, examined);
  const changes = [...mailboxes, ...shared].flatMap((item) => item.changes);
  const basis = basisOf(run, resources, options);
  const others = othersOf(resources);
  const verdict = toVerdict({
    findings,
    mailboxes,
    changes,
    question: options.question ?? "change",
    drift,
    others,
    isComplete: basis.complete,
    isRefreshed: basis.refreshed,
  });
  const report: RatedReport = {
    schema: "pulumi-vcc/report/v1",
    basis: { ...basis, cannotTell: [...basis.cannotTell, ...gapsOf(printed)] },
    verdict,
    changeSet: digestOfSet([...changes, ...drift, ...findings].map(({ fingerprint }) => fingerprint)),
    mailboxes,
    shared,
    drift,
    findings,
    waivers: [...waivers],
    others,
    omitted: { mailboxes: 0, shared: 0, drift: 0, findings: 0 },
  };
  return cleanReport(report, secrets);
}

function driftOf(examined: readonly Examined[], levels: Levels): Drift[] {
  return examined
    .flatMap(({ owner, changes }) => changes.drift.map((one) => ratedDrift(one, owner, levels)))
    .sort(
      by(({ mailbox, resource, property }) => `${mailbox} ${resource.kind} ${resource.name} ${property}`),
    );
}

const TEXT_ALONE =
  "What the fleet file's own check is about: this input has its text alone, so its findings have other fingerprints here than in that check. --fleet names the file.";

/** What programs print of their fleets' checks. */
function printedOf(run: EngineRun, { fleet }: BuildOptions): readonly PrintedProblem[] {
  return printedProblems(run, fleet && { file: fleet.after.file, problems: fleet.problems });
}

function gapsOf(printed: readonly PrintedProblem[]): string[] {
  return printed.some(({ isTextAlone }) => isTextAlone) ? [TEXT_ALONE] : [];
}

const NO_WAIVERS: ReportedWaivers = { waivers: [], findings: [] };

/** A run with all that is found of its resources. */
interface Examination {
  readonly run: EngineRun;
  readonly resources: readonly PlannedResource[];
  readonly sources: ValueSources;
  readonly examined: readonly Examined[];
  readonly drift: readonly Drift[];
  readonly printed: readonly PrintedProblem[];
}

function itemsOf(
  { run, resources, sources, examined, drift, printed }: Examination,
  options: BuildOptions,
  waiverFindings: readonly Finding[],
): Pick<ChangeReport, "mailboxes" | "shared" | "findings"> {
  const { index } = sources;
  const changesOf = new Map(examined.map(({ resource, changes }) => [resource, changes]));
  const { routings, incomplete } = mailboxRoutings(run, changesOf, index, options.account);
  const findingOf = (draft: Draft): Finding => toFinding(draft, options.levels);
  // Addresses that stay as they are have profiles, too.
  const profiled = holdsAll(run) ? profiledMailboxes(index) : undefined;
  const examinedRoutings = [...routings].map(([key, routing]) => [key, examineRouting(routing)] as const);
  const told = new Set(examinedRoutings.flatMap(([, { drafts }]) => drafts.flatMap(propertiesTold)));
  const lacking = examined.filter(({ missingPlans }) => missingPlans.length > 0);
  const unwritable = new Set(lacking.map(({ resource }) => resource.urn));
  const context = { ...options, ...sources, findingOf, profiled, told, unwritable };
  const owned = byOwner(examined);
  const mailboxes = examinedRoutings.sort(by(([key]) => key)).flatMap(([key, one]) =>
    // Of a former mailbox its successor tells, but for mappings that go on naming it.
    index.successors.has(key) && !owned.has(key)
      ? []
      : [toMailbox(one, owned.get(key) ?? [], routings, context)],
  );
  const shared = examined.filter(({ owner }) => owner === undefined).map((one) => toShared(one, context));
  const stack: Subject = { kind: "stack", name: stackOf(run)?.stack ?? "unknown" };
  const ofFleet = printed.map(({ draft }) => draft);
  const apart = [
    ...ofFleet,
    ...runFindings(run, resources, stack),
    ...driftFindings(drift, routings),
    ...incomplete.map((mapping) => untoldMapping(mapping, index)),
    ...unreadFindings(options.account, stack),
  ];
  const all = [...mailboxes, ...shared].flatMap((one) => one.findings);
  const findings = findingsInOrder(
    withoutRepetition([...apart.map(findingOf), ...waiverFindings, ...all], ofFleet),
  );
  const reported = new Set(findings.map(({ fingerprint }) => fingerprint));
  return {
    mailboxes: mailboxesInOrder(
      mailboxes.filter(isChanged).map(({ item }) => withoutRepeated(item, reported)),
      findings,
    ),
    shared: shared.filter(isChanged).map(({ item }) => withoutRepeated(item, reported)),
    findings,
  };
}

/** Properties, as `URN property`, of which a finding tells that nobody can see what they become. */
function propertiesTold({ tells = [] }: Draft): string[] {
  return tells.map(({ urn, property }) => `${urn} ${property}`);
}

/** Each finding once; what a fleet's own check tells of a mailbox isn't told again. `ofFleet`: what that check tells. */
function withoutRepetition(findings: readonly Finding[], ofFleet: readonly Draft[]): Finding[] {
  const known = new Set(
    ofFleet.flatMap(({ id, mailboxes = [] }) => mailboxes.map((mailbox) => `${id} ${mailbox}`)),
  );
  const byPrint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  return [...byPrint.values()].filter(
    ({ id, subject }) => subject.kind !== "mailbox" || !known.has(`${id} ${canonicalAddress(subject.name)}`),
  );
}
