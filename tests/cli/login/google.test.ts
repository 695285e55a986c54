import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../support/identity/identity-server";
import type { Browser } from "../../support/browser";
import { fakePulumi } from "../../support/fake-pulumi";
import { newFolder } from "../../support/folders";
import { expectNoSecret, expectPrintable, HOSTILE_TEXTS } from "../../support/printed-text";
import { ISSUED, login } from "../../support/login-fixture";
import { CLIENT_SECRET, CLIENT, MAILBOX, OTHER_MAILBOX } from "../../support/identities";
import { useGoogle } from "../../support/identity/identity-server";

let folder: string;
const google = useGoogle();
beforeEach(async () => {
  folder = newFolder();
  await google.faults();
  await google.send("signInAs", MAILBOX);
  await google.send("giveRefreshTokens", true);
  await google.takeRequests();
});

const environment = (more: Readonly<Record<string, string>> = {}) => ({
  ...google.environment,
  CLIENT_SECRET,
  ...more,
});
const app = ["--provider", "google", "--client-id", CLIENT, "--client-secret-ref", "env:CLIENT_SECRET"];
const file = () => join(folder, "token");
const toFile = () => ["--file", file(), "--cwd", folder];
const addressIn = (told: string) => new URL(told.split("\n").find((line) => line.startsWith("http")) ?? "");

test("a sign-in ends in a file for its owner alone, and in the credential for the program", async () => {
  const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment() });
  const token = readFileSync(file(), "utf8").trim();
  expect(token.length).toBeGreaterThan(20);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["token"]);
  expectNoSecret(ran.printed + ran.told, [token]);
  expect(ran.exitCode).toBe(0);
  expect(ran.printed).toBe(`credential: {
  provider: "google",
  method: "refreshToken",
  clientId: "${CLIENT}",
  clientSecret: "env:CLIENT_SECRET",
  refreshToken: "file:token",
  refreshTokenIssuedAt: "${ISSUED}",
},`);
  expect(ran.told.split("\n")[0]).toMatch(
    /^Secrets go to 127\.0\.0\.1:\d+ instead of the vendor's own host \(VCC_GOOGLE_AUTHORIZATION_URL, .*\)\.$/u,
  );
  expect(ran.told.split("\n").slice(3)).toEqual([
    "Waiting for 300 seconds at most.",
    `Signed in to ${MAILBOX}. The refresh token is in the file ${file()}.`,
    "It stays good as long as it is used; without any use it ends at 2027-05-22T08:00:00Z.",
    "Keep that file out of version control.",
    "Write this in the program, then run pulumi up:",
  ]);
});

test("the page is asked for with PKCE, a state, offline access and the right account, and comes back to this machine", async () => {
  const asked: URLSearchParams[] = [];
  const run = () => login([MAILBOX, ...app, ...toFile()], { environment: environment() });
  for (const { told } of [await run(), await run()]) asked.push(addressIn(told).searchParams);
  const [first, second] = asked;
  expect(Object.fromEntries(first ?? [])).toMatchObject({
    response_type: "code",
    code_challenge_method: "S256",
    access_type: "offline",
    prompt: "select_account consent",
    login_hint: MAILBOX,
    scope: "https://mail.google.com/",
    redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/u),
  });
  for (const name of ["state", "code_challenge"]) {
    expect(first?.get(name)).toMatch(/^[\w-]{43}$/u);
    expect(first?.get(name)).not.toBe(second?.get(name));
  }
});

test("a sign-in ends in a stack secret, whose value goes through standard input alone", async () => {
  const pulumi = fakePulumi(folder);
  pulumi.answer({ "stack --show-name": { output: "dev\n" }, "config set": {} });
  const ran = await login(
    [MAILBOX, ...app, "--stack-secret", "supportMailbox", "--stack", "dev", "--cwd", folder],
    {
      environment: environment({ PATH: pulumi.path }),
    },
  );
  expect(ran.exitCode).toBe(0);
  const [asked, stored, ...others] = pulumi.runs();
  expect(others).toEqual([]);
  const flags = ["--stack", "dev", "--non-interactive", "--color", "never"];
  expect(asked).toMatchObject({ args: ["stack", "--show-name", ...flags], input: "" });
  expect(stored?.args).toEqual(["config", "set", "--secret", "supportMailbox", ...flags]);
  expect(stored?.cwd).toBe(folder);
  expect(stored?.input).toMatch(/^[\w-]{20,}$/u);
  expectNoSecret(ran.printed + ran.told + JSON.stringify(stored?.args), [stored?.input ?? ""]);
  expect(ran.printed).toContain('  refreshToken: "config:supportMailbox",');
  expect(ran.told).toContain("The refresh token is in the stack's secret supportMailbox.");
});

