import { ADDRESSES_PATH, PLANS_PATH } from "../../schema/api";
import { requestToken, useSimulator } from "../support/wire-client";

const nowMs = { value: Date.parse("2026-11-01T08:00:00Z") };
const wire = useSimulator({ clientId: "me", clientSecret: "s3cret", now: () => nowMs.value });
const FORM = {
  grant_type: "client_credentials",
  client_id: "me",
  client_secret: "s3cret",
  scope: "admin:read",
};

test("a token lives 7200 s", async () => {
  const response = await requestToken(wire.simulator, FORM);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    access_token: expect.stringMatching(/^\S{16,}$/u),
    token_type: "bearer",
    expires_in: 7200,
  });

  const { client } = wire;
  expect((await client.get(ADDRESSES_PATH)).status).toBe(200);
  nowMs.value += 7_199_999;
  expect((await client.get(ADDRESSES_PATH)).status).toBe(200);
  nowMs.value += 1;
  expect((await client.get(ADDRESSES_PATH)).status).toBe(401);
});

test.each([
  { rule: "a wrong secret is invalid_client", change: { client_secret: "S3cret" }, error: "invalid_client" },
  { rule: "an unknown client is invalid_client", change: { client_id: "you" }, error: "invalid_client" },
  { rule: "an unknown scope is refused", change: { scope: "admin:delete" }, error: "invalid_scope" },
  {
    rule: "two scopes in one token are refused",
    change: { scope: "admin:read admin:write" },
    error: "invalid_scope",
  },
  {
    rule: "another grant type is refused",
    change: { grant_type: "password" },
    error: "unsupported_grant_type",
  },
])("$rule", async ({ change, error }) => {
  const response = await requestToken(wire.simulator, { ...FORM, ...change });
  expect({ status: response.status, body: await response.json() }).toEqual({ status: 400, body: { error } });
});

test.each([
  { rule: "plans need users:read", scope: "admin:read", method: "GET", path: PLANS_PATH },
  {
    rule: "GET needs admin:read, users:read is not enough",
    scope: "users:read",
    method: "GET",
    path: ADDRESSES_PATH,
  },
  {
    rule: "GET needs admin:read, admin:write is not enough",
    scope: "admin:write",
    method: "GET",
    path: ADDRESSES_PATH,
  },
  { rule: "POST needs admin:write", scope: "admin:read", method: "POST", path: ADDRESSES_PATH },
  { rule: "PATCH needs admin:write", scope: "admin:read", method: "PATCH", path: `${ADDRESSES_PATH}/x` },
  { rule: "DELETE needs admin:write", scope: "admin:read", method: "DELETE", path: `${ADDRESSES_PATH}/x` },
])("$rule: 403", async ({ scope, method, path }) => {
  const authorization = `Bearer ${await wire.client.token(scope)}`;
  const reply = await wire.client.send(method, path, undefined, { authorization });
  expect(reply.status).toBe(403);
  expect(reply.body).toMatchObject({ error: { code: "Forbidden" } });
});

test.each([
  { rule: "no token", authorization: "" },
  { rule: "an invented token", authorization: "Bearer nonsense" },
  { rule: "another scheme", authorization: "Basic bWU6czNjcmV0" },
])("$rule: 401", async ({ authorization }) => {
  const reply = await wire.client.send("GET", ADDRESSES_PATH, undefined, { authorization });
  expect(reply).toMatchObject({ status: 401, body: { statusCode: 401, error: "Unauthorized" } });
});

test("tokens dropped early answer 401 until a new one is asked for", async () => {
  await wire.client.get(ADDRESSES_PATH);
  wire.simulator.revokeTokens();
  expect((await wire.client.get(ADDRESSES_PATH)).status).toBe(401);
  wire.client.forgetTokens();
  expect((await wire.client.get(ADDRESSES_PATH)).status).toBe(200);
});
