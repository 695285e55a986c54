import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import fc from "fast-check";
import { factsOf, type ManagedCredential, referencesIn, schemaOf } from "../../schema/credential/credential";
import { expectPrintable, HOSTILE_TEXTS } from "../support/printed-text";
import { createCertificate } from "../support/certificates";
import { testCredentials } from "../support/credentials-fixture";
import type { ManagedVariant } from "../support/managed-variant";
import { CLIENT, MAILBOX, SERVICE_ACCOUNT_EMAIL, serviceAccountKey, TENANT } from "../support/identities";

/** What a server sends back, made of everything that it was sent, or of the one thing that is most secret. */
type Echo = (
  sent: string,
  secret: string,
) => { readonly status: number; readonly body: string; readonly type?: string };

const json = (status: number, body: object) => ({ status, body: JSON.stringify(body) });
/** Hostile answers: each repeats what it was sent where a code, a text or a name belongs. */
const ECHOES: Echo[] = [
  (sent) => json(400, { error: sent, error_description: sent }),
  (sent) =>
    json(400, { error: "invalid_grant", error_description: sent, suberror: sent, error_subtype: sent }),
  (sent) =>
    json(401, {
      error: "invalid_client",
      error_description: `AADSTS7000215: ${sent}`,
      error_codes: [7000215, sent],
    }),
  (sent) =>
    json(400, {
      error: { code: sent, status: sent, message: sent, errors: [{ reason: sent, message: sent }] },
    }),
  (sent) => json(500, { error: sent, error_description: sent }),
  (sent) => json(200, { [sent]: sent }),
  (sent) => json(200, { access_token: "", error: sent }),
  (sent) => ({ status: 200, body: `<html>${sent}</html>`, type: "text/html" }),
  (sent) => ({ status: 502, body: sent, type: "text/plain" }),
  (sent) => ({ status: 400, body: `{"error":"${sent}`, type: "application/json" }),
  (_sent, secret) => json(400, { error: secret, error_description: secret }),
  (_sent, secret) => json(400, { error: "invalid_grant", error_subtype: secret, suberror: secret }),
  (_sent, secret) => json(404, { error: { code: secret, status: secret, errors: [{ reason: secret }] } }),
  (_sent, secret) =>
    json(200, {
      emailAddress: `${secret}@example.com`,
      value: secret,
      passwordCredentials: [{ hint: secret }],
    }),
  (sent) => ({ status: 302, body: sent, type: "text/plain" }),
];

/** The same with words that command terminals and CI systems, in every place for a text. */
const words = (text: string): readonly Echo[] => [
  () => json(400, { error: text, error_description: text, suberror: text, error_subtype: text }),
  () => json(400, { error: "invalid_grant", error_subtype: text, suberror: text }),
  () => json(403, { error: { code: text, status: text, message: text, errors: [{ reason: text }] } }),
  () =>
    json(200, {
      emailAddress: `${text}@example.com`,
      mail: text,
      userPrincipalName: text,
      proxyAddresses: [`SMTP:${text}`],
      passwordCredentials: [{ hint: text, endDateTime: text }],
    }),
];
ECHOES.push(...words(HOSTILE_TEXTS.join("")), ...words(`::error::${"x".repeat(5_000)}`));
/** Longest text of a result: what is quoted is bounded. */
const LONGEST_TOLD = 1_500;

const key = serviceAccountKey();
const pair = createCertificate(new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000));
const app = { provider: "microsoft", tenantId: TENANT, clientId: CLIENT } as const;

interface Entry {
  readonly credential: ManagedCredential;
  readonly environment: (secret: string, url: string) => Record<string, string>;
  readonly fixed?: string[];
}

