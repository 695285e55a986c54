import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODE_OF_LEVEL, worst } from "../../../provider/cli/doctor/run-doctor";
import type { Level } from "../../../provider/cli/output";
import { serviceAccountKey, MAILBOX, SERVICE_ACCOUNT } from "../../support/identities";
import { doctor, useDoctorFixture, PLANTED, report } from "../../support/doctor-fixture";
import { newFolder } from "../../support/folders";

const SALES = "sales@example.com";
const refreshToken = {
  provider: "google",
  method: "refreshToken",
  clientId: "123.apps.googleusercontent.com",
  refreshToken: "config:token",
  probe: false,
} as const;
const KEY = serviceAccountKey().file;

const fixture = useDoctorFixture();
beforeEach(() => {
  fixture.environment["KEY"] = KEY;
});

const levelsOf = (checks: readonly { readonly name: string; readonly level: Level }[]) =>
  Object.fromEntries(checks.map(({ name, level }) => [name, level]));

/** What is said of the simulated hosts. */
const otherHosts = () =>
  `Secrets go to ${new URL(fixture.simulator.url).host} instead of the vendor's own host (VCC_API_BASE_URL, VCC_AUTH_BASE_URL, VCC_GOOGLE_TOKEN_URL, VCC_GMAIL_ROOT_URL).`;

test("the table is for people: aligned, each remedy once and numbered", async () => {
  const { simulator } = fixture;
  const ids = {
    active: await fixture.address(MAILBOX, SERVICE_ACCOUNT),
    expiring: await fixture.address(SALES, refreshToken),
    expired: await fixture.address("returns@example.com", SERVICE_ACCOUNT),
    gone: await fixture.address("former@example.com", SERVICE_ACCOUNT),
    other: await fixture.address("by-hand@example.com"),
  };
  simulator.expire("returns@example.com");
  simulator.google.refuse("former@example.com", {
    error: "invalid_grant",
    description: "Invalid email or User ID",
  });
  fixture.stack(
    [
      { name: "support", id: ids.active, emailAddress: MAILBOX, credential: SERVICE_ACCOUNT },
      {
        name: "sales",
        id: ids.expiring,
        emailAddress: SALES,
        credential: { ...refreshToken, refreshTokenIssuedAt: "2026-06-08" },
      },
      { name: "returns", id: ids.expired, emailAddress: "returns@example.com", credential: SERVICE_ACCOUNT },
      { name: "former", id: ids.gone, emailAddress: "former@example.com", credential: SERVICE_ACCOUNT },
      { name: "dropped", id: "adr_nowhere", emailAddress: "dropped@example.com" },
    ],
    { "inboxes:token": PLANTED.refreshToken },
  );
  const { exitCode, text } = await doctor(fixture);
  expect(exitCode).toBe(2);
  expect(text).toBe(`CHECK              RESULT
stack              ok
settings           ok      [1]
token users:read   ok
token admin:read   ok
token admin:write  ok
email channel      ok

MAILBOX              STATUS   HEALTH    DAYS LEFT  CREDENTIAL
by-hand@example.com  Active   active    -          -
dropped@example.com  -        unknown   -          interactive            [2]
former@example.com   Active   unknown   -          google serviceAccount  [3]
returns@example.com  Expired  expired   -          google serviceAccount  [4]
sales@example.com    Active   expiring  11         google refreshToken    [5]
support@example.com  Active   active    -          google serviceAccount

[1] ${otherHosts()}
[2] VCC doesn't have this address any more: run pulumi up --refresh to make it anew.
[3] invalid_grant: Google knows no account by this address. If former@example.com is an alias or a group, name the primary address of the account that it belongs to in the credential: subject. If it is gone, VCC's status will say so.
[4] VCC says: The mailbox password has changed. pulumi up --refresh signs in again, in place.
[5] The credential ends at 2026-12-05T00:00:00Z. Renew it before, and run pulumi up --refresh.

6 mailboxes (stack dev): 2 ok, 1 expiring, 2 broken, 1 can't tell. Exit code 2.`);
});

