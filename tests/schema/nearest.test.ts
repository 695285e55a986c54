import { nearest } from "../../schema/nearest";

describe("a name is taken for a misspelt one where it has at most one slip in three letters", () => {
  test.each([
    { slip: "a missing letter", name: "suport", known: "support" },
    { slip: "an additional letter", name: "dataSourcess", known: "dataSources" },
    { slip: "a wrong letter", name: "subjekt", known: "subject" },
    { slip: "two letters that have changed places", name: "slaes", known: "sales" },
    { slip: "the same in a short name", name: "caer", known: "care" },
    { slip: "two slips in a longer name", name: "intractionPln", known: "interactionPlan" },
    { slip: "the case", name: "EMEA", known: "emea" },
    { slip: "the way to join words", name: "interaction_plan", known: "interactionPlan" },
    { slip: "one of several words", name: "suport-de", known: "support-de" },
  ])("$slip: $name", ({ name, known }) => {
    expect(nearest(name, ["archive", known, "x"])).toBe(known);
  });

  test.each([
    { rule: "another word", name: "warranty", known: "archive" },
    { rule: "another word of the same kind", name: "tier", known: "inbox" },
    { rule: "another short name", name: "it", known: "hr" },
    { rule: "another letter", name: "a", known: "b" },
    { rule: "another number", name: "team2", known: "team1" },
    { rule: "another part of a name, however long what they share", name: "support-fr", known: "support-de" },
    { rule: "a part of its own", name: "support-eu", known: "support" },
  ])("not $rule: $name isn't $known", ({ name, known }) => {
    expect(nearest(name, [known])).toBeUndefined();
  });

  test("of several near ones it is the nearest", () => {
    expect(nearest("suport2", ["support1", "support22", "support2"])).toBe("support2");
    expect(nearest("salse", ["sauce", "sales"])).toBe("sales");
  });
});
