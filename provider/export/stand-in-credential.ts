import type { Credential } from "../../schema/credential";
import type { EmailAddressDto } from "../../schema/email-address";

/** What stands where VCC doesn't tell: it keeps the rules of the field, and nobody takes it for a value. */
export const TENANT_TO_FILL_IN = "TENANT-ID-TO-FILL-IN";
export const CLIENT_TO_FILL_IN = "CLIENT-ID-TO-FILL-IN";

type Vendor = "google" | "microsoft";

/**
 * How VCC signs in to a mailbox, as far as it tells: provider and method. The rest is to be filled in: references named
 * after the resource, and stand-ins. Undefined where nobody has signed in, or in a way that this release doesn't know.
 */
export function standInCredential(
  { method, provider }: EmailAddressDto["authentication"],
  resourceName: string,
): Credential | undefined {
  const suffix = resourceName.toUpperCase().replaceAll("-", "_");
  const reference = (vendor: Vendor, what: string): string => `env:${vendor.toUpperCase()}_${what}_${suffix}`;
  const google = { provider: "google" } as const;
  const app = {
    provider: "microsoft",
    tenantId: TENANT_TO_FILL_IN,
    clientId: CLIENT_TO_FILL_IN,
  } as const;
  switch (method) {
    case "interactive":
      return { method };
    case "serviceAccount":
      return { ...google, method, key: reference("google", "KEY") };
    case "workloadIdentity":
      return { ...google, method, externalAccount: reference("google", "EXTERNAL_ACCOUNT") };
    case "federated":
      return { ...app, method, assertion: reference("microsoft", "ASSERTION") };
    case "clientSecret":
      return { ...app, method, clientSecret: reference("microsoft", "CLIENT_SECRET") };
    case "certificate":
      return {
        ...app,
        method,
        certificate: reference("microsoft", "CERTIFICATE"),
        privateKey: reference("microsoft", "PRIVATE_KEY"),
      };
    case "refreshToken":
      return refreshToken(provider, reference);
    default:
      return undefined;
  }
}

function refreshToken(
  provider: string | null | undefined,
  reference: (vendor: Vendor, what: string) => string,
): Credential | undefined {
  if (provider !== "google" && provider !== "microsoft") return undefined;
  const token = {
    method: "refreshToken",
    clientId: CLIENT_TO_FILL_IN,
    refreshToken: reference(provider, "REFRESH_TOKEN"),
  } as const;
  // TypeScript tells the two apart by the literal only.
  return provider === "google" ? { ...token, provider } : { ...token, provider };
}
