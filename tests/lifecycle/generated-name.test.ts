import fc from "fast-check";
import { generateName, looksGenerated, toIdentity } from "../../provider/lifecycle/generated-name";
import { MAX_NAME_CHARACTERS } from "../../schema/limits";
import { countCharacters } from "../../schema/rule";

describe("a generated name", () => {
  test("is the resource's name and a short hash", () => {
    expect(generateName("7f3", "support", ["support@example.com"])).toMatch(/^support-[0-9a-f]{8}$/u);
    // Names that exist stay as they are, as long as they are made in this way.
    expect(generateName("7f3", "support", ["support@example.com"])).toBe("support-2681a6c6");
  });

  test.each([
    { rule: "another stack", other: generateName("b21", "support", ["a@b.co"]) },
    { rule: "another mailbox", other: generateName("7f3", "support", ["c@b.co"]) },
  ])("differs for $rule", ({ other }) => expect(other).not.toBe(generateName("7f3", "support", ["a@b.co"])));

  test("ignores the case of the mailbox", () => {
    expect(generateName("7f3", "support", ["A@b.co"])).toBe(generateName("7f3", "support", ["a@B.co"]));
  });

  test("fits the limit whatever the resource is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }), (name) => {
        expect(countCharacters(generateName("7f3", name, ["a@b.co"]))).toBeLessThanOrEqual(
          MAX_NAME_CHARACTERS,
        );
      }),
    );
  });
});

describe("whether another stack has generated the name of an object that is taken over", () => {
  const own = generateName("7f3", "support", ["a@b.co"]);

  test.each([
    { name: "support-0123abcd", isGenerated: true, rule: "this resource's name and a hash" },
    { name: "care-0123abcd", isGenerated: true, rule: "another resource's" },
    { name: "support-12345678", isGenerated: true, rule: "this resource's, and a hash of digits alone" },
    { name: "care-12345678", isGenerated: false, rule: "a number" },
    { name: "care-deadbeef", isGenerated: false, rule: "a word" },
    { name: "support-20240115", isGenerated: false, rule: "a date" },
    { name: "support-15012024", isGenerated: false, rule: "a date, day first" },
    { name: "support-01152024", isGenerated: false, rule: "a date, month first" },
    { name: "support-0123ABCD", isGenerated: false, rule: "no hash, which is in small letters" },
    { name: "support-2024", isGenerated: false, rule: "no hash, which has eight characters" },
    { name: "Support desk", isGenerated: false, rule: "no hash at all" },
  ])("$name: $isGenerated, $rule", ({ name, isGenerated }) =>
    expect(looksGenerated(name, own)).toBe(isGenerated),
  );

  test("is always known, whatever resource of whatever stack it is", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string({ minLength: 1, maxLength: 300 }), (identity, resource) => {
        expect(looksGenerated(generateName(identity, resource, []), own)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

test("a URN is read with the parents in its type and colons in its name", () => {
  expect(
    toIdentity("urn:pulumi:dev::inboxes::vcc:Inbox$pulumi-nodejs:dynamic/vcc:EmailAddress::a::b"),
  ).toMatchObject({
    stack: "dev",
    project: "inboxes",
    name: "a::b",
  });
});
