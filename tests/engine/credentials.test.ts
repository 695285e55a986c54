import { EmailAddress } from "../../provider/index";
import type { CredentialArgs } from "../../provider/index";
import { createCertificate } from "../credentials/certificates";
import {
  CLIENT,
  client,
  SERVICE_ACCOUNT as ACCOUNT,
  serviceAccountKey,
  TENANT,
} from "../credentials/fixtures";
import { type IdentityServer, startIdentityServer } from "../credentials/servers/identity-server";
import { type Account, inbox, nameOf, openAccount } from "./account";

const MAILBOX = "support@example.com";
const SECRET = "planted-client-secret-0123456789";
const key = serviceAccountKey();
const otherKey = serviceAccountKey();
const day = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1_000);
const certificate = createCertificate(day(-1), day(300));

const CREDENTIALS = {
  googleKey: { provider: "google", method: "serviceAccount", key: "env:KEY" },
  googleToken: {
    provider: "google",
    method: "refreshToken",
    clientId: CLIENT,
    clientSecret: "env:SECRET",
    refreshToken: "env:TOKEN",
  },
  microsoftSecret: {
    provider: "microsoft",
    method: "clientSecret",
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: "env:SECRET",
  },
  microsoftToken: {
    provider: "microsoft",
    method: "refreshToken",
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: "env:SECRET",
    refreshToken: "env:TOKEN",
  },
} as const satisfies Record<string, CredentialArgs>;
type CredentialName = keyof typeof CREDENTIALS;

let google: IdentityServer;
let microsoft: IdentityServer;
beforeAll(async () => {
  const mailboxes = [MAILBOX, "other@example.com"];
  const clients = [client(CLIENT, "client_secret_post", { client_secret: SECRET })];
  google = await startIdentityServer("google", {
    clients: [
      client(CLIENT, "client_secret_post", { client_secret: SECRET, grant_types: ["refresh_token"] }),
    ],
    serviceAccounts: [key.account],
    mailboxes,
  });
  microsoft = await startIdentityServer("microsoft", { tenant: TENANT, clients, mailboxes });
});
afterAll(async () => {
  await google.stop();
  await microsoft.stop();
});

let account: Account;
/** What references lead to, and where identity providers are; changed by the cases. */
let env: Record<string, string>;
beforeEach(async () => {
  for (const server of [google, microsoft]) {
    await server.faults();
    await server.send("addMailbox", MAILBOX);
    await server.send("acceptTokens", true);
  }
  env = {
    KEY: key.file,
    SECRET,
    VCC_GOOGLE_TOKEN_URL: `${google.url}/token`,
    VCC_GMAIL_ROOT_URL: google.url,
    VCC_MICROSOFT_AUTHORITY: microsoft.url,
    VCC_GRAPH_ROOT_URL: microsoft.url,
    VCC_PROBE_TIMEOUT_SECONDS: "2",
  };
  account = await openAccount();
});
afterEach(async () => account.dispose());

const program = (name: CredentialName) => () => inbox({ address: { credential: CREDENTIALS[name] } });
const up = async (name: CredentialName) => account.stack.up(program(name), { refresh: true, env });
const preview = async (name: CredentialName) => account.stack.preview(program(name), { refresh: true, env });
const outputs = () =>
  account.stack.state().resources.find(({ type }) => type.endsWith(":EmailAddress"))?.outputs;

/** A refresh token for the mailbox, in the environment. */
async function issueToken(name: CredentialName): Promise<string> {
  if (!name.endsWith("Token")) return "";
  const { token, grantId } = await serverOf(name).issueRefreshToken(CLIENT, MAILBOX);
  env["TOKEN"] = token;
  return grantId;
}

function serverOf(name: CredentialName): IdentityServer {
  return name.startsWith("google") ? google : microsoft;
}

