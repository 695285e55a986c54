import { format } from "prettier";
import { type FindingId, FINDING_IDS, FINDINGS } from "../../schema/report/finding";
import type { FindingRule } from "../../schema/report/finding-rule";
import type { GeneratedFile } from "./generated-file";

const INTRODUCTION = `# Findings

This page is made from the catalogue by \`npm run generate\`. The ids are the same in \`validate\`, \`report\` and \`drift\`.
\`report --level ID=LEVEL\` sets a level; rules of a fleet file can be [switched off there](fleet-file.md).
`;

const TOLD_BY = {
  lint: "`validate`, `report`, `drift`",
  file: "`validate`",
  change: "`report`, `drift`",
  run: "`report`, `drift`",
} as const;
/** A report alone compares a fleet file with a former one; that a waiver has ended, a program says, too. */
const TOLD_OTHERWISE: Partial<Record<FindingId, string>> = {
  "waiver-added": "`report --fleet-before`",
  "waiver-removed": "`report --fleet-before`",
  "waiver-ended": TOLD_BY.lint,
};

/** The page of all findings, made of the catalogue. */
export async function findingsPage(): Promise<GeneratedFile> {
  const rows = FINDING_IDS.map((id) => {
    const { level, meaning, about, otherLevels }: FindingRule = FINDINGS[id];
    const levels = otherLevels === undefined ? level : `${level}; ${otherLevels}`;
    return `| \`${id}\` | ${levels} | ${TOLD_OTHERWISE[id] ?? TOLD_BY[about]} | ${meaning} |`;
  });
  const table = ["| Finding | Level | Told by | Meaning |", "| --- | --- | --- | --- |", ...rows];
  const text = await format([INTRODUCTION, ...table].join("\n"), { parser: "markdown", printWidth: 120 });
  return { path: "docs/findings.md", text };
}
