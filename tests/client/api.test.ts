import { INTERACTION_PLANS, INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_PROFILES } from "../../schema/email-profile";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { getSignature, putSignature, deleteSignature } from "../../provider/kinds/email-signature/calls";
import { authenticate, requestConsent } from "../../provider/kinds/email-address/calls";
import { inspect } from "node:util";
import type { createVccApi } from "../../provider/client/api";
import type { VccApi } from "../../provider/ports";
import type { Answer } from "../support/scripted-server";
import {
  addressBody,
  sentAnew,
  addressDto,
  closeServers,
  failureOf,
  listOf,
  serve,
  CLIENT_LIMITS,
} from "../support/client-fixture";

afterEach(closeServers);

const TIME = "2026-11-01T08:00:00Z";
const PROFILE = {
  id: "prf_1",
  name: "Care",
  description: "",
  settings: { tone: "kind" },
  createdAt: TIME,
  updatedAt: TIME,
};
const SIGNATURE = { html: "<p>Hi</p>", updatedAt: TIME };
const MAPPING = {
  mappingId: "map_1",
  mappingName: "Support routing",
  mappingDescription: "",
  interactionPlanId: "5f0c8c1e-0000-4000-8000-000000000001",
  toAddresses: ["support@example.com"],
  dataSources: [],
  priority: 5000,
  testing: null,
  updatedAt: TIME,
};
const GRANT = {
  provider: "google",
  method: "serviceAccount",
  serviceAccountKey: { client_email: "robot@example.com", private_key: "a key that nobody may see" },
  subject: "support@example.com",
} as const;
const PLAN = { interactionPlanId: MAPPING.interactionPlanId, interactionPlanName: "Customer support" };
const ADDRESS_POST = addressBody("support@example.com", "Support");
const PROFILE_POST = { name: "Care", description: "", settings: {} };
const MAPPING_POST = {
  mappingName: "Support routing",
  mappingDescription: "",
  interactionPlanId: MAPPING.interactionPlanId,
  toAddresses: ["support@example.com"],
  dataSources: [],
  priority: 5000,
  testing: null,
};

interface Row {
  readonly call: (api: VccApi) => Promise<unknown>;
  readonly answer: Answer;
  readonly sent: string;
  readonly scope: string;
  readonly doing: string;
  readonly body?: unknown;
}

