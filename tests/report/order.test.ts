import { mailboxesInOrder } from "../../provider/report/order";
import type { ChangeReport } from "../../schema/report/change-report";
import { SAMPLE_REPORTS } from "../support/sample-reports";

test("mailboxes go from unrouted over deleted, replaced, credential and routing to text", () => {
  const [
    {
      mailboxes: [sample],
    },
  ] = [SAMPLE_REPORTS.signature];
  if (sample === undefined) throw new Error("the sample has a mailbox");
  const print = (index: number): string => String(index).padStart(32, "0");
  const ids = [
    "signature-changed",
    "plan-changed",
    "credential-expired",
    "mailbox-replaced",
    "address-deleted",
    "mail-unrouted",
  ] as const;
  const report: ChangeReport = {
    ...SAMPLE_REPORTS.signature,
    findings: ids.map((id, index) => ({
      id,
      level: "error",
      text: id,
      fingerprint: print(index),
      subject: { kind: "mailbox", name: id },
    })),
    mailboxes: ids.map((id, index) => ({ ...sample, mailbox: id, findings: [print(index)] })),
  };

  expect(mailboxesInOrder(report.mailboxes, report.findings).map(({ mailbox }) => mailbox)).toEqual(
    ids.toReversed(),
  );
});
