import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { errorPaths, useSimulator } from "../support/wire-client";

const START_MS = Date.parse("2026-11-01T08:00:00Z");
const clock = { nowMs: START_MS };
const wire = useSimulator({ now: () => clock.nowMs });
beforeEach(() => {
  clock.nowMs = START_MS;
});

const SECRET = "never-to-be-seen-again";
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
const KEY = `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`;
const GRANTS = {
  serviceAccount: {
    provider: "google",
    serviceAccountKey: { private_key: SECRET },
    subject: "a@example.com",
  },
  workloadIdentity: { provider: "google", externalAccount: { audience: SECRET }, subject: "a@example.com" },
  clientSecret: { provider: "microsoft", tenantId: "t", clientId: "c", clientSecret: SECRET },
  certificate: { provider: "microsoft", tenantId: "t", clientId: "c", certificate: PEM, privateKey: KEY },
  federated: { provider: "microsoft", tenantId: "t", clientId: "c" },
  refreshToken: {
    provider: "microsoft",
    clientId: "c",
    clientSecret: SECRET,
    tenantId: "t",
    refreshToken: SECRET,
  },
};
const ROWS = Object.entries(GRANTS).map(([method, fields]) => ({ method, fields }));

async function newAddress(): Promise<{ readonly id: string; readonly path: string }> {
  const id = await wire.client.address("a@example.com");
  return { id, path: `${EMAIL_ADDRESSES.path}/${id}/authentication` };
}

describe("what a run proves itself with is of no use to VCC", () => {
  const put = async (grant: object) => {
    const { path } = await newAddress();
    return wire.client.put(path, grant);
  };

  test("an assertion is refused", async () => {
    const reply = await put({ ...GRANTS.federated, method: "federated", assertion: SECRET });
    expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status: 400, paths: ["assertion"] });
  });

  test("a source of tokens is refused", async () => {
    const externalAccount = { audience: "a", credential_source: { file: "/runner/token" } };
    const reply = await put({ ...GRANTS.workloadIdentity, method: "workloadIdentity", externalAccount });
    expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({
      status: 400,
      paths: ["externalAccount"],
    });
  });
});

describe.each(ROWS)("a $method grant", ({ method, fields }) => {
  test("signs in, moves no updatedAt, and nothing secret comes back, is stored or logged", async () => {
    const { id, path } = await newAddress();
    const { body: before } = await wire.client.get(`${EMAIL_ADDRESSES.path}/${id}`);
    clock.nowMs += 5_000;
    const reply = await wire.client.put(path, { ...fields, method, fingerprint: "sha256:0aF" });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      ...before,
      authentication: {
        provider: fields.provider,
        method,
        status: "Active",
        reason: null,
        authenticatedAt: "2026-11-01T08:00:05.000Z",
        expiresAt: null,
        fingerprint: "sha256:0aF",
      },
    });
    expect((await wire.client.get(`${EMAIL_ADDRESSES.path}/${id}`)).body).toEqual(reply.body);
    expect(JSON.stringify([reply.body, wire.simulator.state(), wire.simulator.requests()])).not.toContain(
      SECRET,
    );
  });

  test.each(
    Object.keys(fields).filter(
      (field) => !["clientSecret", "tenantId"].includes(field) || method !== "refreshToken",
    ),
  )("needs %s", async (field) => {
    const { path } = await newAddress();
    const reply = await wire.client.put(path, { ...fields, method, [field]: undefined });
    expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status: 400, paths: [field] });
  });

  test("takes no other fields, and the error repeats no secret", async () => {
    const { path } = await newAddress();
    const reply = await wire.client.put(path, { ...fields, method, password: SECRET, provider: SECRET });
    expect(reply.status).toBe(400);
    expect(errorPaths(reply).sort()).toEqual(["password", "provider"]);
    expect(JSON.stringify([reply.body, wire.simulator.requests()])).not.toContain(SECRET);
  });
});

