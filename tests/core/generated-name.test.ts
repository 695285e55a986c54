import fc from "fast-check";
import { generateName, parseUrn } from "../../provider/core/generated-name";
import { MAX_NAME_CHARACTERS } from "../../schema/limits";
import { countCharacters } from "../../schema/rule";

describe("a generated name", () => {
  test("is the resource's name and a short hash", () => {
    expect(generateName("7f3", "support", ["support@example.com"])).toMatch(/^support-[0-9a-f]{8}$/u);
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

test("a URN is read with the parents in its type and colons in its name", () => {
  expect(
    parseUrn("urn:pulumi:dev::inboxes::vcc:Inbox$pulumi-nodejs:dynamic/vcc:EmailAddress::a::b"),
  ).toMatchObject({
    stack: "dev",
    project: "inboxes",
    name: "a::b",
  });
});