test("the JSON has this form, which pipelines rely on", async () => {
  const id = await fixture.address(MAILBOX, SERVICE_ACCOUNT);
  fixture.stack([{ name: "support", id, emailAddress: MAILBOX, credential: SERVICE_ACCOUNT }]);
  const fine = { level: "fine", reason: null };
  const names = [
    "stack",
    "settings",
    "token users:read",
    "token admin:read",
    "token admin:write",
    "email channel",
  ];
  expect(await report(fixture)).toEqual({
    schema: "pulumi-vcc/doctor/v1",
    checkedAt: "2026-11-23T08:00:00.000Z",
    level: "fine",
    exitCode: 0,
    stack: "dev",
    checks: names.map((name) => ({ name, ...fine, ...(name === "settings" && { reason: otherHosts() }) })),
    mailboxes: [
      {
        mailbox: MAILBOX,
        resource: "support",
        ...fine,
        status: "Active",
        health: "active",
        expiresAt: null,
        daysLeft: null,
        credential: { provider: "google", method: "serviceAccount" },
        probe: { health: "active", cause: null, code: null },
        warnings: [],
      },
    ],
    summary: { fine: 1, expiring: 0, unknown: 0, broken: 0 },
  });
});

test.each([
  { levels: [], expected: "fine", exitCode: 0 },
  { levels: ["fine", "expiring"], expected: "expiring", exitCode: 3 },
  { levels: ["unknown", "expiring", "fine"], expected: "unknown", exitCode: 5 },
  { levels: ["unknown", "broken", "expiring"], expected: "broken", exitCode: 2 },
] as const)("of $levels the worst is $expected, exit code $exitCode", ({ levels, expected, exitCode }) => {
  expect(worst(levels)).toBe(expected);
  expect(EXIT_CODE_OF_LEVEL[expected]).toBe(exitCode);
});

