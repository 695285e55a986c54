import { INTERACTION_PLANS, INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { errorPaths, useSimulator } from "../support/wire-client";

const wire = useSimulator();
const NO_PLAN = "00000000-0000-4000-8000-000000000000";

async function valid(): Promise<Record<string, unknown>> {
  await wire.client.address("a@example.com");
  return {
    mappingName: "Support routing",
    mappingDescription: "",
    interactionPlanId: wire.client.planId(0),
    toAddresses: ["a@example.com"],
  };
}

test("a new mapping has priority 5000 and no testing unless told otherwise", async () => {
  const body = await valid();
  const reply = await wire.client.post(INTERACTION_PLAN_MAPPINGS.path, body);
  expect(reply.status).toBe(201);
  expect(reply.body).toEqual({
    ...body,
    mappingId: expect.stringMatching(/^map_/u),
    dataSources: [],
    priority: 5000,
    testing: null,
    updatedAt: expect.any(String),
  });
  expect(
    (await wire.client.get(`${INTERACTION_PLAN_MAPPINGS.path}/${String(reply.body.mappingId)}`)).body,
  ).toEqual(reply.body);
  expect((await wire.client.get(INTERACTION_PLAN_MAPPINGS.path)).body.mappings).toEqual([reply.body]);
});

test("addresses are a set without case or order, spelled the server's way; so are senders", async () => {
  const body = await valid();
  await wire.client.address("B@example.com");
  const testing = {
    interactionPlanId: wire.client.planId(2).toUpperCase(),
    fromAddresses: ["Z@x.org", "q@x.org"],
  };
  const toAddresses = ["b@EXAMPLE.com", "A@example.com", "B@example.com"];
  const reply = await wire.client.post(INTERACTION_PLAN_MAPPINGS.path, { ...body, toAddresses, testing });
  expect(reply.body).toMatchObject({
    toAddresses: ["a@example.com", "b@example.com"],
    testing: { interactionPlanId: wire.client.planId(2), fromAddresses: ["q@x.org", "z@x.org"] },
  });
});

test("addresses are compared without case alone: another spelling of an international domain isn't known", async () => {
  const body = await valid();
  await wire.client.address("info@bücher.example");
  const naming = (mailbox: string) =>
    wire.client.post(INTERACTION_PLAN_MAPPINGS.path, { ...body, toAddresses: [mailbox] });
  expect(await naming("info@xn--bcher-kva.example")).toMatchObject({ status: 422 });
  expect(await naming("INFO@Bücher.example")).toMatchObject({ status: 201 });
});

test("many mappings may name one address", async () => {
  await wire.client.address("a@example.com");
  await wire.client.mapping(["a@example.com"], { mappingName: "One" });
  await wire.client.mapping(["a@example.com"], { mappingName: "Two" });
  expect(wire.simulator.state().mappings).toHaveLength(2);
});

const TESTING = { interactionPlanId: NO_PLAN, fromAddresses: ["q@x.org"] };

test.each([
  { rule: "a name is needed", body: { mappingName: undefined }, status: 400, path: "mappingName" },
  { rule: "a name isn't empty", body: { mappingName: "" }, status: 400, path: "mappingName" },
  {
    rule: "a name has at most 128 code points",
    body: { mappingName: "x".repeat(129) },
    status: 400,
    path: "mappingName",
  },
  {
    rule: "a description is needed",
    body: { mappingDescription: undefined },
    status: 400,
    path: "mappingDescription",
  },
  {
    rule: "a plan is needed",
    body: { interactionPlanId: undefined },
    status: 400,
    path: "interactionPlanId",
  },
  {
    rule: "a plan is a GUID",
    body: { interactionPlanId: "Customer support" },
    status: 400,
    path: "interactionPlanId",
  },
  { rule: "a plan exists", body: { interactionPlanId: NO_PLAN }, status: 422, path: "interactionPlanId" },
  { rule: "addresses are needed", body: { toAddresses: undefined }, status: 400, path: "toAddresses" },
  { rule: "there is at least one address", body: { toAddresses: [] }, status: 400, path: "toAddresses" },
  {
    rule: "an address has its form",
    body: { toAddresses: ["a@example.com", "b"] },
    status: 400,
    path: "toAddresses.1",
  },
  {
    rule: "an address is known to VCC",
    body: { toAddresses: ["a@example.com", "b@x.org"] },
    status: 422,
    path: "toAddresses.1",
  },
  { rule: "priority begins at 1", body: { priority: 0 }, status: 400, path: "priority" },
  { rule: "priority ends at 10000", body: { priority: 10_001 }, status: 400, path: "priority" },
  { rule: "priority is whole", body: { priority: 1.5 }, status: 400, path: "priority" },
  { rule: "priority isn't text", body: { priority: "5" }, status: 400, path: "priority" },
  {
    rule: "a testing plan exists",
    body: { testing: TESTING },
    status: 422,
    path: "testing.interactionPlanId",
  },
  {
    rule: "testing has senders",
    body: { testing: { ...TESTING, fromAddresses: [] } },
    status: 400,
    path: "testing.fromAddresses",
  },
  {
    rule: "testing has no other fields",
    body: { testing: { ...TESTING, x: 1 } },
    status: 400,
    path: "testing.x",
  },
  {
    rule: "data-source keys keep their rule",
    body: { dataSources: [{ name: "$", value: "" }] },
    status: 400,
    path: "dataSources.0.name",
  },
  { rule: "no other fields", body: { name: "x" }, status: 400, path: "name" },
  { rule: "a name is unique", body: { mappingName: "Taken" }, status: 409, path: "mappingName" },
])("$rule: $status on $path, and nothing is made", async ({ body, status, path }) => {
  const good = await valid();
  await wire.client.mapping(["a@example.com"], { mappingName: "Taken" });
  const before = wire.simulator.state();
  const reply = await wire.client.post(INTERACTION_PLAN_MAPPINGS.path, { ...good, ...body });
  expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status, paths: [path] });
  expect(wire.simulator.state()).toEqual(before);
});

