import type {
  Change,
  ChangeReport,
  Finding,
  Mailbox,
  SharedObject,
} from "../../../schema/report/change-report";
import type { Level } from "../../../schema/report/finding";
import { memoize } from "../../values/memoize";
import { cutReport } from "./cut";
import { fencedBlock, toInlineHtml, toMarkdown } from "./escape-markdown";
import { drawRouting } from "./mermaid";
import { mailboxGroups } from "./mailbox-groups";
import { findingsByFingerprint, type FindingsByFingerprint, findingsOf, isToDecide } from "./item-findings";
import { isSignature } from "../signature-sides";
import { diffSignature } from "./diff-signature";
import { counted } from "../../text/counted";
import { describeDrift, groupDrift, nameMembers } from "./words/drift";
import { describeFindingFully, sortFindings } from "./words/findings";
import { describeChange, describeItem, describeMail, describeMailboxes } from "./words/mailboxes";
import * as words from "./words/report";
import { asSentence } from "../../text/in-sentence";

/**
 * Longest comment, in characters: GitHub's limit, the smallest of the forges'. Azure DevOps takes 150,000, GitLab
 * 1,000,000. Source: their refusals; only GitLab documents its own.
 */
const LONGEST_COMMENT = 65_536;
const MOST_WAIVERS = 30;
const MARKER = "<!-- pulumi-vcc report";

const ICONS: Readonly<Record<ChangeReport["verdict"]["level"], string>> = {
  error: "❌",
  warning: "⚠️",
  info: "ℹ️",
  none: "✅",
  cannotTell: "❓",
};

/** Renders of single items, which are the same however many of them fit. */
interface ItemBlocks {
  readonly item: (item: Mailbox | SharedObject) => string;
  readonly finding: (finding: Finding) => string;
}

/** A report as a comment on a pull request, of at most `maxLength` characters, or 8,192 where that is more. */
export function renderMarkdown(report: ChangeReport, maxLength = LONGEST_COMMENT): string {
  const known = findingsByFingerprint(report);
  const blocks: ItemBlocks = {
    item: memoize((item) => itemBlock(item, known)),
    finding: memoize(findingLine),
  };
  const render = (one: ChangeReport): string => renderWhole(one, blocks);
  const cut = cutReport(report, maxLength, (one) => render(one).length);
  return cut === undefined ? renderBriefly(report) : render(cut);
}

/** Begins a comment, unseen: by it a later run finds the comment that it replaces. */
function marker({ basis }: ChangeReport): string {
  const [project, stack] = [basis.project, basis.stack].map((name) =>
    encodeURIComponent((name ?? "").slice(0, 100).replace(/\p{Cs}/gu, "\ufffd")),
  );
  return `${MARKER} ${project ?? ""}/${stack ?? ""} -->`;
}

function renderWhole(report: ChangeReport, blocks: ItemBlocks): string {
  const omitted = words.describeOmitted(report);
  const others = words.describeOthers(report);
  return join([
    ...head(report),
    ...(omitted === undefined ? [] : [`**${toMarkdown(omitted)}**`]),
    ...findingSections(report, blocks),
    ...itemSections(report, blocks),
    ...driftSection(report),
    ...waiverSection(report),
    ...(others === undefined ? [] : [toMarkdown(others)]),
    toMarkdown(words.describeBasis(report)),
  ]);
}

/** The comment where nothing but its verdict fits. */
function renderBriefly(report: ChangeReport): string {
  return join([...head(report), `**${toMarkdown(words.NOTHING_FITS)}**`]);
}

function head(report: ChangeReport): string[] {
  const { verdict, basis } = report;
  return [
    marker(report),
    ...(basis.complete ? [] : [`**❓ ${toMarkdown(words.INCOMPLETE)}**`]),
    `### ${ICONS[verdict.level]} ${words.levelWord(verdict.level)}: ${toMarkdown(asSentence(verdict.text))}`,
    toMarkdown(words.describeCounts(report)),
  ];
}

function findingLine(finding: Finding): string {
  return `${ICONS[finding.level]} ${toMarkdown(describeFindingFully(finding))}`;
}

