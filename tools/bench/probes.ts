import type { ManagedCredential } from "../../schema/credential/credential";
import { createCredentials } from "../../provider/credentials/index";
import { CLIENT, CLIENT_SECRET, serviceAccountKey, TENANT } from "../../tests/support/identities";
import { startIdentityServer } from "../../tests/support/identity/identity-server";

const MAILBOXES = 200;

/** Prints what it costs to try the credentials of 200 mailboxes side by side. */
export async function measureProbes(): Promise<void> {
  const mailboxes = Array.from({ length: MAILBOXES }, (_, index) => `inbox-${index}@example.com`);
  console.log(`Probes of ${MAILBOXES} mailboxes`);
  console.log(
    `  ${"".padEnd(36)}${["tokens", "mailboxes", "at once", "wall s"].map((title) => title.padStart(10)).join("")}`,
  );
  await measureGoogle(mailboxes);
  await measureMicrosoft(mailboxes);
  console.log("");
}

async function measureGoogle(mailboxes: readonly string[]): Promise<void> {
  const { file: key, account } = serviceAccountKey();
  // What VCC itself needs.
  const scopes = ["https://mail.google.com/"];
  const server = await startIdentityServer("google", { serviceAccounts: [{ ...account, scopes }] });
  const credential = { provider: "google", method: "serviceAccount", key: "env:SECRET" } as const;
  const endpoints = { googleTokenUrl: `${server.url}/token`, gmailRootUrl: server.url };
  try {
    await measure("Google service account, by mailbox", {
      server,
      secret: key,
      credential,
      endpoints,
      mailboxes,
    });
  } finally {
    await server.stop();
  }
}

async function measureMicrosoft(mailboxes: readonly string[]): Promise<void> {
  const server = await startIdentityServer("microsoft");
  const credential = {
    provider: "microsoft",
    method: "clientSecret",
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: "env:SECRET",
  } as const;
  const endpoints = { microsoftAuthority: server.url, graphRootUrl: server.url };
  try {
    await measure("Microsoft app, one token for all", {
      server,
      secret: CLIENT_SECRET,
      credential,
      endpoints,
      mailboxes,
    });
  } finally {
    await server.stop();
  }
}

interface Measured {
  readonly server: Awaited<ReturnType<typeof startIdentityServer>>;
  readonly secret: string;
  readonly credential: ManagedCredential;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly mailboxes: readonly string[];
}

async function measure(
  name: string,
  { server, secret, credential, endpoints, mailboxes }: Measured,
): Promise<void> {
  const credentials = createCredentials(
    { environment: { SECRET: secret }, folder: process.cwd(), config: () => undefined },
    { identityEndpoints: endpoints },
  );
  const start = performance.now();
  const results = await Promise.all(mailboxes.map((mailbox) => credentials.probe(credential, mailbox)));
  const wall = (performance.now() - start) / 1_000;
  const bad = results.find(({ health }) => health !== "active");
  if (bad) throw new Error(`A probe failed: ${bad.reason}`);
  const { requests, most } = await server.takeRequests();
  const tokens = requests.filter((request) => request.startsWith("POST ")).length;
  const cells = [String(tokens), String(requests.length - tokens), String(most), wall.toFixed(1)];
  console.log(`  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(10)).join("")}`);
}
