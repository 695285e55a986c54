import { addressOf, deleteFirst, digestOf, profileOf, same, step } from "../support/digest-of";
import { reportOf } from "../support/report-of";

const [X, Y] = ["x@example.com", "y@example.com"];

describe("a shared object concerns", () => {
  const profiled = (name: string, mailbox: string, profileId: string | undefined) => {
    const state = addressOf(name, mailbox);
    return { ...state, inputs: { ...state.inputs, profileId } };
  };
  const [before, after] = ["old", "new"].map((description) => profileOf("care", { description }));

  test.each([
    {
      rule: "the mailboxes that have its profile, before or after",
      steps: [
        same(profiled("a", X, "id-care")),
        step("update", profiled("b", Y, "id-care"), profiled("b", Y, "id-other")),
        same(profiled("c", "z@example.com", undefined)),
      ],
      expected: 2,
    },
    {
      rule: "a mailbox and the one that takes its place as one",
      steps: deleteFirst(profiled("a", X, "id-care"), profiled("a", Y, "id-care")),
      expected: 1,
    },
    {
      rule: "nobody knows whom, where the profile of an address is secret",
      steps: [same(profiled("a", X, "[secret]"))],
      expected: null,
    },
  ])("$rule", ({ steps, expected }) => {
    const report = reportOf(digestOf([...steps, step("update", before, after)]));
    expect(report.shared.map(({ mailboxes }) => mailboxes)).toEqual([expected]);
  });

  test("nobody knows whom, where the input lacks what stays as it is", () => {
    const text = JSON.stringify({
      steps: [step("update", before, after)],
      changeSummary: { update: 1, same: 3 },
    });
    expect(reportOf(text).shared.map(({ mailboxes }) => mailboxes)).toEqual([null]);
  });
});
