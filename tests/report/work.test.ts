import { Parser } from "parse5";
import { renderReport } from "../../provider/cli/report/formats";
import { rank } from "../../provider/report/routing/rank";
import type * as ranking from "../../provider/report/routing/rank";
import { MOST_STEPS } from "../../provider/report/routing/timeline";
import { addressOf, digestOf, mappingOf, same, signatureOf, step } from "../support/digest-of";
import { reportOf } from "../support/report-of";

jest.mock("../../provider/report/routing/rank", () => {
  const actual = jest.requireActual<typeof ranking>("../../provider/report/routing/rank");
  return { ...actual, rank: jest.fn(actual.rank) };
});

const MAILBOXES = 600;

/** Each mailbox gets another signature. */
const digest = digestOf(
  Array.from({ length: MAILBOXES }, (_, index) => `m${String(index)}`).flatMap((name) => [
    same(addressOf(name, `${name}@example.com`)),
    step(
      "update",
      signatureOf(name, `<p>${name}, 9 to 17</p>`),
      signatureOf(name, `<p>${name}, 9 to <b>18</b></p>`),
    ),
  ]),
);

/** Number of times that HTML is parsed. */
function parsings(work: () => unknown): number {
  const parser = jest.spyOn(Parser, "getFragmentParser");
  try {
    work();
    return parser.mock.calls.length;
  } finally {
    parser.mockRestore();
  }
}

test("a report parses each text of a signature once, however often it is compared and told", () => {
  expect(parsings(() => reportOf(digest))).toBe(2 * MAILBOXES);
});

test("a comment parses the signatures that it may have room for, and no others", () => {
  const report = { ...reportOf(digest), exitCode: 0 };
  const texts = parsings(() => renderReport(report, { format: "markdown" })) / 2;
  expect(texts).toBeGreaterThan(10);
  expect(texts).toBeLessThan(MAILBOXES / 2);
});

describe("mappings of one mailbox, all of which the run writes,", () => {
  const rewritten = (count: number): string =>
    digestOf(
      Array.from({ length: count }, (_, index) => ({ name: `m${String(index)}`, priority: index + 1 })).map(
        ({ name, priority }) =>
          step(
            "update",
            mappingOf(name, ["care@example.com"], "Care", { priority }),
            mappingOf(name, ["care@example.com"], "Sales", { priority }),
          ),
      ),
    );
  const unfollowed = (count: number) =>
    reportOf(rewritten(count)).findings.filter(({ text }) => text.includes("too many to follow"));

  /** Number of mappings that are ranked, each as often as it is. */
  const rankings = (count: number): number => {
    const calls = jest.mocked(rank).mock.calls;
    calls.length = 0;
    reportOf(rewritten(count));
    return calls.reduce((sum, [mappings]) => sum + mappings.length, 0);
  };

  test("are ranked in the time of their number, not of its square", () => {
    expect(rankings(8 * MOST_STEPS) / rankings(2 * MOST_STEPS)).toBeLessThan(5);
  });

  test("are followed step by step up to 100 of them; of more, it's said that nobody can tell", () => {
    expect(unfollowed(MOST_STEPS)).toEqual([]);
    expect(unfollowed(MOST_STEPS + 1)).toMatchObject([
      { id: "cannot-tell", subject: { kind: "mailbox", name: "care@example.com" } },
    ]);
  });
});
