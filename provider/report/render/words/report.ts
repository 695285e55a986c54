import type { ChangeReport, Waiver } from "../../../../schema/report/change-report";
import { isCannotTell } from "../../../../schema/report/finding";
import { counted } from "../../../text/counted";
import { isToDecide } from "../item-findings";
import { describeSubject } from "./resources";
import { asSentence, describeName } from "../../../text/in-sentence";

const MOST_OTHERS = 8;

const LEVEL_WORDS: Readonly<Record<ChangeReport["verdict"]["level"], string>> = {
  error: "Error",
  warning: "Warning",
  info: "Info",
  none: "No change",
  cannotTell: "Can't tell",
};

/** Words on whether the engine read VCC before it previewed. */
export const COMPARED = {
  true: "compared with VCC as it is",
  false: "not compared with VCC as it is, so drift isn't known",
  null: "the stack has nothing yet to compare with VCC",
} as const;

/** Begins a report of a run that failed, or whose end is missing. */
export const INCOMPLETE =
  "The preview failed, or its end is missing: what follows is a part of the change. Don't approve it.";

/** Stands where not even a report without items fits. */
export const NOTHING_FITS = "This report is cut: nothing else fits. The JSON form has all.";

/** Stands beside every picture of the routing: the mappings that it is told over. */
export const ROUTED_OVER: Readonly<Record<ChangeReport["basis"]["mappings"], string>> = {
  stack:
    "Routing is told over the mappings of this stack: mappings that are managed elsewhere may take the mail first, and whether VCC has the plans wasn't looked up. --account looks at both.",
  account: "Routing is told over all mappings of the account, those that are managed elsewhere included.",
};

/** Titles of the sections that every form has. */
export const TITLES = {
  unknowns: "What this report can't tell",
  decisions: "Needs a decision",
  information: "For information",
  mailboxes: "Mailboxes",
  shared: "Shared objects",
  drift: "Changed outside the program",
  waivers: "Rules that are switched off",
} as const;

/** Stands beside the drift. */
export const DRIFT_APART = "No part of what this change asks for.";

export function levelWord(level: ChangeReport["verdict"]["level"]): string {
  return LEVEL_WORDS[level];
}

/** Number of what needs a decision, and of everything in the report, cut or not. */
export function describeCounts(report: ChangeReport): string {
  const { mailboxes, shared, drift, findings, others, omitted } = report;
  const hidden = mayHideDecisions(report) ? omitted.findings : 0;
  const toDecide = findings.filter((finding) => isToDecide(finding) && !isCannotTell(finding)).length;
  const least = hidden > 0 ? "at least " : "";
  const otherCount = others.reduce((sum, { count }) => sum + count, 0);
  const untold = numbered(
    findings.filter(isCannotTell).length,
    "thing that can't be told",
    "things that can't be told",
  ).map((part) => `${least}${part}`);
  const parts = [
    // What can't be told is to be looked at, so nobody is told that there is nothing to decide.
    toDecide === 0 && hidden === 0 && untold.length > 0 ? [] : [describeDecisions(toDecide, hidden)],
    untold,
    numbered(mailboxes.length + omitted.mailboxes, "mailbox", "mailboxes"),
    numbered(shared.length + omitted.shared, "shared object"),
    numbered(drift.length + omitted.drift, "drifted property", "drifted properties"),
    numbered(otherCount, "resource of another kind", "resources of other kinds"),
  ].flat();
  const line = parts.join("; ");
  return line === "" ? "" : `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

/** True if findings that are cut may need a decision: the riskiest are kept, so not where one is shown that doesn't. */
function mayHideDecisions({ verdict, findings }: ChangeReport): boolean {
  return verdict.level !== "info" && verdict.level !== "none" && findings.every(isToDecide);
}

/** Findings that need a decision; those that are cut may be among them. */
function describeDecisions(toDecide: number, cut: number): string {
  if (toDecide === 0)
    return cut === 0
      ? "Nothing needs a decision"
      : `${counted(cut, "finding isn't", "findings aren't")} shown and may need a decision`;
  const least = cut > 0 ? "At least " : "";
  return `${least}${counted(toDecide, "finding needs a decision", "findings need a decision")}`;
}

function numbered(count: number, one: string, many?: string): string[] {
  return count === 0 ? [] : [counted(count, one, many)];
}

/** The stack and the input that the report was made of. */
export function describeBasis({ basis }: ChangeReport): string {
  const { project, stack, commit, shape, refreshed } = basis;
  const parts = [
    `Stack ${stack === null ? "unknown" : describeName(stack)}`,
    ...(project === null ? [] : [`project ${describeName(project)}`]),
    ...(commit === undefined ? [] : [`commit ${describeName(commit)}`]),
    `read from the engine's ${shape}`,
    COMPARED[`${refreshed ?? "null"}`],
  ];
  return `${parts.join(", ")}.`;
}

/** Sentence on what was cut; undefined where nothing was. */
export function describeOmitted(report: ChangeReport): string | undefined {
  const { omitted } = report;
  const parts = [
    omittedPart(omitted.mailboxes, report.mailboxes.length, "mailboxes"),
    omittedPart(omitted.shared, report.shared.length, "shared objects"),
    omittedPart(omitted.drift, report.drift.length, "drifted properties"),
    omittedPart(omitted.findings, report.findings.length, "findings"),
  ].flat();
  if (parts.length === 0) return undefined;
  return `This report is cut: it shows ${parts.join(", ")}, the riskiest of them. The JSON form has all.`;
}

function omittedPart(cut: number, shown: number, nouns: string): string[] {
  return cut === 0 ? [] : [`${String(shown)} of ${String(shown + cut)} ${nouns}`];
}

/** Resources of other kinds, counted by type and action; undefined where there are none. */
export function describeOthers({ others }: ChangeReport): string | undefined {
  if (others.length === 0) return undefined;
  const most = [...others].sort((a, b) => b.count - a.count);
  const parts = most
    .slice(0, MOST_OTHERS)
    .map(({ type, action, count }) => `${String(count)} × ${describeName(type)} ${describeName(action)}`);
  const rest = most.length - parts.length;
  return `Not shown, as they are of other kinds: ${[...parts, ...(rest > 0 ? [`${String(rest)} more types`] : [])].join(", ")}.`;
}

export function describeWaiver({ id, subject, reason, until, isNew }: Waiver): string {
  const age = isNew === true ? "new: " : "";
  const end = until === null ? "without end" : `until ${describeName(until)}`;
  return `${age}${describeName(id)} is switched off for ${describeSubject(subject)}, ${end}: ${asSentence(reason)}`;
}
