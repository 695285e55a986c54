import { createCertificate } from "../support/certificates";
import { testCredentials } from "../support/credentials-fixture";
import { useGoogle } from "../support/identity/identity-server";
import {
  CLIENT,
  GMAIL_METADATA,
  MAILBOX,
  SERVICE_ACCOUNT_EMAIL,
  serviceAccountKey,
  CLIENT_SECRET as SECRET,
} from "../support/identities";

const key = serviceAccountKey();
const least = serviceAccountKey("least@project.iam.gserviceaccount.com");
const undelegated = serviceAccountKey("none@project.iam.gserviceaccount.com");
const serviceAccount = { provider: "google", method: "serviceAccount", key: "env:KEY" } as const;
const refreshToken = {
  provider: "google",
  method: "refreshToken",
  clientId: CLIENT,
  clientSecret: "env:SECRET",
  refreshToken: "env:TOKEN",
} as const;
const workloadIdentity = {
  provider: "google",
  method: "workloadIdentity",
  externalAccount: "env:WORKLOAD",
} as const;

const externalAccount = (more: object = {}) =>
  JSON.stringify({
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `${server.url}/token`,
    credential_source: { url: `${server.url}/workload-token`, format: { type: "text" } },
    ...more,
  });

const server = useGoogle({
  serviceAccounts: [
    key.account,
    { ...least.account, scopes: [GMAIL_METADATA] },
    { ...undelegated.account, scopes: [] },
  ],
});
beforeEach(async () => {
  await server.faults();
  await server.send("addMailbox", MAILBOX);
  await server.send("acceptTokens", true);
  await server.send("limitLife");
  await server.takeRequests();
});

const probe = (
  credential: Parameters<ReturnType<typeof testCredentials>["credentials"]["probe"]>[0],
  environment: object,
  more: object = {},
) =>
  testCredentials({ ...environment }, { google: server.url, ...more }).credentials.probe(credential, MAILBOX);

describe("a service account's key", () => {
  test("opens the mailbox that it acts as", async () => {
    expect(await probe(serviceAccount, { KEY: key.file })).toEqual({ health: "active", mailbox: MAILBOX });
    expect((await server.takeRequests()).requests).toEqual(["POST /token", "GET /gmail/v1/users/me/profile"]);
  });

  test("acts as the subject where the address is an alias of it", async () => {
    const result = await probe({ ...serviceAccount, subject: "other@example.com" }, { KEY: key.file });
    expect(result).toEqual({ health: "active", mailbox: "other@example.com" });
  });

  test("is tried with the scope that the job takes, and else with the least that tells whose mailbox it is", async () => {
    expect(await probe(serviceAccount, { KEY: least.file })).toEqual({ health: "active", mailbox: MAILBOX });
    expect((await server.takeRequests()).requests).toEqual([
      ...["POST /token", "POST /token", "GET /gmail/v1/users/me/profile"],
    ]);
  });

  test.each([
    { rule: "the usual ones", more: {}, named: "https://mail.google.com/" },
    {
      rule: "the one that is named",
      more: { probeScope: "https://www.googleapis.com/auth/gmail.send" },
      named: "https://www.googleapis.com/auth/gmail.send",
    },
  ])("without $rule in the Admin console can't tell, and names the scope", async ({ more, named }) => {
    const result = await probe({ ...serviceAccount, ...more }, { KEY: undelegated.file });
    expect(result).toMatchObject({ health: "unknown", cause: "inconclusive", code: "unauthorized_client" });
    expect(result.reason).toContain(`the scope ${named} under`);
    expect(result.reason).toContain("probeScope");
  });

  test("of a disabled service account has ended", async () => {
    await server.send("disable", SERVICE_ACCOUNT_EMAIL, true);
    const result = await probe(serviceAccount, { KEY: key.file });
    await server.send("disable", SERVICE_ACCOUNT_EMAIL, false);
    expect(result).toMatchObject({ health: "revoked", code: "invalid_grant" });
    expect(result.reason).toContain("the service account is disabled");
  });

  test("that was deleted has ended where it has worked, and expired where its declared end has passed", async () => {
    const deleted = { KEY: serviceAccountKey().file };
    const result = await probe(serviceAccount, deleted);
    expect(result).toMatchObject({ cause: "misconfigured", endedPart: "key", code: "invalid_grant" });
    expect(result.reason).toContain(`Make a new key for the service account ${SERVICE_ACCOUNT_EMAIL}`);
    const ended = { ...serviceAccount, keyExpiresAt: "2020-01-01" };
    expect(await probe(ended, deleted)).toMatchObject({ health: "expired", code: "invalid_grant" });
  });

  test("of an address that Google doesn't know can't tell: an alias, a group, or gone", async () => {
    await server.send("removeMailbox", MAILBOX);
    const result = await probe(serviceAccount, { KEY: key.file });
    expect(result).toMatchObject({ health: "unknown", cause: "inconclusive", code: "invalid_grant" });
    expect(result.reason).toMatch(new RegExp(`If ${MAILBOX} is an alias .*: subject\\.`, "u"));
  });

  test("ends when its public certificate does, asked once a key", async () => {
    const end = new Date("2027-03-01T00:00:00Z");
    const { certificate } = createCertificate(new Date("2026-01-01"), end);
    await server.faults({ path: "/certificates/", status: 200, body: { key1: certificate } });
    const endpoints = { googleCertificatesUrl: `${server.url}/certificates` };
    const { credentials } = testCredentials({ KEY: key.file }, { google: server.url, endpoints });
    const other = { ...serviceAccount, subject: "other@example.com" };
    const results = await Promise.all([
      credentials.probe(serviceAccount, MAILBOX),
      credentials.probe(other, MAILBOX),
    ]);
    expect(results.map(({ expiresAt }) => expiresAt)).toEqual([
      "2027-03-01T00:00:00Z",
      "2027-03-01T00:00:00Z",
    ]);
    const { requests } = await server.takeRequests();
    expect(requests.filter((request) => request.startsWith("GET /certificates/"))).toHaveLength(1);
  });

  test.each([
    {
      rule: "never ends, its certificate says 9999",
      body: createCertificate(new Date(), new Date("9999-12-31")).certificate,
    },
    { rule: "has no certificate that can be read", body: "no certificate" },
  ])("has no end where it $rule", async ({ body }) => {
    await server.faults({ path: "/certificates/", status: 200, body: { key1: body } });
    const endpoints = { googleCertificatesUrl: `${server.url}/certificates` };
    expect(await probe(serviceAccount, { KEY: key.file }, { endpoints })).toEqual({
      health: "active",
      mailbox: MAILBOX,
    });
  });
});

