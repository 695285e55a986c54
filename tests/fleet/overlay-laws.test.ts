import { BUILT_IN_CONTRACT } from "../../schema/contract/contract";
import * as fc from "fast-check";
import { checkInputs } from "../../provider/lifecycle/check";
import type { ResourceDefinition } from "../../provider/lifecycle/definition";
import { toIdentity } from "../../provider/lifecycle/generated-name";
import { createCredentials } from "../../provider/credentials/index";
import { renderFleetJson } from "../../provider/fleet/render-fleet";
import { emailAddress } from "../../provider/kinds/email-address/handler";
import { emailProfile } from "../../provider/kinds/email-profile/handler";
import { emailSignature } from "../../provider/kinds/email-signature/handler";
import { interactionPlanMapping } from "../../provider/kinds/interaction-plan-mapping/handler";
import type { Fleet } from "../../schema/fleet/fleet";
import { fleets } from "../support/arbitrary-fleet";
import { resolveText } from "../support/fleet-text";

/** Values that are wrong in most places, and right in some. */
const anything = fc.oneof(
  fc.constantFrom(
    null,
    "",
    "x",
    "a@example.com",
    "${inbox}",
    "${nobody}",
    0,
    1,
    -1,
    10_001,
    1.5,
    true,
    "google",
    "env:KEY",
  ),
  fc.constantFrom(
    [],
    {},
    ["x"],
    ["a@example.com", "A@example.com"],
    { flow: 1 },
    { "a(b": "x" },
    { method: "interactive" },
    { html: "x", file: "y" },
  ),
);
const property = fc.constantFrom(
  "emailAddress",
  "name",
  "description",
  "serviceNameForReports",
  "dataSources",
  "credential",
  "profile",
  "signature",
  "mapping",
  "adopt",
  "protect",
  "keepInVcc",
  "nonsense",
);
const inner = fc.constantFrom(
  "interactionPlan",
  "priority",
  "testing",
  "fromAddresses",
  "name",
  "settings",
  "html",
  "file",
  "template",
  "method",
  "provider",
  "key",
  "fromId",
  "flow",
  "addresses",
  "inboxes",
);
const part = fc.oneof(
  anything,
  fc.dictionary(inner, fc.oneof(anything, fc.dictionary(inner, anything, { maxKeys: 2 })), { maxKeys: 3 }),
);
const entry = fc.oneof(fc.constant(null), fc.dictionary(property, part, { maxKeys: 3 }));
const overlays = fc.record(
  {
    defaults: fc.dictionary(property, part, { maxKeys: 2 }),
    inboxes: fc.dictionary(fc.constantFrom("a", "b", "c.d", "e-f", "1", "new"), entry, { maxKeys: 3 }),
    profiles: fc.dictionary(fc.constantFrom("p-a", "p-b", "a"), fc.oneof(part, entry), { maxKeys: 2 }),
    mappings: fc.dictionary(fc.constantFrom("m-a", "m-b", "a"), fc.oneof(part, entry), { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);

const credentials = createCredentials({
  environment: { KEY: "x" },
  folder: "/nowhere",
  config: () => undefined,
});

/** What check, which is the provider's own, says of the resources that the fleet stands for. */
function failuresOf({ fleet, signatures }: ReturnType<typeof resolveText>): string[] {
  const { inboxes = {}, profiles = {}, mappings = {} } = fleet;
  return [
    ...Object.values(profiles).flatMap((profile) => profileFailures(profile)),
    ...Object.entries(inboxes).flatMap(([name, inbox]) => [
      ...failures(
        emailAddress,
        pick(inbox, [
          "emailAddress",
          "name",
          "description",
          "serviceNameForReports",
          "dataSources",
          "credential",
          "adopt",
        ]),
      ),
      ...(typeof inbox.profile === "object" ? profileFailures(inbox.profile) : []),
      ...(inbox.mapping
        ? failures(interactionPlanMapping, { ...inbox.mapping, addresses: [inbox.emailAddress] })
        : []),
      ...(inbox.signature
        ? failures(emailSignature, {
            addressId: "id",
            html: signatures.get(name),
            adopt: inbox.signature.adopt,
          })
        : []),
    ]),
    ...Object.values(mappings).flatMap((mapping) => {
      const named = (mapping.inboxes ?? []).map((name) => inboxes[name]?.emailAddress ?? "");
      const addresses = [
        ...new Set([...named, ...(mapping.addresses ?? [])].map((address) => address.toLowerCase())),
      ];
      const args = pick(mapping, [
        "interactionPlan",
        "name",
        "description",
        "priority",
        "dataSources",
        "testing",
        "adopt",
      ]);
      return failures(interactionPlanMapping, { ...args, addresses });
    }),
  ];
}

type Profile = NonNullable<Fleet["profiles"]>[string];

function profileFailures(profile: Profile): string[] {
  if (profile.fromId !== undefined || profile.fromName !== undefined) return [];
  return failures(emailProfile, pick(profile, ["name", "description", "settings", "adopt"]));
}

function failures<Desired extends object, State extends object>(
  definition: ResourceDefinition<Desired, State>,
  news: Record<string, unknown>,
): string[] {
  const resource = { ...toIdentity("urn:pulumi:dev::test::type::name"), stackIdentity: "7f3" };
  return checkInputs(definition, {
    olds: {},
    news,
    resource,
    credentials,
    contract: BUILT_IN_CONTRACT,
  }).failures.map(({ reason }) => reason);
}

function pick(bag: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(bag).filter(([key]) => names.includes(key)));
}

test("no overlay makes an invalid inbox without an error", () => {
  fc.assert(
    fc.property(fleets, overlays, (fleet, overlay) => {
      const { fleet: base } = JSON.parse(renderFleetJson(fleet, {})) as { fleet: object };
      const resolved = resolveText(JSON.stringify({ ...base, environments: { over: overlay } }), {
        environment: "over",
      });
      fc.pre(!resolved.problems.some(({ severity }) => severity === "error"));
      expect(failuresOf(resolved)).toEqual([]);
    }),
    // One overlay in twelve or so is valid.
    { numRuns: 30 },
  );
});

test("every error has a place in the file and a message without an undefined in it", () => {
  fc.assert(
    fc.property(fleets, overlays, (fleet, overlay) => {
      const { fleet: base } = JSON.parse(renderFleetJson(fleet, {})) as { fleet: object };
      const text = JSON.stringify({ ...base, environments: { over: overlay } }, undefined, 1);
      const lines = text.split("\n");
      for (const { file, line, column, message } of resolveText(text, { environment: "over" }).problems) {
        if (file !== "inboxes.yaml") continue;
        expect(lines[line - 1]?.length).toBeGreaterThanOrEqual(column);
        expect(message).not.toMatch(/undefined|\[object/u);
        expect(message).toMatch(/[.!]$|VALUE$/u);
      }
    }),
  );
});