describe("a credential that died shows in a preview with refresh, with its cause, and is mended in place", () => {
  test.each<{
    rule: string;
    name: CredentialName;
    dies: (grantId: string) => Promise<unknown>;
    health: string;
    code: string;
    mends: () => unknown;
  }>([
    {
      rule: "a Google sign-in whose password changed",
      name: "googleToken",
      dies: (grantId) => google.send("revokeGrant", grantId),
      health: "revoked",
      code: "invalid_grant",
      mends: () => issueToken("googleToken"),
    },
    {
      rule: "the key of a service account that was disabled",
      name: "googleKey",
      dies: () => google.send("disable", ACCOUNT, true),
      health: "revoked",
      code: "invalid_grant",
      mends: () => google.send("disable", ACCOUNT, false),
    },
  ])("$rule", async ({ name, dies, health, code, mends }) => {
    const grantId = await issueToken(name);
    expect((await up(name)).error).toBeUndefined();
    expect(outputs()).toMatchObject({ status: "Active", health: "active" });
    const ids = account.stack
      .state()
      .resources.map(({ id }) => id)
      .sort();
    account.writes();

    await dies(grantId);
    const drift = await preview(name);
    expect(drift.steps.find(({ op }) => op === "update")?.diff).toMatchObject({
      status: { before: "Expired", after: "Active" },
    });
    expect(drift.stdout + JSON.stringify(drift.events)).toContain(code);

    // Still dead: this resource fails with cause and remedy, and nothing is lost.
    const failed = await up(name);
    expect(failed.error).toContain(code);
    expect(outputs()).toMatchObject({
      status: "Expired",
      health,
      healthReason: expect.stringContaining(code) as string,
    });

    await mends();
    account.writes();
    expect((await up(name)).error).toBeUndefined();
    expect(account.order().every((write) => write === "PUT sign-in")).toBe(true);
    expect(outputs()).toMatchObject({ status: "Active", health: "active" });
    expect(
      account.stack
        .state()
        .resources.map(({ id }) => id)
        .sort(),
    ).toEqual(ids);
    expect((await preview(name)).changes).toEqual([]);
  });
});

describe("an app's own credential that ran out is drift of each of its mailboxes, with Microsoft's code", () => {
  test.each<{ rule: string; name?: CredentialName; number: number; remedy: string }>([
    {
      rule: "a client secret beside a refresh token",
      ...{ name: "microsoftToken", number: 7000222, remedy: "Make a new client secret" },
    },
    { rule: "a client secret", number: 7000222, remedy: "Make a new client secret" },
    { rule: "a certificate", number: 1000502, remedy: "new certificate" },
    { rule: "a certificate that was removed", number: 7000274, remedy: "new certificate" },
  ])("$rule: AADSTS$number", async ({ name = "microsoftSecret", number, remedy }) => {
    await issueToken(name);
    await up(name);
    const body = {
      error: "invalid_client",
      error_description: `AADSTS${number}: The provided key or secret is expired.`,
      error_codes: [number],
    };
    await microsoft.faults({ path: "/oauth2/v2.0/token", status: 401, body });
    const drift = await preview(name);
    expect(drift.steps.find(({ op }) => op === "update")?.diff).toMatchObject({
      status: { before: "Expired", after: "Active" },
    });
    expect((await up(name)).error).toContain(`AADSTS${number}`);
    expect(outputs()).toMatchObject({
      health: "expired",
      healthReason: expect.stringContaining(remedy) as string,
    });
    await microsoft.faults();
    expect((await up(name)).error).toBeUndefined();
    expect(outputs()).toMatchObject({ status: "Active", health: "active" });
  });
});

