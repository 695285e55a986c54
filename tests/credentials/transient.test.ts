import type { ManagedCredential } from "../../schema/credential/credential";
import { createCertificate } from "../support/certificates";
import { REFUSING_URL, testCredentials } from "../support/credentials-fixture";
import type { ManagedVariant } from "../support/managed-variant";
import { type Fault, useGoogle, useMicrosoft } from "../support/identity/identity-server";
import {
  CLIENT,
  MAILBOX,
  SERVICE_ACCOUNT_EMAIL,
  serviceAccountKey,
  TENANT,
  CLIENT_SECRET as SECRET,
} from "../support/identities";

const app = { provider: "microsoft", tenantId: TENANT, clientId: CLIENT } as const;
const key = serviceAccountKey();
const pair = createCertificate(new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000));

const google = useGoogle({ serviceAccounts: [key.account] });
const microsoft = useMicrosoft();

const METHODS: Record<ManagedVariant, ManagedCredential> = {
  serviceAccount: { provider: "google", method: "serviceAccount", key: "env:KEY" },
  workloadIdentity: {
    provider: "google",
    method: "workloadIdentity",
    externalAccount: "env:WORKLOAD",
    serviceAccount: SERVICE_ACCOUNT_EMAIL,
  },
  "refreshToken of google": {
    provider: "google",
    method: "refreshToken",
    clientId: CLIENT,
    clientSecret: "env:SECRET",
    refreshToken: "env:TOKEN",
  },
  clientSecret: { ...app, method: "clientSecret", clientSecret: "env:SECRET" },
  certificate: {
    ...app,
    method: "certificate",
    certificate: "env:CERTIFICATE",
    privateKey: "env:CERTIFICATE_KEY",
  },
  federated: { ...app, method: "federated", assertion: "env:ASSERTION" },
  "refreshToken of microsoft": {
    ...app,
    method: "refreshToken",
    clientSecret: "env:SECRET",
    refreshToken: "env:TOKEN",
  },
};

async function probe(
  credential: ManagedCredential,
  urls: { google: string; microsoft: string },
  requestTimeoutMs = 5_000,
) {
  const workload = {
    type: "external_account",
    audience: "//iam.googleapis.com/pool",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `${urls.google}/token`,
    credential_source: { url: `${urls.google}/workload-token` },
  };
  const server = credential.provider === "google" ? google : microsoft;
  const environment = {
    KEY: key.file,
    WORKLOAD: JSON.stringify(workload),
    SECRET,
    TOKEN: (await server.issueRefreshToken(CLIENT, MAILBOX)).token,
    CERTIFICATE: pair.certificate,
    CERTIFICATE_KEY: pair.privateKey,
    ASSERTION: "an-assertion-0123456789",
  };
  const { credentials } = testCredentials(environment, { ...urls, requestTimeoutMs });
  return credentials.probe(credential, MAILBOX);
}

const HTML: Pick<Fault, "headers" | "body"> = {
  headers: { "content-type": "text/html" },
  body: "<html><h1>Bad gateway</h1></html>",
};
const ENDED = {
  error: "invalid_grant",
  error_codes: [700082],
  error_description: "Token has been expired or revoked.",
};

const FAULTS: readonly {
  readonly rule: string;
  readonly fault: Omit<Fault, "path">;
  readonly timeoutMs?: number;
}[] = [
  { rule: "HTML instead of a token", fault: { status: 200, ...HTML } },
  { rule: "a gateway's page", fault: { status: 502, ...HTML } },
  { rule: "a gateway's page for a refusal", fault: { status: 400, ...HTML } },
  { rule: "JSON that is none", fault: { status: 400, body: "{" } },
  { rule: "a success without a token", fault: { status: 200, body: {} } },
  { rule: "JSON without an error", fault: { status: 404, body: { message: "no such page" } } },
  { rule: "a 500", fault: { status: 500, body: ENDED } },
  { rule: "a 503", fault: { status: 503, body: ENDED } },
  { rule: "a 429", fault: { status: 429, headers: { "retry-after": "1" }, body: ENDED } },
  {
    rule: "a redirect",
    fault: { status: 302, headers: { location: `${REFUSING_URL}/elsewhere` }, body: {} },
  },
  { rule: "a broken connection", fault: { drop: true } },
  { rule: "no answer in time", fault: { delayMs: 3_000 }, timeoutMs: 150 },
];

