import { generateKeyPairSync } from "node:crypto";

export const MAILBOX = "support@example.com";
export const OTHER_MAILBOX = "other@example.com";
/** A tenant of Microsoft. */
export const TENANT = "11111111-2222-3333-4444-555555555555";
/** An app with a secret, of either vendor. */
export const CLIENT = "99999999-8888-7777-6666-555555555555";
/** An app of Microsoft without a secret. */
export const PUBLIC_CLIENT = "88888888-8888-7777-6666-555555555555";
/** With characters that look different in a form, in JSON and in a shell. */
export const CLIENT_SECRET = 'Planted~"secret"+of/the=app 0123456789';
/** The token that the workload pool of Google's server trusts. */
export const WORKLOAD_TOKEN = "a-workload-token-0123456789";
export const SERVICE_ACCOUNT_EMAIL = "inboxes@project.iam.gserviceaccount.com";
export const GMAIL = "https://mail.google.com/";
export const GMAIL_METADATA = "https://www.googleapis.com/auth/gmail.metadata";

/** Signs in with a service account whose key is in the variable KEY. */
export const SERVICE_ACCOUNT = { provider: "google", method: "serviceAccount", key: "env:KEY" } as const;

/** A service account's new key file, and what Google's server needs to know of it. */
export function serviceAccountKey(email = SERVICE_ACCOUNT_EMAIL) {
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
