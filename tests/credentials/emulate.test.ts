import { CLIENT, MAILBOX, TENANT, testCredentials } from "../support/credentials-fixture";
import { type IdentityServer, startIdentityServer } from "../support/identity/identity-server";

// Servers in processes of their own, on machines that have other work too.
jest.setTimeout(60_000);

const SECRET = "a-client-secret-0123456789";
const OTHER = "other@example.com";
const configuration = { clientId: CLIENT, clientSecret: SECRET, users: [MAILBOX, OTHER] };
const google = {
  provider: "google",
  method: "refreshToken",
  clientId: CLIENT,
  clientSecret: "env:SECRET",
  refreshToken: "env:TOKEN",
} as const;
const app = {
  provider: "microsoft",
  tenantId: TENANT,
  clientId: CLIENT,
  clientSecret: "env:SECRET",
} as const;
const microsoft = { ...app, method: "refreshToken", refreshToken: "env:TOKEN" } as const;

/** A second authorization server of other authors, simpler than the first: what the two agree on is no accident. */
describe.each([
  { service: "google", credential: google },
  { service: "microsoft", credential: microsoft },
] as const)("emulate's $service", ({ service, credential }) => {
  let server: IdentityServer;
  beforeAll(async () => {
    server = await startIdentityServer("emulate", { service, ...configuration });
  });
  afterAll(() => server.stop());
  const probe = (token: string, secret = SECRET) =>
    testCredentials({ SECRET: secret, TOKEN: token }, { [service]: server.url }).credentials.probe(
      credential,
      MAILBOX,
    );

  test("a refresh token opens the mailbox of whoever signed in", async () => {
    const { token } = await server.issueRefreshToken(CLIENT, MAILBOX);
    expect(await probe(token)).toEqual({ health: "active", mailbox: MAILBOX });
  });

  test("another's is told with both names, and is certain where all addresses of the account are", async () => {
    const { token } = await server.issueRefreshToken(CLIENT, OTHER);
    const result = await probe(token);
    const cause = service === "google" ? "wrongMailbox" : "inconclusive";
    expect(result).toMatchObject({ health: "unknown", cause, mailbox: OTHER });
    expect(result.reason).toContain(MAILBOX);
  });

  test("an unknown one is revoked, at the second try", async () => {
    await server.takeRequests();
    expect(await probe("a-refresh-token-that-nobody-knows")).toMatchObject({
      health: "revoked",
      code: "invalid_grant",
    });
    expect((await server.takeRequests()).requests).toHaveLength(2);
  });

  test("a wrong client secret is misconfigured", async () => {
    const { token } = await server.issueRefreshToken(CLIENT, MAILBOX);
    const result = await probe(token, "another-secret-0123456789");
    expect(result).toMatchObject({ health: "unknown", cause: "misconfigured", code: "invalid_client" });
  });
});

describe("emulate's microsoft", () => {
  let server: IdentityServer;
  beforeAll(async () => {
    server = await startIdentityServer("emulate", { service: "microsoft", ...configuration });
  });
  afterAll(() => server.stop());

  test("rotates at each use, which the next process then can't know: the old token is dead there", async () => {
    const { token } = await server.issueRefreshToken(CLIENT, MAILBOX);
    const probe = () =>
      testCredentials({ SECRET, TOKEN: token }, { microsoft: server.url }).credentials.probe(
        microsoft,
        MAILBOX,
      );
    expect(await probe()).toMatchObject({ health: "active" });
    expect(await probe()).toMatchObject({ health: "revoked" });
  });
});