describe("what says nothing about the credential is no drift, and is said once", () => {
  test.each([
    { rule: "an identity provider that is down", fault: { path: "/", drop: true } },
    { rule: "one that is slow", fault: { path: "/", delayMs: 10_000 } },
    {
      rule: "one that answers HTML",
      fault: {
        path: "/",
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<h1>Wi-Fi login</h1>",
      },
    },
    { rule: "one that is out of order", fault: { path: "/", status: 503, body: "" } },
  ])("$rule", async ({ fault }) => {
    const several = () => {
      for (const name of ["support", "other"]) {
        new EmailAddress(name, {
          emailAddress: `${name}@example.com`,
          credential: CREDENTIALS.microsoftSecret,
        });
      }
    };
    await account.stack.up(several, { env });
    await microsoft.faults(fault);
    const result = await account.stack.preview(several, { refresh: true, env });
    expect(result.changes).toEqual([]);
    expect(result.notes.filter(({ text }) => text.includes("warning:"))).toHaveLength(1);
  });

  test.each<{ rule: string; name: CredentialName; remedy: string }>([
    { rule: "a Google address, which may be an alias or a group", name: "googleKey", remedy: "subject" },
    { rule: "a mailbox of Graph, which may be on premises", name: "microsoftSecret", remedy: "account" },
  ])("$rule, that isn't found is no drift, and the field that may help is said", async ({ name, remedy }) => {
    expect((await up(name)).error).toBeUndefined();
    await serverOf(name).send("removeMailbox", MAILBOX);
    const result = await preview(name);
    expect(result.steps.filter(({ op }) => op === "update")).toEqual([]);
    expect(result.notes.map(({ text }) => text).join("\n")).toContain(`in the credential: ${remedy}`);
    expect((await up(name)).error).toBeUndefined();
    expect(outputs()).toMatchObject({ status: "Active", health: "unknown" });
  });
});

describe("the copy of a Microsoft refresh token, which VCC has renewed since", () => {
  test("is dead for three nights while VCC is signed in: no drift, up with refresh has nothing to do", async () => {
    const grantId = await issueToken("microsoftToken");
    expect((await up("microsoftToken")).error).toBeUndefined();
    await microsoft.send("revokeGrant", grantId);
    account.writes();
    for (let nights = 0; nights < 3; nights += 1) {
      const seen = await preview("microsoftToken");
      expect(seen.changes).toEqual([]);
      expect(seen.notes.map(({ text }) => text).join("\n")).toContain("AADSTS50173");
      expect((await up("microsoftToken")).error).toBeUndefined();
    }
    expect(account.writes()).toEqual([]);
    expect(outputs()).toMatchObject({ status: "Active", health: "unknown" });
  });

  test("is refused once VCC has lost its sign-in, and a new one mends it in place", async () => {
    const grantId = await issueToken("microsoftToken");
    await up("microsoftToken");
    await microsoft.send("revokeGrant", grantId);
    account.simulator.expire(MAILBOX);
    expect((await up("microsoftToken")).error).toContain("AADSTS50173");
    await issueToken("microsoftToken");
    account.writes();
    expect((await up("microsoftToken")).error).toBeUndefined();
    expect(account.order()).toEqual(["PUT sign-in"]);
    expect(outputs()).toMatchObject({ status: "Active", health: "active" });
  });
});

test("a status that this release doesn't know is no drift and no failure, and is said", async () => {
  await up("googleKey");
  const { id, authentication } = account.simulator.state().addresses[0] ?? {};
  account.simulator.overwrite("address", id ?? "", {
    authentication: { ...authentication, status: "ACTIVE" },
  });
  account.writes();
  const seen = await preview("googleKey");
  expect(seen.changes).toEqual([]);
  expect(seen.notes.map(({ text }) => text).join("\n")).toContain(`VCC's status is "ACTIVE"`);
  expect((await up("googleKey")).error).toBeUndefined();
  expect(account.writes()).toEqual([]);
});

