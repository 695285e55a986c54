import type { Credential } from "../../schema/credential";
import type { EmailAddressDto } from "../../schema/email-address";
import { shortHash } from "./entry-names";

/** What stands where VCC doesn't tell: it keeps the rules of the field, and nobody takes it for a value. */
export const TENANT_TO_FILL_IN = "TENANT-ID-TO-FILL-IN";
export const CLIENT_TO_FILL_IN = "CLIENT-ID-TO-FILL-IN";

type Vendor = "google" | "microsoft";

type Authentication = EmailAddressDto["authentication"];

/** Names the material of a sign-in: equal where mailboxes share it, undefined for the one kind that most share. */
export type MaterialName = (authentication: Authentication, resourceName: string) => string | undefined;

/**
 * Names of material by fingerprint: one for all mailboxes that are signed in to with the same, else the resource's own.
 */
export function nameMaterials(all: readonly Authentication[]): MaterialName {
  const counts = new Map<string, number>();
  for (const { fingerprint } of all) {
    if (fingerprint) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  }
  const shared = all.filter(({ fingerprint }) => (counts.get(fingerprint ?? "") ?? 0) > 1);
  const isOnlyOne = ({ provider, method, fingerprint }: Authentication): boolean =>
    shared.every(
      (other) => other.provider !== provider || other.method !== method || other.fingerprint === fingerprint,
    );
  return (authentication, resourceName) => {
    const { fingerprint } = authentication;
    if (!fingerprint || !shared.includes(authentication)) return resourceName;
    return isOnlyOne(authentication) ? undefined : shortHash(fingerprint);
  };
}

/**
 * How VCC signs in to a mailbox, as far as it tells: provider and method. The rest is to be filled in: references with
 * the name of the material, and stand-ins. Undefined where nobody has signed in, or in a way that this release doesn't
 * know.
 */
export function standInCredential(
  { method, provider }: Authentication,
  material: string | undefined,
): Credential | undefined {
  const reference = (vendor: Vendor, what: string): string =>
    `env:${[vendor, what, material ?? []].flat().join("_").toUpperCase().replaceAll("-", "_")}`;
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
      return { ...app, method };
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