/** A credential of each method, and where its random secrets go. */
const METHODS: Record<ManagedVariant, Entry> = {
  serviceAccount: {
    credential: { provider: "google", method: "serviceAccount", key: "env:KEY" },
    environment: (secret) => ({ KEY: JSON.stringify({ ...(JSON.parse(key.file) as object), note: secret }) }),
    fixed: key.privateKey.split("\n").filter((line) => line.length > 20),
  },
  workloadIdentity: {
    credential: {
      provider: "google",
      method: "workloadIdentity",
      externalAccount: "env:WORKLOAD",
      serviceAccount: SERVICE_ACCOUNT_EMAIL,
    },
    environment: (secret, url) => ({
      WORKLOAD: JSON.stringify({
        type: "external_account",
        audience: "//iam.googleapis.com/pool",
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        token_url: `${url}/token`,
        credential_source: {
          url: `${url}/workload`,
          headers: { Authorization: `Bearer ${encodeURIComponent(secret)}` },
        },
      }),
    }),
  },
  "refreshToken of google": {
    credential: {
      provider: "google",
      method: "refreshToken",
      clientId: CLIENT,
      clientSecret: "env:SECRET",
      refreshToken: "env:TOKEN",
    },
    environment: (secret) => ({ SECRET: `${secret}-secret`, TOKEN: `${secret}-token` }),
  },
  clientSecret: {
    credential: { ...app, method: "clientSecret", clientSecret: "env:SECRET", readExpiryFromGraph: true },
    environment: (secret) => ({ SECRET: secret }),
  },
  certificate: {
    credential: { ...app, method: "certificate", certificate: "env:CERTIFICATE", privateKey: "env:KEY" },
    environment: () => ({ CERTIFICATE: pair.certificate, KEY: pair.privateKey }),
    fixed: pair.privateKey.split("\n").filter((line) => line.length > 20),
  },
  federated: {
    credential: { ...app, method: "federated", assertion: "env:ASSERTION" },
    environment: (secret) => ({ ASSERTION: secret }),
  },
  "refreshToken of microsoft": {
    credential: { ...app, method: "refreshToken", clientSecret: "env:SECRET", refreshToken: "env:TOKEN" },
    environment: (secret) => ({ SECRET: `${secret}-secret`, TOKEN: `${secret}-token` }),
  },
};