describe("a mailbox", () => {
  const only = async (credential: object | undefined, more: object = {}) => {
    const id = fixture.simulator.state().addresses[0]?.id ?? "";
    fixture.stack([{ name: "support", id, emailAddress: MAILBOX, credential, more }], {
      "inboxes:token": PLANTED.refreshToken,
    });
    const { mailboxes, exitCode } = await report(fixture);
    expect(mailboxes).toHaveLength(1);
    return { exitCode, line: mailboxes[0] };
  };

  test.each([
    { issuedAt: "2026-06-08", daysLeft: 11, health: "expiring", exitCode: 3 },
    { issuedAt: "2026-11-01", daysLeft: 157, health: "active", exitCode: 0 },
    { issuedAt: "2026-05-01", daysLeft: -27, health: "expiring", exitCode: 5 },
  ])("issued $issuedAt has $daysLeft days left", async ({ issuedAt, daysLeft, health, exitCode }) => {
    await fixture.address(MAILBOX, refreshToken);
    const { line, exitCode: code } = await only({ ...refreshToken, refreshTokenIssuedAt: issuedAt });
    expect(line).toMatchObject({ daysLeft, health, probe: { cause: "skipped" } });
    expect(code).toBe(exitCode);
  });

  test("that VCC has lost is broken, and VCC's reason is told", async () => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.simulator.expire(MAILBOX, "Password changed.");
    const { line, exitCode } = await only(SERVICE_ACCOUNT);
    expect(line).toMatchObject({ status: "Expired", health: "expired", probe: { health: "active" } });
    expect(line?.reason).toBe("VCC says: Password changed. pulumi up --refresh signs in again, in place.");
    expect(exitCode).toBe(2);
  });

  test("that nobody has signed in to is broken, with the way to sign in", async () => {
    fixture.simulator.create("address", { emailAddress: MAILBOX, name: "Support" });
    expect(await only(undefined)).toMatchObject({
      exitCode: 2,
      line: {
        status: "Pending",
        health: "consentRequired",
        reason:
          "Nobody has signed in to this mailbox yet. pulumi up --refresh signs in, or prints the link for a person to do so.",
        credential: { provider: null, method: "interactive" },
      },
    });
  });

  test("of no stack is told by VCC's status, and where to mend it", async () => {
    await fixture.address(MAILBOX);
    fixture.simulator.expire(MAILBOX, "Password changed.");
    fixture.stack([]);
    const { mailboxes } = await report(fixture);
    expect(mailboxes).toMatchObject([{ resource: null, credential: null, probe: null, level: "broken" }]);
    expect(mailboxes[0]?.reason).toBe(
      "VCC's status is Expired (Password changed). Sign in with pulumi up --refresh in the stack that manages it, or in VCC's own screens.",
    );
  });

  test("whose credential was revoked is broken before VCC notices", async () => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.simulator.google.refuse(MAILBOX, {
      error: "invalid_grant",
      description: "Robot is disabled.",
    });
    expect(await only(SERVICE_ACCOUNT)).toMatchObject({
      exitCode: 2,
      line: { status: "Active", health: "revoked", probe: { health: "revoked", code: "invalid_grant" } },
    });
  });

  test.each([
    { rule: "that wasn't tried can't be told", probe: false, level: "unknown", exitCode: 5 },
    { rule: "that works is a warning", probe: true, level: "expiring", exitCode: 3 },
  ])("that is signed in though its end is past: $rule", async ({ probe, level, exitCode }) => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    const ended = { ...SERVICE_ACCOUNT, keyExpiresAt: "2020-01-01", probe };
    expect(await only(ended)).toMatchObject({ exitCode, line: { health: "expiring", level } });
  });

  test("whose identity provider gives no answer can't be told", async () => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.environment["VCC_GOOGLE_TOKEN_URL"] = "http://127.0.0.1:1/token";
    const { line, exitCode } = await only(SERVICE_ACCOUNT);
    expect(line).toMatchObject({
      health: "unknown",
      level: "unknown",
      probe: { cause: "transient" },
    });
    expect(exitCode).toBe(5);
  });

  test("whose credential this machine can't read is as VCC says, and that is told", async () => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    delete fixture.environment["KEY"];
    const { line, exitCode } = await only(SERVICE_ACCOUNT);
    expect(line).toMatchObject({ health: "active", level: "fine", probe: { cause: "noAccess" } });
    expect(line?.reason).toContain("The credential wasn't tried here.");
    expect(line?.reason).toContain("Set the environment variable KEY.");
    expect(exitCode).toBe(0);
  });

  test("whose credential the state keeps secret is as VCC says", async () => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    const envelope = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "x",
    };
    expect(await only(envelope)).toMatchObject({ exitCode: 0, line: { credential: null, probe: null } });
  });

  test("that a stack only reads has another's credential", async () => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    expect(await only(undefined, { external: true })).toMatchObject({
      line: { credential: null, probe: null },
    });
  });

  test("whose credential has changed since VCC got it has a warning", async () => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.environment["KEY"] = serviceAccountKey().file;
    const { line } = await only(SERVICE_ACCOUNT);
    expect(line?.warnings).toEqual([
      "VCC isn't signed in with this credential as it is now: pulumi up --refresh signs in with it.",
    ]);
  });

  test("whose key file others can read has a warning", async () => {
    writeFileSync(join(fixture.folder, "key.json"), KEY);
    chmodSync(join(fixture.folder, "key.json"), 0o644);
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    const { line } = await only({ ...SERVICE_ACCOUNT, key: "file:key.json" });
    expect(line).toMatchObject({ health: "active", probe: { health: "active" } });
    expect(line?.warnings).toEqual([
      "The file key.json holds a secret, and others on this machine can read it (mode 644). Run chmod 600 key.json.",
    ]);
  });

  test("that is being replaced counts once", async () => {
    const id = await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.stack([
      {
        name: "support",
        id: "adr_old",
        emailAddress: SALES,
        credential: SERVICE_ACCOUNT,
        more: { delete: true },
      },
      { name: "support", id, emailAddress: MAILBOX, credential: SERVICE_ACCOUNT },
    ]);
    expect((await report(fixture)).mailboxes.map(({ mailbox }) => mailbox)).toEqual([MAILBOX]);
  });
});

