import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Credential } from "../../schema/credential/credential";
import type { Variant } from "../../schema/credential/methods";
import { createCertificate } from "../support/certificates";
import { newFolder } from "../support/folders";
import { REFUSING_URL } from "../support/credentials-fixture";
import { useGoogle, useMicrosoft } from "../support/identity/identity-server";
import { CLIENT, MAILBOX, serviceAccountKey, TENANT, CLIENT_SECRET as SECRET } from "../support/identities";

const VENDORS = /\/node_modules\/(googleapis|google-auth-library|gaxios|@azure\/msal-node|axios)\//u;
const key = serviceAccountKey();
const pair = createCertificate(new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000));
const app = { provider: "microsoft", tenantId: TENANT, clientId: CLIENT } as const;
const environment = {
  KEY: key.file,
  WORKLOAD: JSON.stringify({
    type: "external_account",
    audience: "//iam",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  }),
  ASSERTION: "an-assertion-0123456789",
  CERTIFICATE: pair.certificate,
  CERTIFICATE_KEY: pair.privateKey,
  SECRET,
  TOKEN: "a-refresh-token-0123456789",
};
const serviceAccount: Credential = { provider: "google", method: "serviceAccount", key: "env:KEY" };
const clientSecret: Credential = { ...app, method: "clientSecret", clientSecret: "env:SECRET" };
const METHODS: Record<Variant, Credential> = {
  interactive: { method: "interactive" },
  serviceAccount,
  workloadIdentity: { provider: "google", method: "workloadIdentity", externalAccount: "env:WORKLOAD" },
  "refreshToken of google": {
    provider: "google",
    method: "refreshToken",
    clientId: CLIENT,
    refreshToken: "env:TOKEN",
  },
  federated: { ...app, method: "federated", assertion: "env:ASSERTION" },
  certificate: {
    ...app,
    method: "certificate",
    certificate: "env:CERTIFICATE",
    privateKey: "env:CERTIFICATE_KEY",
  },
  clientSecret,
  "refreshToken of microsoft": { ...app, method: "refreshToken", refreshToken: "env:TOKEN" },
};

const google = useGoogle({ serviceAccounts: [key.account] });
const microsoft = useMicrosoft();
const folder = newFolder();

/** In a process without Jest, as Pulumi runs it: which vendors' packages are loaded, and how many files of them. */
async function run(
  credentials: readonly Credential[],
  probe: boolean,
  urls = { google: google.url, microsoft: microsoft.url },
) {
  const task = {
    credentials,
    probe,
    environment,
    mailbox: MAILBOX,
    endpoints: {
      googleTokenUrl: `${urls.google}/token`,
      gmailRootUrl: urls.google,
      iamRootUrl: urls.google,
      microsoftAuthority: urls.microsoft,
      graphRootUrl: urls.microsoft,
    },
  };
  const script = join(__dirname, "../support/loaded-modules.mjs");
  const args = ["--import", "tsx", script, join(folder, "loaded.txt"), JSON.stringify(task)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 10_000_000 });
  const { results, files } = JSON.parse(stdout) as { results: unknown[]; files: string[] };
  const packages = files.flatMap((file) => VENDORS.exec(file)?.[1] ?? []);
  return { results, files, packages: new Set(packages), count: packages.length };
}

test("fingerprints, ends, warnings, problems and grants of every method load no vendor's code", async () => {
  expect((await run(Object.values(METHODS), false)).packages).toEqual(new Set());
}, 30_000);

test("a probe at Google loads Google's code alone, and not its thousand files", async () => {
  const { results, files, packages, count } = await run([serviceAccount], true);
  expect(results).toEqual([{ health: "active", mailbox: MAILBOX }]);
  expect(packages).toEqual(new Set(["googleapis", "google-auth-library", "gaxios"]));
  expect(files.some((file) => file.endsWith("googleapis/build/src/index.js"))).toBe(false);
  expect(count).toBeLessThan(150);
}, 30_000);

test("a probe at Microsoft loads Microsoft's code alone", async () => {
  const { results, packages } = await run([clientSecret], true);
  expect(results).toEqual([{ health: "active", mailbox: MAILBOX }]);
  expect(packages).toEqual(new Set(["@azure/msal-node", "axios"]));
}, 30_000);

describe("with the fetch that Google's library brings along", () => {
  const probe = async (urls?: { google: string; microsoft: string }) =>
    (await run([serviceAccount], true, urls)).results[0];

  test("nobody listening is told by the system's code", async () => {
    const result = await probe({ google: REFUSING_URL, microsoft: REFUSING_URL });
    expect(result).toMatchObject({ health: "unknown", cause: "transient", code: "ECONNREFUSED" });
  }, 30_000);

  test("no answer in time is told as such", async () => {
    await google.faults({ path: "/token", delayMs: 20_000 });
    expect(await probe()).toMatchObject({ health: "unknown", cause: "transient", code: "ETIMEDOUT" });
  }, 30_000);

  test("a clock that is off is told from the reply's date", async () => {
    const body = {
      error: "invalid_grant",
      error_description: "Invalid JWT: Token must be a short-lived token",
    };
    await google.faults({
      path: "/token",
      status: 400,
      headers: { date: "Mon, 23 Nov 2020 18:00:00 GMT" },
      body,
    });
    const clock = expect.stringContaining("this machine's clock is wrong") as unknown;
    expect(await probe()).toMatchObject({ health: "unknown", cause: "inconclusive", reason: clock });
  }, 30_000);
});