test.each([1, 10_000])("priority %i is allowed", async (priority) => {
  expect(
    await wire.client.post(INTERACTION_PLAN_MAPPINGS.path, { ...(await valid()), priority }),
  ).toMatchObject({
    body: { priority },
  });
});

describe("PATCH", () => {
  test.each([
    { rule: "absent keys stay", patch: {}, expected: {} },
    {
      rule: "null clears the description",
      patch: { mappingDescription: null },
      expected: { mappingDescription: "" },
    },
    { rule: "null resets the priority", patch: { priority: null }, expected: { priority: 5000 } },
    { rule: "null clears the data sources", patch: { dataSources: null }, expected: { dataSources: [] } },
    { rule: "null ends testing", patch: { testing: null }, expected: { testing: null } },
    { rule: "a priority changes", patch: { priority: 7 }, expected: { priority: 7 } },
    {
      rule: "addresses are replaced whole",
      patch: { toAddresses: ["b@example.com"] },
      expected: { toAddresses: ["b@example.com"] },
    },
  ])(
    "$rule, and updatedAt moves: a write that changes nothing counts as one",
    async ({ patch, expected }) => {
      await wire.client.address("a@example.com");
      await wire.client.address("b@example.com");
      const id = await wire.client.mapping(["a@example.com"], {
        mappingDescription: "d",
        priority: 9,
        dataSources: [{ name: "a", value: "1" }],
        testing: { interactionPlanId: wire.client.planId(2), fromAddresses: ["q@x.org"] },
      });
      const path = `${INTERACTION_PLAN_MAPPINGS.path}/${id}`;
      const { body: before } = await wire.client.get(path);
      const reply = await wire.client.patch(path, patch);
      expect(reply.body).toEqual({ ...before, ...expected, updatedAt: expect.any(String) });
      expect(String(reply.body.updatedAt) > String(before.updatedAt)).toBe(true);
      expect((await wire.client.get(path)).body).toEqual(reply.body);
    },
  );

  test.each([
    { rule: "a name can't be cleared", patch: { mappingName: null }, status: 400, path: "mappingName" },
    {
      rule: "a plan can't be cleared",
      patch: { interactionPlanId: null },
      status: 400,
      path: "interactionPlanId",
    },
    { rule: "addresses can't be cleared", patch: { toAddresses: null }, status: 400, path: "toAddresses" },
    {
      rule: "an unknown plan",
      patch: { interactionPlanId: NO_PLAN },
      status: 422,
      path: "interactionPlanId",
    },
    { rule: "an unknown address", patch: { toAddresses: ["b@x.org"] }, status: 422, path: "toAddresses.0" },
    { rule: "another mapping's name", patch: { mappingName: "Taken" }, status: 409, path: "mappingName" },
    { rule: "the id is the server's", patch: { mappingId: "x" }, status: 400, path: "mappingId" },
  ])("$rule: $status, and nothing changes", async ({ patch, status, path }) => {
    await wire.client.address("a@example.com");
    await wire.client.mapping(["a@example.com"], { mappingName: "Taken" });
    const id = await wire.client.mapping(["a@example.com"]);
    const before = wire.simulator.state();
    const reply = await wire.client.patch(`${INTERACTION_PLAN_MAPPINGS.path}/${id}`, patch);
    expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status, paths: [path] });
    expect(wire.simulator.state()).toEqual(before);
  });

  test("a plan that has gone meanwhile doesn't stop other changes", async () => {
    await wire.client.address("a@example.com");
    const id = await wire.client.mapping(["a@example.com"]);
    wire.simulator.removePlan("Customer support");
    expect((await wire.client.patch(`${INTERACTION_PLAN_MAPPINGS.path}/${id}`, { priority: 1 })).status).toBe(
      200,
    );
  });
});

test("DELETE is 204, then 404", async () => {
  await wire.client.address("a@example.com");
  const path = `${INTERACTION_PLAN_MAPPINGS.path}/${await wire.client.mapping(["a@example.com"])}`;
  expect((await wire.client.delete(path)).status).toBe(204);
  expect((await wire.client.delete(path)).status).toBe(404);
});

describe("plans", () => {
  const plans = async () =>
    (await wire.client.get(INTERACTION_PLANS.path)).body.interactionPlans as {
      interactionPlanName: string;
    }[];

  test("have lower-case GUIDs that are the same in every run", async () => {
    expect(await plans()).toEqual([
      { interactionPlanId: "4a442f0a-9cd9-88ba-8d14-03491f14383a", interactionPlanName: "Customer support" },
      { interactionPlanId: "4ac521e1-dbee-8625-82db-3e7e1aff8746", interactionPlanName: "Sales" },
      { interactionPlanId: "35edf056-7587-8af8-8014-ef1e11048c36", interactionPlanName: "Quality testing" },
    ]);
  });

  test("may share a name, can be renamed and removed", async () => {
    const { interactionPlanId } = wire.simulator.addPlan("Sales");
    expect((await plans()).filter(({ interactionPlanName }) => interactionPlanName === "Sales")).toHaveLength(
      2,
    );
    expect(() => wire.simulator.renamePlan("Sales", "x")).toThrow(/2 of interaction plan "Sales"/u);
    wire.simulator.renamePlan(interactionPlanId, "Presales");
    wire.simulator.removePlan("Sales");
    expect((await plans()).map(({ interactionPlanName }) => interactionPlanName)).toEqual([
      "Customer support",
      "Quality testing",
      "Presales",
    ]);
  });
});
