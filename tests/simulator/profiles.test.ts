import { EMAIL_PROFILES } from "../../schema/email-profile";
import { errorPaths, useSimulator } from "../support/wire-client";

const wire = useSimulator();

test("a new profile has empty fields unless told otherwise", async () => {
  const reply = await wire.client.post(EMAIL_PROFILES.path, { name: "Care" });
  expect(reply.status).toBe(201);
  expect(reply.body).toEqual({
    id: expect.stringMatching(/^prf_/u),
    name: "Care",
    description: "",
    settings: {},
    createdAt: expect.any(String),
    updatedAt: reply.body.createdAt,
  });
  expect((await wire.client.get(`${EMAIL_PROFILES.path}/${String(reply.body.id)}`)).body).toEqual(reply.body);
});

test("settings are stored as given", async () => {
  const settings = { language: "en", retries: 0.5, isOn: false, "": "" };
  expect(await wire.client.post(EMAIL_PROFILES.path, { name: "Care", settings })).toMatchObject({
    body: { settings },
  });
});

test.each([
  { rule: "a name is needed", body: { name: undefined }, status: 400, path: "name" },
  { rule: "a name has at most 128 code points", body: { name: "x".repeat(129) }, status: 400, path: "name" },
  {
    rule: "a description has at most 500",
    body: { description: "x".repeat(501) },
    status: 400,
    path: "description",
  },
  { rule: "settings hold no null", body: { settings: { a: null } }, status: 400, path: "settings.a" },
  { rule: "settings hold no list", body: { settings: { a: [] } }, status: 400, path: "settings.a" },
  { rule: "settings are a map", body: { settings: "a" }, status: 400, path: "settings" },
  { rule: "no other fields", body: { colour: "red" }, status: 400, path: "colour" },
  { rule: "a name is unique", body: { name: "Taken" }, status: 409, path: "name" },
])("$rule: $status on POST and PATCH", async ({ body, status, path }) => {
  await wire.client.profile("Taken");
  const id = await wire.client.profile("Care");
  const posted = await wire.client.post(EMAIL_PROFILES.path, { name: "New", ...body });
  expect({ status: posted.status, paths: errorPaths(posted) }).toEqual({ status, paths: [path] });
  const change = Object.values(body).includes(undefined) ? { name: null } : body;
  const patched = await wire.client.patch(`${EMAIL_PROFILES.path}/${id}`, change);
  expect({ status: patched.status, paths: errorPaths(patched) }).toEqual({ status, paths: [path] });
});

test.each([
  { rule: "absent keys stay", patch: {}, expected: {} },
  { rule: "settings are replaced whole", patch: { settings: { b: 2 } }, expected: { settings: { b: 2 } } },
  { rule: "null clears settings", patch: { settings: null }, expected: { settings: {} } },
  { rule: "null clears the description", patch: { description: null }, expected: { description: "" } },
  { rule: "a name changes", patch: { name: "Other" }, expected: { name: "Other" } },
])("PATCH: $rule, and updatedAt moves", async ({ patch, expected }) => {
  const id = await wire.client.profile("Care", { description: "d", settings: { a: 1 } });
  const { body: before } = await wire.client.get(`${EMAIL_PROFILES.path}/${id}`);
  const reply = await wire.client.patch(`${EMAIL_PROFILES.path}/${id}`, patch);
  expect(reply).toMatchObject({
    status: 200,
    body: { ...before, ...expected, updatedAt: expect.any(String) },
  });
  expect(String(reply.body.updatedAt) > String(before.updatedAt)).toBe(true);
});

test("can't be deleted while an address uses it", async () => {
  const profileId = await wire.client.profile("Care");
  const path = `${EMAIL_PROFILES.path}/${profileId}`;
  const addressId = await wire.client.address("a@example.com", { profileId });
  const refused = await wire.client.delete(path);
  expect({ status: refused.status, paths: errorPaths(refused) }).toEqual({
    status: 409,
    paths: ["addresses"],
  });
  await wire.client.patch(`/channels/email/addresses/${addressId}`, { profileId: null });
  expect((await wire.client.delete(path)).status).toBe(204);
  expect((await wire.client.get(path)).status).toBe(404);
});
