import { INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
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
  expect((await client.get(EMAIL_ADDRESSES.path)).status).toBe(200);
  nowMs.value += 7_199_999;
  expect((await client.get(EMAIL_ADDRESSES.path)).status).toBe(200);
  nowMs.value += 1;
  expect((await client.get(EMAIL_ADDRESSES.path)).status).toBe(401);
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
  { rule: "plans need users:read", scope: "admin:read", method: "GET", path: INTERACTION_PLANS.path },
  {
    rule: "GET needs admin:read, users:read is not enough",
    scope: "users:read",
    method: "GET",
    path: EMAIL_ADDRESSES.path,
  },
  {
    rule: "GET needs admin:read, admin:write is not enough",
    scope: "admin:write",
    method: "GET",
    path: EMAIL_ADDRESSES.path,
  },
  { rule: "POST needs admin:write", scope: "admin:read", method: "POST", path: EMAIL_ADDRESSES.path },
  {
    rule: "PATCH needs admin:write",
    scope: "admin:read",
    method: "PATCH",
    path: `${EMAIL_ADDRESSES.path}/x`,
  },
  {
    rule: "DELETE needs admin:write",
    scope: "admin:read",
    method: "DELETE",
    path: `${EMAIL_ADDRESSES.path}/x`,
  },
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
  const reply = await wire.client.send("GET", EMAIL_ADDRESSES.path, undefined, { authorization });
  expect(reply).toMatchObject({ status: 401, body: { statusCode: 401, error: "Unauthorized" } });
});

test("tokens dropped early answer 401 until a new one is asked for", async () => {
  await wire.client.get(EMAIL_ADDRESSES.path);
  wire.simulator.revokeTokens();
  expect((await wire.client.get(EMAIL_ADDRESSES.path)).status).toBe(401);
  wire.client.forgetTokens();
  expect((await wire.client.get(EMAIL_ADDRESSES.path)).status).toBe(200);
});
