import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { newFolder } from "../../support/folders";
import { expectNoSecret, expectPrintable, HOSTILE_TEXTS } from "../../support/printed-text";
import { entersCodes, ISSUED, login } from "../../support/login-fixture";
import {
  CLIENT,
  CLIENT_SECRET,
  MAILBOX,
  OTHER_MAILBOX,
  PUBLIC_CLIENT,
  TENANT,
} from "../../support/identities";
import { useMicrosoft } from "../../support/identity/identity-server";

const GRAPH = "https://graph.microsoft.com";
const IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All";

let folder: string;
const microsoft = useMicrosoft();
beforeEach(async () => {
  folder = newFolder();
  await microsoft.faults();
  await microsoft.send("signInAs", MAILBOX);
  await microsoft.takeRequests();
});

const environment = () => ({
  ...microsoft.environment,
  CLIENT_SECRET,
});
const tenant = ["--provider", "microsoft", "--tenant", TENANT];
const publicApp = [...tenant, "--client-id", PUBLIC_CLIENT];
const confidentialApp = [...tenant, "--client-id", CLIENT, "--client-secret-ref", "env:CLIENT_SECRET"];
const file = () => join(folder, "token");
const toFile = () => ["--file", file(), "--cwd", folder];
const ignores = () => undefined;
const byCode = { hasBrowser: false, react: entersCodes };

test.each([
  { rule: "a public client, in a browser here", app: publicApp, person: {}, way: "authorize" },
  { rule: "a client with a secret, in a browser here", app: confidentialApp, person: {}, way: "authorize" },
  {
    rule: "a public client without a browser, with a code",
    app: publicApp,
    person: byCode,
    way: "devicecode",
  },
  {
    rule: "a public client, with a code where that is asked for",
    app: [...publicApp, "--device-code"],
    person: { react: entersCodes },
    way: "devicecode",
  },
  {
    rule: "a public client, in a browser where that is asked for",
    app: [...publicApp, "--loopback"],
    person: { hasBrowser: false },
    way: "authorize",
  },
])("a person signs in: $rule", async ({ app, person, way }) => {
  const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment(), ...person });
  expect(ran.exitCode).toBe(0);
  const token = readFileSync(file(), "utf8").trim();
  expect(token.length).toBeGreaterThan(20);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expectNoSecret(ran.printed + ran.told, [token]);
  expect(ran.told).toContain("It is good until 2027-02-21T08:00:00Z; sign in again before that.");
  const { requests } = await microsoft.takeRequests();
  expect(requests[0]).toMatch(new RegExp(`^(?:GET|POST) /${TENANT}/oauth2/v2.0/${way}$`, "u"));
  expect(requests.at(-1)).toBe("GET /v1.0/me/mailboxSettings/userPurpose");
});

test("the credential names tenant, client and place", async () => {
  const ran = await login([MAILBOX, ...confidentialApp, ...toFile()], { environment: environment() });
  expect(ran.printed).toBe(`credential: {
  provider: "microsoft",
  method: "refreshToken",
  tenantId: "${TENANT}",
  clientId: "${CLIENT}",
  clientSecret: "env:CLIENT_SECRET",
  refreshToken: "file:token",
  refreshTokenIssuedAt: "${ISSUED}",
},`);
});

test("the page is asked for with PKCE, and for an answer that stays out of the browser's history", async () => {
  const { told } = await login([MAILBOX, ...publicApp, ...toFile()], { environment: environment() });
  const { searchParams } = new URL(told.split("\n").find((line) => line.startsWith("http")) ?? "");
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: "code",
    response_mode: "form_post",
    code_challenge_method: "S256",
    prompt: "select_account",
    redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+$/u),
    state: expect.stringMatching(/^[\w-]{43}$/u),
    nonce: expect.stringMatching(/^[\w-]{43}$/u),
  });
  const scopes = ["Mail.ReadWrite", "Mail.Send", "MailboxSettings.Read"].map((scope) => `${GRAPH}/${scope}`);
  expect(searchParams.get("scope")?.split(" ")).toEqual(
    expect.arrayContaining([...scopes, "offline_access"]),
  );
});

test("a sign-in for IMAP is told by the person's name, and its probe asks for the same scope", async () => {
  const ran = await login([MAILBOX, ...publicApp, ...toFile(), "--scope", IMAP], {
    environment: environment(),
  });
  expect(ran.exitCode).toBe(0);
  expect(ran.printed).toContain(`  probeScope: "${IMAP}",`);
  expect((await microsoft.takeRequests()).requests.at(-1)).toBe(`POST /${TENANT}/oauth2/v2.0/token`);
});

