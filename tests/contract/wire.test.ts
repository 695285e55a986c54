import * as fc from "fast-check";
import { createWire } from "../../provider/client/wire";
import { Contract } from "../../schema/contract/contract";
import { CONTRACT_KINDS, type ContractKindName } from "../../schema/contract/kinds";
import { bodyOf, profileOf } from "../support/arbitrary-profile";

/** The body without what the contract says isn't there. */
function withoutAbsent(body: Record<string, unknown>, kind: ContractKindName, contract: Contract): object {
  return Object.fromEntries(
    Object.entries(body).flatMap(([field, value]) => {
      if (contract.lacksField(kind, field)) return [];
      if (typeof value !== "object" || value === null || Array.isArray(value)) return [[field, value]];
      const parts = Object.entries(value).filter(([part]) => !contract.lacksField(kind, `${field}.${part}`));
      return [[field, Object.fromEntries(parts)]];
    }),
  );
}

const KINDS = Object.keys(CONTRACT_KINDS) as ContractKindName[];

test.each(KINDS)("%s: what is written in any profile's spelling is read as it was", (kind) => {
  fc.assert(
    fc.property(profileOf(kind), (profile) => {
      const contract = new Contract(profile, { file: "vcc-contract.yaml", digest: "sha256:0" });
      const wire = createWire(contract, kind);
      const body = bodyOf(kind, contract.dataSources(kind));
      const sent = JSON.parse(JSON.stringify(wire.encode(body))) as Record<string, unknown>;
      const told = JSON.parse(JSON.stringify(wire.decode(sent))) as Record<string, unknown>;
      if (contract.dataSources(kind) === "object" && "dataSources" in told)
        told["dataSources"] = [told["dataSources"]];
      const wanted = withoutAbsent(body, kind, contract);
      for (const [field, value] of Object.entries(wanted))
        expect([field, told[field]]).toEqual([field, value]);
    }),
    { numRuns: 300 },
  );
});

test.each(KINDS)(
  "%s: a PUT of the whole keeps what isn't known, and changes no more than it should",
  (kind) => {
    fc.assert(
      fc.property(profileOf(kind), (profile) => {
        const contract = new Contract(profile, { file: "vcc-contract.yaml", digest: "sha256:0" });
        const wire = createWire(contract, kind);
        const body = bodyOf(kind, contract.dataSources(kind));
        const raw = { ...wire.encode(body), ownOfVcc: { kept: true } };
        const { readOnly, essential } = CONTRACT_KINDS[kind];
        const written = essential.find((field) => !(readOnly as readonly string[]).includes(field));
        if (written === undefined) return;
        const whole = wire.encodeWhole(raw, { [written]: "changed" });
        expect(whole["ownOfVcc"]).toEqual({ kept: true });
        const told = wire.decode(whole) as Record<string, unknown>;
        const was = wire.decode(raw) as Record<string, unknown>;
        expect(told[written]).toBe("changed");
        for (const [field, value] of Object.entries(was)) {
          if (field === written || (readOnly as readonly string[]).includes(field)) continue;
          expect([field, told[field]]).toEqual([field, value]);
        }
      }),
      { numRuns: 300 },
    );
  },
);

test("a place that VCC's own field has left to another isn't emptied by a PUT of the whole", () => {
  const fields = { authentication: null, dataSources: "authentication" };
  const wire = createWire(new Contract({ kinds: { emailAddress: { fields } } }), "emailAddress");
  const raw = { id: "adr_1", name: "Care", authentication: [{ name: "team", value: "care" }] };
  expect(wire.encodeWhole(raw, { name: "Sales" })).toEqual({
    name: "Sales",
    authentication: [{ name: "team", value: "care" }],
  });
});

test("a new object has no null, however deep its field lies", () => {
  const fields = { profileId: "links.profileId", description: "texts.about" };
  const wire = createWire(new Contract({ kinds: { emailAddress: { fields } } }), "emailAddress");
  expect(wire.encodeNew({ name: "Care", description: "Here", profileId: null })).toEqual({
    name: "Care",
    texts: { about: "Here" },
  });
});

test("a PUT of the whole keeps what isn't known of a block, and takes a block away", () => {
  const wire = createWire(
    new Contract({}, { file: "vcc-contract.yaml", digest: "sha256:0" }),
    "interactionPlanMapping",
  );
  const raw = { testing: { interactionPlanId: "p", fromAddresses: ["a"], schedule: "nightly" } };
  const testing = { interactionPlanId: "q", fromAddresses: ["b"] };
  expect(wire.encodeWhole(raw, { testing })).toEqual({ testing: { ...testing, schedule: "nightly" } });
  expect(wire.encodeWhole(raw, { testing: null })).toEqual({ testing: null });
});
