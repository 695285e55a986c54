import { parse } from "parse5";
import type { ChangeReport, Routing } from "../../../schema/report/change-report";
import { renderHtml } from "../../../provider/report/render/html";
import { routeList } from "../../../provider/report/render/html/routes";
import { renderMarkdown } from "../../../provider/report/render/markdown";
import { renderText } from "../../../provider/report/render/text";
import { describeFlow, describeRoutings } from "../../../provider/report/render/words/mail";
import { elementsOf, textOf } from "../../support/html-nodes";
import { FIXTURE_NAMES, wholeReport } from "../../support/report-of";

const reportOf = (scenario: string): ChangeReport => ({ ...wholeReport(scenario), exitCode: 0 });

/** Words of a page's section of mailboxes; a value that isn't shown as it stands in the other forms. */
function mailboxesOf(report: ChangeReport): string {
  const sections = elementsOf(parse(renderHtml(report)));
  const section = sections.find(({ attrs }) => attrs.some(({ value }) => value === "mailboxes"));
  const text = section === undefined ? "" : textOf(section).replace(/\s+/gu, " ");
  return text.replaceAll("→ becomes", "→").replaceAll("secret, never shown", "[secret]");
}

test.each(FIXTURE_NAMES.map((scenario) => ({ scenario })))(
  "a page tells of mail in $scenario what the text tells",
  ({ scenario }) => {
    const report = reportOf(scenario);
    const section = mailboxesOf(report);
    for (const mailbox of report.mailboxes)
      expect(section).toContain(describeFlow(mailbox).replaceAll('"', ""));
  },
);

const UNTOLD = "not all of it can be told";

test.each([
  { scenario: "debug-secret", isTold: false },
  { scenario: "mail-diverted", isTold: true },
])("each form has a mark where not all of $scenario can be told, and only there", ({ scenario, isTold }) => {
  const report = reportOf(scenario);
  for (const form of [renderText(report), renderMarkdown(report), mailboxesOf(report)])
    expect(form.includes(UNTOLD)).toBe(!isTold);
});

describe("of mappings of one priority", () => {
  const routed = (ranks: readonly number[]): Routing => ({
    isPulled: true,
    isSignedIn: true,
    routes: ranks.map((rank, index) => {
      const mapping = "abc".charAt(index);
      return { mapping, plan: mapping, priority: 10 - rank, testing: null, rank };
    }),
    winner: "a",
    isCertain: true,
  });
  const REASON = "of one priority, VCC takes what was modified last";

  test.each([
    { rule: "which come first, each form says which one VCC takes", ranks: [1, 1, 2], isSaid: true },
    { rule: "which come behind, none does: they get no mail", ranks: [1, 2, 2], isSaid: false },
  ])("$rule", ({ ranks, isSaid }) => {
    const routing = routed(ranks);
    for (const form of [describeRoutings(routing, routing).join("\n"), routeList(routing).toString()])
      expect(form.includes(REASON)).toBe(isSaid);
  });
});
