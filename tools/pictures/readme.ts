import type { ChangeReport } from "../../schema/report/change-report";
import { PICTURE } from "./picture";
import { pullRequestAs } from "./pull-request";

const BEGIN = "<!-- report: made by npm run pictures -->";
const END = "<!-- end of the report -->";
const BLOCK = new RegExp(`${BEGIN}[\\s\\S]*?${END}`, "u");

/** README with the report as it is now: the picture of its page, and its Markdown. Error: README has no marks for it. */
export async function withReport(readme: string): Promise<string> {
  if (!BLOCK.test(readme)) throw new Error(`README.md needs the lines ${BEGIN} and ${END}.`);
  const { verdict } = JSON.parse(await pullRequestAs("json")) as ChangeReport;
  const block = blockOf(verdict.text, await pullRequestAs("markdown"));
  return readme.replace(BLOCK, () => block);
}

function blockOf(verdict: string, markdown: string): string {
  return [
    BEGIN,
    "<!-- prettier-ignore-start -->",
    "",
    `[![Report: ${verdict}](${PICTURE})](docs/report.md)`,
    "",
    "<details>",
    "<summary>The same report as a comment on the pull request</summary>",
    "",
    markdown.trim(),
    "",
    "</details>",
    "",
    "<!-- prettier-ignore-end -->",
    END,
  ].join("\n");
}