describe("the account", () => {
  test("whose client is refused is broken, told once, and credentials are tried all the same", async () => {
    const id = await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.stack([{ name: "support", id, emailAddress: MAILBOX, credential: SERVICE_ACCOUNT }]);
    fixture.environment["VCC_CLIENT_SECRET"] = "another-secret-0123456789";
    const { checks, mailboxes, exitCode } = await report(fixture);
    expect(exitCode).toBe(2);
    expect(levelsOf(checks)).toMatchObject({
      "token users:read": "broken",
      "token admin:read": "broken",
      "token admin:write": "broken",
      "email channel": "broken",
    });
    expect(new Set(checks.slice(2).map(({ reason }) => reason)).size).toBe(1);
    expect(checks[2]?.reason).toContain("Check the client id (vcc:clientId or VCC_CLIENT_ID)");
    expect(mailboxes).toMatchObject([{ status: null, level: "unknown", probe: { health: "active" } }]);
    expect((await doctor(fixture)).text.match(/VCC refused the API client/gu)).toHaveLength(1);
  });

  test.each([
    { rule: "have ended says so", isApplied: true, line: { health: "revoked", level: "broken" } },
    {
      rule: "have ended, though none that VCC was given, can't tell",
      isApplied: false,
      line: { health: "unknown", level: "unknown" },
    },
  ])("whose credentials $rule, also where VCC can't be asked", async ({ isApplied, line }) => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    const { fingerprint } = fixture.simulator.state().addresses[0]?.authentication ?? {};
    const credentialFingerprint = isApplied ? fingerprint : "sha256:another";
    const more = { outputs: { credentialFingerprint } };
    fixture.stack([{ name: "support", emailAddress: MAILBOX, credential: SERVICE_ACCOUNT, more }]);
    fixture.simulator.google.refuse(MAILBOX, { error: "invalid_grant", description: "Robot is disabled." });
    fixture.simulator.addFault({ path: "addresses", times: 9, status: 500 });
    const { mailboxes } = await report(fixture);
    expect(mailboxes).toMatchObject([{ status: null, ...line }]);
    expect(mailboxes[0]?.reason).toContain("the service account is disabled");
  });

  test("whose email channel isn't provisioned is broken", async () => {
    fixture.stack([]);
    fixture.simulator.set({ isProvisioned: false });
    const { checks, exitCode } = await report(fixture);
    expect(exitCode).toBe(2);
    expect(checks.at(-1)).toMatchObject({ name: "email channel", level: "broken" });
    expect(checks.at(-1)?.reason).toContain("ask Vonage to provision it");
  });

  test("whose mappings can't be read isn't ok, though its addresses can; a wrong path is named", async () => {
    fixture.stack([]);
    const body = { statusCode: 404, error: "Not Found", message: "no such route" };
    fixture.simulator.addFault({ method: "GET", path: "/mappings$", status: 404, body, times: 9 });
    const { checks, exitCode } = await report(fixture);
    expect(exitCode).toBe(5);
    expect(checks.at(-1)).toMatchObject({ name: "email channel", level: "unknown" });
    expect(checks.at(-1)?.reason).toContain("GET /interactionplanmanager/mappings");
  });

  test("mappings that take each other's mail are told with their mailbox", async () => {
    const id = await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.stack([{ name: "support", id, emailAddress: MAILBOX, credential: SERVICE_ACCOUNT }]);
    const [plan] = fixture.simulator.state().plans;
    for (const [mappingName, priority] of [
      ["One", 5_000],
      ["Two", 5_000],
      ["Low", 1],
    ] as const) {
      const mapping = { mappingName, mappingDescription: "", interactionPlanId: plan?.interactionPlanId };
      fixture.simulator.create("mapping", { ...mapping, toAddresses: [MAILBOX], priority });
    }
    const { mailboxes, exitCode } = await report(fixture);
    expect(exitCode).toBe(0);
    expect(mailboxes[0]?.warnings).toEqual([
      expect.stringMatching(/mapping "One".* and mapping "Two".* both take the mail/u),
      expect.stringMatching(/mapping "Low".*, priority 1, gets none/u),
    ]);
  });

  test("that lacks a scope is told by scope", async () => {
    fixture.stack([]);
    fixture.simulator.addFault({
      path: "connect/token",
      times: 9,
      status: 400,
      body: { error: "invalid_scope" },
    });
    const { checks } = await report(fixture);
    const scopes = ["users:read", "admin:read", "admin:write"];
    for (const scope of scopes) {
      const check = checks.find(({ name }) => name === `token ${scope}`);
      expect(check).toMatchObject({
        level: "broken",
        reason: expect.stringContaining(`Give the API client the scope ${scope} in VCC.`),
      });
    }
  });

  test("that gives no answer can't be told", async () => {
    fixture.stack([]);
    fixture.environment["VCC_API_BASE_URL"] = "http://127.0.0.1:1";
    fixture.environment["VCC_AUTH_BASE_URL"] = "http://127.0.0.1:1";
    const { checks, exitCode } = await report(fixture);
    expect(exitCode).toBe(5);
    expect(Object.values(levelsOf(checks.slice(2)))).toEqual(["unknown", "unknown", "unknown", "unknown"]);
  });

  test("without settings can't be told: they are listed with both ways to set each", async () => {
    fixture.stack([]);
    delete fixture.environment["VCC_CLIENT_ID"];
    delete fixture.environment["VCC_CLIENT_SECRET"];
    const { exitCode, text } = await doctor(fixture);
    expect(exitCode).toBe(5);
    expect(text).toContain(
      'Set it with "pulumi config set --secret vcc:clientSecret …" or VCC_CLIENT_SECRET.',
    );
  });
});

