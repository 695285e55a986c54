import * as fc from "fast-check";
import type { Log } from "sarif";
import { FINDING_IDS } from "../../../schema/report/finding";
import { SHORTEST_REPORT } from "../../../provider/report/render/cut";
import { renderGithub } from "../../../provider/report/render/github";
import { renderSarif } from "../../../provider/report/render/sarif";
import { renderText } from "../../../provider/report/render/text";
import { arbitraryReport } from "../../support/arbitrary-report";
import { sarifProblems } from "../../support/sarif-schema";
import { largeReport, SAMPLE_REPORTS } from "../../support/sample-reports";

/** Whatever a terminal obeys, line ends aside. */
const CONTROLS = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u;
const BRACKET_COMMAND = /##[a-z]{0,16}\[/iu;

describe("a report for a terminal", () => {
  test("holds nothing that a terminal or a CI system obeys", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const text = renderText(report);

        expect(text).not.toMatch(CONTROLS);
        expect(text).not.toMatch(/^\s*::/mu);
        expect(text).not.toMatch(BRACKET_COMMAND);
      }),
      { numRuns: 100 },
    );
  });

  test("says first that the preview failed, else the verdict", () => {
    expect(renderText(SAMPLE_REPORTS.failed)).toMatch(/^The preview failed/u);
    expect(renderText(SAMPLE_REPORTS.unrouted)).toMatch(
      /^Error: Mail to support@example\.com reaches nobody/u,
    );
  });

  test("is as long as it is, unless a length is given", () => {
    const report = largeReport(1_000);

    expect(renderText(report)).not.toContain("This report is cut");
    expect(renderText(report, SHORTEST_REPORT).length).toBeLessThanOrEqual(SHORTEST_REPORT);
  });
});

describe("annotations for GitHub Actions", () => {
  test("are one command of ours for each finding, whatever the texts are", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const text = renderGithub(report);
        const lines = text === "" ? [] : text.split("\n");

        expect(lines).toHaveLength(report.findings.length);
        expect(
          lines.filter(
            (line) =>
              !/^::(?:error|warning|notice) (?:file=[^,:]*,line=\d+,col=\d+,)?title=pulumi-vcc [a-z-]+::/u.test(
                line,
              ),
          ),
        ).toEqual([]);
        expect(text).not.toMatch(CONTROLS);
        expect(text).not.toMatch(BRACKET_COMMAND);
      }),
    );
  });

  test("keep a percent sign, and a colon in a path", () => {
    const [finding] = SAMPLE_REPORTS.unrouted.findings;
    if (finding === undefined) throw new Error("the sample has a finding");
    const odd = {
      ...finding,
      text: "100% of support@example.com",
      place: { file: "a:b,c.yaml", line: 1, column: 2 },
    };

    expect(renderGithub({ ...SAMPLE_REPORTS.unrouted, findings: [odd] })).toBe(
      "::error file=a%3Ab%2Cc.yaml,line=1,col=2,title=pulumi-vcc mail-unrouted::100%25 of support@example.com",
    );
  });
});

describe("findings as SARIF", () => {
  test("the schema finds what is wrong", () => {
    expect(sarifProblems('{"version":"2.1.0"}')).not.toEqual([]);
  });

  test("are valid by its schema, whatever the texts are", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => expect(sarifProblems(renderSarif(report))).toEqual([])),
    );
  });

  test("have a place in a file, a rule of the catalogue and the fingerprint, and no link or Markdown", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const { runs } = JSON.parse(renderSarif(report)) as Log;
        const results = runs[0]?.results ?? [];

        expect(
          results.map(({ ruleId, ruleIndex, partialFingerprints }) => ({
            ruleId,
            ruleIndex,
            partialFingerprints,
          })),
        ).toEqual(
          report.findings.map(({ id, fingerprint }) => ({
            ruleId: id,
            ruleIndex: FINDING_IDS.indexOf(id),
            partialFingerprints: { "pulumiVccFinding/v1": fingerprint },
          })),
        );
        for (const { locations, message } of results) {
          const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "";
          expect(uri).toMatch(/^(?:[\w.!~*'()/-]|%[0-9A-F]{2})*$/u);
          expect(message.text).not.toContain("](");
          expect(message.markdown).toBeUndefined();
        }
      }),
    );
  });
});
