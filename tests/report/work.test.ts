import { Parser } from "parse5";
import { renderReport } from "../../provider/cli/report/formats";
import { addressOf, digestOf, same, signatureOf, step } from "../support/digest-of";
import { reportOf } from "../support/report-of";

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
