import type { MappingView } from "../../provider/report/routing/mapping-view";
import { rank } from "../../provider/report/routing/rank";
import { UNKNOWN } from "../../provider/values/unknown";

function view(name: string, priority: unknown, modifiedMs?: number): MappingView {
  return {
    name,
    priority,
    modifiedMs,
    mailboxes: new Map(),
    areMailboxesKnown: true,
    plan: "P",
    testing: undefined,
  };
}

test.each([
  { rule: "nobody", mappings: [], expected: [undefined, undefined] },
  { rule: "the only one, whatever isn't known", mappings: [view("a", UNKNOWN)], expected: ["a", undefined] },
  { rule: "the highest priority", mappings: [view("a", 9, 5), view("b", 10, 1)], expected: ["b", undefined] },
  {
    rule: "on a tie the last modified",
    mappings: [view("a", 5, 1), view("b", 5, 2)],
    expected: ["b", undefined],
  },
  {
    rule: "none on a tie of the same moment",
    mappings: [view("a", 5, 2), view("b", 5, 2)],
    expected: [undefined, "tie"],
  },
  {
    rule: "none on a tie where the time of one isn't known, however many are older",
    mappings: [view("a", 5, 2), view("b", 5, 1), view("c", 5)],
    expected: [undefined, "tie"],
  },
  {
    rule: "on a tie the one that the run writes",
    mappings: [view("a", 5, 9), { ...view("b", 5, 1), isWritten: true }],
    expected: ["b", undefined],
  },
  {
    rule: "none on a tie of two that the run writes",
    mappings: ["a", "b"].map((name) => ({ ...view(name, 5, 1), isWritten: true })),
    expected: [undefined, "tie"],
  },
  {
    rule: "none where another's priority isn't known",
    mappings: [view("a", 5, 2), view("b", UNKNOWN, 1)],
    expected: [undefined, "priority"],
  },
  {
    rule: "the highest, over a tie of others",
    mappings: [view("a", 1), view("b", 1), view("c", 2)],
    expected: ["c", undefined],
  },
])("mail goes to $rule", ({ mappings, expected }) => {
  const { winner, doubt } = rank(mappings);
  expect([winner?.name, doubt]).toEqual(expected);
});
