import { rememberSecret } from "../../text/redact";

/** Fields that a message may quote: of docs/contract.md#grants, a service account's key, an external account's file. */
const PUBLIC_FIELDS = new Set([
  ...["provider", "method", "subject", "fingerprint", "tenantId", "clientId"],
  ...["type", "project_id", "client_email", "client_id", "universe_domain"],
  ...["audience", "subject_token_type", "subject_token_field_name", "format", "file", "environment_id"],
  ...["quota_project_id", "workforce_pool_user_project"],
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
