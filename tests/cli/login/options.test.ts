import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { guessProvider, isConsumerAccount } from "../../../provider/cli/login/plan";
import { hasDisplay } from "../../../provider/cli/login/login-deps";
import { fakePulumi } from "../../support/fake-pulumi";
import { newFolder } from "../../support/folders";
import { expectNoSecret } from "../../support/printed-text";
import { login } from "../../support/login-fixture";
import { MAILBOX } from "../../support/identities";

const PLANTED = "GOCSPX-planted-literal-secret-0123";
/** A port that nothing listens to: a sign-in that began would end with exit code 5. */
const NOWHERE = "http://127.0.0.1:1";
const environment = {
  VCC_GOOGLE_AUTHORIZATION_URL: `${NOWHERE}/auth`,
  VCC_GOOGLE_TOKEN_URL: `${NOWHERE}/token`,
  VCC_MICROSOFT_AUTHORITY: NOWHERE,
  CLIENT_SECRET: "a-client-secret-0123456789",
};
const app = ["--provider", "google", "--client-id", "123.apps.googleusercontent.com"];
const google = [...app, "--client-secret-ref", "env:CLIENT_SECRET"];
const microsoft = ["--provider", "microsoft", "--client-id", "11111111-2222-3333-4444-555555555555"];

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
const toFile = () => ["--file", join(folder, "token"), "--cwd", folder];

