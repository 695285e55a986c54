import { generateKeyPairSync } from "node:crypto";
import type { Credentials } from "../../provider/ports";
import type { EndpointOverrides } from "../../provider/credentials/endpoints";
import { createCredentials } from "../../provider/credentials/index";
import type { ProbeOptions } from "../../provider/credentials/probing";

export const MAILBOX = "support@example.com";
export const TENANT = "11111111-2222-3333-4444-555555555555";
export const CLIENT = "99999999-8888-7777-6666-555555555555";
export const SERVICE_ACCOUNT = "inboxes@project.iam.gserviceaccount.com";
export const GMAIL = "https://mail.google.com/";
export const GMAIL_METADATA = "https://www.googleapis.com/auth/gmail.metadata";

/** A port that nothing listens to: none that systems give out, and none that fetch refuses by itself. */
export const REFUSING_URL = "http://127.0.0.1:61999";

export interface TestCredentials {
  readonly credentials: Credentials;
  /** What `env:` references lead to; change it at will. */
  readonly environment: Record<string, string | undefined>;
  /** How long was slept, in ms, in order; nobody waits. */
  readonly slept: number[];
}

interface TestOptions extends Pick<ProbeOptions, "requestTimeoutMs" | "concurrentProbes" | "now"> {
  readonly google?: string;
  readonly microsoft?: string;
  readonly endpoints?: EndpointOverrides;
}

/** Credentials that ask the given servers, and never the real ones. */
export function testCredentials(
  environment: Record<string, string | undefined>,
  options: TestOptions,
): TestCredentials {
  const { google = REFUSING_URL, microsoft = REFUSING_URL, endpoints, ...others } = options;
  const slept: number[] = [];
  const credentials = createCredentials(
    { environment, folder: "/nowhere", config: () => undefined },
    {
      identityEndpoints: {
        googleTokenUrl: `${google}/token`,
        gmailRootUrl: google,
        iamRootUrl: google,
        microsoftAuthority: microsoft,
        graphRootUrl: microsoft,
        ...endpoints,
      },
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
      // Jest can't load the ESM-only one that Google's library brings along; another test runs without Jest.
      fetch,
      requestTimeoutMs: 30_000,
      ...others,
    },
  );
  return { credentials, environment, slept };
}

/** A service account's key file, and what the server needs to know of it. */
export function serviceAccountKey(email = SERVICE_ACCOUNT) {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    file: JSON.stringify({
      type: "service_account",
      client_email: email,
      private_key: privateKey,
      private_key_id: "key1",
    }),
    privateKey,
    account: { email, publicKey, privateKey, scopes: [GMAIL, GMAIL_METADATA] },
  };
}

/** An oidc-provider client that needs no redirect. */
export function client(client_id: string, method: string, more: object = {}) {
  return {
    client_id,
    token_endpoint_auth_method: method,
    grant_types: ["refresh_token", "client_credentials"],
    response_types: [],
    redirect_uris: [],
    ...more,
  };
}