/** Material that can't be used. */
const MALFORMED: Record<string, Entry> = {
  malformedKey: {
    credential: { provider: "google", method: "serviceAccount", key: "env:KEY" },
    environment: (secret) => ({ KEY: secret }),
  },
  unreadableKey: {
    credential: { provider: "google", method: "serviceAccount", key: "env:KEY" },
    environment: (secret) => ({
      KEY: JSON.stringify({ type: "service_account", client_email: "a@b.c", private_key: secret }),
    }),
  },
  malformedCertificate: {
    credential: { ...app, method: "certificate", certificate: "env:CERTIFICATE", privateKey: "env:KEY" },
    environment: (secret) => ({
      CERTIFICATE: pair.certificate,
      KEY: `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
    }),
  },
};

let server: Server;
let url: string;
let echo: Echo = () => json(500, {});
/** Once a token was given out, the mailbox's service answers as `echo` says. */
let givesTokens = false;
/** In the id token, for a person's name. */
let hostileName: string | undefined;
let printed = "";
const NOISE = { GOOGLE_SDK_NODE_LOGGING: "*", NODE_DEBUG: "*", DEBUG: "*" };
const spies: jest.SpyInstance[] = [];

beforeAll(async () => {
  // Both vendors' libraries are loaded after this, and print whatever they would.
  Object.assign(process.env, NOISE);
  for (const stream of [process.stdout, process.stderr]) {
    const write = (chunk: unknown) => ((printed += String(chunk)), true);
    spies.push(jest.spyOn(stream, "write").mockImplementation(write));
  }
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    spies.push(
      jest
        .spyOn(console, method)
        .mockImplementation((...values: unknown[]) => void (printed += inspect(values, { depth: 9 }))),
    );
  }
  server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const isToken = /token|signJwt|workload/u.test(request.url ?? "");
      const sent = [
        decodeURIComponent(new URLSearchParams(body).toString().replaceAll("+", " ")),
        body,
        inspect(request.headers),
      ].join(" ");
      const form = new URLSearchParams(body);
      const names = ["refresh_token", "client_secret", "client_assertion", "subject_token"];
      const secret =
        names.map((name) => form.get(name)).find(Boolean) ??
        (request.headers.authorization ?? "").slice("Bearer ".length);
      const reply = givesTokens && isToken ? tokenFor(request.url ?? "") : echo(sent, decoded(secret));
      response.writeHead(reply.status, {
        "content-type": reply.type ?? "application/json",
        location: "http://127.0.0.1:61999/",
      });
      response.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const name of Object.keys(NOISE)) Reflect.deleteProperty(process.env, name);
  for (const spy of spies) spy.mockRestore();
  server.closeAllConnections();
  server.close();
});

function tokenFor(path: string): ReturnType<Echo> {
  if (path.includes("workload")) return { status: 200, body: "workload-token", type: "text/plain" };
  if (path.includes("signJwt")) return json(200, { signedJwt: "a.b.c" });
  const idToken = ["{}", JSON.stringify({ preferred_username: hostileName ?? MAILBOX, sub: "1" }), ""];
  const id_token = idToken.map((part) => Buffer.from(part).toString("base64url")).join(".");
  return json(200, { access_token: ACCESS_TOKEN, expires_in: 3600, token_type: "Bearer", id_token });
}
const ACCESS_TOKEN = "an-access-token-nobody-may-see-0123456789";

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function spellings(secret: string): string[] {
  const encodings = (["base64", "base64url", "hex"] as const).map((encoding) =>
    Buffer.from(secret).toString(encoding).replace(/=+$/u, ""),
  );
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...encodings];
}

/** Of any characters, or such as codes are made of. */
const randomSecret = fc.oneof(
  fc
    .string({ unit: "grapheme-ascii", minLength: 16, maxLength: 40 })
    .map((text) => text.trim())
    .filter((text) => text.length >= 12 && /\W\S*\W/u.test(text)),
  fc.stringMatching(/^[A-Z]{4}[a-z0-9_]{20}$/u),
);

test.each(Object.entries(METHODS))("all references of %s have their material here", (_name, entry) => {
  const { credential, environment } = entry;
  const fields = Object.keys(schemaOf(credential)?.shape ?? {});
  const references = referencesIn(credential);
  expect(references.map(({ field }) => field)).toEqual(
    expect.arrayContaining(fields.filter((field) => factsOf(field)?.reference !== undefined)),
  );
  const material = environment("a-secret-0123456789", "http://127.0.0.1");
  expect(Object.keys(material).map((name) => `env:${name}`)).toEqual(
    expect.arrayContaining(references.map(({ reference }) => reference)),
  );
});

describe.each(Object.entries({ ...METHODS, ...MALFORMED }))("%s", (_name, entry) => {
  const { credential, environment, fixed = [] } = entry;

  test.each([false, true])(
    "shows neither secret nor command, whatever a hostile server says (token given: %s)",
    async (withToken) => {
      await fc.assert(
        fc.asyncProperty(randomSecret, fc.constantFrom(...ECHOES), async (secret, answer) => {
          echo = answer;
          givesTokens = withToken;
          printed = "";
          const { credentials } = testCredentials(environment(secret, url), { google: url, microsoft: url });
          hostileName = secret.startsWith("N0") ? HOSTILE_TEXTS.join("") : undefined;
          const result = await credentials.probe(credential, MAILBOX);
          const shown: unknown[] = [result];
          for (const told of Object.values(result).filter((value) => typeof value === "string")) {
            expect(told.length).toBeLessThan(LONGEST_TOLD);
            expectPrintable(told);
            expect(told).not.toContain("\n");
          }
          for (const ask of [
            () => credentials.fingerprint(credential, MAILBOX),
            () => credentials.expiresAt(credential, MAILBOX),
          ])
            shown.push(ask());
          shown.push(credentials.warnings(credential), credentials.problems(credential));
          await credentials.grant(credential, MAILBOX).catch((error: unknown) => shown.push(error));
          const text =
            shown
              .map(
                (value) =>
                  `${inspect(value, { depth: 9, showHidden: true })} ${JSON.stringify(value)} ${String(value)} ${value instanceof Error ? (value.stack ?? "") : ""}`,
              )
              .join("\n") + printed;
          for (const hidden of [secret, ACCESS_TOKEN, ...fixed].flatMap(spellings))
            expect(text).not.toContain(hidden);
        }),
        {
          // Each answer once with a secret as keys are, and some with any.
          numRuns: ECHOES.length + 5,
          examples: ECHOES.map((answer, index): [string, Echo] => [
            index % 2 === 0 ? "N0-one~may.see/this+secret=" : "NobodyMaySeeThis1",
            answer,
          ]),
        },
      );
    },
  );
});