function findingSections(report: ChangeReport, { finding }: ItemBlocks): string[] {
  const { unknowns, toDecide, forInformation } = sortFindings(report);
  const untold = unknowns.map((one) => `❓ ${toMarkdown(one)}`);
  return [
    ...section(words.TITLES.unknowns, untold),
    ...section(words.TITLES.decisions, toDecide.map(finding)),
    ...folded(`${counted(forInformation.length, "finding")} for information`, forInformation.map(finding)),
  ];
}

function itemSections(report: ChangeReport, blocks: ItemBlocks): string[] {
  const mailboxes = mailboxGroups(report).map((group) =>
    group.length === 1 ? blocks.item(group[0]) : groupBlock(group),
  );
  const shared = report.shared.map(blocks.item);
  const picture = mailboxes.length === 0 ? undefined : drawRouting(report);
  return [
    ...(mailboxes.length === 0
      ? []
      : [
          `#### ${words.TITLES.mailboxes}`,
          toMarkdown(words.ROUTED_OVER[report.basis.mappings]),
          ...mailboxes,
        ]),
    ...(picture === undefined
      ? []
      : details("Picture of the routing", [
          ...(picture.cut === undefined ? [] : [toMarkdown(picture.cut)]),
          fencedBlock("mermaid", picture.lines),
        ])),
    ...(shared.length === 0 ? [] : [`#### ${words.TITLES.shared}`, ...shared]),
  ];
}

function groupBlock(group: readonly [Mailbox, ...Mailbox[]]): string {
  const [line, names] = describeMailboxes(group);
  return join(details(line, [toMarkdown(names)]));
}

/** An item's line, which unfolds; unfolded where there is something to decide. */
function itemBlock(item: Mailbox | SharedObject, known: FindingsByFingerprint): string {
  const worst = findingsOf(item, known)[0];
  const lines = [...describeMail(item), ...item.changes.map((change) => describeChange(change))];
  return join(
    details(
      describeItem(item, known),
      [list(lines.map(toMarkdown)), ...item.changes.filter(isSignature).flatMap(signatureBlocks)],
      worst?.level,
    ),
  );
}

function signatureBlocks(change: Change): string[] {
  const diff = diffSignature(change);
  if (diff === undefined) return [];
  const { text, source } = diff;
  return [
    ...(text === undefined ? ["The signature is too large to tell the text that people see."] : []),
    ...(text?.length === 0 ? ["People see the same text as before."] : []),
    ...(text !== undefined && text.length > 0 ? ["Text that people see:", diffBlock(text)] : []),
    ...details("HTML of the signature", [diffBlock(source)]),
  ];
}

/** Without the marker of another comment, which HTML may spell. */
function diffBlock(lines: readonly string[]): string {
  return fencedBlock(
    "diff",
    lines.map((line) => line.replaceAll(MARKER, MARKER.replace("!", "! "))),
  );
}

function driftSection({ drift }: ChangeReport): string[] {
  const lines = groupDrift(drift).map((group) => {
    const members = nameMembers(group);
    const line = `${ICONS[group.level]} ${toMarkdown(describeDrift(group))}`;
    return members === undefined ? line : `${line}<br>${toMarkdown(members)}`;
  });
  return lines.length === 0 ? [] : [`#### ${words.TITLES.drift}`, toMarkdown(words.DRIFT_APART), list(lines)];
}

function waiverSection({ waivers }: ChangeReport): string[] {
  const rest = waivers.length - MOST_WAIVERS;
  const lines = waivers.slice(0, MOST_WAIVERS).map((waiver) => toMarkdown(words.describeWaiver(waiver)));
  return folded(counted(waivers.length, "rule switched off", "rules switched off"), [
    ...lines,
    ...(rest > 0 ? [`${String(rest)} more`] : []),
  ]);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`#### ${title}`, list(lines)];
}

function folded(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : details(title, [list(lines)]);
}

function details(summary: string, blocks: readonly string[], level?: Level): string[] {
  const open = level !== undefined && isToDecide({ level }) ? " open" : "";
  const icon = level === undefined ? "" : `${ICONS[level]} `;
  return [
    `<details${open}>\n<summary>${icon}${toInlineHtml(summary)}</summary>`,
    ...blocks.filter((block) => block !== ""),
    "</details>",
  ];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function join(blocks: readonly string[]): string {
  return blocks.join("\n\n");
}