const ADDRESSES = "/channels/email/addresses";
const ROWS: readonly Row[] = [
  {
    call: (api) => api.collection(EMAIL_ADDRESSES).get("adr_1"),
    answer: { body: addressDto("adr_1") },
    sent: `GET ${ADDRESSES}/adr_1`,
    scope: "admin:read",
    doing: "read email address adr_1",
  },
  {
    call: (api) => api.collection(EMAIL_ADDRESSES).create(ADDRESS_POST),
    answer: { status: 201, body: addressDto("adr_1") },
    sent: `POST ${ADDRESSES}`,
    scope: "admin:write",
    doing: "create email address support@example.com",
    body: sentAnew(ADDRESS_POST),
  },
  {
    call: (api) => api.collection(EMAIL_ADDRESSES).patch("adr_1", { profileId: null }),
    answer: { body: addressDto("adr_1") },
    sent: `PATCH ${ADDRESSES}/adr_1`,
    scope: "admin:write",
    doing: "update email address adr_1",
    body: { profileId: null },
  },
  {
    call: (api) => api.collection(EMAIL_ADDRESSES).delete("adr_1"),
    answer: { status: 204 },
    sent: `DELETE ${ADDRESSES}/adr_1`,
    scope: "admin:write",
    doing: "delete email address adr_1",
  },
  {
    call: (api) => authenticate(api, "adr_1", GRANT),
    answer: { body: addressDto("adr_1") },
    sent: `PUT ${ADDRESSES}/adr_1/authentication`,
    scope: "admin:write",
    doing: "sign in email address adr_1",
    body: GRANT,
  },
  {
    call: (api) => requestConsent(api, "adr_1"),
    answer: { status: 201, body: { authorizationUrl: "https://vcc.example.com/consent", expiresAt: TIME } },
    sent: `POST ${ADDRESSES}/adr_1/authentication/consent`,
    scope: "admin:write",
    doing: "get a consent link for email address adr_1",
  },
  {
    call: (api) => getSignature(api, "adr_1"),
    answer: { body: SIGNATURE },
    sent: `GET ${ADDRESSES}/adr_1/signature`,
    scope: "admin:read",
    doing: "read the signature of email address adr_1",
  },
  {
    call: (api) => putSignature(api, "adr_1", "<p>Hi</p>"),
    answer: { body: SIGNATURE },
    sent: `PUT ${ADDRESSES}/adr_1/signature`,
    scope: "admin:write",
    doing: "set the signature of email address adr_1",
    body: { html: "<p>Hi</p>" },
  },
  {
    call: (api) => deleteSignature(api, "adr_1"),
    answer: { status: 204 },
    sent: `DELETE ${ADDRESSES}/adr_1/signature`,
    scope: "admin:write",
    doing: "delete the signature of email address adr_1",
  },
  {
    call: (api) => api.collection(EMAIL_PROFILES).create(PROFILE_POST),
    answer: { status: 201, body: PROFILE },
    sent: "POST /channels/email/profiles",
    scope: "admin:write",
    doing: "create email profile Care",
    body: PROFILE_POST,
  },
  {
    call: (api) => api.collection(EMAIL_PROFILES).get("prf_1"),
    answer: { body: PROFILE },
    sent: "GET /channels/email/profiles/prf_1",
    scope: "admin:read",
    doing: "read email profile prf_1",
  },
  {
    call: (api) => api.collection(INTERACTION_PLAN_MAPPINGS).create(MAPPING_POST),
    answer: { status: 201, body: MAPPING },
    sent: "POST /interactionplanmanager/mappings",
    scope: "admin:write",
    doing: "create interaction-plan mapping Support routing",
    body: sentAnew(MAPPING_POST),
  },
  {
    call: (api) => api.collection(INTERACTION_PLAN_MAPPINGS).patch("map_1", { priority: 1 }),
    answer: { body: MAPPING },
    sent: "PATCH /interactionplanmanager/mappings/map_1",
    scope: "admin:write",
    doing: "update interaction-plan mapping map_1",
    body: { priority: 1 },
  },
  {
    call: (api) => api.collection(INTERACTION_PLAN_MAPPINGS).list(),
    answer: listOf("mappings", [MAPPING]),
    sent: "GET /interactionplanmanager/mappings",
    scope: "admin:read",
    doing: "list interaction-plan mappings",
  },
];

test.each(ROWS)(
  "$sent: path, version, scope, body and reply",
  async ({ call, answer, sent, scope, body }) => {
    const { api, server } = await serve(() => answer);
    const result = await call(api);
    const request = server.received[0];
    expect(`${request?.method} ${request?.path}`).toBe(sent);
    expect(request?.headers["accept"]).toBe("application/vnd.newvoicemedia.v1+json");
    expect(request?.headers["content-type"]).toBe(body === undefined ? undefined : "application/json");
    expect(request?.body).toBe(body === undefined ? "" : JSON.stringify(body));
    expect(server.tokenRequests.map((form) => form.get("scope"))).toEqual([scope]);
    if (typeof answer.body === "object" && !Array.isArray(result)) expect(result).toEqual(answer.body);
  },
);

test.each(ROWS)("$sent: its errors say what was being done", async ({ call, doing }) => {
  const { api } = await serve(() => ({ status: 403, body: { message: "no" } }));
  const error = await failureOf(call(api));
  expect(error).toMatchObject({
    message: expect.stringContaining(`Failed to ${doing}: VCC answered 403: no.`) as string,
  });
});

test("plans have a version and a scope of their own", async () => {
  const { api, server } = await serve(() => listOf("interactionPlans", [PLAN]));
  expect(await api.reader(INTERACTION_PLANS).list()).toEqual([PLAN]);
  expect(server.received[0]?.path).toBe("/useradmin/interactionPlans");
  expect(server.received[0]?.headers["accept"]).toBe("application/vnd.newvoicemedia.v4+json");
  expect(server.tokenRequests[0]?.get("scope")).toBe("users:read");
});