describe("nothing is stored", () => {
  afterEach(() => expect(existsSync(file())).toBe(false));

  test.each([
    { rule: "in a browser", person: {} },
    { rule: "with a code", person: byCode },
    { rule: "for IMAP", person: {}, more: ["--scope", IMAP] },
  ])("when another mailbox was signed in to $rule", async ({ person, more = [] }) => {
    await microsoft.send("signInAs", OTHER_MAILBOX);
    const ran = await login([MAILBOX, ...publicApp, ...toFile(), ...more], {
      environment: environment(),
      ...person,
    });
    expect(ran).toMatchObject({ exitCode: 2, printed: "" });
    expect(ran.told).toContain(
      `The sign-in opens the mailbox ${OTHER_MAILBOX}, not ${MAILBOX}. Nothing is stored.`,
    );
  });

  test.each([
    { rule: "in a browser", person: {} },
    { rule: "with a code", person: byCode },
  ])("when a permission was not granted $rule", async ({ person }) => {
    await microsoft.send("withhold", [`${GRAPH}/Mail.Send`]);
    const ran = await login([MAILBOX, ...publicApp, ...toFile()], { environment: environment(), ...person });
    expect(ran).toMatchObject({ exitCode: 2, printed: "" });
    expect(ran.told).toContain(`asked for and not granted: ${GRAPH}/Mail.Send. Nothing is stored.`);
  });

  test.each([
    {
      rule: "the person declines",
      refusal: { error: "access_denied", error_description: "AADSTS65004: User declined to consent." },
      person: {},
      told: "Access was declined in the browser.",
    },
    {
      rule: "the person declines on another device",
      refusal: { error: "access_denied" },
      person: byCode,
      told: "Access was declined in the browser.",
    },
    {
      rule: "an administrator has to consent",
      refusal: {
        error: "access_denied",
        error_description: "AADSTS90094: The grant requires admin permission.",
      },
      person: {},
      told: "AADSTS90094, an administrator has to consent to the app's permissions. Have an administrator consent",
    },
    {
      rule: "the account isn't assigned to the app",
      refusal: { error: "interaction_required", error_description: "AADSTS50105: Not assigned to a role." },
      person: {},
      told: `Assign ${MAILBOX} to the app ${PUBLIC_CLIENT}, or let everybody use it.`,
    },
  ])("when $rule", async ({ refusal, person, told }) => {
    await microsoft.send("refuse", refusal);
    const ran = await login([MAILBOX, ...publicApp, ...toFile()], { environment: environment(), ...person });
    expect(ran).toMatchObject({ exitCode: 2, printed: "", told: expect.stringContaining(told) });
  });

  test("when there is no such app", async () => {
    const app = [...tenant, "--client-id", "00000000-0000-0000-0000-000000000000", "--device-code"];
    const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment(), ...byCode });
    expect(ran).toMatchObject({
      exitCode: 2,
      told: expect.stringContaining("refused the sign-in: invalid_client"),
    });
  });

  test.each([
    { rule: "with a code", person: { ...byCode, react: ignores } },
    { rule: "in a browser", person: { react: ignores } },
  ])("when nobody signs in $rule in time", async ({ person }) => {
    const args = [MAILBOX, ...publicApp, ...toFile(), "--timeout", "1"];
    const ran = await login(args, { environment: environment(), ...person });
    expect(ran).toMatchObject({ exitCode: 5, told: expect.stringContaining("Nobody signed in") });
  });

  test.each([
    { rule: "hangs up", fault: { drop: true } },
    { rule: "answers with a page", fault: { status: 503, body: "<html>" } },
  ])("when the identity provider $rule", async ({ fault }) => {
    await microsoft.faults({ path: "/devicecode", ...fault });
    const ran = await login([MAILBOX, ...publicApp, ...toFile()], { environment: environment(), ...byCode });
    expect(ran).toMatchObject({ exitCode: 5, printed: "" });
  });

  test("when the port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const ran = await login([MAILBOX, ...publicApp, ...toFile(), "--port", port], {
      environment: environment(),
    });
    server.close();
    expect(ran).toMatchObject({ exitCode: 1, told: expect.stringContaining(`Port ${port} is taken.`) });
  });
});

test.each([
  [
    "the exchange",
    "/token",
    400,
    (text: string) => ({ error: text, error_description: text, suberror: text }),
  ],
  ["Graph", "/v1.0/me", 403, (text: string) => ({ error: { code: text, message: text } })],
  [
    "a device code",
    "/devicecode",
    200,
    (text: string) => ({
      device_code: "d",
      user_code: text,
      verification_uri: text,
      message: text,
      expires_in: 60,
      interval: 0,
    }),
  ],
])("what %s says commands no terminal and no CI system", async (what, path, status, body) => {
  for (const text of HOSTILE_TEXTS) {
    const declined = { path: "/token", status: 400, body: { error: "access_denied" } };
    const scripted = { path, status, body: body(`${text}${HOSTILE_TEXTS.join("")}`) };
    await microsoft.faults(scripted, ...(what === "a device code" ? [declined] : []));
    const person = what === "a device code" ? byCode : {};
    const ran = await login([MAILBOX, ...publicApp, ...toFile()], { environment: environment(), ...person });
    expect(ran.exitCode).toBeGreaterThan(1);
    expectPrintable(ran.told);
    expectPrintable(ran.printed);
    expect(ran.told.length).toBeLessThan(3_000);
  }
});
