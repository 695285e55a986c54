import { EmailAddress } from "../../provider/index";
import type { CredentialArgs } from "../../provider/index";
import { createCertificate } from "../support/certificates";
import {
  CLIENT,
  SERVICE_ACCOUNT_EMAIL as ACCOUNT,
  serviceAccountKey,
  TENANT,
  CLIENT_SECRET as SECRET,
  MAILBOX,
} from "../support/identities";
import { useGoogle, useMicrosoft } from "../support/identity/identity-server";
import { type Account, inbox, nameOf, openAccount } from "../support/engine/account";
import type { OperationResult } from "../support/engine/harness/operation";

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

const google = useGoogle({ serviceAccounts: [key.account] });
const microsoft = useMicrosoft();

let account: Account;
/** What references lead to, and where identity providers are; changed by the cases. */
let env: Record<string, string>;

beforeEach(async () => {
  for (const server of [google, microsoft]) {
    await server.faults();
    await server.send("addMailbox", MAILBOX);
    await server.send("acceptTokens", true);
  }
  env = { KEY: key.file, SECRET, ...google.environment, ...microsoft.environment };
  account = await openAccount();
});
afterEach(async () => account.dispose());

const program = (name: CredentialName) => () => inbox({ address: { credential: CREDENTIALS[name] } });
const up = async (name: CredentialName) => account.stack.up(program(name), { refresh: true, env });
const addresses = () => account.stack.state().resources.filter(({ type }) => type.endsWith(":EmailAddress"));
const outputs = () => addresses()[0]?.outputs;
const warnings = ({ notes }: OperationResult) => notes.map(({ text }) => text).join("\n");
const changed = ({ steps }: OperationResult, name = "support") =>
  steps.find((step) => step.op === "update" && step.name === name)?.diff;

describe("credentials that died show in a preview with refresh, and are mended in place", () => {
  const clientSecretRanOut = {
    path: "/oauth2/v2.0/token",
    status: 401,
    body: {
      error: "invalid_client",
      error_description: "AADSTS7000222: The provided client secret keys are expired.",
      error_codes: [7000222],
    },
  };
  const CASES: readonly {
    /** What died. */
    readonly rule: string;
    readonly name: CredentialName;
    readonly mailbox: string;
    readonly token?: () => Promise<{ readonly token: string; readonly grantId: string }>;
    readonly health: string;
    readonly told: string;
  }[] = [
    {
      rule: "a Google sign-in whose password changed",
      name: "googleToken",
      mailbox: "a@example.com",
      health: "revoked",
      told: "invalid_grant",
      token: () => google.issueRefreshToken(CLIENT, "a@example.com"),
    },
    {
      rule: "the key of a service account that was disabled",
      name: "googleKey",
      mailbox: "b@example.com",
      health: "revoked",
      told: "invalid_grant",
    },
    {
      rule: "an app's client secret",
      name: "microsoftSecret",
      mailbox: "c@example.com",
      health: "expired",
      told: "AADSTS7000222",
    },
    {
      rule: "an app's client secret beside a refresh token",
      name: "microsoftToken",
      mailbox: "d@example.com",
      health: "expired",
      told: "AADSTS7000222",
      token: () => microsoft.issueRefreshToken(CLIENT, "d@example.com"),
    },
  ];
  /** Each mailbox has a variable of its own for its token. */
  const variable = (mailbox: string) => `TOKEN_${mailbox.charAt(0)}`;
  const mailboxes = () => {
    for (const { name, mailbox, token } of CASES) {
      const credential = {
        ...CREDENTIALS[name],
        ...(token && { refreshToken: `env:${variable(mailbox)}` }),
      } as CredentialArgs;
      new EmailAddress(mailbox, { emailAddress: mailbox, credential });
    }
  };
  const issueTokens = async () => {
    const grants: string[] = [];
    for (const { mailbox, token } of CASES) {
      if (token === undefined) continue;
      const issued = await token();
      env[variable(mailbox)] = issued.token;
      grants.push(issued.grantId);
    }
    return grants;
  };
  const run = async () => account.stack.up(mailboxes, { refresh: true, env, flags: ["--continue-on-error"] });
  /** What the state holds of each, and whether its reason tells what is expected. */
  const held = () =>
    CASES.map(({ rule, mailbox, told }) => {
      const { status, health, healthReason } = addresses().find((it) => it.name === mailbox)?.outputs ?? {};
      return { rule, status, health, isTold: String(healthReason).includes(told) };
    });
  const idsOf = () =>
    addresses()
      .map(({ id }) => id)
      .sort();
  const alive = CASES.map(({ rule }) => ({ rule, status: "Active", health: "active", isTold: false }));

  test("each with its cause; the ids stay", async () => {
    const [googleGrant = ""] = await issueTokens();
    expect((await run()).error).toBeUndefined();
    expect(held()).toEqual(alive);
    const ids = idsOf();

    await google.send("revokeGrant", googleGrant);
    await google.send("disable", ACCOUNT, true);
    await microsoft.faults(clientSecretRanOut);
    const drift = await account.stack.preview(mailboxes, { refresh: true, env });
    const everything = drift.stdout + JSON.stringify(drift.events);
    for (const { mailbox, told } of CASES) {
      expect(changed(drift, mailbox)).toMatchObject({ status: { before: "Expired", after: "Active" } });
      expect(everything).toContain(told);
    }

    // Still ended: these resources fail with cause and remedy, and nothing is lost.
    const { error = "" } = await run();
    for (const told of ["invalid_grant", "AADSTS7000222", "Make a new client secret"])
      expect(error).toContain(told);
    expect(held()).toEqual(
      CASES.map(({ rule, health }) => ({ rule, status: "Expired", health, isTold: true })),
    );

    await issueTokens();
    await google.send("disable", ACCOUNT, false);
    await microsoft.faults();
    account.writes();
    expect((await run()).error).toBeUndefined();
    // The two with new tokens; the material of the others works again, and VCC has it.
    expect(account.order()).toEqual(["PUT sign-in", "PUT sign-in"]);
    expect(held()).toEqual(alive);
    expect(idsOf()).toEqual(ids);
    expect((await account.stack.preview(mailboxes, { refresh: true, env })).changes).toEqual([]);
  });
});