describe.each(Object.entries(METHODS))("%s", (_name, credential) => {
  test.each(FAULTS)(
    "$rule, from the token endpoint, says nothing and changes nothing",
    async ({ fault, timeoutMs }) => {
      await google.faults({ path: "/token", ...fault });
      await microsoft.faults({ path: "/token", ...fault });
      const result = await probe(credential, { google: google.url, microsoft: microsoft.url }, timeoutMs);
      expect(result).toMatchObject({ health: "unknown", cause: "transient" });
      expect(result.reason).toMatch(
        /^\w[\w ]+: 127\.0\.0\.1:\d+ .*\. That says nothing about the credential/u,
      );
    },
  );

  test("nobody listens: says nothing and changes nothing", async () => {
    const result = await probe(credential, { google: REFUSING_URL, microsoft: REFUSING_URL });
    expect(result).toMatchObject({ health: "unknown", cause: "transient", code: "ECONNREFUSED" });
  });
});

/** Of each provider, a person's sign-in and an app's: by what is asked of the mailbox, all others are like one of these. */
describe.each([
  "serviceAccount",
  "refreshToken of google",
  "clientSecret",
  "refreshToken of microsoft",
] as const)("%s", (name) => {
  const credential = METHODS[name];
  test.each(FAULTS)(
    "$rule, from the mailbox's service, says nothing and changes nothing",
    async ({ fault, timeoutMs }) => {
      await google.faults({ path: "/gmail/", ...fault });
      await microsoft.faults({ path: "/v1.0/", ...fault });
      const result = await probe(credential, { google: google.url, microsoft: microsoft.url }, timeoutMs);
      // Graph's purpose of a mailbox may be empty: what counts is that it has one.
      const isEmptySuccess = fault.status === 200 && typeof fault.body === "object";
      if (isEmptySuccess && credential.provider === "microsoft")
        expect(result).toMatchObject({ health: "active" });
      else expect(result).toMatchObject({ health: "unknown", cause: "transient" });
    },
  );
});

test("a failing token call is one call: a retry is decided here, not in a library", async () => {
  await google.faults({ path: "/token", status: 503, body: ENDED });
  await microsoft.faults({ path: "/token", status: 503, body: ENDED });
  for (const credential of Object.values(METHODS)) {
    await google.takeRequests();
    await microsoft.takeRequests();
    await probe(credential, { google: google.url, microsoft: microsoft.url });
    const asked = [...(await google.takeRequests()).requests, ...(await microsoft.takeRequests()).requests];
    expect(asked.filter((request) => request.endsWith("/token"))).toHaveLength(1);
  }
});

test("a host that leaves three calls unanswered is left alone for half a minute", async () => {
  let now = Date.now();
  await microsoft.faults({ path: "/token", delayMs: 3_000 });
  await microsoft.takeRequests();
  const options = { microsoft: microsoft.url, requestTimeoutMs: 100, now: () => now, concurrentProbes: 1 };
  const environment = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`T${index}`, `refresh-token-${index}-0123456789`]),
  );
  const { credentials } = testCredentials(environment, options);
  const all = () =>
    Promise.all(
      Object.keys(environment).map((name) =>
        credentials.probe(
          { ...app, method: "refreshToken", refreshToken: `env:${name}` },
          `${name}@example.com`,
        ),
      ),
    );
  const results = await all();
  expect(new Set(results.map(({ reason }) => reason)).size).toBe(1);
  expect(results[0]).toMatchObject({ health: "unknown", cause: "transient", code: "ETIMEDOUT" });
  expect((await microsoft.takeRequests()).requests).toHaveLength(3);
  now += 30_001;
  await microsoft.faults();
  // Its client has a secret, which is not used here: the host is asked again, and answers.
  expect((await all())[0]).toMatchObject({ health: "unknown", cause: "misconfigured" });
});