describe("the stack", () => {
  test("gives settings, but the environment wins", async () => {
    const { VCC_CLIENT_ID: id = "", VCC_CLIENT_SECRET: secret = "" } = fixture.environment;
    delete fixture.environment["VCC_CLIENT_ID"];
    delete fixture.environment["VCC_CLIENT_SECRET"];
    fixture.stack([], { "vcc:clientId": id, "vcc:clientSecret": secret });
    expect((await report(fixture)).exitCode).toBe(0);
    fixture.environment["VCC_CLIENT_SECRET"] = "another-secret-0123456789";
    expect((await report(fixture)).exitCode).toBe(2);
  });

  test("gives secrets that credentials refer to", async () => {
    await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    const id = fixture.simulator.state().addresses[0]?.id ?? "";
    const credential = { ...SERVICE_ACCOUNT, key: "config:supportKey" };
    fixture.stack([{ name: "support", id, emailAddress: MAILBOX, credential }], {
      "inboxes:supportKey": KEY,
    });
    expect((await report(fixture)).mailboxes).toMatchObject([{ probe: { health: "active" }, warnings: [] }]);
  });

  test("is the one that was named; its secrets are asked for once, the state without", async () => {
    fixture.stack([]);
    expect((await report(fixture, "--stack", "prod")).stack).toBe("prod");
    const flags = ["--stack", "prod", "--non-interactive", "--color", "never"];
    expect(fixture.pulumi.runs().map(({ args }) => args)).toEqual(
      expect.arrayContaining([
        ["config", "--json", "--show-secrets", ...flags],
        ["stack", "export", ...flags],
      ]),
    );
    expect(fixture.pulumi.runs()).toHaveLength(2);
  });

  test("is found from a folder below, and file: is relative to the program's", async () => {
    writeFileSync(join(fixture.folder, "Pulumi.yaml"), "name: inboxes\nruntime: nodejs\nmain: program\n");
    mkdirSync(join(fixture.folder, "program"));
    writeFileSync(join(fixture.folder, "program", "key.json"), KEY, { mode: 0o600 });
    const id = await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.stack([
      {
        name: "support",
        id,
        emailAddress: MAILBOX,
        credential: { ...SERVICE_ACCOUNT, key: "file:key.json" },
      },
    ]);
    const below = { ...fixture, folder: join(fixture.folder, "program") };
    expect((await report(below)).mailboxes).toMatchObject([{ probe: { health: "active" } }]);
  });

  test.each([
    { rule: "a note where nobody named a folder", isNamed: false, level: "fine", exitCode: 0 },
    { rule: "a line that can't be told where somebody did", isNamed: true, level: "unknown", exitCode: 5 },
  ])("isn't asked for where there is no project, which is $rule", async ({ isNamed, level, exitCode }) => {
    await fixture.address(MAILBOX);
    const none = newFolder();
    const cwd = jest.spyOn(process, "cwd").mockReturnValue(none);
    const told = await report({ ...fixture, folder: isNamed ? join(none, "nowhere") : "" });
    cwd.mockRestore();
    expect(told).toMatchObject({ stack: null, exitCode });
    const reason = expect.stringContaining("has no Pulumi project") as string;
    expect(told.checks[0]).toEqual({ name: "stack", level, reason });
    expect(fixture.pulumi.runs()).toEqual([]);
  });

  test.each([
    { rule: "a note where nobody named it", args: [], level: "fine", exitCode: 0 },
    {
      rule: "a line that can't be told where somebody did",
      args: ["--stack", "prod"],
      level: "unknown",
      exitCode: 5,
    },
  ])("without an engine is $rule", async ({ args, level, exitCode }) => {
    rmSync(join(fixture.folder, "bin"), { recursive: true });
    fixture.environment["PATH"] = join(fixture.folder, "bin");
    const { checks, exitCode: code } = await report(fixture, ...args);
    expect(checks[0]).toMatchObject({
      name: "stack",
      level,
      reason: expect.stringContaining("There is no pulumi on the path"),
    });
    expect(code).toBe(exitCode);
  });

  test.each([
    {
      rule: "the engine refuses",
      config: { error: "no stack selected" },
      reason: "is selected, and none is named. Name one with --stack.",
    },
    {
      rule: "prints something else",
      config: { output: `{"x": "${PLANTED.stackSecret}` },
      reason: "printed something that can't be read",
    },
    {
      rule: "prints another form",
      config: { output: [PLANTED.stackSecret] },
      reason: "printed something that can't be read",
    },
  ])("that can't be read is a line, once: $rule", async ({ config, reason }) => {
    fixture.pulumi.answer({ "config --json": config, "stack export": { output: { deployment: {} } } });
    const { checks, exitCode } = await report(fixture);
    expect(checks[0]).toMatchObject({
      name: "stack",
      level: "unknown",
      reason: expect.stringContaining(reason),
    });
    expect(exitCode).toBe(5);
  });
});

