import { format } from "prettier";
import { FINDING_IDS, FINDINGS } from "../../schema/report/finding";
import type { GeneratedFile } from "./generated-file";

const INTRODUCTION = `# Findings

This page is made from the catalogue by \`npm run generate\`. The ids are the same in \`validate\`, \`report\` and \`drift\`.
\`report --level ID=LEVEL\` sets a level; rules of a fleet file can be [switched off there](fleet-file.md).
`;

const TOLD_OF = { lint: "fleet file and change", file: "fleet file", change: "change" } as const;

/** The page of all findings, made of the catalogue. */
export async function findingsPage(): Promise<GeneratedFile> {
  const rows = FINDING_IDS.map((id) => {
    const { level, meaning, about } = FINDINGS[id];
    return `| \`${id}\` | ${level} | ${TOLD_OF[about]} | ${meaning} |`;
  });
  const table = ["| Finding | Level | Told of | Meaning |", "| --- | --- | --- | --- |", ...rows];
  const text = await format([INTRODUCTION, ...table].join("\n"), { parser: "markdown", printWidth: 120 });
  return { path: "docs/findings.md", text };
}
