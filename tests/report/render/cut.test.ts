import * as fc from "fast-check";
import type { ChangeReport } from "../../../schema/report/change-report";
import { cutReport } from "../../../provider/report/render/cut";
import { findingsByFingerprint, findingsOf, levelRank } from "../../../provider/report/render/item-findings";
import { arbitraryReport } from "../../support/arbitrary-report";
import { largeReport, SAMPLE_REPORTS } from "../../support/sample-reports";

const LISTS = ["mailboxes", "shared", "drift", "findings"] as const;
const measure = (report: ChangeReport): number => JSON.stringify(report).length;
const emptied = (report: ChangeReport): ChangeReport => ({
  ...report,
  mailboxes: [],
  shared: [],
  drift: [],
  findings: [],
});

describe("a report that is cut", () => {
  test("fits, has whole items in their order, and counts each that is missing", () => {
    fc.assert(
      fc.property(arbitraryReport, fc.double({ min: 0, max: 1, noNaN: true }), (report, share) => {
        const room = measure(emptied(report)) + 20;
        const limit = room + Math.floor((measure(report) - room) * share);
        const cut = cutReport(report, limit, measure);

        expect(measure(cut ?? report)).toBeLessThanOrEqual(limit);
        for (const list of LISTS) {
          const kept: readonly object[] = cut?.[list] ?? [];
          expect(kept).toEqual((report[list] as readonly object[]).filter((item) => kept.includes(item)));
          expect(kept.length + (cut?.omitted[list] ?? 0)).toBe(report[list].length + report.omitted[list]);
        }
      }),
    );
  });

  test("keeps the riskiest", () => {
    const report = largeReport(200);
    const known = findingsByFingerprint(report);
    const ranks = (mailboxes: ChangeReport["mailboxes"]): number[] =>
      mailboxes.map((mailbox) => levelRank(findingsOf(mailbox, known)[0]?.level));
    const kept = cutReport(report, measure(report) / 4, measure)?.mailboxes ?? [];
    const cut = report.mailboxes.filter((mailbox) => !kept.includes(mailbox));

    expect(kept.length).toBeGreaterThan(20);
    expect(Math.max(...ranks(kept))).toBeLessThanOrEqual(Math.min(...ranks(cut)));
  });

  test("is the same report where it fits, and none where nothing does", () => {
    const report = SAMPLE_REPORTS.replaced;

    expect(cutReport(report, measure(report), measure)).toBe(report);
    expect(cutReport(report, 10, measure)).toBeUndefined();
  });
});