test("fields that the schema doesn't know are dropped", async () => {
  const { api } = await serve(() => ({ body: addressDto("adr_1", { colour: "green" }) }));
  expect(await api.collection(EMAIL_ADDRESSES).get("adr_1")).toEqual(addressDto("adr_1"));
});

test.each([
  { rule: "no JSON", answer: { body: "<html>private matter</html>" }, says: "the body is not JSON" },
  { rule: "no body", answer: { status: 204 }, says: "the body is empty" },
  { rule: "a list instead", answer: { body: [] }, says: "the body is not of type object" },
  {
    rule: "a broken property",
    answer: { body: addressDto("adr_1", { authentication: { status: { secret: "private matter" } } }) },
    says: "authentication.status is not of type string",
  },
])("a reply with $rule is a ResponseShapeError that quotes nothing of it", async ({ answer, says }) => {
  const { api } = await serve(() => answer);
  const error = await failureOf(api.collection(EMAIL_ADDRESSES).get("adr_1"));
  expect(error).toMatchObject({
    code: "VCC_UNREADABLE_REPLY",
    message: expect.stringContaining(says) as string,
  });
  expect(inspect(error)).toContain("GET /channels/email/addresses/adr_1");
  expect(inspect(error)).not.toContain("private matter");
});

test.each([
  { id: "a/b", path: `${ADDRESSES}/a%2Fb` },
  { id: "../x", path: `${ADDRESSES}/..%2Fx` },
  { id: "a?page=1#b", path: `${ADDRESSES}/a%3Fpage%3D1%23b` },
  { id: "ä %", path: `${ADDRESSES}/%C3%A4%20%25` },
])("the id $id stays one segment of the path", async ({ id, path }) => {
  const { api, server } = await serve(() => ({ body: addressDto("adr_1") }));
  await api.collection(EMAIL_ADDRESSES).get(id);
  expect(server.received[0]?.path).toBe(path);
});

test.each(["", ".", "..", "\ud800"])("the id %j names no object, so nothing is sent", async (id) => {
  const { api, server } = await serve(() => ({ status: 204 }));
  for (const call of [
    () => api.collection(EMAIL_ADDRESSES).delete(id),
    () => deleteSignature(api, id),
    () => api.collection(EMAIL_ADDRESSES).get(id),
  ]) {
    expect(await failureOf(call())).toMatchObject({ code: "VCC_NOT_FOUND" });
  }
  expect(server.received).toHaveLength(0);
});

test("a base URL with a path keeps it", async () => {
  const first = await serve(() => ({ body: addressDto("adr_1") }));
  const { api, server } = {
    ...first,
    ...(await serve(() => ({}), { apiBaseUrl: `${first.server.url}/vcc` })),
  };
  await api.collection(EMAIL_ADDRESSES).get("adr_1");
  expect(server.received).toHaveLength(0);
  expect(first.server.received[0]?.path).toBe(`/vcc${ADDRESSES}/adr_1`);
});

describe("the HTTP library", () => {
  /** A client where loading the library does this. */
  const withLibrary = (load: () => object): VccApi => {
    let api: VccApi | undefined;
    jest.isolateModules(() => {
      jest.doMock("axios", load);
      jest.doMock("axios-retry", load);
      const fresh = jest.requireActual<{ createVccApi: typeof createVccApi }>("../../provider/client/api");
      const base = "http://127.0.0.1:1";
      api = fresh.createVccApi({
        apiBaseUrl: base,
        authBaseUrl: base,
        clientId: "client",
        clientSecret: "a secret",
        ...CLIENT_LIMITS,
      });
    });
    if (api === undefined) throw new Error("There is no client");
    return api;
  };

  test("isn't loaded before the first call", () => {
    const load = jest.fn(() => ({}));
    withLibrary(load);
    expect(load).not.toHaveBeenCalled();
  });

  test("that can't be loaded is told as it is, and not as an API that gives no answer", async () => {
    const api = withLibrary(() => {
      throw new Error("Cannot find module 'axios'");
    });
    await expect(api.collection(EMAIL_ADDRESSES).get("adr_1")).rejects.toThrow("Cannot find module 'axios'");
  });
});
