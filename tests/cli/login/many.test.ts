import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCredentials } from "../../../provider/credentials/index";
import { type FakePulumi, fakePulumi, stackExport } from "../../support/fake-pulumi";
import { newFolder } from "../../support/folders";
import { ISSUED, login, opensAddresses } from "../../support/login-fixture";
import { CLIENT_SECRET, CLIENT } from "../../support/identities";
import { useGoogle } from "../../support/identity/identity-server";

const MAILBOXES = ["a@example.com", "b@example.com", "c@example.com"] as const;
type Mailbox = (typeof MAILBOXES)[number];
const OLD_TOKEN = "the-token-that-vcc-was-given";

let folder: string;
let pulumi: FakePulumi;
const google = useGoogle();
beforeEach(() => {
  folder = newFolder();
  pulumi = fakePulumi(folder);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: inboxes\nruntime: nodejs\n");
  mkdirSync(join(folder, "tokens"));
  for (const mailbox of MAILBOXES) writeFileSync(tokenFile(mailbox), OLD_TOKEN, { mode: 0o600 });
});

const tokenFile = (mailbox: Mailbox) => join(folder, "tokens", mailbox);
const credentialOf = (mailbox: Mailbox) => ({
  provider: "google",
  method: "refreshToken",
  clientId: CLIENT,
  clientSecret: "env:APP_SECRET",
  refreshToken: `file:tokens/${mailbox}`,
});
const environment = () => ({
  PATH: pulumi.path,
  APP_SECRET: CLIENT_SECRET,
  ...google.environment,
});

/** A stack whose mailboxes end on these days; all of them were given to VCC as they are now. */
function manage(
  ends: Partial<Record<Mailbox, string>>,
  statuses: Partial<Record<Mailbox, string>> = {},
): void {
  const credentials = createCredentials({ environment: environment(), folder, config: () => undefined });
  const addresses = MAILBOXES.map((emailAddress) => ({
    name: emailAddress.slice(0, 1),
    emailAddress,
    credential: credentialOf(emailAddress),
    more: {
      outputs: {
        status: statuses[emailAddress] ?? "Active",
        credentialExpiresAt: ends[emailAddress],
        credentialFingerprint: credentials.fingerprint(credentialOf(emailAddress) as never, emailAddress),
      },
    },
  }));
  pulumi.answer({
    "stack export": stackExport(addresses),
    "config --json": { output: {} },
  });
}

/** A person who signs in to each mailbox that is asked for, but for these. */
function run(args: readonly string[], absentFor: readonly Mailbox[] = []) {
  let asked: string | undefined;
  return login([...args, "--cwd", folder], {
    environment: environment(),
    react: (line, browser) => {
      asked = /^Sign in as (\S+):/u.exec(line)?.[1] ?? asked;
      if (!line.startsWith("http") || absentFor.some((mailbox) => mailbox === asked)) return undefined;
      return google.send("signInAs", asked).then(() => opensAddresses(line, browser));
    },
  });
}

test("those that end soon, or have ended, are signed in to one after the other", async () => {
  manage(
    { [MAILBOXES[0]]: "2026-12-01T00:00:00Z", [MAILBOXES[2]]: "2027-12-01T00:00:00Z" },
    { [MAILBOXES[1]]: "Expired" },
  );
  const ran = await run(["--expiring"]);
  expect(ran.told.split("\n").filter((line) => / of \d+: /u.test(line))).toEqual([
    "1 of 2: a@example.com",
    "2 of 2: b@example.com",
  ]);
  expect(ran.exitCode).toBe(0);
  expect(ran.printed.match(new RegExp(ISSUED, "gu"))).toHaveLength(2);
});

test("the same command goes on where nobody was there", async () => {
  manage({});
  const first = await run(["--only", "*@example.com", "--timeout", "1"], ["b@example.com"]);
  expect(first).toMatchObject({
    exitCode: 5,
    told: expect.stringContaining("2 of 3 are left. The same command goes on with them."),
  });
  const second = await run(["--only", "*@example.com"]);
  expect(second.told).toContain("1 of 3 are signed in to already; pulumi up applies that.");
  expect(second.told).not.toContain(": a@example.com");
  expect(second.exitCode).toBe(0);
  const third = await run(["--only", "*@example.com"]);
  expect(third).toMatchObject({ exitCode: 0, printed: "" });
});

test.each([
  { rule: "nothing fits", args: ["--only", "z@*"], exitCode: 1, told: "with a refresh token fits z@*." },
  {
    rule: "none ends soon, all is well",
    args: ["--expiring", "7"],
    exitCode: 0,
    told: "None of 3 ends within 7 days.",
  },
])("where $rule", async ({ args, exitCode, told }) => {
  manage({});
  expect(await run(args)).toMatchObject({ exitCode, told: expect.stringContaining(told) });
});

test("a stack that can't be read is told", async () => {
  pulumi.answer({
    "stack export": { error: "no stack selected" },
    "config --json": { error: "no stack selected" },
  });
  expect(await run(["--expiring"])).toMatchObject({
    exitCode: 1,
    told: expect.stringContaining("is selected, and none is named. Name one with --stack."),
  });
});
