import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { ChangeReport } from "../../../schema/report/change-report";
import { renderGithub } from "../../../provider/report/render/github";
import { renderMarkdown } from "../../../provider/report/render/markdown";
import { renderSarif } from "../../../provider/report/render/sarif";
import { renderText } from "../../../provider/report/render/text";
import { SAMPLE_REPORTS } from "../../support/sample-reports";

const sarifOf = (report: ChangeReport): Log => JSON.parse(renderSarif(report)) as Log;
const printed = (value: unknown): string => JSON.stringify(value, null, 2);

/** The log without its rules, which are the same in all of them. */
function withoutTool(log: Log): unknown {
  return { ...log, runs: log.runs.map(({ tool: _tool, ...run }) => run) };
}

const FORMS = [
  { form: "md", render: (report: ChangeReport) => renderMarkdown(report) },
  { form: "txt", render: (report: ChangeReport) => renderText(report) },
  { form: "sarif.json", render: (report: ChangeReport) => printed(withoutTool(sarifOf(report))) },
  { form: "github.txt", render: renderGithub },
];

const CASES = Object.entries(SAMPLE_REPORTS).flatMap(([name, report]) =>
  FORMS.map(({ form, render }) => ({ file: `${name}.${form}`, report, render })),
);

/** With UPDATE_GOLDEN=1 the files are written: their difference is then to be read. */
function golden(file: string, text: string): string {
  const path = join(__dirname, "golden", file);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, text);
  return readFileSync(path, "utf8");
}

test.each(CASES)("$file reads as it was agreed", ({ file, report, render }) => {
  const text = `${render(ChangeReport.parse(report))}\n`;

  expect(text).toBe(golden(file, text));
});

test("the rules of a SARIF log are those of the catalogue, in every log", () => {
  const [tool, ...others] = Object.values(SAMPLE_REPORTS).map((report) =>
    printed(sarifOf(report).runs[0]?.tool),
  );
  const text = `${tool}\n`;

  expect(text).toBe(golden("rules.sarif.json", text));
  expect(new Set(others)).toEqual(new Set([tool]));
});
