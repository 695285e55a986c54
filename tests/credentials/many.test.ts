import type { ManagedCredential } from "../../schema/credential/credential";
import { testCredentials } from "../support/credentials-fixture";
import { useGoogle, useMicrosoft } from "../support/identity/identity-server";
import {
  CLIENT,
  SERVICE_ACCOUNT_EMAIL,
  serviceAccountKey,
  TENANT,
  CLIENT_SECRET as SECRET,
} from "../support/identities";

const MAILBOXES = Array.from({ length: 200 }, (_, index) => `inbox-${index}@example.com`);
const key = serviceAccountKey();
const app = { provider: "microsoft", tenantId: TENANT, clientId: CLIENT } as const;

const google = useGoogle({ serviceAccounts: [key.account] });
const microsoft = useMicrosoft();
beforeEach(async () => {
  // Long enough for calls to meet.
  const slow = { path: "/", delayMs: 10 };
  await google.faults(slow);
  await microsoft.faults(slow);
  await google.takeRequests();
  await microsoft.takeRequests();
});

/** Probes all mailboxes at once and tells what that took. */
async function probeAll(
  credential: (mailbox: string) => ManagedCredential,
  environment: Record<string, string>,
  concurrentProbes?: number,
) {
  const urls = { google: google.url, microsoft: microsoft.url };
  const { credentials } = testCredentials(environment, {
    ...urls,
    ...(concurrentProbes && { concurrentProbes }),
  });
  const results = await Promise.all(
    MAILBOXES.map((mailbox) => credentials.probe(credential(mailbox), mailbox)),
  );
  const [ofGoogle, ofMicrosoft] = [await google.takeRequests(), await microsoft.takeRequests()];
  const requests = [...ofGoogle.requests, ...ofMicrosoft.requests];
  return {
    results,
    tokenCalls: requests.filter((request) => request.endsWith("/token")).length,
    calls: requests.length,
    most: Math.max(ofGoogle.most, ofMicrosoft.most),
    mostForTokens: Math.max(ofGoogle.mostForTokens, ofMicrosoft.mostForTokens),
  };
}

/** More than one at once, and never more than that: how many meet is up to the machine. */
const upTo = (limit: number): unknown => ({
  asymmetricMatch: (most: number) => most > 1 && most <= limit,
  toString: () => `2 to ${limit} at once`,
});
const SIDE_BY_SIDE = upTo(16);
const ACTIVE = MAILBOXES.map((mailbox) => ({ health: "active", mailbox }));

