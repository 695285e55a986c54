import type { ChangeReport } from "../../../schema/report/change-report";
import { SHORTEST_REPORT } from "../../report/render/cut";
import { renderGithub } from "../../report/render/github";
import { renderHtml, SHORTEST_PAGE } from "../../report/render/html";
import { renderMarkdown } from "../../report/render/markdown";
import { renderSarif } from "../../report/render/sarif";
import { renderText } from "../../report/render/text";
import { argumentError } from "../../errors";
import { jsonForTerminal } from "../../text/terminal";

interface Form {
  readonly render: (report: ChangeReport, maxLength: number | undefined) => string;
  /** Shortest length that holds the verdict; undefined where the form is never cut. */
  readonly shortest?: number;
}

/** Forms of a report. */
export const FORMATS = ["text", "json", "markdown", "html", "sarif", "github"] as const;
export type Format = (typeof FORMATS)[number];

const FORMS: Readonly<Record<Format, Form>> = {
  text: { render: renderText, shortest: SHORTEST_REPORT },
  json: { render: jsonForTerminal },
  markdown: { render: renderMarkdown, shortest: SHORTEST_REPORT },
  html: {
    render: (report, maxLength) => renderHtml(report, maxLength === undefined ? {} : { maxLength }),
    shortest: SHORTEST_PAGE,
  },
  sarif: { render: renderSarif },
  github: { render: renderGithub },
};

/** The report in a form. Error: a length that the form can't be cut to. */
export function renderReport(
  report: ChangeReport,
  { format, maxLength }: { readonly format: Format; readonly maxLength?: number | undefined },
): string {
  const { render, shortest } = FORMS[format];
  if (maxLength !== undefined && shortest === undefined)
    throw argumentError(`--max-length goes with a form that can be cut, got ${format}. Leave it out.`);
  if (maxLength !== undefined && shortest !== undefined && maxLength < shortest)
    throw argumentError(
      `--max-length of ${format} has to be ${shortest} characters or more, so that the verdict fits, got ${maxLength}.`,
    );
  return render(report, maxLength);
}
