import { EMAIL_PROFILES } from "../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import * as fc from "fast-check";
import { type Reply, useSimulator, type WireClient } from "../support/wire-client";

const wire = useSimulator();

const emailAddress = fc.constantFrom("a@example.com", "A@example.com", "b@example.com", "c@example.com");
const name = fc.constantFrom("One", "Two", "Three");
const index = fc.nat({ max: 4 });

// Small pools, so that names clash and references break often.
const operation = fc.oneof(
  fc.record({ call: fc.constant("addAddress" as const), emailAddress, name, index }),
  fc.record({ call: fc.constant("editAddress" as const), name, index, other: index }),
  fc.record({ call: fc.constant("deleteAddress" as const), index }),
  fc.record({ call: fc.constant("addProfile" as const), name }),
  fc.record({ call: fc.constant("deleteProfile" as const), index }),
  fc.record({ call: fc.constant("addMapping" as const), name, to: fc.array(emailAddress, { maxLength: 3 }) }),
  fc.record({
    call: fc.constant("editMapping" as const),
    index,
    to: fc.array(emailAddress, { maxLength: 3 }),
  }),
  fc.record({ call: fc.constant("deleteMapping" as const), index }),
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

async function perform(client: WireClient, step: Operation): Promise<number> {
  const { addresses, profiles, mappings } = client.simulator.state();
  const addressPath = (at: number) => `${EMAIL_ADDRESSES.path}/${addresses[at]?.id ?? "gone"}`;
  const mappingPath = (at: number) =>
    `${INTERACTION_PLAN_MAPPINGS.path}/${mappings[at]?.mappingId ?? "gone"}`;
  const profileId = (at: number) => profiles[at]?.id ?? "gone";
  const send = (): Promise<Reply> => {
    switch (step.call) {
      case "addAddress": {
        const optional = step.index === 0 ? { profileId: profileId(0) } : {};
        return client.post(EMAIL_ADDRESSES.path, {
          emailAddress: step.emailAddress,
          name: step.name,
          ...optional,
        });
      }
      case "editAddress":
        return client.patch(addressPath(step.index), { name: step.name, profileId: profileId(step.other) });
      case "deleteAddress":
        return client.delete(addressPath(step.index));
      case "addProfile":
        return client.post(EMAIL_PROFILES.path, { name: step.name });
      case "deleteProfile":
        return client.delete(`${EMAIL_PROFILES.path}/${profileId(step.index)}`);
      case "addMapping": {
        const plan = { mappingDescription: "", interactionPlanId: client.planId(0) };
        return client.post(INTERACTION_PLAN_MAPPINGS.path, {
          ...plan,
          mappingName: step.name,
          toAddresses: step.to,
        });
      }
      case "editMapping":
        return client.patch(mappingPath(step.index), { toAddresses: step.to });
      case "deleteMapping":
        return client.delete(mappingPath(step.index));
    }
  };
  return (await send()).status;
}

/** Meets every status that there is, which random operations may not. */
const EVERY_STATUS: Operation[] = [
  { call: "addProfile", name: "One" },
  { call: "addAddress", emailAddress: "a@example.com", name: "One", index: 1 },
  { call: "editAddress", name: "Two", index: 0, other: 0 },
  { call: "addAddress", emailAddress: "A@example.com", name: "Three", index: 1 },
  { call: "addMapping", name: "One", to: [] },
  { call: "addMapping", name: "One", to: ["c@example.com"] },
  { call: "addMapping", name: "One", to: ["a@example.com"] },
  { call: "deleteAddress", index: 0 },
  { call: "deleteMapping", index: 0 },
  { call: "deleteProfile", index: 4 },
];

test("whatever is asked, the account keeps its rules, and a refusal changes nothing", async () => {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 40 }), async (steps) => {
      wire.simulator.reset();
      for (const step of steps) {
        const before = wire.simulator.state();
        const status = await perform(wire.client, step);
        statuses.add(status);
        const { addresses, profiles, mappings } = wire.simulator.state();
        if (status >= 400) expect(wire.simulator.state()).toEqual(before);
        else expect(wire.simulator.state()).not.toEqual(before);

        const known = addresses.map((address) => address.emailAddress.toLowerCase());
        for (const unique of [
          known,
          addresses.map((it) => it.name),
          profiles.map((it) => it.name),
          mappings.map((it) => it.mappingName),
        ]) {
          expect(new Set(unique).size).toBe(unique.length);
        }
        for (const { profileId } of addresses)
          expect([null, ...profiles.map(({ id }) => id)]).toContain(profileId);
        for (const { toAddresses } of mappings) {
          expect(toAddresses.length).toBeGreaterThan(0);
          expect(known).toEqual(expect.arrayContaining(toAddresses.map((address) => address.toLowerCase())));
        }
        const stamps = [...addresses, ...profiles, ...mappings].map(({ updatedAt }) => updatedAt);
        expect(new Set(stamps).size).toBe(stamps.length);
      }
    }),
    { numRuns: 40, examples: [[EVERY_STATUS]] },
  );
  expect([...statuses].sort()).toEqual([200, 201, 204, 400, 404, 409, 422]);
});
