import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { errorPaths, useSimulator } from "../support/wire-client";

const wire = useSimulator();
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);
const SMALLEST = { emailAddress: "Support@Example.com", name: "Support" };

test("a new address has the documented defaults and waits for its first sign-in", async () => {
  const reply = await wire.client.post(EMAIL_ADDRESSES.path, SMALLEST);
  expect(reply.status).toBe(201);
  expect(reply.body).toEqual({
    id: expect.stringMatching(/^adr_/u),
    emailAddress: "Support@Example.com",
    name: "Support",
    description: "",
    serviceNameForReports: "reportingGroup",
    dataSources: [],
    profileId: null,
    authentication: {
      provider: null,
      method: null,
      status: "Pending",
      reason: null,
      authenticatedAt: null,
      expiresAt: null,
      fingerprint: null,
    },
    createdAt: TIME,
    updatedAt: reply.body.createdAt,
  });
  expect((await wire.client.get(`${EMAIL_ADDRESSES.path}/${String(reply.body.id)}`)).body).toEqual(
    reply.body,
  );
  expect((await wire.client.get(EMAIL_ADDRESSES.path)).body.addresses).toEqual([reply.body]);
});

test("every optional field is kept", async () => {
  const profileId = await wire.client.profile("Care");
  const fields = {
    ...SMALLEST,
    description: "All questions",
    serviceNameForReports: "destinationName",
    dataSources: [{ name: "flow", value: "" }],
    profileId,
  };
  expect(await wire.client.post(EMAIL_ADDRESSES.path, fields)).toMatchObject({ status: 201, body: fields });
});

const SMILE = "😀";

test.each([
  { rule: "a name is needed", body: { name: undefined }, path: "name" },
  { rule: "a name isn't empty", body: { name: "" }, path: "name" },
  { rule: "a name has at most 128 code points", body: { name: SMILE.repeat(129) }, path: "name" },
  { rule: "a name isn't null", body: { name: null }, path: "name" },
  { rule: "an address is needed", body: { emailAddress: undefined }, path: "emailAddress" },
  { rule: "an address has a domain", body: { emailAddress: "support" }, path: "emailAddress" },
  {
    rule: "a description has at most 500 code points",
    body: { description: "x".repeat(501) },
    path: "description",
  },
  {
    rule: "the reports' names are three",
    body: { serviceNameForReports: "team" },
    path: "serviceNameForReports",
  },
  { rule: "data sources are a list", body: { dataSources: { flow: "x" } }, path: "dataSources" },
  { rule: "a value is text", body: { dataSources: [{ name: "a", value: 1 }] }, path: "dataSources.0.value" },
  {
    rule: "a key has a character",
    body: { dataSources: [{ name: "", value: "" }] },
    path: "dataSources.0.name",
  },
  {
    rule: "a key holds no (",
    body: { dataSources: [{ name: "a(", value: "" }] },
    path: "dataSources.0.name",
  },
  {
    rule: "a key holds no )",
    body: { dataSources: [{ name: ")a", value: "" }] },
    path: "dataSources.0.name",
  },
  { rule: "a key holds no $", body: { dataSources: [{ name: "$", value: "" }] }, path: "dataSources.0.name" },
  {
    rule: "a key holds no :",
    body: { dataSources: [{ name: "a:b", value: "" }] },
    path: "dataSources.0.name",
  },
  {
    rule: "a key comes once",
    body: {
      dataSources: [
        { name: "a", value: "1" },
        { name: "a", value: "2" },
      ],
    },
    path: "dataSources.1.name",
  },
  {
    rule: "a data source has no other fields",
    body: { dataSources: [{ name: "a", value: "1", type: "x" }] },
    path: "dataSources.0.type",
  },
  { rule: "there are no other fields", body: { colour: "red" }, path: "colour" },
  { rule: "the server makes the id", body: { id: "adr_1" }, path: "id" },
  { rule: "a sign-in isn't part of it", body: { authentication: {} }, path: "authentication" },
])("$rule: 400 that names the field, and nothing is made", async ({ body, path }) => {
  const reply = await wire.client.post(EMAIL_ADDRESSES.path, { ...SMALLEST, ...body });
  expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status: 400, paths: [path] });
  expect(wire.simulator.state().addresses).toEqual([]);
});

test("one reply names every broken field", async () => {
  const reply = await wire.client.post(EMAIL_ADDRESSES.path, {
    emailAddress: "x",
    description: 5,
    colour: "red",
  });
  expect(errorPaths(reply).sort()).toEqual(["colour", "description", "emailAddress", "name"]);
});

test.each([
  { rule: "128 code points are a name, however many bytes", body: { name: SMILE.repeat(128) } },
  { rule: "500 code points are a description", body: { description: SMILE.repeat(500) } },
  {
    rule: "keys differ in case",
    body: {
      dataSources: [
        { name: "a", value: "" },
        { name: "A", value: "" },
      ],
    },
  },
])("$rule: 201", async ({ body }) => {
  expect((await wire.client.post(EMAIL_ADDRESSES.path, { ...SMALLEST, ...body })).status).toBe(201);
});

test.each([
  {
    rule: "the same address in another case",
    body: { emailAddress: "sUPPORT@example.COM", name: "Other" },
    paths: ["emailAddress"],
  },
  { rule: "the same name", body: { emailAddress: "other@example.com", name: "Support" }, paths: ["name"] },
  { rule: "both", body: SMALLEST, paths: ["emailAddress", "name"] },
])("$rule is taken: 409", async ({ body, paths }) => {
  await wire.client.post(EMAIL_ADDRESSES.path, SMALLEST);
  const reply = await wire.client.post(EMAIL_ADDRESSES.path, body);
  expect(reply).toMatchObject({ status: 409, body: { status: 409, title: "Conflict" } });
  expect(errorPaths(reply)).toEqual(paths);
});

