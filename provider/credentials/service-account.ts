import type { ServiceAccountCredential } from "../../schema/credential";
import { rememberSecret } from "../core/redact";
import { ConfigError } from "../errors";
import type { CredentialMethod } from "./method";
import { findSecret, requireSecret } from "./references";

interface ServiceAccountKey extends Readonly<Record<string, unknown>> {
  readonly client_email: string;
  readonly private_key: string;
}

/** A Google service account's key, with domain-wide delegation: it acts as the mailbox. */
export const serviceAccount: CredentialMethod<ServiceAccountCredential> = {
  material(sources, { key, subject }) {
    const text = findSecret(sources, key);
    if (text === undefined) return undefined;
    const parsed = parseKey(text);
    // A malformed key has a fingerprint too, so that the preview shows the change; signing in explains what is wrong.
    return parsed === undefined ? [text.trim()] : [parsed.client_email, parsed.private_key, subject ?? ""];
  },

  async grant(sources, { key, subject }, mailbox) {
    const serviceAccountKey = parseKey(requireSecret(sources, key, `The service account key of ${mailbox}`));
    if (serviceAccountKey === undefined) {
      throw new ConfigError(
        "ERR_CONFIG_INVALID",
        `The service account key of ${mailbox} (${key}) is not a key file: JSON with type "service_account", client_email and private_key is needed.`,
        { hint: "Create a JSON key for the service account in Google Cloud, and store the whole file there." },
      );
    }
    return { provider: "google", method: "serviceAccount", serviceAccountKey: { ...serviceAccountKey }, subject: subject ?? mailbox };
  },
};

function parseKey(text: string): ServiceAccountKey | undefined {
  const key = parseJson(text);
  if (typeof key !== "object" || key === null) return undefined;
  const { type, client_email, private_key } = key as Readonly<Record<string, unknown>>;
  if (type !== "service_account" || typeof client_email !== "string" || typeof private_key !== "string") return undefined;
  rememberSecret(private_key);
  return { ...key, client_email, private_key };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the text.
    return undefined;
  }
}
