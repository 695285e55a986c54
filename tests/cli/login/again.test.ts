import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FakePulumi, fakePulumi, stackExport } from "../../support/fake-pulumi";
import { newFolder } from "../../support/folders";
import { ISSUED, login } from "../../support/login-fixture";
import { CLIENT_SECRET, CLIENT, MAILBOX } from "../../support/identities";
import { useGoogle } from "../../support/identity/identity-server";

const credential = {
  provider: "google",
  method: "refreshToken",
  clientId: CLIENT,
  clientSecret: "config:googleClientSecret",
  refreshToken: "config:supportMailbox",
  refreshTokenIssuedAt: "2026-05-01",
  probe: false,
  expiryWarningDays: 60,
};

let folder: string;
let pulumi: FakePulumi;
const google = useGoogle();
beforeEach(async () => {
  folder = newFolder();
  pulumi = fakePulumi(folder);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: inboxes\nruntime: nodejs\nmain: program\n");
  mkdirSync(join(folder, "program"));
  await google.send("signInAs", MAILBOX);
});

const environment = () => ({
  PATH: pulumi.path,
  ...google.environment,
});

function manage(stored: object, emailAddress = MAILBOX): void {
  pulumi.answer({
    "stack export": stackExport([{ name: "support", emailAddress, credential: stored }]),
    "stack --show-name": { output: "dev" },
    "config get": { output: CLIENT_SECRET },
    "config set": {},
  });
}

test("whoever signs in again names the mailbox alone", async () => {
  manage(credential, "Support@Example.com");
  const ran = await login([MAILBOX, "--cwd", folder], { environment: environment() });
  expect(ran.exitCode).toBe(0);
  const stored = pulumi.runs().at(-1);
  expect(stored?.args.slice(0, 4)).toEqual(["config", "set", "--secret", "supportMailbox"]);
  expect(stored?.input).toMatch(/^[\w-]{20,}$/u);
  expect(ran.printed).toBe(`credential: {
  provider: "google",
  method: "refreshToken",
  clientId: "${CLIENT}",
  clientSecret: "config:googleClientSecret",
  refreshToken: "config:supportMailbox",
  refreshTokenIssuedAt: "${ISSUED}",
  probe: false,
  expiryWarningDays: 60,
},`);
});

test("the file is that of the program, relative to its folder", async () => {
  manage({ ...credential, refreshToken: "file:secrets/support.token" });
  mkdirSync(join(folder, "program", "secrets"));
  const file = join(folder, "program", "secrets", "support.token");
  writeFileSync(file, "the former token");
  chmodSync(file, 0o600);
  const ran = await login([MAILBOX, "--cwd", folder], { environment: environment() });
  expect(ran.exitCode).toBe(0);
  expect(ran.printed).toContain('  refreshToken: "file:secrets/support.token",');
  expect(readFileSync(file, "utf8")).not.toContain("former");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("what is given wins over what the program says", async () => {
  manage(credential);
  const file = join(folder, "program", "token");
  const ran = await login([MAILBOX, "--cwd", folder, "--file", file], { environment: environment() });
  expect(ran.exitCode).toBe(0);
  expect(ran.printed).toContain('  refreshToken: "file:token",');
});

test.each([
  {
    rule: "keeps the token in a variable, which nothing can be put into",
    stored: { ...credential, refreshToken: "env:TOKEN" },
    told: "The refresh token goes into one place: --stack-secret KEY or --file PATH.",
  },
  {
    rule: "signs in in another way",
    stored: { provider: "google", method: "serviceAccount", key: "env:KEY" },
    told: `the stack has no refresh token for ${MAILBOX}. Add --client-id.`,
  },
])("exit code 1 where the program $rule", async ({ stored, told }) => {
  manage(stored);
  const ran = await login([MAILBOX, "--cwd", folder], { environment: environment() });
  expect(ran).toMatchObject({ exitCode: 1, printed: "", told: expect.stringContaining(told) });
});

test.each([
  { rule: "there is no engine", answers: undefined, told: "There is no pulumi on the path" },
  {
    rule: "there is no stack",
    answers: { error: "no stack selected" },
    told: "is selected, and none is named. Name one with --stack.",
  },
])("exit code 1 where $rule", async ({ answers, told }) => {
  if (answers !== undefined) pulumi.answer({ "stack export": answers });
  const path = answers === undefined ? join(folder, "program") : pulumi.path;
  const ran = await login([MAILBOX, "--cwd", folder], { environment: { ...environment(), PATH: path } });
  expect(ran.exitCode).toBe(1);
  expect(ran.told).toContain("Nothing tells which app to sign in with.");
  expect(ran.told).toContain(told);
  expect(ran.told).toContain("Add --client-id.");
});