describe("what says nothing about the credential is no drift", () => {
  test("an identity provider that is out of order, which is said once", async () => {
    const several = () => {
      for (const name of ["support", "other"]) {
        new EmailAddress(name, {
          emailAddress: `${name}@example.com`,
          credential: CREDENTIALS.microsoftSecret,
        });
      }
    };
    expect((await account.stack.up(several, { env })).error).toBeUndefined();
    const html = { "content-type": "text/html" };
    // All that can be out of order about it is in tests/credentials/transient.test.ts.
    for (const { rule, ...fault } of [
      { rule: "it's down", path: "/", drop: true },
      { rule: "it answers HTML", path: "/", status: 200, headers: html, body: "<h1>Wi-Fi login</h1>" },
    ]) {
      await microsoft.faults(fault);
      const { changes, notes } = await account.stack.preview(several, { refresh: true, env });
      const warnings = notes.filter(({ text }) => text.includes("warning:")).length;
      expect({ rule, changes, warnings }).toEqual({ rule, changes: [], warnings: 1 });
    }
  });

  test("mailboxes that aren't found, as aliases and those on premises aren't: the field that may help is said", async () => {
    const unfound = () => {
      new EmailAddress("google", { emailAddress: MAILBOX, credential: CREDENTIALS.googleKey });
      new EmailAddress("graph", {
        emailAddress: "other@example.com",
        credential: CREDENTIALS.microsoftSecret,
      });
    };
    expect((await account.stack.up(unfound, { env })).error).toBeUndefined();
    await google.send("removeMailbox", MAILBOX);
    await microsoft.send("removeMailbox", "other@example.com");
    const result = await account.stack.preview(unfound, { refresh: true, env });
    await microsoft.send("addMailbox", "other@example.com");
    expect(result.changes).toEqual([]);
    for (const field of ["subject", "account"])
      expect(warnings(result)).toContain(`in the credential: ${field}`);
  });
});

