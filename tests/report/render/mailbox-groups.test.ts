import { mailboxGroups } from "../../../provider/report/render/mailbox-groups";
import { describeMailboxes } from "../../../provider/report/render/words/mailboxes";
import { addressOf, digestOf, mappingOf, same, step } from "../../support/digest-of";
import { reportOf } from "../../support/report-of";

const LONG = "word ".repeat(40);
const CREDENTIAL = { method: "serviceAccount", provider: "google", key: "env:KEY", probe: false };
const NAMES = ["a", "b"] as const;
const mailOf = (name: string): string => `${name}@example.com`;

const described = (endings: readonly [string, string]) =>
  NAMES.map((name, index) => {
    const [before, after] = ["", `${LONG}${endings[index] ?? ""}`].map((description) =>
      addressOf(name, mailOf(name), { description }),
    );
    return step("update", before, after);
  });

const rerouted = (endings: readonly [string, string]) =>
  NAMES.flatMap((name, index) => [
    same(addressOf(name, mailOf(name))),
    step(
      "update",
      mappingOf(name, [mailOf(name)], "Sales"),
      mappingOf(name, [mailOf(name)], `${LONG}${endings[index] ?? ""}`),
    ),
  ]);

const created = (...given: readonly Readonly<Record<string, unknown>>[]) =>
  NAMES.flatMap((name, index) => [
    step("create", undefined, addressOf(name, mailOf(name), { credential: CREDENTIAL })),
    step("create", undefined, mappingOf(name, [mailOf(name)], "Sales", given[index])),
  ]);

const levels = { "plan-changed": "info" } as const;

describe("mailboxes are told together", () => {
  test.each([
    { rule: "that get the same description", steps: described(["1", "1"]), groups: 1 },
    { rule: "not those whose descriptions differ at the end", steps: described(["1", "2"]), groups: 2 },
    { rule: "whose mail goes to the same plan", steps: rerouted(["1", "1"]), groups: 1 },
    { rule: "not those whose plans differ at the end", steps: rerouted(["1", "2"]), groups: 2 },
    { rule: "that are new and have the same", steps: created(), groups: 1 },
    { rule: "not new ones of other priorities", steps: created({}, { priority: 6_000 }), groups: 2 },
  ])("$rule", ({ steps, groups }) => {
    const report = { ...reportOf(digestOf(steps), { levels }), exitCode: 0 };
    expect(mailboxGroups(report)).toHaveLength(groups);
  });
});

test("the line of new mailboxes tells the mail that their mappings keep from the plan", () => {
  const tested = { testing: { interactionPlan: "Test", fromAddresses: ["boss@example.com"] } };
  const report = { ...reportOf(digestOf(created(tested, tested))), exitCode: 0 };

  expect(mailboxGroups(report).map((group) => describeMailboxes(group)[0])).toEqual([
    '2 mailboxes: new; mail: nobody → plan "Sales"; mail of "boss@example.com" → plan "Test"',
  ]);
});