test("the client's secret may lie in the stack's configuration", async () => {
  const pulumi = fakePulumi(folder);
  pulumi.answer({ "config get": { output: `${CLIENT_SECRET}\n` } });
  const reference = [
    "--provider",
    "google",
    "--client-id",
    CLIENT,
    "--client-secret-ref",
    "config:clientSecret",
  ];
  const ran = await login([MAILBOX, ...reference, ...toFile()], {
    environment: environment({ PATH: pulumi.path }),
  });
  expect(ran).toMatchObject({
    exitCode: 0,
    printed: expect.stringContaining('clientSecret: "config:clientSecret"'),
  });
  expect(pulumi.runs()).toMatchObject([
    { args: ["config", "get", "clientSecret", "--non-interactive", "--color", "never"] },
  ]);
});

describe("nothing is stored", () => {
  afterEach(() => expect(existsSync(file())).toBe(false));

  test("when another mailbox was signed in to: both names are told", async () => {
    await google.send("signInAs", OTHER_MAILBOX);
    const pulumi = fakePulumi(folder);
    pulumi.answer({ "stack --show-name": { output: "dev\n" } });
    const ran = await login([MAILBOX, ...app, "--stack-secret", "supportMailbox", "--cwd", folder], {
      environment: environment({ PATH: pulumi.path }),
    });
    expect(ran).toMatchObject({ exitCode: 2, printed: "" });
    expect(ran.told).toContain(
      `The sign-in opens the mailbox ${OTHER_MAILBOX}, not ${MAILBOX}. Nothing is stored.`,
    );
    expect(ran.told).toContain(`--account ${OTHER_MAILBOX}`);
    expect(pulumi.runs().map(({ args }) => args[0])).toEqual(["stack"]);
  });

  test("when a permission was not granted", async () => {
    await google.send("withhold", ["https://mail.google.com/"]);
    const scopes = ["--scope", "https://mail.google.com/", "gmail.metadata"];
    const ran = await login([MAILBOX, ...app, ...toFile(), ...scopes], { environment: environment() });
    expect(ran).toMatchObject({ exitCode: 2, printed: "" });
    expect(ran.told).toContain("asked for and not granted: https://mail.google.com/. Nothing is stored.");
  });

  test("when there is no refresh token", async () => {
    await google.send("giveRefreshTokens", false);
    const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment() });
    expect(ran).toMatchObject({ exitCode: 2, told: expect.stringContaining("came without a refresh token") });
  });

  test("when the person declines", async () => {
    await google.send("refuse", { error: "access_denied" });
    const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment() });
    expect(ran).toMatchObject({
      exitCode: 2,
      told: expect.stringContaining("Access was declined in the browser."),
    });
  });

  test("when a policy forbids it, which says so", async () => {
    await google.send("refuse", { error: "access_denied", error_description: "Account restricted" });
    const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment() });
    expect(ran.exitCode).toBe(2);
    expect(ran.told).toMatch(
      /refused the sign-in: access_denied, the account is restricted\. Have an administrator/u,
    );
  });

  test("when the client's secret is wrong, which isn't shown", async () => {
    const wrong = "wrong-planted-secret-9876543210";
    const ran = await login([MAILBOX, ...app, ...toFile()], {
      environment: environment({ CLIENT_SECRET: wrong }),
    });
    expect(ran.exitCode).toBe(2);
    expect(ran.told).toContain("invalid_client, the client id or the client secret is wrong");
    expectNoSecret(ran.told, [wrong]);
  });

  test.each([
    { rule: "hangs up", fault: { path: "/token", drop: true } },
    { rule: "answers with a page", fault: { path: "/token", status: 502, body: "<html>Bad gateway</html>" } },
    { rule: "is asked too often", fault: { path: "/token", status: 429, body: {} } },
    { rule: "hangs up when asked for the mailbox", fault: { path: "/gmail", drop: true } },
  ])("when the identity provider $rule", async ({ fault }) => {
    await google.faults(fault);
    const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment() });
    expect(ran).toMatchObject({ exitCode: 5, printed: "" });
  });

  test.each([
    { rule: "VCC_PROBE_TIMEOUT_SECONDS", variables: { VCC_PROBE_TIMEOUT_SECONDS: "0.5" }, config: {} },
    { rule: "vcc:probeTimeoutSeconds", variables: {}, config: { "vcc:probeTimeoutSeconds": 0.5 } },
  ])("when the identity provider says nothing for longer than $rule", async ({ variables, config }) => {
    await google.faults({ path: "/token", delayMs: 600_000 });
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "x", runtime: "nodejs", config }));
    const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment(variables) });
    expect(ran).toMatchObject({ exitCode: 5, told: expect.stringContaining("ETIMEDOUT") });
  });

  test("when the place vanishes while the person signs in", async () => {
    const pulumi = fakePulumi(folder);
    pulumi.answer({
      "stack --show-name": { output: "dev\n" },
      "config set": { error: "no stack named 'dev' found" },
    });
    const ran = await login([MAILBOX, ...app, "--stack-secret", "supportMailbox", "--cwd", folder], {
      environment: environment({ PATH: pulumi.path }),
    });
    expect(ran).toMatchObject({ exitCode: 1, printed: "" });
    expect(ran.told).toContain('The backend has no stack "dev" of this project.');
    expectNoSecret(ran.told, [pulumi.runs()[1]?.input ?? ""]);
  });

  test("when nobody signs in: answers with another state are ignored", async () => {
    const ran = await login([MAILBOX, ...app, ...toFile(), "--timeout", "1"], {
      environment: environment(),
      react: (line, browser) => {
        if (!line.startsWith("http")) return undefined;
        const back = new URL(line).searchParams.get("redirect_uri");
        return browser.open(`${back}?state=guessed&code=stolen`);
      },
    });
    expect(ran.exitCode).toBe(5);
    expect(ran.told).toContain(
      "Nobody signed in within 1 seconds. Answers to another sign-in came, and were ignored.",
    );
    expect((await google.takeRequests()).requests).toEqual([]);
  });
});

