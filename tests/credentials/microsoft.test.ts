import { createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createCertificate } from "../support/certificates";
import { testCredentials } from "../support/credentials-fixture";
import { client, useMicrosoft } from "../support/identity/identity-server";
import { CLIENT, MAILBOX, OTHER_MAILBOX as OTHER, PUBLIC_CLIENT, TENANT } from "../support/identities";

const SECRET = "AbC~microsoft-client-secret-0123456789";
const EXPIRED_CLIENT = randomUUID();
const CERTIFICATE_CLIENT = randomUUID();
const FEDERATED_CLIENT = randomUUID();
const DAY_MS = 86_400_000;

const END = new Date(Date.now() + 300 * DAY_MS);
const pair = createCertificate(new Date(Date.now() - DAY_MS), END);
const issuer = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwks = (key: { export(options: { format: "jwk" }): object }, alg: string) => ({
  jwks: { keys: [{ ...key.export({ format: "jwk" }), alg, use: "sig" }] },
});

const clientSecret = {
  provider: "microsoft",
  method: "clientSecret",
  tenantId: TENANT,
  clientId: CLIENT,
  clientSecret: "env:SECRET",
} as const;
const certificate = {
  provider: "microsoft",
  method: "certificate",
  tenantId: TENANT,
  clientId: CERTIFICATE_CLIENT,
  certificate: "env:CERTIFICATE",
  privateKey: "env:KEY",
} as const;
const federated = {
  provider: "microsoft",
  method: "federated",
  tenantId: TENANT,
  clientId: FEDERATED_CLIENT,
  assertion: "env:ASSERTION",
} as const;
const refreshToken = {
  provider: "microsoft",
  method: "refreshToken",
  tenantId: TENANT,
  clientId: PUBLIC_CLIENT,
  refreshToken: "env:TOKEN",
} as const;

type Probed = Parameters<ReturnType<typeof testCredentials>["credentials"]["probe"]>[0];

const clients = [
  client(CLIENT, "client_secret_post", { client_secret: SECRET }),
  client(EXPIRED_CLIENT, "client_secret_post", {
    client_secret: SECRET,
    client_secret_expires_at: 1_600_000_000,
  }),
  client(CERTIFICATE_CLIENT, "private_key_jwt", jwks(pair.publicKey, "PS256")),
  client(FEDERATED_CLIENT, "private_key_jwt", jwks(issuer.publicKey, "RS256")),
  client(PUBLIC_CLIENT, "none", { grant_types: ["refresh_token"] }),
];

const server = useMicrosoft({ clients });
const strict = useMicrosoft({ clients, rotate: true });
beforeEach(async () => {
  await server.faults();
  await server.send("addMailbox", MAILBOX);
  await server.send("acceptTokens", true);
  await server.send("secrets", []);
  await server.send("exchangeRoles");
  await server.send("withholdGraph", false);
  await server.send("me");
  await server.takeRequests();
});

const probe = (credential: Probed, environment: object, more: object = {}) =>
  testCredentials({ ...environment }, { microsoft: server.url, ...more }).credentials.probe(
    credential,
    MAILBOX,
  );

const tokenCalls = async () =>
  (await server.takeRequests()).requests.filter((request) => request.endsWith("/token")).length;