describe("a refresh token", () => {
  const issued = async (seconds?: number, account = MAILBOX) => {
    const { token, grantId } = await server.issueRefreshToken(CLIENT, account, seconds);
    return { environment: { SECRET, TOKEN: token }, grantId };
  };

  test("opens the mailbox", async () => {
    const { environment } = await issued();
    expect(await probe(refreshToken, environment)).toEqual({ health: "active", mailbox: MAILBOX });
  });

  test("is put off by being used, so that what was reckoned before doesn't hold", async () => {
    const { environment } = await issued();
    const declared = { ...refreshToken, refreshTokenIssuedAt: "2026-11-01" };
    expect(await probe(declared, environment)).toEqual({ health: "active", mailbox: MAILBOX });
    expect(await probe({ ...declared, probe: false }, environment)).toMatchObject({
      expiresAt: "2027-04-30T00:00:00Z",
    });
  });

  test("of another mailbox is refused with both names", async () => {
    const { environment } = await issued(undefined, "other@example.com");
    const result = await probe(refreshToken, environment);
    expect(result).toMatchObject({ health: "unknown", cause: "wrongMailbox", mailbox: "other@example.com" });
    expect(result.reason).toContain("opens the mailbox other@example.com, not support@example.com");
  });

  test("of the account that the address is an alias of is right", async () => {
    const { environment } = await issued(undefined, "other@example.com");
    const result = await probe({ ...refreshToken, account: "Other@Example.com" }, environment);
    expect(result).toEqual({ health: "active", mailbox: "other@example.com" });
  });

  test("whose grant was withdrawn, as after a change of password, is revoked", async () => {
    const { environment, grantId } = await issued();
    await server.send("revokeGrant", grantId);
    const result = await probe(refreshToken, environment);
    expect(result).toMatchObject({ health: "revoked", code: "invalid_grant" });
    expect(result.reason).toContain(`Sign in again: npx pulumi-vcc login ${MAILBOX}.`);
  });

  test("that has outlived its declared time is expired", async () => {
    const { environment, grantId } = await issued();
    await server.send("revokeGrant", grantId);
    const result = await probe({ ...refreshToken, refreshTokenIssuedAt: "2020-01-01" }, environment);
    expect(result).toMatchObject({ health: "expired", code: "invalid_grant" });
  });

  test("that the server ends shows it", async () => {
    const { environment } = await issued(1);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await probe(refreshToken, environment)).toMatchObject({
      health: "revoked",
      code: "invalid_grant",
    });
  });

  test("that grants access for a time says until when, to the hour", async () => {
    await server.send("limitLife", 86_400);
    const { environment } = await issued();
    const { expiresAt } = await probe(refreshToken, environment, {
      now: () => Date.parse("2026-11-23T18:44:00Z"),
    });
    expect(expiresAt).toBe("2026-11-24T19:00:00Z");
  });

  test("with another client's secret is misconfigured", async () => {
    const { environment } = await issued();
    const result = await probe(refreshToken, { ...environment, SECRET: "another-secret-0123456789" });
    expect(result).toMatchObject({ health: "unknown", cause: "misconfigured", code: "invalid_client" });
  });

  test("whose access token is dropped early gets one fresh one", async () => {
    const { environment } = await issued();
    const denied = { code: 401, message: "Invalid Credentials", errors: [{ reason: "authError" }] };
    await server.faults({ path: "/gmail/", status: 401, times: 1, body: { error: denied } });
    expect(await probe(refreshToken, environment)).toMatchObject({ health: "active" });
    expect(
      (await server.takeRequests()).requests.filter((request) => request === "POST /token"),
    ).toHaveLength(2);
  });

  test("whose fresh access token is refused too can't tell", async () => {
    const { environment } = await issued();
    await server.send("acceptTokens", false);
    expect(await probe(refreshToken, environment)).toMatchObject({
      health: "unknown",
      cause: "inconclusive",
      code: "authError",
    });
    expect(
      (await server.takeRequests()).requests.filter((request) => request === "POST /token"),
    ).toHaveLength(2);
  });

  test("of an account that Gmail doesn't serve can't tell", async () => {
    const { environment } = await issued();
    await server.send("removeMailbox", MAILBOX);
    expect(await probe(refreshToken, environment)).toMatchObject({
      health: "unknown",
      cause: "inconclusive",
      code: "failedPrecondition",
    });
  });
});

