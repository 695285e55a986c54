import type { ChangeReport, Finding } from "../../../schema/report/change-report";
import type { Level } from "../../../schema/report/finding";
import { describeFinding } from "./words/findings";
import { asLine } from "../../text/in-sentence";

const COMMANDS: Readonly<Record<Level, string>> = { error: "error", warning: "warning", info: "notice" };

/** Findings of a report as annotations. */
export function renderGithub({ findings }: ChangeReport): string {
  return renderAnnotations(findings);
}

/** Findings as workflow commands of GitHub Actions, of which its runner makes annotations: a line each. */
export function renderAnnotations(findings: readonly Finding[]): string {
  return findings.map(annotation).join("\n");
}

function annotation(finding: Finding): string {
  const { id, level, place } = finding;
  const at =
    place === undefined
      ? {}
      : { file: asLine(place.file), line: String(place.line), col: String(place.column) };
  const properties = Object.entries({ ...at, title: `pulumi-vcc ${id}` })
    .map(([name, value]) => `${name}=${escapeProperty(value)}`)
    .join(",");
  return `::${COMMANDS[level]} ${properties}::${escapeData(describeFinding(finding))}`;
}

/** As the runner reads the text of a command. Source: `@actions/core`, command.ts. */
function escapeData(text: string): string {
  return text.replace(/[%\r\n]/gu, encodeURIComponent);
}

function escapeProperty(text: string): string {
  return text.replace(/[%\r\n:,]/gu, encodeURIComponent);
}