describe("a client secret", () => {
  test("opens the mailbox: the tenant's token endpoint, then Graph", async () => {
    expect(await probe(clientSecret, { SECRET: `${SECRET}\n` })).toEqual({
      health: "active",
      mailbox: MAILBOX,
    });
    expect((await server.takeRequests()).requests).toEqual([
      `POST /${TENANT}/oauth2/v2.0/token`,
      `GET /v1.0/users/${encodeURIComponent(MAILBOX)}/mailboxSettings/userPurpose`,
    ]);
  });

  test("takes one token for all mailboxes", async () => {
    const { credentials } = testCredentials({ SECRET }, { microsoft: server.url });
    const results = await Promise.all(
      [MAILBOX, OTHER].map((mailbox) => credentials.probe(clientSecret, mailbox)),
    );
    expect(results).toEqual([MAILBOX, OTHER].map((mailbox) => ({ health: "active", mailbox })));
    expect(await tokenCalls()).toBe(1);
  });

  test("asks for the account that the address is an alias of", async () => {
    const { credentials } = testCredentials({ SECRET }, { microsoft: server.url });
    const result = await credentials.probe({ ...clientSecret, account: OTHER }, "alias@example.com");
    expect(result).toEqual({ health: "active", mailbox: OTHER });
  });

  test("that has ended is expired, for the whole app", async () => {
    const result = await probe({ ...clientSecret, clientId: EXPIRED_CLIENT }, { SECRET });
    expect(result).toMatchObject({ health: "expired", code: "AADSTS7000222", wholeApp: true });
    expect(result.reason).toBe(
      `AADSTS7000222: the app's client secret has expired. Make a new client secret for the app ${EXPIRED_CLIENT}, put it where the credential points, and run pulumi up --refresh.`,
    );
  });

  test("that the app doesn't know is wrong, or ended where it has worked", async () => {
    const result = await probe(clientSecret, { SECRET: "not-the-secret-0123456789" });
    expect(result).toMatchObject({
      health: "unknown",
      cause: "misconfigured",
      endedPart: "key",
      code: "AADSTS7000215",
      wholeApp: true,
    });
    expect(result.reason).toContain("not its id");
  });

  test("that is unknown, and whose declared end has passed, is expired", async () => {
    const declared = { ...clientSecret, clientSecretExpiresAt: "2020-01-01" };
    const result = await probe(declared, { SECRET: "not-the-secret-0123456789" });
    expect(result).toMatchObject({ health: "expired", code: "AADSTS7000215", wholeApp: true });
  });

  test("of a mailbox that Graph doesn't find can't tell: an alias, on premises, or gone", async () => {
    await server.send("removeMailbox", MAILBOX);
    const result = await probe(clientSecret, { SECRET });
    expect(result).toMatchObject({
      health: "unknown",
      cause: "inconclusive",
      code: "MailboxNotEnabledForRESTAPI",
    });
    expect(result.reason).toContain("in the credential: account");
  });

  describe("whose app has no permission in Graph", () => {
    beforeEach(() => server.send("withholdGraph", true));

    test.each(["IMAP.AccessAsApp", "Mail.ReadWrite", "full_access_as_app"])(
      "works where it has %s in Exchange; which mailboxes, only VCC can tell",
      async (role) => {
        await server.send("exchangeRoles", ["SMTP.SendAsApp", role]);
        const { credentials } = testCredentials({ SECRET }, { microsoft: server.url });
        const results = await Promise.all(
          [MAILBOX, OTHER].map((mailbox) => credentials.probe(clientSecret, mailbox)),
        );
        expect(results).toEqual([{ health: "active" }, { health: "active" }]);
        expect(await tokenCalls()).toBe(2);
      },
    );

    test("can't be told of where it has none in Exchange either, and says what is missing", async () => {
      await server.send("exchangeRoles", ["SMTP.SendAsApp"]);
      const result = await probe(clientSecret, { SECRET });
      expect(result).toMatchObject({ health: "unknown", cause: "inconclusive" });
      expect(result.reason).toContain("MailboxSettings.Read");
    });

    test("is asked for the named service alone", async () => {
      await server.send("exchangeRoles", ["IMAP.AccessAsApp"]);
      const probeScope = "https://outlook.office365.com/IMAP.AccessAsApp";
      expect(await probe({ ...clientSecret, probeScope }, { SECRET })).toEqual({ health: "active" });
      expect((await server.takeRequests()).requests).toEqual([`POST /${TENANT}/oauth2/v2.0/token`]);
    });
  });

  test("whose access token is dropped gets one fresh one, and then can't tell", async () => {
    await server.send("acceptTokens", false);
    const result = await probe(clientSecret, { SECRET });
    expect(result).toMatchObject({
      health: "unknown",
      cause: "inconclusive",
      code: "InvalidAuthenticationToken",
    });
    expect(await tokenCalls()).toBe(2);
  });

  describe("reads its end from Graph where asked", () => {
    const asked = { ...clientSecret, readExpiryFromGraph: true };
    const listed = (hint: string, endDateTime: string) => ({ hint, endDateTime });

    test("by the first characters, the first end to come, one call an app", async () => {
      await server.send("secrets", [
        listed("AbC", "2020-01-01T00:00:00Z"),
        listed("AbC", "2099-05-01T10:00:00.1234567Z"),
        listed("AbC", "2099-06-01T00:00:00Z"),
        listed("xyz", "2098-01-01T00:00:00Z"),
      ]);
      const { credentials } = testCredentials({ SECRET }, { microsoft: server.url });
      const results = await Promise.all([MAILBOX, OTHER].map((mailbox) => credentials.probe(asked, mailbox)));
      expect(results.map(({ expiresAt }) => expiresAt)).toEqual([
        "2099-05-01T10:00:00Z",
        "2099-05-01T10:00:00Z",
      ]);
      const { requests } = await server.takeRequests();
      expect(requests.filter((request) => request.includes("/applications("))).toHaveLength(1);
    });

    test("and says so when it isn't permitted", async () => {
      const result = await probe(asked, { SECRET });
      expect(result).toMatchObject({ health: "active", mailbox: MAILBOX });
      expect(result.reason).toContain("Application.Read.All");
    });

    test("never where the end is declared", async () => {
      const { expiresAt } = await probe({ ...asked, clientSecretExpiresAt: "2099-01-01" }, { SECRET });
      expect(expiresAt).toBe("2099-01-01T00:00:00Z");
      expect((await server.takeRequests()).requests).toHaveLength(2);
    });
  });
});

