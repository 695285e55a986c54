import { EMAIL_PROFILES } from "../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { TOKEN_PATH } from "../../schema/api";
import { startSimulator } from "../../provider/simulator/index";
import { useSimulator, WireClient } from "../support/wire-client";

const wire = useSimulator({ clientSecret: "top-secret", now: () => Date.parse("2026-11-01T08:00:00Z") });

test("a request is recorded with all that it was", async () => {
  await wire.client.post(EMAIL_PROFILES.path, { name: "Care" });
  await wire.client.get(`${EMAIL_PROFILES.path}?page=1&limit=5`);
  const common = { time: "2026-11-01T08:00:00.000Z", faulted: false };
  expect(wire.simulator.requests()).toEqual([
    {
      ...common,
      sequence: 1,
      method: "POST",
      path: TOKEN_PATH,
      query: {},
      scope: "admin:write",
      status: 200,
      body: { grant_type: "client_credentials", scope: "admin:write", client_id: "simulator" },
      committed: false,
    },
    {
      ...common,
      sequence: 2,
      method: "POST",
      path: EMAIL_PROFILES.path,
      query: {},
      scope: "admin:write",
      status: 201,
      body: { name: "Care" },
      committed: true,
      mappedAddresses: [],
    },
    expect.objectContaining({ sequence: 3, path: TOKEN_PATH }),
    {
      ...common,
      sequence: 4,
      method: "GET",
      path: EMAIL_PROFILES.path,
      query: { page: "1", limit: "5" },
      scope: "admin:read",
      status: 200,
      committed: false,
    },
  ]);
});

test("a failed write is recorded and committed nothing", async () => {
  await wire.client.post(EMAIL_PROFILES.path, { name: "" });
  expect(wire.simulator.requests().at(-1)).toMatchObject({
    status: 400,
    body: { name: "" },
    committed: false,
  });
});

test.each([
  { rule: "the client's secret", secret: "top-secret", path: undefined, body: undefined },
  {
    rule: "a grant's key",
    secret: "k3y",
    path: "authentication",
    body: { provider: "google", method: "serviceAccount", serviceAccountKey: { private_key: "k3y" } },
  },
  {
    rule: "a secret in the wrong field",
    secret: "k3y",
    path: "authentication",
    body: { provider: "k3y", method: "k3y", fingerprint: "k3y", k3y: 1 },
  },
  { rule: "a grant that is no JSON", secret: "k3y", path: "authentication", body: "k3y" },
])("$rule is in no record", async ({ secret, path, body }) => {
  const id = await wire.client.address("a@example.com");
  if (path !== undefined) await wire.client.put(`${EMAIL_ADDRESSES.path}/${id}/${path}`, body);
  expect(JSON.stringify(wire.simulator.requests())).not.toContain(secret);
});

test("of a grant provider, method and fingerprint are kept", async () => {
  const id = await wire.client.address("a@example.com");
  const described = { provider: "google", method: "serviceAccount", fingerprint: "sha256:ab12" };
  await wire.client.put(`${EMAIL_ADDRESSES.path}/${id}/authentication`, {
    ...described,
    serviceAccountKey: {},
    subject: "a",
  });
  expect(wire.simulator.requests().at(-1)?.body).toEqual(described);
});

test("each write tells which addresses are mapped after it", async () => {
  await wire.client.address("B@example.com");
  await wire.client.address("a@example.com");
  const mapping = await wire.client.mapping(["B@example.com", "a@example.com"]);
  await wire.client.patch(`${INTERACTION_PLAN_MAPPINGS.path}/${mapping}`, { toAddresses: ["a@example.com"] });
  await wire.client.delete(`${INTERACTION_PLAN_MAPPINGS.path}/${mapping}`);
  const mapped = wire.simulator
    .requests()
    .flatMap(({ mappedAddresses }) => (mappedAddresses ? [mappedAddresses] : []));
  expect(mapped).toEqual([[], [], ["a@example.com", "b@example.com"], ["a@example.com"], []]);
});

test("long texts are cut", async () => {
  await wire.client.post(EMAIL_PROFILES.path, { name: "x".repeat(50_000) });
  expect(JSON.stringify(wire.simulator.requests().at(-1)).length).toBeLessThan(6_000);
});

test("clearing forgets requests, and numbers go on", async () => {
  await wire.client.get(EMAIL_PROFILES.path);
  wire.simulator.clearRequests();
  expect(wire.simulator.requests()).toEqual([]);
  await wire.client.get(EMAIL_PROFILES.path);
  expect(wire.simulator.requests()).toMatchObject([{ sequence: 3 }]);
});

test("the log keeps the last requests, and whoever listens hears of all", async () => {
  const heard: (number | null)[] = [];
  const simulator = await startSimulator({
    maxLoggedRequests: 3,
    onRequest: ({ status }) => heard.push(status),
  });
  const client = new WireClient(simulator);
  for (let count = 0; count < 9; count += 1) await client.get(EMAIL_PROFILES.path);
  expect(simulator.requests().map(({ sequence }) => sequence)).toEqual([8, 9, 10]);
  expect(heard).toEqual(Array.from({ length: 10 }, () => 200));
  await simulator.stop();
});
