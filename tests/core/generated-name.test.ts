import fc from "fast-check";
import { generateName, parseUrn } from "../../provider/core/generated-name";
import { MAX_NAME_CHARACTERS } from "../../schema/limits";
import { countCharacters } from "../../schema/rule";

const urn = (name: string, stack = "dev", project = "inboxes") =>
  parseUrn(`urn:pulumi:${stack}::${project}::pulumi-nodejs:dynamic/vcc:EmailAddress::${name}`);

describe("a generated name", () => {
  test("is the resource's name and a short hash", () => {
    expect(generateName(urn("support"), ["support@example.com"])).toMatch(/^support-[0-9a-f]{8}$/u);
  });

  test.each([
    { rule: "another stack", other: generateName(urn("support", "prod"), ["a@b.co"]) },
    { rule: "another project", other: generateName(urn("support", "dev", "other"), ["a@b.co"]) },
    { rule: "another mailbox", other: generateName(urn("support"), ["c@b.co"]) },
  ])("differs for $rule", ({ other }) => expect(other).not.toBe(generateName(urn("support"), ["a@b.co"])));

  test("ignores the case of the mailbox", () => {
    expect(generateName(urn("support"), ["A@b.co"])).toBe(generateName(urn("support"), ["a@B.co"]));
  });

  test("fits the limit whatever the resource is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }), (name) => {
        expect(countCharacters(generateName(urn(name), ["a@b.co"]))).toBeLessThanOrEqual(MAX_NAME_CHARACTERS);
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