describe("a certificate", () => {
  const environment = { CERTIFICATE: pair.certificate, KEY: pair.privateKey };

  test("signs with PS256 and opens the mailbox", async () => {
    const expiresAt = `${END.toISOString().slice(0, 19)}Z`;
    expect(await probe(certificate, environment)).toEqual({ health: "active", mailbox: MAILBOX, expiresAt });
  });

  test("may lie in one place with its key", async () => {
    const both = `Bag Attributes\n${pair.privateKey}${pair.certificate}`;
    expect(
      await probe({ ...certificate, privateKey: "env:CERTIFICATE" }, { CERTIFICATE: both }),
    ).toMatchObject({
      health: "active",
    });
  });

  test("that the app doesn't know is wrong, or ended where it has worked", async () => {
    const other = createCertificate(new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS));
    const result = await probe(certificate, { CERTIFICATE: other.certificate, KEY: other.privateKey });
    expect(result).toMatchObject({
      health: "unknown",
      cause: "misconfigured",
      endedPart: "key",
      code: "AADSTS700027",
      wholeApp: true,
    });
  });

  test("is found by its key among others, wherever it lies, also for its end", async () => {
    const authority = createCertificate(new Date(Date.now() - DAY_MS), new Date(Date.now() + 900 * DAY_MS));
    const vault = `${pair.privateKey}${authority.certificate}${pair.certificate}`;
    const result = await probe({ ...certificate, privateKey: "env:CERTIFICATE" }, { CERTIFICATE: vault });
    expect(result).toEqual({
      health: "active",
      mailbox: MAILBOX,
      expiresAt: `${END.toISOString().slice(0, 19)}Z`,
    });
  });

  test("that has ended, and that the app doesn't know any more, is expired", async () => {
    const ended = createCertificate(new Date(Date.now() - 9 * DAY_MS), new Date(Date.now() - DAY_MS));
    const result = await probe(certificate, { CERTIFICATE: ended.certificate, KEY: ended.privateKey });
    expect(result).toMatchObject({ health: "expired", code: "AADSTS700027", wholeApp: true });
  });

  test("with the key of another is refused here", async () => {
    const other = createCertificate(new Date(), new Date(Date.now() + DAY_MS));
    const result = await probe(certificate, { ...environment, KEY: other.privateKey });
    expect(result).toMatchObject({ health: "unknown", cause: "misconfigured", code: "VCC_SECRET_INVALID" });
    expect(result.reason).toContain("belongs to another certificate");
    expect(await tokenCalls()).toBe(0);
  });
});

describe("a federated assertion", () => {
  const assertion = (lifeSeconds: number, key = issuer.privateKey) => {
    const now = Math.floor(Date.now() / 1_000);
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const claims = { iss: FEDERATED_CLIENT, sub: FEDERATED_CLIENT, aud: server.url, jti: randomUUID() };
    const signed = `${encode({ alg: "RS256" })}.${encode({ ...claims, iat: now - 60, exp: now + lifeSeconds })}`;
    return `${signed}.${createSign("sha256").update(signed).sign(key, "base64url")}`;
  };

  test("opens the mailbox", async () => {
    expect(await probe(federated, { ASSERTION: assertion(60) })).toEqual({
      health: "active",
      mailbox: MAILBOX,
    });
  });

  test("that has just run out is read anew, once", async () => {
    const { credentials, environment, slept } = testCredentials({}, { microsoft: server.url });
    const read: string[] = [];
    const assertions = [assertion(60), assertion(-30), assertion(60)];
    Object.defineProperty(environment, "ASSERTION", {
      get: () => {
        read.push(assertions[read.length] ?? "");
        return read.at(-1);
      },
    });
    expect(await credentials.probe(federated, MAILBOX)).toMatchObject({ health: "active" });
    expect(await tokenCalls()).toBe(2);
    expect(slept).toEqual([]);
  });

  test("that stays too old is no drift, and says so", async () => {
    const result = await probe(federated, { ASSERTION: assertion(-30) });
    expect(result).toMatchObject({ health: "unknown", cause: "inconclusive", code: "AADSTS700024" });
    expect(await tokenCalls()).toBe(2);
  });
});