describe("what can't work is refused before anybody signs in, with exit code 1", () => {
  test.each<{
    rule: string;
    args: readonly string[];
    told: string;
    variables?: Readonly<Record<string, string>>;
  }>([
    { rule: "an address that is none", args: ["support", ...google], told: "ADDRESS: an email address" },
    {
      rule: "a domain that tells no provider",
      args: [MAILBOX, "--client-id", "123"],
      told: "Add --provider google or --provider microsoft.",
    },
    {
      rule: "a client secret on the command line, which isn't shown",
      args: [MAILBOX, ...google, "--client-secret-ref", PLANTED],
      told: "--client-secret-ref: a reference to a secret, in the form env:NAME, file:path or config:key, got a value that is not shown",
    },
    {
      rule: "a secret pasted as the client id, which isn't shown",
      args: [MAILBOX, "--provider", "google", "--client-id", `${PLANTED} ${PLANTED}`],
      told: "--client-id: the app's client id, without spaces",
    },
    {
      rule: "a client secret that isn't there",
      args: [MAILBOX, ...google, "--client-secret-ref", "env:NO_SUCH_NAME"],
      told: "Set the environment variable NO_SUCH_NAME.",
    },
    {
      rule: "an app of Google without its secret, which would be missed only afterwards",
      args: [MAILBOX, ...app],
      told: "--client-secret-ref: where the secret of the app 123.apps.googleusercontent.com is, got nothing.",
    },
    {
      rule: "a time-out of identity providers that is none",
      args: [MAILBOX, ...google],
      variables: { VCC_PROBE_TIMEOUT_SECONDS: "soon" },
      told: "VCC_PROBE_TIMEOUT_SECONDS: a number of seconds",
    },
    { rule: "neither a mailbox nor a choice", args: [], told: "with --only or --expiring, got neither." },
    {
      rule: "both a mailbox and a choice",
      args: [MAILBOX, "--expiring"],
      told: "with --only or --expiring, got both.",
    },
    {
      rule: "an app for several mailboxes",
      args: ["--expiring", ...app],
      told: "--provider, --client-id, --file: for one mailbox alone",
    },
    {
      rule: "a device code for Google",
      args: [MAILBOX, ...google, "--device-code"],
      told: "--device-code: Google opens no mailbox with device codes. Leave it out.",
    },
    {
      rule: "a device code for an app with a secret",
      args: [MAILBOX, ...microsoft, "--device-code", "--client-secret-ref", "env:CLIENT_SECRET"],
      told: "--device-code: they are for apps without a client secret. Leave it out.",
    },
    {
      rule: "a tenant for Google",
      args: [MAILBOX, ...google, "--tenant", "contoso.com"],
      told: "--tenant: only Microsoft has tenants. Leave it out.",
    },
    {
      rule: "a tenant that is none",
      args: [MAILBOX, ...microsoft, "--tenant", "a/b"],
      told: "--tenant: a tenant's id or domain",
    },
    {
      rule: "scopes of two services",
      args: [MAILBOX, ...microsoft, "--scope", "Mail.Send", "https://outlook.office.com/SMTP.Send"],
      told: "--scope: scopes of one service, as one token opens one, got https://graph.microsoft.com and https://outlook.office.com.",
    },
    {
      rule: "an account that is no address",
      args: [MAILBOX, ...google, "--account", "me"],
      told: "--account: an email address",
    },
  ])("$rule", async ({ args, told, variables }) => {
    const ran = await login([...args, ...toFile()], {
      environment: { ...environment, ...variables },
      react: () => undefined,
    });
    expect(ran).toMatchObject({ exitCode: 1, printed: "", told: expect.stringContaining(told) });
    expectNoSecret(ran.told, [PLANTED]);
  });

  test.each(["", "false"])("CI=%j is no pipeline", async (CI) => {
    const ran = await login([MAILBOX, ...google], { environment: { ...environment, CI } });
    expect(ran.told).not.toContain("pipeline");
  });

  test("nobody waits in a pipeline", async () => {
    const ran = await login([MAILBOX, ...google, ...toFile()], {
      environment: { ...environment, CI: "true" },
    });
    expect(ran).toMatchObject({
      exitCode: 1,
      told: expect.stringContaining("this is a pipeline (CI is set)"),
    });
  });

  test.each([
    { rule: "no place", place: [], told: "one place: --stack-secret KEY or --file PATH" },
    { rule: "two places", place: ["--file", "x", "--stack-secret", "x"], told: "one place" },
    {
      rule: "a key that reads as an option",
      place: ["--stack-secret=--path"],
      told: "a key of the stack's configuration",
    },
  ])("$rule to store it", async ({ place, told }) => {
    const ran = await login([MAILBOX, ...google, ...place], { environment });
    expect(ran).toMatchObject({ exitCode: 1, told: expect.stringContaining(told) });
  });

  test("an engine that isn't there", async () => {
    const args = [MAILBOX, ...google, "--stack-secret", "token", "--cwd", folder];
    const ran = await login(args, { environment: { ...environment, PATH: folder } });
    expect(ran).toMatchObject({
      exitCode: 1,
      told: expect.stringContaining("There is no pulumi on the path"),
    });
  });

  test("a stack that isn't there", async () => {
    const pulumi = fakePulumi(folder);
    pulumi.answer({ "stack --show-name": { error: "no stack named 'nope' found" } });
    const args = [MAILBOX, ...google, "--stack-secret", "token", "--stack", "nope", "--cwd", folder];
    const ran = await login(args, { environment: { ...environment, PATH: pulumi.path } });
    expect(ran).toMatchObject({
      exitCode: 1,
      told: 'The backend has no stack "nope" of this project. Name another one with --stack. To see those that are there, run pulumi stack ls. [VCC_PULUMI_FAILED]',
    });
  });

  test("a folder that isn't there", async () => {
    const args = [MAILBOX, ...google, "--stack-secret", "token", "--cwd", join(folder, "nope")];
    const ran = await login(args, { environment });
    expect(ran).toMatchObject({
      exitCode: 1,
      told: `There is no folder ${join(folder, "nope")}. Name the program's with --cwd. [VCC_ARGUMENT_INVALID]`,
    });
  });

  test("a host that the repository names, unless the environment allows it", async () => {
    const config = { "vcc:googleTokenUrl": "https://idp.example.com/token" };
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      JSON.stringify({ name: "inboxes", runtime: "nodejs", config }),
    );
    const { VCC_GOOGLE_TOKEN_URL: _given, ...others } = environment;
    const args = [MAILBOX, ...google, ...toFile()];
    expect(await login(args, { environment: others })).toMatchObject({
      exitCode: 1,
      told: "Nobody can sign in as it is configured:\n  googleTokenUrl: a host of the vendor's own, as secrets travel there, got idp.example.com from vcc:googleTokenUrl in the stack's configuration. If you trust it with your secrets, set VCC_ALLOWED_HOSTS=idp.example.com in the environment. [VCC_SETTING_INVALID]",
    });
    const agreed = { ...others, VCC_ALLOWED_HOSTS: "idp.example.com" };
    expect(
      (await login([...args, "--timeout", "1"], { environment: agreed, react: () => undefined })).told,
    ).toContain("Secrets go to idp.example.com instead of the vendor's own host (vcc:googleTokenUrl).");
  });

  test("an endpoint to which tokens would travel in plain text", async () => {
    const plain = { ...environment, VCC_GOOGLE_TOKEN_URL: "http://example.com/token" };
    const ran = await login([MAILBOX, ...google, ...toFile()], { environment: plain });
    expect(ran).toMatchObject({
      exitCode: 1,
      told: expect.stringContaining(
        "vcc:googleTokenUrl or VCC_GOOGLE_TOKEN_URL: https, or http to this machine",
      ),
    });
  });
});

