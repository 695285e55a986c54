import type { Change, ChangeReport, Mailbox, SharedObject } from "../../../schema/report/change-report";
import { forTerminal } from "../../text/terminal";
import { cutReport, remembered } from "./cut";
import { describeDrift, groupDrift, nameMembers } from "./drift-words";
import { describeFindingFully, sortFindings } from "./finding-words";
import { findingsByFingerprint, type FindingsByFingerprint, findingsOf, isToDecide, isUntold } from "./order";
import { mailboxGroups } from "./mailbox-groups";
import { describeRoutings, describeUnrouted } from "./route-words";
import { diffSignature } from "./signature";
import { asSentence } from "./values";
import * as words from "./words";

/** Lines of single items, which are the same however many of them fit. */
interface ItemLines {
  readonly mailbox: (mailbox: Mailbox) => string;
  readonly shared: (shared: SharedObject) => string;
}

/** A report for a terminal or a log, of at most `maxLength` characters, or 8,192 where that is more. */
export function renderText(report: ChangeReport, maxLength = Number.POSITIVE_INFINITY): string {
  const known = findingsByFingerprint(report);
  const lines: ItemLines = {
    mailbox: remembered((mailbox) => mailboxLines(mailbox, known)),
    shared: remembered((shared) => itemLines(shared, known, words.describeShared(shared), [])),
  };
  const render = (one: ChangeReport): string => renderWhole(one, lines);
  const cut = cutReport(report, maxLength, (one) => render(one).length);
  if (cut !== undefined) return render(cut);
  return forTerminal([...head(report), words.NOTHING_FITS].join("\n"));
}

function renderWhole(report: ChangeReport, lines: ItemLines): string {
  const { unknowns, toDecide, forInformation } = sortFindings(report);
  const tell = (findings: typeof toDecide): string[] =>
    findings.map((finding) => `${words.levelWord(finding.level)}: ${describeFindingFully(finding)}`);
  const omitted = words.describeOmitted(report);
  const others = words.describeOthers(report);
  const before = [
    ...head(report),
    ...(omitted === undefined ? [] : [omitted]),
    ...section(words.TITLES.unknowns, unknowns),
    ...section(words.TITLES.decisions, tell(toDecide)),
  ];
  const after = [
    ...section(`${words.TITLES.drift}. ${words.DRIFT_APART}`, driftLines(report)),
    ...section(words.TITLES.information, tell(forInformation)),
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
    ...items(words.TITLES.shared, report.shared.map(lines.shared)),
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
  if (group.length === 1) return lines.mailbox(group[0]);
  const [line, names] = words.describeMailboxes(group);
  return forTerminal(`  ${line}\n    ${names}`);
}

function mailboxLines(mailbox: Mailbox, known: FindingsByFingerprint): string {
  const { before, after, unrouted } = mailbox.routing;
  return itemLines(mailbox, known, `${words.describeMailbox(mailbox)}${describeDoubt(mailbox, known)}`, [
    ...unrouted.map(describeUnrouted),
    ...describeRoutings(before, after),
  ]);
}

function describeDoubt(mailbox: Mailbox, known: FindingsByFingerprint): string {
  return isUntold(mailbox, known) ? `; ${words.NOT_ALL_TOLD}` : "";
}

/** An item's line; below it what it consists of, where there is something to decide. */
function itemLines(
  item: Mailbox | SharedObject,
  known: FindingsByFingerprint,
  line: string,
  facts: readonly string[],
): string {
  const worst = findingsOf(item, known)[0];
  if (worst === undefined || !isToDecide(worst)) return forTerminal(`  ${line}`);
  const changes = item.changes.flatMap((change) => [
    words.describeChange(change),
    ...(words.isSignature(change) ? signatureLines(change) : []),
  ]);
  return forTerminal([`  ${line}`, ...[...facts, ...changes].map((fact) => `    ${fact}`)].join("\n"));
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