describe("a refresh token", () => {
  const issued = async (seconds?: number, account = MAILBOX, clientId = PUBLIC_CLIENT) => {
    const { token, grantId } = await server.issueRefreshToken(clientId, account, seconds);
    return { environment: { TOKEN: token, SECRET }, grantId };
  };

  test("of a public client opens the mailbox", async () => {
    const { environment } = await issued();
    expect(await probe(refreshToken, environment)).toEqual({ health: "active", mailbox: MAILBOX });
  });

  test("of a confidential client opens the mailbox", async () => {
    const { environment } = await issued(undefined, MAILBOX, CLIENT);
    const confidential = { ...refreshToken, clientId: CLIENT, clientSecret: "env:SECRET" };
    expect(await probe(confidential, environment)).toEqual({ health: "active", mailbox: MAILBOX });
  });

  test("of another mailbox is refused with both names, where Graph tells all of its addresses", async () => {
    const { environment } = await issued(undefined, OTHER);
    await server.send("me", { mail: OTHER, userPrincipalName: OTHER, proxyAddresses: [`SMTP:${OTHER}`] });
    const result = await probe(refreshToken, environment);
    expect(result).toMatchObject({ health: "unknown", cause: "wrongMailbox", mailbox: OTHER });
    expect(result.reason).toContain(`opens the mailbox ${OTHER}, not ${MAILBOX}`);
  });

  test("of an account that the address is an alias of is right", async () => {
    const { environment } = await issued(undefined, OTHER);
    await server.send("me", { mail: OTHER, proxyAddresses: [`SMTP:${OTHER}`, `smtp:${MAILBOX}`] });
    expect(await probe(refreshToken, environment)).toEqual({ health: "active", mailbox: MAILBOX });
  });

  test("of the mailbox in another spelling of its domain is right", async () => {
    const spelt = "info@xn--bcher-kva.example";
    const { environment } = await issued(undefined, spelt);
    const { credentials } = testCredentials(environment, { microsoft: server.url });
    expect(await credentials.probe(refreshToken, "Info@Bücher.example")).toEqual({
      health: "active",
      mailbox: spelt,
    });
  });

  test("of another sign-in name can't tell where its addresses can't be asked: account says it", async () => {
    const { environment } = await issued(undefined, OTHER);
    const result = await probe(refreshToken, environment);
    expect(result).toMatchObject({ health: "unknown", cause: "inconclusive", mailbox: OTHER });
    expect(result.reason).toContain(`account: ${OTHER}`);
    expect(await probe({ ...refreshToken, account: OTHER }, environment)).toEqual({
      health: "active",
      mailbox: OTHER,
    });
  });

  test("without a permission of Graph is tried with Exchange's, which IMAP takes", async () => {
    await server.send("withholdGraph", true);
    await server.send("exchangeRoles", []);
    const { environment } = await issued();
    expect(await probe(refreshToken, environment)).toEqual({ health: "active", mailbox: MAILBOX });
  });

  test("without any permission that is tried can't tell, and says which to name", async () => {
    await server.send("withholdGraph", true);
    const { environment } = await issued();
    const result = await probe(refreshToken, environment);
    expect(result).toMatchObject({ health: "unknown", cause: "inconclusive", code: "AADSTS65001" });
    expect(result.reason).toMatch(/MailboxSettings\.Read.*probeScope/u);
  });

  test("of somebody without a mailbox in Graph can't tell", async () => {
    const { environment } = await issued(undefined, "nobody@example.com");
    expect(await probe(refreshToken, environment)).toMatchObject({
      health: "unknown",
      cause: "inconclusive",
    });
  });

  test("of an alias's account is right where Graph may be asked", async () => {
    const { environment } = await issued(undefined, OTHER);
    const me = {
      mail: OTHER,
      userPrincipalName: OTHER,
      proxyAddresses: [`SMTP:${OTHER}`, `smtp:${MAILBOX}`],
    };
    await server.faults({ path: "/v1.0/me?", status: 200, body: me });
    expect(await probe(refreshToken, environment)).toEqual({ health: "active", mailbox: MAILBOX });
  });

  test("is named by the id token alone where its scope isn't Graph's", async () => {
    const { environment } = await issued();
    await probe({ ...refreshToken, probeScope: "openid" }, environment);
    expect((await server.takeRequests()).requests.some((request) => request.includes("/v1.0/"))).toBe(false);
  });

  test("that has expired says so, and how to mend it", async () => {
    const { environment } = await issued(1);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const result = await probe(refreshToken, environment);
    expect(result).toMatchObject({ health: "expired", code: "AADSTS700082" });
    expect(result.reason).toContain(`npx pulumi-vcc login ${MAILBOX}`);
    expect(result.reason).not.toMatch(/Trace ID|Correlation ID/u);
  });

  test("whose grant was withdrawn is revoked", async () => {
    const { environment, grantId } = await issued();
    await server.send("revokeGrant", grantId);
    expect(await probe(refreshToken, environment)).toMatchObject({ health: "revoked", code: "AADSTS50173" });
  });

  test("goes on to be good when a new one comes with each use: the new one is dropped", async () => {
    const { environment } = await issued();
    expect(await probe(refreshToken, environment)).toMatchObject({ health: "active" });
    expect(await probe(refreshToken, environment)).toMatchObject({ health: "active" });
  });

  test("that a strict server takes for replayed is revoked", async () => {
    const { token } = await strict.issueRefreshToken(PUBLIC_CLIENT, MAILBOX);
    const first = testCredentials({ TOKEN: token }, { microsoft: strict.url });
    expect(await first.credentials.probe(refreshToken, MAILBOX)).toMatchObject({ health: "active" });
    const second = testCredentials({ TOKEN: token }, { microsoft: strict.url });
    expect(await second.credentials.probe(refreshToken, MAILBOX)).toMatchObject({
      health: "revoked",
      code: "AADSTS50133",
    });
  });
});

