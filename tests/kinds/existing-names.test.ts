import { existingNames } from "../../provider/kinds/existing-names";

test.each([
  {
    rule: "a misspelt name is told the one that it was meant for, and all others",
    names: ["Sales", "Support"],
    told: 'Did you mean "Sales"? The account\'s plans are "Sales", "Support".',
  },
  { rule: "a strange one the others alone", names: ["Care"], told: 'The account\'s plans are "Care".' },
  { rule: "none is said as such", names: [], told: "The account's plans are none: create one first." },
  {
    rule: "of very many, some are told",
    names: Array.from({ length: 22 }, (_, index) => `${index}`),
    told: expect.stringMatching(/"19" and 2 more\.$/u) as string,
  },
])("$rule", ({ names, told }) => {
  expect(existingNames("plans", "Salse", names)).toEqual(told);
});