describe("200 mailboxes, side by side", () => {
  test("of one Microsoft app take one token, and 16 calls at once", async () => {
    const taken = await probeAll(() => ({ ...app, method: "clientSecret", clientSecret: "env:SECRET" }), {
      SECRET,
    });
    expect(taken).toEqual({
      results: ACTIVE,
      tokenCalls: 1,
      calls: 201,
      most: SIDE_BY_SIDE,
      mostForTokens: 1,
    });
  });

  test("with a Microsoft refresh token each take a token each, at most 4 at once of one tenant", async () => {
    const tokens = await Promise.all(
      MAILBOXES.map((mailbox) => microsoft.issueRefreshToken(CLIENT, mailbox)),
    );
    const environment = Object.fromEntries(tokens.map(({ token }, index) => [`TOKEN_${index}`, token]));
    await microsoft.takeRequests();
    const taken = await probeAll(
      (mailbox) => ({
        ...app,
        method: "refreshToken",
        clientSecret: "env:SECRET",
        refreshToken: `env:TOKEN_${MAILBOXES.indexOf(mailbox)}`,
      }),
      { ...environment, SECRET },
    );
    expect(taken).toMatchObject({ results: ACTIVE, tokenCalls: 200, calls: 400, mostForTokens: upTo(4) });
    expect(taken.most).toBeLessThanOrEqual(16);
  });

  test("of one Google service account take a token each, as it acts as one mailbox at a time", async () => {
    const taken = await probeAll(() => ({ provider: "google", method: "serviceAccount", key: "env:KEY" }), {
      KEY: key.file,
    });
    expect(taken).toMatchObject({ results: ACTIVE, tokenCalls: 200, calls: 400, most: SIDE_BY_SIDE });
  });

  test("of one workload exchange its token once", async () => {
    const file = {
      type: "external_account",
      audience: "//iam.googleapis.com/pool",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `${google.url}/token`,
      credential_source: { url: `${google.url}/workload-token` },
    };
    const credential = {
      provider: "google",
      method: "workloadIdentity",
      externalAccount: "env:FILE",
      serviceAccount: SERVICE_ACCOUNT_EMAIL,
    } as const;
    const taken = await probeAll(() => credential, { FILE: JSON.stringify(file) });
    // One of the workload, then signature, token and profile of each.
    expect(taken).toMatchObject({ results: ACTIVE, tokenCalls: 201, calls: 602, most: SIDE_BY_SIDE });
  });

  test("stay under the limit that is set", async () => {
    const taken = await probeAll(
      () => ({ ...app, method: "clientSecret", clientSecret: "env:SECRET" }),
      { SECRET },
      3,
    );
    expect(taken).toMatchObject({ results: ACTIVE, most: upTo(3) });
  });

  test("of an app whose secret has ended hear it from one call, in the same words", async () => {
    await microsoft.faults({
      path: "/token",
      status: 401,
      body: { error: "invalid_client", error_codes: [7000222] },
    });
    const taken = await probeAll(() => ({ ...app, method: "clientSecret", clientSecret: "env:SECRET" }), {
      SECRET,
    });
    expect(taken).toMatchObject({ tokenCalls: 1, calls: 1 });
    expect(
      new Set(taken.results.map(({ health, reason, wholeApp }) => JSON.stringify([health, reason, wholeApp])))
        .size,
    ).toBe(1);
    expect(taken.results[0]).toMatchObject({ health: "expired", wholeApp: true });
  });

  test("whose tokens are all dropped renew one token once", async () => {
    await microsoft.send("acceptTokens", false);
    const taken = await probeAll(() => ({ ...app, method: "clientSecret", clientSecret: "env:SECRET" }), {
      SECRET,
    });
    await microsoft.send("acceptTokens", true);
    expect(taken.tokenCalls).toBe(2);
    expect(new Set(taken.results.map(({ cause }) => cause))).toEqual(new Set(["inconclusive"]));
  });
});

test("16 mailboxes that hang leave 92 healthy ones known", async () => {
  await microsoft.faults({ path: "/users/hung-", delayMs: 30_000 });
  const { credentials } = testCredentials({ SECRET }, { microsoft: microsoft.url, requestTimeoutMs: 1_500 });
  const credential = { ...app, method: "clientSecret", clientSecret: "env:SECRET" } as const;
  const hung = Array.from({ length: 16 }, (_, index) => `hung-${index}@example.com`);
  const results = await Promise.all(
    [...hung, ...MAILBOXES.slice(0, 92)].map((mailbox) => credentials.probe(credential, mailbox)),
  );
  expect(results.slice(0, 16).map(({ cause, code }) => [cause, code])).toEqual(
    hung.map(() => ["transient", "ETIMEDOUT"]),
  );
  expect(results.slice(16)).toEqual(ACTIVE.slice(0, 92));
});

test("one mailbox that is probed twice at once is asked once", async () => {
  const { credentials } = testCredentials({ SECRET }, { microsoft: microsoft.url });
  const credential = { ...app, method: "clientSecret", clientSecret: "env:SECRET" } as const;
  await Promise.all([1, 2, 3].map(() => credentials.probe(credential, "inbox-0@example.com")));
  expect((await microsoft.takeRequests()).requests).toHaveLength(2);
});