test.each([
  {
    rule: "a Google method with Microsoft",
    grant: { ...GRANTS.serviceAccount, method: "serviceAccount", provider: "microsoft" },
    path: "provider",
  },
  {
    rule: "a Microsoft method with Google",
    grant: { ...GRANTS.clientSecret, method: "clientSecret", provider: "google" },
    path: "provider",
  },
  { rule: "interactive is no grant", grant: { provider: "google", method: "interactive" }, path: "method" },
  { rule: "an unknown method", grant: { provider: "google", method: "password" }, path: "method" },
  { rule: "no method", grant: { provider: "google" }, path: "method" },
  {
    rule: "a key as text",
    grant: { ...GRANTS.serviceAccount, method: "serviceAccount", serviceAccountKey: "{}" },
    path: "serviceAccountKey",
  },
  {
    rule: "a certificate that is no PEM",
    grant: { ...GRANTS.certificate, method: "certificate", certificate: "x" },
    path: "certificate",
  },
  {
    rule: "a private key that is no PEM",
    grant: { ...GRANTS.certificate, method: "certificate", privateKey: PEM },
    path: "privateKey",
  },
  {
    rule: "another form of fingerprint",
    grant: { ...GRANTS.federated, method: "federated", fingerprint: "md5:1" },
    path: "fingerprint",
  },
])("$rule: 400 on $path, and the address stays as it was", async ({ grant, path }) => {
  const address = await newAddress();
  const before = wire.simulator.state();
  const reply = await wire.client.put(address.path, grant);
  expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status: 400, paths: [path] });
  expect(wire.simulator.state()).toEqual(before);
});

test("a refresh token works for both providers, with nothing but a client", async () => {
  const { path } = await newAddress();
  for (const provider of ["google", "microsoft"]) {
    const reply = await wire.client.put(path, {
      provider,
      method: "refreshToken",
      clientId: "c",
      refreshToken: SECRET,
    });
    expect(reply).toMatchObject({ status: 200, body: { authentication: { provider, fingerprint: null } } });
  }
});

describe("refused grants", () => {
  const GRANT = { ...GRANTS.federated, method: "federated" };

  test("422 with the reason, the address stays as it was", async () => {
    const { path } = await newAddress();
    const before = wire.simulator.state();
    wire.simulator.refuseGrants({ reason: "The mailbox doesn't exist.", times: 1 });
    const reply = await wire.client.put(path, GRANT);
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toEqual([{ message: "The mailbox doesn't exist.", path: "authentication" }]);
    expect(wire.simulator.state()).toEqual(before);
    expect((await wire.client.put(path, GRANT)).status).toBe(200);
  });

  test("only those of one address, until taken back", async () => {
    const { path } = await newAddress();
    wire.simulator.refuseGrants({ reason: "No.", emailAddress: "other@example.com" });
    expect((await wire.client.put(path, GRANT)).status).toBe(200);
    wire.simulator.refuseGrants({ reason: "No.", emailAddress: "A@Example.com" });
    expect((await wire.client.put(path, GRANT)).status).toBe(422);
    expect((await wire.client.put(path, GRANT)).status).toBe(422);
    wire.simulator.acceptGrants();
    expect((await wire.client.put(path, GRANT)).status).toBe(200);
  });
});

describe("expiry", () => {
  test("an expired mailbox keeps its grant's description and updatedAt, and signs in again in place", async () => {
    const { id, path } = await newAddress();
    const { body: active } = await wire.client.put(path, {
      ...GRANTS.federated,
      method: "federated",
      fingerprint: "sha256:1",
    });
    wire.simulator.expire("A@EXAMPLE.com", "The password has changed.");
    const { body: expired } = await wire.client.get(`${EMAIL_ADDRESSES.path}/${id}`);
    expect(expired).toEqual({
      ...active,
      authentication: {
        ...(active.authentication as object),
        status: "Expired",
        reason: "The password has changed.",
      },
    });
    const { body: again } = await wire.client.put(path, { ...GRANTS.federated, method: "federated" });
    expect(again).toMatchObject({
      id,
      authentication: { status: "Active", reason: null, fingerprint: null },
    });
  });

  test("a grant that has ended counts as expired, by the clock", async () => {
    const { id, path } = await newAddress();
    await wire.client.put(path, { ...GRANTS.certificate, method: "certificate" });
    wire.simulator.edit("address", id, { authentication: { expiresAt: "2026-11-01T09:00:00Z" } });
    const status = async () => (await wire.client.get(`${EMAIL_ADDRESSES.path}/${id}`)).body.authentication;
    clock.nowMs = Date.parse("2026-11-01T08:59:59Z");
    expect(await status()).toMatchObject({ status: "Active", expiresAt: "2026-11-01T09:00:00Z" });
    clock.nowMs = Date.parse("2026-11-01T09:00:00Z");
    expect(await status()).toMatchObject({ status: "Expired", reason: "The credential has expired." });
  });
});