test("a declared end comes with every result, also with that of a fault", async () => {
  await server.faults({ path: "/token", status: 503, body: {} });
  const declared = { ...refreshToken, refreshTokenIssuedAt: "2026-11-01" };
  expect(await probe(declared, { TOKEN: "a-refresh-token-0123" })).toMatchObject({
    health: "unknown",
    expiresAt: "2027-01-30T00:00:00Z",
  });
});

describe("a refusal that good tokens have met", () => {
  const refused = { error: "invalid_grant", error_codes: [70000], error_description: "AADSTS70000: refused" };

  test("counts once a try two seconds later says the same", async () => {
    await server.faults({ path: "/token", status: 400, body: refused });
    const { credentials, slept } = testCredentials(
      { TOKEN: "a-refresh-token-0123" },
      { microsoft: server.url },
    );
    expect(await credentials.probe(refreshToken, MAILBOX)).toMatchObject({
      health: "revoked",
      code: "AADSTS70000",
    });
    expect(slept).toEqual([2_000]);
    expect(await tokenCalls()).toBe(2);
  });

  test("is forgotten when the second try works", async () => {
    const { token } = await server.issueRefreshToken(PUBLIC_CLIENT, MAILBOX);
    await server.faults({ path: "/token", times: 1, status: 400, body: refused });
    expect(await probe(refreshToken, { TOKEN: token })).toMatchObject({ health: "active" });
  });

  test.each([
    {
      rule: "a clear end counts",
      second: { status: 400, body: { error: "invalid_grant", error_codes: [700082] } },
      health: "expired",
    },
    {
      rule: "another doubtful one doesn't",
      second: { status: 400, body: { error: "invalid_grant" } },
      health: "unknown",
    },
    { rule: "a fault doesn't", second: { status: 503, body: {} }, health: "unknown" },
  ])("when the second try differs, $rule", async ({ second, health }) => {
    await server.faults(
      { path: "/token", times: 1, status: 400, body: refused },
      { path: "/token", ...second },
    );
    expect(await probe(refreshToken, { TOKEN: "a-refresh-token-0123" })).toMatchObject({ health });
  });
});
