import { INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { createVccApi } from "../../provider/client/api";
import { addressBody, closeServers, failureOf, listOf, ok, serve } from "../support/client-fixture";

afterEach(closeServers);

const tokenOf = (expiresInS: number) => (count: number) => ({
  body: { access_token: `token-number-${count}`, token_type: "bearer", expires_in: expiresInS },
});

test("one token a scope is asked for, as a form, however many callers and clients there are", async () => {
  const { api, server, options } = await serve((request) =>
    request.path.includes("interactionPlans")
      ? listOf("interactionPlans", [])
      : request.method === "GET"
        ? ok()
        : { status: 204 },
  );
  const another = createVccApi(options);
  await Promise.all([api, another, api].map((one) => one.collection(EMAIL_ADDRESSES).get("adr_1")));
  await Promise.all([api.collection(EMAIL_ADDRESSES).delete("adr_1"), api.reader(INTERACTION_PLANS).list()]);

  expect(server.tokenRequests.map((form) => form.get("scope")).sort()).toEqual([
    "admin:read",
    "admin:write",
    "users:read",
  ]);
  expect(Object.fromEntries(server.tokenRequests[0] ?? [])).toEqual({
    grant_type: "client_credentials",
    client_id: options.clientId,
    client_secret: options.clientSecret,
    scope: "admin:read",
  });
});

test.each([
  { rule: "a token is renewed a minute before it ends", expiresInS: 7_200, ageMs: 7_141_000, tokens: 2 },
  { rule: "a token is kept until then", expiresInS: 7_200, ageMs: 7_139_000, tokens: 1 },
  { rule: "a short-lived token is renewed at half its life", expiresInS: 30, ageMs: 15_000, tokens: 2 },
  { rule: "a short-lived token is kept until then", expiresInS: 30, ageMs: 14_000, tokens: 1 },
])("$rule", async ({ expiresInS, ageMs, tokens }) => {
  let nowMs = 1_000_000;
  const { api, server } = await serve(ok, { now: () => nowMs, answerToken: tokenOf(expiresInS) });
  await api.collection(EMAIL_ADDRESSES).get("adr_1");
  nowMs += ageMs;
  await api.collection(EMAIL_ADDRESSES).get("adr_1");
  expect(server.tokenRequests).toHaveLength(tokens);
});

test("a burst of 401 gets one new token, and every call is repeated with it", async () => {
  const { api, server } = await serve((request) =>
    request.headers["authorization"] === "Bearer token-number-1" ? { status: 401, body: {} } : ok(),
  );
  await Promise.all(Array.from({ length: 20 }, () => api.collection(EMAIL_ADDRESSES).get("adr_1")));
  expect(server.tokenRequests).toHaveLength(2);
});

test("a write that met 401 did nothing, so it is repeated with the new token too", async () => {
  const { api, server } = await serve((_request, count) => (count === 1 ? { status: 401 } : ok()));
  await api.collection(EMAIL_ADDRESSES).create(addressBody("a@example.com", "A"));
  expect(server.received.map((request) => request.headers["authorization"])).toEqual([
    "Bearer token-number-1",
    "Bearer token-number-2",
  ]);
});

test("a fresh token that is refused too says so", async () => {
  const { api, server } = await serve(() => ({ status: 401, body: { message: "Token not valid here" } }));
  const error = await failureOf(api.collection(EMAIL_ADDRESSES).get("adr_1"));
  expect(error).toMatchObject({
    code: "VCC_TOKEN_REFUSED",
    message: expect.stringContaining("VCC answered 401: Token not valid here.") as string,
  });
  expect(server.received).toHaveLength(2);
  expect(server.tokenRequests).toHaveLength(2);
});

test.each([
  {
    rule: "invalid_client",
    status: 400,
    body: { error: "invalid_client" },
    code: "VCC_CLIENT_REFUSED",
    says: "VCC_CLIENT_SECRET",
  },
  {
    rule: "401",
    status: 401,
    body: { error: "invalid_client" },
    code: "VCC_CLIENT_REFUSED",
    says: "vcc:clientId",
  },
  {
    rule: "invalid_scope",
    status: 400,
    body: { error: "invalid_scope" },
    code: "VCC_SCOPE_MISSING",
    says: "the scope admin:read",
  },
])("a client refused with $rule is told what to check", async ({ status, body, code, says }) => {
  const { api, server } = await serve(ok, { answerToken: () => ({ status, body }) });
  const error = await failureOf(api.collection(EMAIL_ADDRESSES).get("adr_1"));
  expect(error).toMatchObject({ code, message: expect.stringContaining(says) as string });
  expect(error).toMatchObject({ message: expect.stringContaining(body.error) as string });
  expect(server.received).toHaveLength(0);
});

test("a refused client is asked about again only after 10 seconds", async () => {
  let nowMs = 1_000_000;
  const { api, server } = await serve(ok, {
    now: () => nowMs,
    answerToken: (count) =>
      count === 1 ? { status: 400, body: { error: "invalid_client" } } : tokenOf(7_200)(count),
  });
  await failureOf(
    Promise.all([api.collection(EMAIL_ADDRESSES).get("adr_1"), api.collection(EMAIL_ADDRESSES).get("adr_2")]),
  );
  await failureOf(api.collection(EMAIL_ADDRESSES).get("adr_3"));
  expect(server.tokenRequests).toHaveLength(1);
  nowMs += 10_000;
  await api.collection(EMAIL_ADDRESSES).get("adr_1");
  expect(server.tokenRequests).toHaveLength(2);
});

test("a client with another secret doesn't get the tokens of this one", async () => {
  const { api, server, options } = await serve(ok);
  await api.collection(EMAIL_ADDRESSES).get("adr_1");
  await createVccApi({ ...options, clientSecret: "a wrong secret" })
    .collection(EMAIL_ADDRESSES)
    .get("adr_1");
  expect(server.tokenRequests).toHaveLength(2);
});

test("a request for a token is repeated, and its failure never says that a write may have landed", async () => {
  const { api, server } = await serve(ok, { answerToken: () => ({ hangUp: true }), maxRetries: 2 });
  const error = await failureOf(api.collection(EMAIL_ADDRESSES).create(addressBody("a@example.com", "A")));
  expect(error).toMatchObject({
    code: "VCC_NO_ANSWER",
    message: expect.stringContaining("get a token for the scope admin:write") as string,
  });
  expect(server.tokenRequests).toHaveLength(3);
});

test.each([
  { rule: "no JSON", body: "<html>Sign in</html>" },
  { rule: "no token", body: { expires_in: 7200 } },
  { rule: "a token that is no header's text", body: { access_token: "two\nlines", expires_in: 7200 } },
  { rule: "no life", body: { access_token: "abcdefgh" } },
])("a token reply with $rule can't be read", async ({ body }) => {
  const { api } = await serve(ok, { answerToken: () => ({ body }) });
  expect(await failureOf(api.collection(EMAIL_ADDRESSES).get("adr_1"))).toMatchObject({
    code: "VCC_UNREADABLE_REPLY",
  });
});

test("a token endpoint that isn't there points at the base URLs", async () => {
  const { api } = await serve(ok, { answerToken: () => ({ status: 404, body: "Not Found" }) });
  expect(await failureOf(api.collection(EMAIL_ADDRESSES).get("adr_1"))).toMatchObject({
    code: "VCC_DOUBTFUL_404",
    message: expect.stringContaining("vcc:authBaseUrl") as string,
  });
});
