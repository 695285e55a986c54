import type { ServiceAccountCredential } from "../../../schema/credential/methods";
import { toMs } from "../../../schema/time";
import { rememberSecret } from "../../text/redact";
import { asObject } from "../../values/json-object";
import { ConfigError } from "../../errors";
import { type GoogleProbeDeps, probeDelegation } from "../google/probe";
import { certificateValidity, parseCertificate, parsePrivateKey } from "../material/pem";
import { findSecret, requireSecret, type SecretSources } from "../material/references";
import { endingAt } from "../probe/probe-flow";
import { tokenKey } from "../probe/token-cache";
import type { CredentialMethod } from "./credential-method";

/** Keys that never end carry the year 9999. */
const NO_END = Date.UTC(9000, 0);

interface ServiceAccountKey extends Readonly<Record<string, unknown>> {
  readonly client_email: string;
  readonly private_key: string;
}

/** A Google service account's key, with domain-wide delegation: it acts as the mailbox. */
export const serviceAccount: CredentialMethod<ServiceAccountCredential> = {
  holding: "copy",

  material(sources, { key, subject }) {
    const text = findSecret(sources, key);
    if (text === undefined) return undefined;
    const parsed = parseKey(text);
    // A malformed key has a fingerprint too, so that the preview shows the change; signing in explains what is wrong.
    return parsed === undefined ? [text] : [parsed.client_email, parsed.private_key, subject ?? ""];
  },

  grant(sources, credential, { mailbox, expected }) {
    const { provider, method } = credential;
    const serviceAccountKey = { ...requireKey(sources, credential, mailbox) };
    return { provider, method, serviceAccountKey, subject: expected };
  },

  validity: (_sources, { keyExpiresAt }) => ({ end: toMs(keyExpiresAt) }),

  async probe({ sources, google, endOf }, credential, trial) {
    const key = requireKey(sources, credential, trial.mailbox);
    const { client_email: email, private_key_id: keyId } = key;
    const privateKey = parsePrivateKey(key.private_key);
    if (privateKey === undefined)
      throw invalid(credential.key, trial.mailbox, "its private_key can't be read");
    const target = { ...trial, app: email };
    const result = await probeDelegation(google, target, credential.probeScope, (delegation) => ({
      tokenKey: tokenKey("key", email, privateKey, delegation.subject, delegation.scope),
      acquire: () => google.client.keyToken(email, privateKey, delegation),
    }));
    if (result.health !== "active" || typeof keyId !== "string") return result;
    return endingAt(result, await endOf(keyId, () => endOfKey(google, email, keyId)));
  },
};

/** The public certificate of a key ends with it. Best effort: without an answer, nothing is known of the end. */
async function endOfKey(
  { client, certificatesUrl }: GoogleProbeDeps,
  email: string,
  keyId: string,
): Promise<number | undefined> {
  if (certificatesUrl === undefined) return undefined;
  const pem = await client.keyCertificate(`${certificatesUrl}/${encodeURIComponent(email)}`, keyId);
  const certificate = pem.ok ? parseCertificate(pem.value) : undefined;
  const end = certificate && certificateValidity(certificate).end;
  return end === undefined || end > NO_END ? undefined : end;
}

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