test("the copy of a Microsoft refresh token that VCC has renewed since is no drift, night after night, until VCC loses its sign-in", async () => {
  const issue = async () => {
    const { token, grantId } = await microsoft.issueRefreshToken(CLIENT, MAILBOX);
    env["TOKEN"] = token;
    return grantId;
  };
  const grantId = await issue();
  expect((await up("microsoftToken")).error).toBeUndefined();
  await microsoft.send("revokeGrant", grantId);
  account.writes();
  for (let nights = 0; nights < 2; nights += 1) {
    const night = await up("microsoftToken");
    expect([night.error, night.changes]).toEqual([undefined, []]);
    expect(warnings(night)).toContain("AADSTS50173");
  }
  expect(account.writes()).toEqual([]);
  expect(outputs()).toMatchObject({ status: "Active", health: "unknown" });

  account.simulator.expire(MAILBOX);
  expect((await up("microsoftToken")).error).toContain("AADSTS50173");
  await issue();
  account.writes();
  expect((await up("microsoftToken")).error).toBeUndefined();
  expect(account.order()).toEqual(["PUT sign-in"]);
  expect(outputs()).toMatchObject({ status: "Active", health: "active" });
});

describe("before a grant is handed to VCC", () => {
  test("material of another mailbox is refused with both names, and nothing is made", async () => {
    env["TOKEN"] = (await google.issueRefreshToken(CLIENT, "other@example.com")).token;
    const { error } = await up("googleToken");
    expect(error).toContain("other@example.com");
    expect(error).toContain(MAILBOX);
    expect(account.simulator.state().addresses).toEqual([]);
  });

  test("ended material is refused with its cause; other inboxes are made", async () => {
    await google.send("disable", ACCOUNT, true);
    const { token } = await google.issueRefreshToken(CLIENT, "other@example.com");
    env["TOKEN"] = token;
    const { error } = await account.stack.up(
      () => {
        new EmailAddress("ended", { emailAddress: MAILBOX, credential: CREDENTIALS.googleKey });
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
    method: "federated",
    status: "Active",
    expiresAt: null,
  });
  expect(outputs()).toMatchObject({ status: "Active" });
  expect(account.stack.state().text).not.toContain(assertion);
  // The next run has another assertion, or none.
  expect((await account.stack.preview(federated, { env, refresh: true })).changes).toEqual([]);
});

test("new material, no material, a sign-in by hand and an unknown status, one after another on one mailbox", async () => {
  expect((await up("googleKey")).error).toBeUndefined();
  account.writes();

  // Somebody signs in by hand: up signs in with the program's material again.
  account.simulator.signIn(MAILBOX);
  account.writes();
  const again = await up("googleKey");
  expect([again.error, Object.keys(changed(again) ?? {})]).toEqual([undefined, ["credentialFingerprint"]]);
  expect(account.order()).toEqual(["PUT sign-in"]);

  // New material shows without a call.
  const newKey = {
    ...(JSON.parse(otherKey.file) as object),
    private_key: key.privateKey,
    private_key_id: "key2",
    client_email: "new@example.com",
  };
  const rotated = { ...env, KEY: JSON.stringify(newKey) };
  const seen = await account.stack.preview(program("googleKey"), { env: rotated });
  expect(Object.keys(changed(seen) ?? {})).toEqual(["credentialFingerprint"]);
  expect(account.simulator.requests()).toEqual([]);

  // A pipeline that has no access to the secret sees no change.
  const { KEY: _absent, ...without } = env;
  const blind = await account.stack.preview(program("googleKey"), { refresh: true, env: without });
  expect(blind.changes).toEqual([]);

  // A status that this release doesn't know is neither drift nor failure, and is said.
  const { id, authentication } = account.simulator.state().addresses[0] ?? {};
  account.simulator.overwrite("address", id ?? "", {
    authentication: { ...authentication, status: "ACTIVE" },
  });
  account.writes();
  const unknown = await up("googleKey");
  expect([unknown.error, unknown.changes]).toEqual([undefined, []]);
  expect(warnings(unknown)).toContain(`VCC's status is "ACTIVE"`);
  expect(account.writes()).toEqual([]);
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
  env["TOKEN"] = (await google.issueRefreshToken(CLIENT, MAILBOX)).token;
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