test("the account may be another than the address, which is an alias of it", async () => {
  await google.send("signInAs", OTHER_MAILBOX);
  const ran = await login([MAILBOX, ...app, ...toFile(), "--account", OTHER_MAILBOX], {
    environment: environment(),
  });
  expect(ran.exitCode).toBe(0);
  expect(addressIn(ran.told).searchParams.get("login_hint")).toBe(OTHER_MAILBOX);
  expect(ran.printed).toContain(`  account: "${OTHER_MAILBOX}",`);
});

test("the end of a sign-in that was granted for a time is told", async () => {
  await google.send("limitLife", 86_400);
  const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment() });
  await google.send("limitLife");
  expect(ran.told).toContain("It is good until 2026-11-24T08:00:00Z; sign in again before that.");
});

test("a browser is opened only where that is asked for", async () => {
  const without = await login([MAILBOX, ...app, ...toFile()], { environment: environment() });
  expect(without.opened).toEqual([]);
  const asked = await login([MAILBOX, ...app, ...toFile(), "--open"], { environment: environment() });
  expect(asked.opened).toEqual([addressIn(asked.told).href]);
});

test("the listener answers with a page that loads nothing and keeps nothing, and shows nothing of the answer", async () => {
  const pages: Response[] = [];
  const ran = await login([MAILBOX, ...app, ...toFile()], {
    environment: environment(),
    react: async (line, browser) => {
      if (!line.startsWith("http")) return;
      const back = new URL(line).searchParams.get("redirect_uri") ?? "";
      pages.push(await fetch(`${back}/favicon.ico`), await fetch(`${back}?state=<script>`));
      pages.push(
        await fetch(back, { method: "POST", body: "x".repeat(100_000) }),
        await fetch(back, { method: "PUT" }),
      );
      await browser.open(line);
    },
  });
  expect(ran.exitCode).toBe(0);
  expect(pages.map(({ status }) => status)).toEqual([404, 400, 404, 404]);
  for (const page of pages) {
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(await page.text()).not.toContain("<script>");
  }
});

test("signing in again replaces the token", async () => {
  await login([MAILBOX, ...app, ...toFile()], { environment: environment() });
  const first = readFileSync(file(), "utf8");
  const again = await login([MAILBOX, ...app, ...toFile()], {
    environment: environment(),
  });
  expect(again.exitCode).toBe(0);
  expect(readFileSync(file(), "utf8")).not.toBe(first);
});

test.each([
  ["the browser brings", (text: string) => ({ path: "/o/oauth2", status: 302, text })],
  [
    "the exchange",
    (text: string) => ({ path: "/token", status: 400, body: { error: text, error_description: text } }),
  ],
  [
    "Gmail",
    (text: string) => ({ path: "/gmail", status: 403, body: { error: { code: text, message: text } } }),
  ],
  [
    "Gmail, for a name",
    (text: string) => ({ path: "/gmail", status: 200, body: { emailAddress: `${text}@x.example` } }),
  ],
])("what %s commands no terminal and no CI system", async (_what, fault) => {
  for (const hostile of HOSTILE_TEXTS) {
    const { text, ...scripted }: Fault & { readonly text?: string } = fault(
      `${hostile}${HOSTILE_TEXTS.join("")}`,
    );
    await google.faults(scripted);
    const answers = (line: string, browser: Browser) => {
      if (!line.startsWith("http")) return undefined;
      if (text === undefined) return browser.open(line);
      const asked = new URL(line).searchParams;
      const fields = { error: text, error_description: text, state: asked.get("state") ?? "" };
      return fetch(`${asked.get("redirect_uri")}/?${new URLSearchParams(fields).toString()}`);
    };
    const ran = await login([MAILBOX, ...app, ...toFile()], { environment: environment(), react: answers });
    expect(ran.exitCode).toBeGreaterThan(1);
    expectPrintable(ran.told);
    expectPrintable(ran.printed);
    expect(ran.told.length).toBeLessThan(3_000);
  }
});
