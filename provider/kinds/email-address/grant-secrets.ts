import { PUBLIC_GRANT_FIELDS } from "../../../schema/grant";
import { rememberSecret } from "../../text/redact";

/**
 * Remembers every text in a grant that the contract doesn't mark as public, so that no error can quote it, also when VCC's own
 * message does. URLs stay readable.
 */
export function rememberGrantSecrets(grant: object): void {
  for (const [name, value] of Object.entries<unknown>({ ...grant })) {
    if (PUBLIC_GRANT_FIELDS.has(name)) continue;
    if (typeof value === "object" && value !== null) rememberGrantSecrets(value);
    if (typeof value === "string" && !value.startsWith("https://")) rememberSecret(value);
  }
}
