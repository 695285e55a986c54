import type { Log, ReportingDescriptor, Result } from "sarif";
import type { ChangeReport, Finding } from "../../../schema/report/change-report";
import { FINDING_IDS, FINDINGS, type Level } from "../../../schema/report/finding";
import { jsonForTerminal } from "../../text/terminal";
import { describeFinding } from "./words/findings";
import { describeSubject } from "./words/resources";

const SARIF_LEVELS: Readonly<Record<Level, Result.level>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** Place of what has none: GitHub refuses the whole file for one result without a place in a file. */
const NO_PLACE = { file: "Pulumi.yaml", line: 1, column: 1 };

/** A run that findings come from. */
interface SarifRun {
  /** Names the check: results of another one don't replace these. */
  readonly check: string;
  readonly isComplete: boolean;
}

/** Findings of a report as SARIF 2.1.0. */
export function renderSarif({ basis, findings }: ChangeReport): string {
  const check = `${basis.project ?? ""}/${basis.stack ?? ""}`;
  return renderFindingsSarif(findings, { check, isComplete: basis.complete });
}

/** Findings as SARIF 2.1.0, which code scanning reads. Texts are plain: nobody reads Markdown in them. */
export function renderFindingsSarif(findings: readonly Finding[], { check, isComplete }: SarifRun): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "pulumi-vcc", rules: FINDING_IDS.map(toRule) } },
        automationDetails: { id: `pulumi-vcc/${check}/` },
        invocations: [{ executionSuccessful: isComplete }],
        columnKind: "utf16CodeUnits",
        results: findings.map(toResult),
      },
    ],
  };
  return jsonForTerminal(log);
}

function toRule(id: (typeof FINDING_IDS)[number]): ReportingDescriptor {
  const { meaning, level } = FINDINGS[id];
  return { id, shortDescription: { text: meaning }, defaultConfiguration: { level: SARIF_LEVELS[level] } };
}

function toResult(finding: Finding): Result {
  const { id, level, subject, place = NO_PLACE, fingerprint } = finding;
  return {
    ruleId: id,
    ruleIndex: FINDING_IDS.indexOf(id),
    level: SARIF_LEVELS[level],
    message: { text: withoutLinks(describeFinding(finding)) },
    partialFingerprints: { "pulumiVccFinding/v1": fingerprint },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(place.file) },
          region: { startLine: place.line, startColumn: place.column },
        },
        logicalLocations: [
          { name: subject.name, fullyQualifiedName: describeSubject(subject), kind: subject.kind },
        ],
      },
    ],
  };
}

/** Relative path as a relative URI: each part percent-encoded, so that none is taken for a scheme, query or fragment. */
function toUri(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\ufffd")
    .split(/[\\/]/u)
    .map(encodeURIComponent)
    .join("/");
}

/** In SARIF, plain text has links as well, spelt as in Markdown. */
function withoutLinks(text: string): string {
  return text.replaceAll("](", "] (");
}
