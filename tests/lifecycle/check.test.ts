import { BUILT_IN_CONTRACT } from "../../schema/contract/contract";
import { checkInputs, propertyPath } from "../../provider/lifecycle/check";
import { toIdentity } from "../../provider/lifecycle/generated-name";
import { UNKNOWN } from "../../provider/values/unknown";
import { createCredentials } from "../../provider/credentials/index";
import { emailAddress } from "../../provider/kinds/email-address/handler";
import { emailProfile } from "../../provider/kinds/email-profile/handler";
import { emailSignature } from "../../provider/kinds/email-signature/handler";
import { interactionPlanMapping } from "../../provider/kinds/interaction-plan-mapping/handler";

const KINDS = { emailAddress, emailProfile, emailSignature, interactionPlanMapping };
const SECRET = "literal-secret-nobody-may-see";
const resource = {
  ...toIdentity("urn:pulumi:dev::inboxes::pulumi-nodejs:dynamic/vcc:EmailAddress::support"),
  stackIdentity: "7f3",
};
const credentials = createCredentials({ environment: {}, folder: "/", config: () => undefined });

function check(kind: keyof typeof KINDS, news: Record<string, unknown>, olds: Record<string, unknown> = {}) {
  return checkInputs(KINDS[kind], { olds, news, resource, credentials, contract: BUILT_IN_CONTRACT });
}

const address = { emailAddress: "support@example.com" };
const mapping = { interactionPlan: "Customer support", addresses: ["support@example.com"] };

describe("bad input is refused before any call, with path, value, rule and next step", () => {
  test.each<{ rule: string; kind: keyof typeof KINDS; news: Record<string, unknown>; failures: string[] }>([
    {
      rule: "a bad email address",
      kind: "emailAddress",
      news: { emailAddress: "support" },
      failures: [
        'emailAddress: an email address such as support@example.com, got "support". Give the address of one mailbox, without a display name.',
      ],
    },
    {
      rule: "a missing email address",
      kind: "emailAddress",
      news: {},
      failures: [
        "emailAddress: an email address such as support@example.com, got nothing. Give the address of one mailbox, without a display name.",
      ],
    },
    {
      rule: "an over-long name",
      kind: "emailProfile",
      news: { name: "x".repeat(129) },
      failures: [
        `name: text of 1 to 128 characters, got "${"x".repeat(79)}…. Shorten it, or leave it out to have a name generated.`,
      ],
    },
    {
      rule: "an empty name",
      kind: "emailProfile",
      news: { name: "" },
      failures: [
        'name: text of 1 to 128 characters, got "". Shorten it, or leave it out to have a name generated.',
      ],
    },
    {
      rule: "reserved characters in a data-source key",
      kind: "emailAddress",
      news: { ...address, dataSources: { "fl(ow)": "x", ok: "y" } },
      failures: [
        'dataSources["fl(ow)"]: a data-source key of at least 1 character on one line, without ( ) $ :, control characters and commands to CI systems, other than toString, got "fl(ow)". Rename the key.',
      ],
    },
    {
      rule: "a data source that is no text",
      kind: "emailAddress",
      news: { ...address, dataSources: { flow: 3 } },
      failures: ["dataSources.flow: a text value, got 3. Quote numbers and booleans: data sources are text."],
    },
    {
      rule: "a priority out of range",
      kind: "interactionPlanMapping",
      news: { ...mapping, priority: 0 },
      failures: ["priority: whole number from 1 to 10000, got 0. Use 1 for the lowest."],
    },
    {
      rule: "a priority that isn't whole",
      kind: "interactionPlanMapping",
      news: { ...mapping, priority: 1.5 },
      failures: ["priority: whole number from 1 to 10000, got 1.5. Use 1 for the lowest."],
    },
    {
      rule: "an address twice in one mapping",
      kind: "interactionPlanMapping",
      news: { ...mapping, addresses: ["a@example.com", "A@example.com"] },
      failures: [
        'addresses[1]: each address once, compared without case, got "A@example.com" again. Remove the second one.',
      ],
    },
    {
      rule: "a mapping without addresses",
      kind: "interactionPlanMapping",
      news: { ...mapping, addresses: [] },
      failures: [
        "addresses: at least 1 email address, got []. Name the addresses whose mail the plan takes, as [address.emailAddress].",
      ],
    },
    {
      rule: "an unknown property, with the nearest known one",
      kind: "emailAddress",
      news: { ...address, dataSource: {} },
      failures: [
        'dataSource: unknown property. Did you mean "dataSources"? Known are emailAddress, name, description, serviceNameForReports, dataSources, profileId, credential, adopt.',
      ],
    },
    {
      rule: "an unknown property of a part",
      kind: "interactionPlanMapping",
      news: {
        ...mapping,
        testing: { interactionPlan: "Sales", fromAddresses: ["qa@example.com"], fromAdresses: [] },
      },
      failures: [
        'testing: unknown property "fromAdresses". Did you mean "fromAddresses"? Known are interactionPlan, fromAddresses.',
      ],
    },
    {
      rule: "a credential field of another method",
      kind: "emailAddress",
      news: { ...address, credential: { method: "interactive", key: "env:KEY" } },
      failures: [
        'credential: "key" belongs to the method serviceAccount, not to interactive. Remove it or change the method.',
      ],
    },
    {
      rule: "a literal secret where a reference is expected, without showing it",
      kind: "emailAddress",
      news: { ...address, credential: { provider: "google", method: "serviceAccount", key: SECRET } },
      failures: [
        "credential.key: a reference to a secret, in the form env:NAME, file:path or config:key, got a value that is not shown, as it may be a secret. Put the secret in one of those places and name it here: a literal secret would land in the stack's state.",
      ],
    },
    {
      rule: "HTML over 100 KB, counted in bytes",
      kind: "emailSignature",
      news: { addressId: "adr_1", html: "é".repeat(51_201) },
      failures: [
        "html: at most 102400 bytes (100 KB) of UTF-8, got 102402 bytes. Link to images instead of embedding them.",
      ],
    },
    {
      rule: "a setting that is a list",
      kind: "emailProfile",
      news: { settings: { a: [] } },
      failures: [
        "settings.a: text, a number or a boolean, got a list of 0. Settings hold no lists, maps or nulls.",
      ],
    },
  ])("$rule", ({ kind, news, failures }) => {
    const result = check(kind, news);
    expect(result.failures.map(({ reason }) => reason)).toEqual(failures);
    expect(JSON.stringify(result.failures)).not.toContain(SECRET);
  });

  test("all failures of a resource come at once, each with its path", () => {
    const news = { emailAddress: "x", name: "", serviceNameForReports: "y", profileId: "", nmae: 1 };
    expect(check("emailAddress", news).failures.map(({ property }) => property)).toEqual([
      "nmae",
      "emailAddress",
      "name",
      "serviceNameForReports",
      "profileId",
    ]);
  });
});

