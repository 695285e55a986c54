import type { ChangeReport, Mailbox, SharedObject } from "../../../schema/report/change-report";
import { forTerminal } from "../../text/terminal";
import { cutReport } from "./cut";
import { describeDrift, groupDrift, nameMembers } from "./drift-words";
import { describeFinding, sortFindings } from "./finding-words";
import { findingsByPrint, type FindingsByPrint, findingsOf, inOrder, isToDecide } from "./order";
import { describeRouting, describeUnrouted } from "./route-words";
import { diffSignature } from "./signature";
import { asSentence } from "./values";
import * as words from "./words";

/** A report for a terminal or a log, of at most `maxLength` characters, or 8,192 where that is more. */
export function renderText(report: ChangeReport, maxLength = Number.POSITIVE_INFINITY): string {
  const known = findingsByPrint(report);
  const render = (one: ChangeReport): string => forTerminal(linesOf(one, known).join("\n"));
  const cut = cutReport(inOrder(report), maxLength, (one) => render(one).length);
  if (cut !== undefined) return render(cut);
  return forTerminal(
    [...head(report), "This report is cut: nothing else fits. The JSON form has all."].join("\n"),
  );
}

function linesOf(report: ChangeReport, known: FindingsByPrint): string[] {
  const { gaps, toDecide, forInformation } = sortFindings(report);
  const tell = (findings: typeof toDecide): string[] =>
    findings.map(
      (finding) => `${words.levelWord(finding.level)}: ${describeFinding(finding)} (${finding.id})`,
    );
  const omitted = words.describeOmitted(report);
  const others = words.describeOthers(report);
  return [
    ...head(report),
    ...(omitted === undefined ? [] : [omitted]),
    ...section("Can't be told", gaps),
    ...section("To decide", tell(toDecide)),
    ...section(
      `Mailboxes. ${words.STACK_ROUTING}`,
      report.mailboxes.flatMap((mailbox) =>
        itemLines(mailbox, known, words.describeMailbox(mailbox), mailboxFacts(mailbox)),
      ),
    ),
    ...section(
      "Shared objects",
      report.shared.flatMap((shared) => itemLines(shared, known, words.describeShared(shared), [])),
    ),
    ...section(`Drift. ${words.DRIFT_APART}`, driftLines(report)),
    ...section("For information", tell(forInformation)),
    ...section("Rules switched off", report.waivers.map(words.describeWaiver)),
    ...(others === undefined ? [] : ["", others]),
  ];
}

function head(report: ChangeReport): string[] {
  const { verdict, basis } = report;
  return [
    ...(basis.complete ? [] : [words.INCOMPLETE]),
    `${words.levelWord(verdict.level)}: ${asSentence(verdict.text)}`,
    words.describeCounts(report),
    words.describeBasis(report),
  ];
}

function mailboxFacts({ routing: { before, after, unrouted } }: Mailbox): string[] {
  return [
    ...unrouted.map(describeUnrouted),
    ...describeRouting(before).map((line) => `Before: ${line}`),
    ...describeRouting(after).map((line) => `After: ${line}`),
  ];
}

/** An item's line; below it what it consists of, where there is something to decide. */
function itemLines(
  item: Mailbox | SharedObject,
  known: FindingsByPrint,
  line: string,
  facts: readonly string[],
): string[] {
  const worst = findingsOf(item, known)[0];
  if (worst === undefined || !isToDecide(worst)) return [line];
  const changes = item.changes.flatMap((change) => [
    words.describeChange(change),
    ...(words.isSignature(change) ? signatureLines(change) : []),
  ]);
  return [line, ...[...facts, ...changes].map((fact) => `  ${fact}`)];
}

function signatureLines(change: Mailbox["changes"][number]): readonly string[] {
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
