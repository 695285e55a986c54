import { join } from "node:path";
import type { Log } from "sarif";
import { ChangeReport } from "../../../schema/report/change-report";
import { renderGithub } from "../../../provider/report/render/github";
import { renderMarkdown } from "../../../provider/report/render/markdown";
import { renderSarif } from "../../../provider/report/render/sarif";
import { renderText } from "../../../provider/report/render/text";
import { golden } from "../../support/golden";
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

const goldenOf = (file: string, text: string): string => golden(join(__dirname, "golden", file), text);

test.each(CASES)("$file reads as it was agreed", ({ file, report, render }) => {
  const text = `${render(ChangeReport.parse(report))}\n`;

  expect(text).toBe(goldenOf(file, text));
});

test("the rules of a SARIF log are those of the catalogue, in every log", () => {
  const [tool, ...others] = Object.values(SAMPLE_REPORTS).map((report) =>
    printed(sarifOf(report).runs[0]?.tool),
  );
  const text = `${tool}\n`;

  expect(text).toBe(goldenOf("rules.sarif.json", text));
  expect(new Set(others)).toEqual(new Set([tool]));
});