test("names are compared exactly: another case is another name", async () => {
  await wire.client.post(EMAIL_ADDRESSES.path, SMALLEST);
  expect(
    (await wire.client.post(EMAIL_ADDRESSES.path, { emailAddress: "o@example.com", name: "support" })).status,
  ).toBe(201);
});

test.each(["POST", "PATCH"])("%s with an unknown profile: 422", async (method) => {
  const path =
    method === "POST"
      ? EMAIL_ADDRESSES.path
      : `${EMAIL_ADDRESSES.path}/${await wire.client.address("a@example.com")}`;
  const body = method === "POST" ? { ...SMALLEST, profileId: "prf_no" } : { profileId: "prf_no" };
  const reply = await wire.client.send(method, path, body);
  expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status: 422, paths: ["profileId"] });
});

describe("PATCH", () => {
  const FULL = {
    description: "d",
    serviceNameForReports: "destinationName",
    dataSources: [{ name: "a", value: "1" }],
  };

  test.each([
    { rule: "absent keys stay", patch: {}, expected: {} },
    { rule: "a name changes", patch: { name: "New" }, expected: { name: "New" } },
    { rule: "null clears the description", patch: { description: null }, expected: { description: "" } },
    {
      rule: "null resets the name for reports",
      patch: { serviceNameForReports: null },
      expected: { serviceNameForReports: "reportingGroup" },
    },
    { rule: "null clears the data sources", patch: { dataSources: null }, expected: { dataSources: [] } },
    {
      rule: "data sources are replaced whole",
      patch: { dataSources: [{ name: "b", value: "2" }] },
      expected: { dataSources: [{ name: "b", value: "2" }] },
    },
    { rule: "null takes the profile away", patch: { profileId: null }, expected: { profileId: null } },
    { rule: "its own name isn't taken", patch: { name: "Name of a@example.com" }, expected: {} },
  ])("$rule, and updatedAt moves", async ({ patch, expected }) => {
    const profileId = await wire.client.profile("Care");
    const id = await wire.client.address("a@example.com", { ...FULL, profileId });
    const { body: before } = await wire.client.get(`${EMAIL_ADDRESSES.path}/${id}`);
    const reply = await wire.client.patch(`${EMAIL_ADDRESSES.path}/${id}`, patch);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ ...before, ...expected, updatedAt: TIME });
    expect(String(reply.body.updatedAt) > String(before.updatedAt)).toBe(true);
    expect((await wire.client.get(`${EMAIL_ADDRESSES.path}/${id}`)).body).toEqual(reply.body);
  });

  test.each([
    {
      rule: "emailAddress can't be changed",
      patch: { emailAddress: "b@example.com" },
      status: 400,
      path: "emailAddress",
    },
    { rule: "a name can't be cleared", patch: { name: null }, status: 400, path: "name" },
    {
      rule: "rules hold as in POST",
      patch: { dataSources: [{ name: ":", value: "" }] },
      status: 400,
      path: "dataSources.0.name",
    },
    { rule: "no other fields", patch: { status: "Active" }, status: 400, path: "status" },
    { rule: "another object's name is taken", patch: { name: "Taken" }, status: 409, path: "name" },
  ])("$rule: $status, and nothing changes", async ({ patch, status, path }) => {
    await wire.client.address("taken@example.com", { name: "Taken" });
    const id = await wire.client.address("a@example.com", FULL);
    const before = wire.simulator.state();
    const reply = await wire.client.patch(`${EMAIL_ADDRESSES.path}/${id}`, patch);
    expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status, paths: [path] });
    expect(wire.simulator.state()).toEqual(before);
  });
});

describe("DELETE", () => {
  test("takes the signature along, and the second time is 404", async () => {
    const id = await wire.client.address("a@example.com");
    await wire.client.put(`${EMAIL_ADDRESSES.path}/${id}/signature`, { html: "<p>x</p>" });
    expect((await wire.client.delete(`${EMAIL_ADDRESSES.path}/${id}`)).status).toBe(204);
    expect(wire.simulator.state()).toMatchObject({ addresses: [], signatures: [] });
    expect((await wire.client.delete(`${EMAIL_ADDRESSES.path}/${id}`)).status).toBe(404);
    expect((await wire.client.get(`${EMAIL_ADDRESSES.path}/${id}`)).status).toBe(404);
  });

  test("is 409 while mappings name it in any case, and tells people which", async () => {
    const id = await wire.client.address("A@example.com");
    await wire.client.mapping(["a@EXAMPLE.com"], { mappingName: "Support routing" });
    await wire.client.mapping(["A@example.com"], { mappingName: "Night routing" });
    const before = wire.simulator.state();
    const reply = await wire.client.delete(`${EMAIL_ADDRESSES.path}/${id}`);
    expect(reply.status).toBe(409);
    expect(reply.body).toEqual({
      status: 409,
      title: "Email address is mapped",
      errors: [{ message: "Unmap it from: Support routing, Night routing", path: "mappings" }],
    });
    expect(wire.simulator.state()).toEqual(before);
  });

  test("frees the name and the address", async () => {
    const id = await wire.client.address("a@example.com");
    await wire.client.delete(`${EMAIL_ADDRESSES.path}/${id}`);
    expect(await wire.client.address("a@example.com")).not.toBe(id);
  });
});