describe("before a grant is handed to VCC", () => {
  test("material of another mailbox is refused with both names, and nothing is made", async () => {
    env["TOKEN"] = (await google.issueRefreshToken(CLIENT, "other@example.com")).token;
    const { error } = await up("googleToken");
    expect(error).toContain("other@example.com");
    expect(error).toContain(MAILBOX);
    expect(account.simulator.state().addresses).toEqual([]);
  });

  test("dead material is refused with its cause; other inboxes are made", async () => {
    await google.send("disable", ACCOUNT, true);
    const { token } = await google.issueRefreshToken(CLIENT, "other@example.com");
    env["TOKEN"] = token;
    const { error } = await account.stack.up(
      () => {
        new EmailAddress("dead", { emailAddress: MAILBOX, credential: CREDENTIALS.googleKey });
        new EmailAddress("fine", { emailAddress: "other@example.com", credential: CREDENTIALS.googleToken });
      },
      { env, flags: ["--continue-on-error"] },
    );
    await google.send("disable", ACCOUNT, false);
    expect(error).toContain("the service account is disabled");
    expect(account.simulator.state().addresses.map(({ emailAddress }) => emailAddress)).toEqual([
      "other@example.com",
    ]);
  });

  test("probe: false asks nobody", async () => {
    await microsoft.takeRequests();
    const { error } = await account.stack.up(
      () => inbox({ address: { credential: { ...CREDENTIALS.microsoftSecret, probe: false } } }),
      { env },
    );
    expect(error).toBeUndefined();
    expect((await microsoft.takeRequests()).requests).toEqual([]);
  });
});

test("of an app that trusts VCC as a workload, VCC gets identifiers; the run's assertion stays here", async () => {
  const assertion = "planted.assertion-of-the-run-0123456789.x";
  const credential = {
    provider: "microsoft",
    method: "federated",
    tenantId: TENANT,
    clientId: CLIENT,
    assertion: "env:ASSERTION",
  } as const;
  const federated = () => inbox({ address: { credential } });
  const { error } = await account.stack.up(federated, { env: { ...env, ASSERTION: assertion } });
  expect(error).toBeUndefined();
  // The simulator ends a sign-in by assertion within the hour, and refuses unknown fields.
  expect(account.simulator.state().addresses[0]?.authentication).toMatchObject({
    ...{ method: "federated", status: "Active", expiresAt: null },
  });
  expect(outputs()).toMatchObject({ status: "Active" });
  expect(account.stack.state().text).not.toContain(assertion);
  // The next run has another assertion, or none.
  expect((await account.stack.preview(federated, { env, refresh: true })).changes).toEqual([]);
});

describe("rotation", () => {
  test("new material shows as a changed fingerprint, and is applied in place", async () => {
    await up("googleKey");
    account.writes();
    env["KEY"] = JSON.stringify({
      ...(JSON.parse(otherKey.file) as object),
      private_key: key.privateKey,
      private_key_id: "key2",
      client_email: "new@example.com",
    });
    const changed = await account.stack.preview(program("googleKey"), { env });
    expect(Object.keys(changed.steps.find(({ op }) => op === "update")?.diff ?? {})).toEqual([
      "credentialFingerprint",
    ]);
    expect(account.simulator.requests()).toEqual([]);
  });

  test("a pipeline without access to the secret sees no change", async () => {
    await up("googleKey");
    const { KEY: _absent, ...without } = env;
    const seen = await account.stack.preview(program("googleKey"), { refresh: true, env: without });
    expect(seen.changes).toEqual([]);
  });

  test("somebody who signs in by hand shows as drift, and up signs in with the program's material again", async () => {
    await up("googleKey");
    account.simulator.signIn(MAILBOX);
    account.writes();
    expect(
      Object.keys((await preview("googleKey")).steps.find(({ op }) => op === "update")?.diff ?? {}),
    ).toEqual(["credentialFingerprint"]);
    expect((await up("googleKey")).error).toBeUndefined();
    expect(account.order()).toEqual(["PUT sign-in"]);
  });
});