describe("limits are met exactly", () => {
  test.each<{ rule: string; kind: keyof typeof KINDS; news: Record<string, unknown> }>([
    {
      rule: "128 characters of name, counted in code points",
      kind: "emailProfile",
      news: { name: "😀".repeat(128) },
    },
    { rule: "500 characters of description", kind: "emailProfile", news: { description: "x".repeat(500) } },
    { rule: "100 KB of HTML", kind: "emailSignature", news: { addressId: "a", html: "x".repeat(102_400) } },
    { rule: "the lowest priority", kind: "interactionPlanMapping", news: { ...mapping, priority: 1 } },
    { rule: "the highest priority", kind: "interactionPlanMapping", news: { ...mapping, priority: 10_000 } },
  ])("$rule", ({ kind, news }) => expect(check(kind, news).failures).toEqual([]));
});

describe("check completes what the program declares", () => {
  test("a name that is left out is generated, and kept from then on, also when the resource is renamed", () => {
    const first = check("emailAddress", address).inputs;
    expect(first["name"]).toMatch(/^support-/u);
    const kept = { ...first, name: "kept", __generatedName: "kept" };
    expect(check("emailAddress", address, kept).inputs["name"]).toBe("kept");
  });

  test("a generated name that somebody changed in VCC is wanted back", () => {
    const first = check("emailAddress", address).inputs;
    expect(check("emailAddress", address, { ...first, name: "by hand" }).inputs["name"]).toBe(first["name"]);
  });

  test("a change of the mailbox generates a new name", () => {
    const olds = { emailAddress: "old@example.com", name: "support-old" };
    expect(check("emailAddress", address, olds).inputs["name"]).not.toBe("support-old");
  });

  test("the sign-in is wanted active", () => {
    expect(check("emailAddress", address).inputs["status"]).toBe("Active");
  });

  test("what means the same keeps the spelling of the last run", () => {
    const olds = { ...mapping, addresses: ["b@example.com", "A@example.com"], name: "m" };
    const news = { ...mapping, addresses: ["a@example.com", "b@example.com"] };
    expect(check("interactionPlanMapping", news, olds).inputs["addresses"]).toEqual(olds.addresses);
  });

  test("what isn't known yet is left alone, and doesn't keep the rest from being checked", () => {
    const { failures } = check("interactionPlanMapping", { ...mapping, addresses: [UNKNOWN], priority: 0 });
    expect(failures.map(({ property }) => property)).toEqual(["priority"]);
    const { inputs } = check("emailAddress", { emailAddress: UNKNOWN });
    expect(inputs["name"]).toBe(UNKNOWN);
  });
});

test.each([
  { path: ["addresses", 1], text: "addresses[1]" },
  { path: ["dataSources", "a.b"], text: 'dataSources["a.b"]' },
  { path: ["credential", "key"], text: "credential.key" },
])("a property path reads $text", ({ path, text }) => expect(propertyPath(path)).toBe(text));
