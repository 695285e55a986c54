import { rememberSecret } from "../core/redact";

/** Fields of a grant that a message may quote: contract §3.5 and the public part of a service account's key. */
const PUBLIC_FIELDS = new Set([
  "provider",
  "method",
  "subject",
  "fingerprint",
  "tenantId",
  "clientId",
  "type",
  "project_id",
  "client_email",
  "client_id",
  "universe_domain",
]);

/**
 * Remembers every text in a grant that isn't known to be public, so that no error can quote it, also when VCC's own
 * message does. URLs stay readable.
 */
export function rememberGrantSecrets(grant: object): void {
  for (const [name, value] of Object.entries<unknown>({ ...grant })) {
    if (PUBLIC_FIELDS.has(name)) continue;
    if (typeof value === "object" && value !== null) rememberGrantSecrets(value);
    if (typeof value === "string" && !value.startsWith("https://")) rememberSecret(value);
  }
}