describe("a person signs in", () => {
  const byPerson = () => inbox({ address: { credential: { method: "interactive" } } });

  test("in CI the address is recorded, the link is in the error, and the next up goes on", async () => {
    const first = await account.stack.up(byPerson);
    expect(first.error).toMatch(
      /a person has to sign in\. Sign in to support@example\.com: open http:\/\/127\.0\.0\.1:\d+\/\S+/u,
    );
    expect(outputs()).toMatchObject({ status: "Pending", health: "consentRequired" });
    account.simulator.signIn(MAILBOX);
    account.writes();
    expect((await account.stack.up(byPerson)).error).toBeUndefined();
    expect(account.order()).not.toContain("POST address");
    expect(outputs()).toMatchObject({ status: "Active", health: "active" });
  });

  test("in a terminal up waits for it", async () => {
    const opened = (async () => {
      while (!account.simulator.requests().some((record) => nameOf(record) === "POST consent")) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      account.simulator.signIn(MAILBOX);
    })();
    const { error, stdout } = await account.stack.up(byPerson, { env: { VCC_CONSENT_WAIT_SECONDS: "20" } });
    await opened;
    expect(error).toBeUndefined();
    expect(stdout).toContain("Sign in to support@example.com: open http://127.0.0.1");
  });
});

describe("an end that is near", () => {
  test("is a warning and no drift; an end that has passed is drift", async () => {
    const ending = createCertificate(day(-300), day(20));
    const credential = {
      provider: "microsoft",
      method: "certificate",
      tenantId: TENANT,
      clientId: CLIENT,
      certificate: "env:CERTIFICATE",
      privateKey: "env:PRIVATE_KEY",
      probe: false,
    } as const;
    Object.assign(env, { CERTIFICATE: ending.certificate, PRIVATE_KEY: ending.privateKey });
    const certified = () => inbox({ address: { credential } });
    const made = await account.stack.up(certified, { env });
    expect(made.error).toBeUndefined();
    expect(outputs()).toMatchObject({ status: "Active", health: "expiring" });
    const looked = await account.stack.preview(certified, { refresh: true, env });
    expect(looked.changes).toEqual([]);
    expect(looked.notes.map(({ text }) => text).join("\n")).toContain(
      "warning: support@example.com: The credential ends at",
    );

    account.simulator.skewClock(30 * 24 * 60 * 60 * 1_000);
    const passed = await account.stack.preview(certified, { refresh: true, env });
    expect(passed.steps.find(({ op }) => op === "update")?.diff).toMatchObject({
      status: { before: "Expired", after: "Active" },
    });
    account.simulator.skewClock(0);
    Object.assign(env, { CERTIFICATE: certificate.certificate, PRIVATE_KEY: certificate.privateKey });
    expect((await account.stack.up(certified, { refresh: true, env })).error).toBeUndefined();
    expect(outputs()).toMatchObject({ status: "Active", health: "active" });
  });
});

test("no planted secret is in state, previews, events or errors", async () => {
  await issueToken("googleToken");
  const texts: string[] = [];
  const keep = (result: Awaited<ReturnType<typeof up>>) =>
    texts.push(result.stdout, result.stderr, JSON.stringify(result.events));
  keep(await up("googleToken"));
  keep(await account.stack.preview(program("googleToken"), { refresh: true, env, flags: ["--diff"] }));
  texts.push((await account.stack.command("preview", "--json")).stdout);
  env["SECRET"] = "another-planted-secret-9876543210";
  const refused = await up("googleToken");
  expect(refused.error).toContain("invalid_client");
  keep(refused);
  keep(await account.stack.up(program("googleKey"), { env, flags: ["--logtostderr", "-v=9"] }));
  texts.push(account.stack.state().text);
  const everything = texts.join("\n");
  const privateKeyLine = key.privateKey.split("\n")[2] ?? "";
  for (const secret of [
    SECRET,
    env["TOKEN"] ?? "",
    "another-planted-secret-9876543210",
    privateKeyLine,
    account.simulator.clientSecret,
  ]) {
    for (const spelling of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").slice(0, -3),
    ]) {
      expect(everything.includes(spelling)).toBe(false);
    }
  }
});