describe("--only", () => {
  beforeEach(async () => {
    await fixture.address(MAILBOX);
    await fixture.address(SALES);
    await fixture.address("help@other.example");
    fixture.stack([]);
  });

  test.each([
    { globs: ["*@example.com"], expected: [SALES, MAILBOX] },
    { globs: ["SUPPORT@*"], expected: [MAILBOX] },
    { globs: ["sales@*", "*@other.example"], expected: ["help@other.example", SALES] },
  ])("$globs takes those that fit, without case", async ({ globs, expected }) => {
    const { mailboxes } = await report(fixture, "--only", ...globs);
    expect(mailboxes.map(({ mailbox }) => mailbox)).toEqual(expected);
  });

  test("that fits none can't be told, as a misspelt one must not look fine", async () => {
    const { checks, exitCode } = await report(fixture, "--only", "*@exmaple.com");
    expect(checks.at(-1)).toEqual({
      name: "only",
      level: "unknown",
      reason: "No mailbox fits *@exmaple.com.",
    });
    expect(exitCode).toBe(5);
  });
});

describe("--timeout", () => {
  test("ends a wait for VCC; the rest is told", async () => {
    fixture.stack([]);
    fixture.simulator.addFault({ path: "addresses", delayMs: 600_000 });
    const { exitCode, isOverdue, text } = await doctor(fixture, "--timeout", "1");
    expect({ exitCode, isOverdue }).toEqual({ exitCode: 5, isOverdue: true });
    expect(text).toMatch(/^token admin:write {2}ok$/mu);
    expect(text).toMatch(/^email channel {6}can't tell {2}\[2\]$/mu);
  });

  test("ends a wait for the engine", async () => {
    fixture.pulumi.answer({ "config --json": { delayMs: 8_000 }, "stack export": { delayMs: 8_000 } });
    const { checks } = await report(fixture, "--timeout", "1");
    expect(checks[0]).toEqual({
      name: "stack",
      level: "unknown",
      reason: "The engine gave no answer in time.",
    });
  });

  test("ends a wait for an identity provider", async () => {
    const id = await fixture.address(MAILBOX, SERVICE_ACCOUNT);
    fixture.stack([{ name: "support", id, emailAddress: MAILBOX, credential: SERVICE_ACCOUNT }]);
    // The second try of a refusal that may be a passing one comes two seconds later.
    fixture.simulator.google.refuse(MAILBOX, {
      error: "invalid_grant",
      description: "Invalid JWT Signature.",
    });
    const { mailboxes } = await report(fixture, "--timeout", "1");
    expect(mailboxes).toMatchObject([
      { health: "unknown", probe: { cause: "transient", code: "ETIMEDOUT" } },
    ]);
  });

  test.each(["0", "1.5", "soon", "99999"])("isn't %s", async (timeout) => {
    await expect(doctor(fixture, "--timeout", timeout)).rejects.toThrow("whole number from 1 to 3600");
  });
});