describe("a consent link", () => {
  async function newLink(): Promise<{ readonly id: string; readonly url: string }> {
    const { id, path } = await newAddress();
    const reply = await wire.client.post(`${path}/consent`);
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      authorizationUrl: expect.any(String),
      expiresAt: "2026-11-01T08:15:00.000Z",
    });
    return { id, url: String(reply.body.authorizationUrl) };
  }

  const addressOf = (id: string) => wire.simulator.state().addresses.find((address) => address.id === id);
  const statusOf = (id: string) => addressOf(id)?.authentication;

  test("shows whom to sign in as, and looking signs nobody in", async () => {
    const { id, url } = await newLink();
    const page = await fetch(url);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toMatch(
      /<form method="post"><button>Sign in as a@example\.com<\/button><\/form>/u,
    );
    expect(statusOf(id)?.status).toBe("Pending");
  });

  test("signs in once: Active, interactive, no fingerprint, a provider, and updatedAt stays", async () => {
    const { id, url } = await newLink();
    const before = addressOf(id);
    expect((await fetch(url, { method: "POST" })).status).toBe(200);
    expect(addressOf(id)).toEqual({
      ...before,
      authentication: {
        provider: "google",
        method: "interactive",
        status: "Active",
        reason: null,
        authenticatedAt: "2026-11-01T08:00:00.000Z",
        expiresAt: null,
        fingerprint: null,
      },
    });
    expect((await fetch(url)).status).toBe(410);
    expect((await fetch(url, { method: "POST" })).status).toBe(410);
  });

  test("takes the place of a grant", async () => {
    const { id, path } = await newAddress();
    await wire.client.put(path, { ...GRANTS.federated, method: "federated", fingerprint: "sha256:1" });
    const { body } = await wire.client.post(`${path}/consent`, {});
    await fetch(String(body.authorizationUrl), { method: "POST" });
    expect(statusOf(id)).toMatchObject({ provider: "microsoft", method: "interactive", fingerprint: null });
  });

  test("is over after 15 minutes, and once its address is gone", async () => {
    const { id, url } = await newLink();
    clock.nowMs += 15 * 60_000;
    expect((await fetch(url, { method: "POST" })).status).toBe(410);
    expect(statusOf(id)?.status).toBe("Pending");
    clock.nowMs = START_MS;
    await wire.client.delete(`${EMAIL_ADDRESSES.path}/${id}`);
    expect((await fetch(url)).status).toBe(410);
  });

  test("shows an odd address as text, not as HTML", async () => {
    const id = await wire.client.address("o'brien@example.com");
    const { body } = await wire.client.post(`${EMAIL_ADDRESSES.path}/${id}/authentication/consent`);
    const page = await (await fetch(String(body.authorizationUrl))).text();
    expect(page).toContain("o&#39;brien@example.com");
  });

  test("takes no fields, and needs an address", async () => {
    const { path } = await newAddress();
    expect((await wire.client.post(`${path}/consent`, { redirect: "x" })).status).toBe(400);
    expect((await wire.client.post(`${EMAIL_ADDRESSES.path}/nothing/authentication/consent`)).status).toBe(
      404,
    );
    expect((await wire.client.put(`${EMAIL_ADDRESSES.path}/nothing/authentication`, {})).status).toBe(404);
  });
});
