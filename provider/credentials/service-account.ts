import type { ServiceAccountCredential } from "../../schema/credential";
import { toMs } from "../../schema/time";
import { rememberSecret } from "../text/redact";
import { ConfigError } from "../errors";
import type { CredentialMethod } from "./method";
import { asObject } from "./outcome";
import { parsePrivateKey } from "./pem";
import { findSecret, requireSecret, type SecretSources } from "./references";

interface ServiceAccountKey extends Readonly<Record<string, unknown>> {
  readonly client_email: string;
  readonly private_key: string;
}

/** A Google service account's key, with domain-wide delegation: it acts as the mailbox. */
export const serviceAccount: CredentialMethod<ServiceAccountCredential> = {
  holding: () => "copy",

  secrets: ({ key }) => [key],

  material(sources, { key, subject }) {
    const text = findSecret(sources, key);
    if (text === undefined) return undefined;
    const parsed = parseKey(text);
    // A malformed key has a fingerprint too, so that the preview shows the change; signing in explains what is wrong.
    return parsed === undefined ? [text.trim()] : [parsed.client_email, parsed.private_key, subject ?? ""];
  },

  grant(sources, credential, mailbox) {
    const serviceAccountKey = { ...requireKey(sources, credential, mailbox) };
    return {
      provider: "google",
      method: "serviceAccount",
      serviceAccountKey,
      subject: credential.subject ?? mailbox,
    };
  },

  life(_sources, { keyExpiresAt }) {
    const end = toMs(keyExpiresAt);
    return end === undefined ? {} : { end };
  },

  async probe({ sources, google, now }, credential, mailbox) {
    const {
      client_email: email,
      private_key,
      private_key_id: keyId,
    } = requireKey(sources, credential, mailbox);
    const privateKey = parsePrivateKey(private_key);
    if (privateKey === undefined) throw invalid(credential.key, mailbox, "its private_key can't be read");
    const subject = credential.subject ?? mailbox;
    const lifeIsOver = now() > (toMs(credential.keyExpiresAt) ?? Number.POSITIVE_INFINITY);
    return google.key(
      { email, privateKey, keyId: typeof keyId === "string" ? keyId : undefined, lifeIsOver },
      { subject, scope: credential.probeScope },
      { subject: { mailbox, app: email, byPerson: false }, expected: subject },
    );
  },
};

function requireKey(
  sources: SecretSources,
  { key }: ServiceAccountCredential,
  mailbox: string,
): ServiceAccountKey {
  const parsed = parseKey(requireSecret(sources, key, `The service account key of ${mailbox}`));
  if (parsed !== undefined) return parsed;
  throw invalid(key, mailbox, 'JSON with type "service_account", client_email and private_key is needed');
}

function invalid(key: string, mailbox: string, why: string): ConfigError {
  return new ConfigError(
    "VCC_SECRET_INVALID",
    `The service account key of ${mailbox} (${key}) is not a key file: ${why}.`,
    { hint: "Create a JSON key for the service account in Google Cloud, and store the whole file there." },
  );
}

function parseKey(text: string): ServiceAccountKey | undefined {
  const key = asObject(text);
  if (key === undefined) return undefined;
  const { type, client_email, private_key } = key;
  if (type !== "service_account" || typeof client_email !== "string" || typeof private_key !== "string")
    return undefined;
  rememberSecret(private_key);
  return { ...key, client_email, private_key };
}