describe("a file that the token isn't written to", () => {
  const file = () => join(folder, "token");
  const refused = async () => {
    const ran = await login([MAILBOX, ...google, ...toFile()], { environment, react: () => undefined });
    expect(ran.exitCode).toBe(1);
    return ran.told;
  };

  test.each([0o644, 0o640, 0o660, 0o604])("is one that others can use: mode %o", async (mode) => {
    writeFileSync(file(), "an old token");
    chmodSync(file(), mode);
    expect(await refused()).toContain(
      `others on this machine can use (mode ${mode.toString(8)}). Run chmod 600`,
    );
  });

  test("is one that holds something else", async () => {
    writeFileSync(file(), "-----BEGIN\nkey\n-----END", { mode: 0o600 });
    expect(await refused()).toContain("which holds something else");
  });

  test("is a link to one", async () => {
    writeFileSync(join(folder, "other"), "", { mode: 0o600 });
    symlinkSync(join(folder, "other"), file());
    expect(await refused()).toContain("a plain file, got");
  });

  test("is a folder", async () => {
    mkdirSync(file());
    expect(await refused()).toContain("a plain file, got");
  });

  test("is in a folder that isn't there", async () => {
    const args = [MAILBOX, ...google, "--file", join(folder, "nope", "token")];
    const ran = await login(args, { environment });
    expect(ran).toMatchObject({ exitCode: 1, told: expect.stringContaining("a folder that exists") });
    expect(existsSync(join(folder, "nope"))).toBe(false);
  });
});

test.each([
  { address: "a@gmail.com", provider: "google" },
  { address: "a@googlemail.com", provider: "google" },
  { address: "a@Outlook.com", provider: "microsoft", consumer: true },
  { address: "a@hotmail.co.uk", provider: "microsoft", consumer: true },
  { address: "a@live.nl", provider: "microsoft", consumer: true },
  { address: "a@contoso.onmicrosoft.com", provider: "microsoft" },
  { address: "a@example.com", provider: undefined },
  { address: "a@outlook.example.com", provider: undefined },
  { address: "a@notgmail.com", provider: undefined },
])("the domain of $address tells: $provider", ({ address, provider, consumer = false }) => {
  expect(guessProvider(address)).toBe(provider);
  expect(isConsumerAccount(address)).toBe(consumer);
});

test.each([
  {
    rule: "over SSH",
    environment: { SSH_CONNECTION: "1", DISPLAY: ":0" },
    platform: "linux",
    expected: false,
  },
  { rule: "with a display", environment: { DISPLAY: ":0" }, platform: "linux", expected: true },
  { rule: "in a container", environment: {}, platform: "linux", expected: false },
  { rule: "on a Mac", environment: {}, platform: "darwin", expected: true },
  {
    rule: "in Windows' Linux",
    environment: { WSL_DISTRO_NAME: "Ubuntu" },
    platform: "linux",
    expected: true,
  },
] as const)("whether a browser shows up $rule", ({ environment: given, platform, expected }) => {
  expect(hasDisplay(given, platform)).toBe(expected);
});
