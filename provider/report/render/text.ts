import type { Change, ChangeReport, Mailbox, SharedObject } from "../../../schema/report/change-report";
import { forTerminal } from "../../text/terminal";
import { memoize } from "../../values/memoize";
import { cutReport } from "./cut";
import { findingsByFingerprint, type FindingsByFingerprint, findingsOf, isToDecide } from "./item-findings";
import { mailboxGroups } from "./mailbox-groups";
import { isSignature } from "../signature-sides";
import { diffSignature } from "./diff-signature";
import { describeDrift, groupDrift, nameMembers } from "./words/drift";
import { describeFindingFully, sortFindings } from "./words/findings";
import { describeChange, describeItem, describeMail, describeMailboxes } from "./words/mailboxes";
import * as words from "./words/report";
import { asSentence } from "../../text/in-sentence";

/** Lines of single items, which are the same however many of them fit. */
type ItemLines = (item: Mailbox | SharedObject) => string;

/** A report for a terminal or a log, of at most `maxLength` characters, or 8,192 where that is more. */
export function renderText(report: ChangeReport, maxLength = Number.POSITIVE_INFINITY): string {
  const known = findingsByFingerprint(report);
  const lines: ItemLines = memoize((item) => itemLines(item, known));
  const render = (one: ChangeReport): string => renderWhole(one, lines);
  const cut = cutReport(report, maxLength, (one) => render(one).length);
  if (cut !== undefined) return render(cut);
  return forTerminal([...head(report), words.NOTHING_FITS].join("\n"));
}

function renderWhole(report: ChangeReport, lines: ItemLines): string {
  const { unknowns, toDecide, forInformation } = sortFindings(report);
  const linesOf = (findings: typeof toDecide): string[] =>
    findings.map((finding) => `${words.levelWord(finding.level)}: ${describeFindingFully(finding)}`);
  const omitted = words.describeOmitted(report);
  const others = words.describeOthers(report);
  const before = [
    ...head(report),
    ...(omitted === undefined ? [] : [omitted]),
    ...section(words.TITLES.unknowns, unknowns),
    ...section(words.TITLES.decisions, linesOf(toDecide)),
  ];
  const after = [
    ...section(`${words.TITLES.drift}. ${words.DRIFT_APART}`, driftLines(report)),
    ...section(words.TITLES.information, linesOf(forInformation)),
    ...section(words.TITLES.waivers, report.waivers.map(words.describeWaiver)),
    ...(others === undefined ? [] : ["", others]),
    ...["", words.describeBasis(report)],
  ];
  return [
    forTerminal(before.join("\n")),
    ...items(
      `Mailboxes. ${words.ROUTED_OVER[report.basis.mappings]}`,
      mailboxGroups(report).map((group) => groupLines(group, lines)),
    ),
    ...items(words.TITLES.shared, report.shared.map(lines)),
    forTerminal(after.join("\n")),
  ].join("\n");
}

function items(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function head(report: ChangeReport): string[] {
  const { verdict, basis } = report;
  return [
    ...(basis.complete ? [] : [words.INCOMPLETE]),
    `${words.levelWord(verdict.level)}: ${asSentence(verdict.text)}`,
    words.describeCounts(report),
  ];
}

function groupLines(group: readonly [Mailbox, ...Mailbox[]], lines: ItemLines): string {
  if (group.length === 1) return lines(group[0]);
  const [line, names] = describeMailboxes(group);
  return forTerminal(`  ${line}\n    ${names}`);
}

/** An item's line; below it what it consists of, where there is something to decide. */
function itemLines(item: Mailbox | SharedObject, known: FindingsByFingerprint): string {
  const line = `  ${describeItem(item, known)}`;
  const worst = findingsOf(item, known)[0];
  if (worst === undefined || !isToDecide(worst)) return forTerminal(line);
  const changes = item.changes.flatMap((change) => [
    describeChange(change),
    ...(isSignature(change) ? signatureLines(change) : []),
  ]);
  return forTerminal([line, ...[...describeMail(item), ...changes].map((fact) => `    ${fact}`)].join("\n"));
}

function signatureLines(change: Change): readonly string[] {
  return (diffSignature(change)?.text ?? []).map((line) => `  ${line}`);
}

function driftLines({ drift }: ChangeReport): string[] {
  return groupDrift(drift).flatMap((group) => {
    const members = nameMembers(group);
    return [describeDrift(group), ...(members === undefined ? [] : [`  ${members}`])];
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}