describe("a workload's identity", () => {
  const named = { ...workloadIdentity, serviceAccount: SERVICE_ACCOUNT_EMAIL };

  test("opens the mailbox: exchange, signature, assertion", async () => {
    expect(await probe(named, { WORKLOAD: externalAccount() })).toEqual({
      health: "active",
      mailbox: MAILBOX,
    });
    expect((await server.takeRequests()).requests).toEqual([
      "GET /workload-token",
      "POST /token",
      `POST /v1/projects/-/serviceAccounts/${SERVICE_ACCOUNT_EMAIL}:signJwt`,
      "POST /token",
      "GET /gmail/v1/users/me/profile",
    ]);
  });

  test("exchanges once for many mailboxes", async () => {
    const { credentials } = testCredentials({ WORKLOAD: externalAccount() }, { google: server.url });
    const mailboxes = [MAILBOX, "other@example.com"];
    const results = await Promise.all(mailboxes.map((mailbox) => credentials.probe(named, mailbox)));
    expect(results).toEqual(mailboxes.map((mailbox) => ({ health: "active", mailbox })));
    const { requests } = await server.takeRequests();
    expect(requests.filter((request) => request === "GET /workload-token")).toHaveLength(1);
    expect(requests.filter((request) => request === "POST /token")).toHaveLength(3);
  });

  test("that the pool does not trust is no drift, and says so", async () => {
    await server.faults({
      path: "/workload-token",
      status: 200,
      headers: { "content-type": "text/plain" },
      body: "a-stale-token",
    });
    const result = await probe(named, { WORKLOAD: externalAccount() });
    expect(result).toMatchObject({ health: "unknown", cause: "misconfigured", code: "invalid_grant" });
    expect(result.reason).toContain("Compare issuer, subject and audience");
  });

  test("that may not sign as the service account is no drift, and says so", async () => {
    const unknown = "unknown@project.iam.gserviceaccount.com";
    const result = await probe({ ...named, serviceAccount: unknown }, { WORKLOAD: externalAccount() });
    expect(result).toMatchObject({ health: "unknown", cause: "misconfigured", code: "PERMISSION_DENIED" });
    expect(result.reason).toContain(`Service Account Token Creator on ${unknown}`);
  });

  test("whose own token is not there says where it should be, and that nothing is known", async () => {
    const file = externalAccount({ credential_source: { file: "/nowhere/token" } });
    const result = await probe(named, { WORKLOAD: file });
    expect(result).toMatchObject({ health: "unknown", cause: "inconclusive", code: "unsent" });
    expect(result.reason).toContain("credential_source");
  });

  test("needs a service account that can be told", async () => {
    const result = await probe(workloadIdentity, { WORKLOAD: externalAccount() });
    expect(result).toMatchObject({ health: "unknown", cause: "misconfigured", code: "VCC_SECRET_INVALID" });
  });

  test("sends its token nowhere in plain text", async () => {
    const file = externalAccount({ token_url: "http://sts.example.com/v1/token" });
    const result = await probe(named, { WORKLOAD: file });
    expect(result).toMatchObject({ health: "unknown", cause: "misconfigured" });
    expect(result.reason).toContain("https, or http to this machine");
  });
});
