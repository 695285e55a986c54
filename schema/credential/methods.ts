import * as z from "zod";
import { MailboxAddress } from "../fields";
import { rule, strictFields } from "../rule";
import {
  endsOn,
  type FieldFacts,
  identifier,
  material,
  probeOnly,
  probeProof,
  secret,
  startsOn,
  type Stated,
} from "./field-facts";
import {
  ClientId,
  expiryWarningDays,
  LIFE_IN_DAYS,
  Moment,
  probe,
  Scope,
  TenantId,
  TenantOfPeople,
} from "./fields";
import { SecretReference } from "./secret-reference";

/** Facts about a method. */
interface MethodFacts<Variant extends string = string> {
  /** Its name, with the provider where one method means different things to two. */
  readonly variant: Variant;
  /** Credential to advise in place of one that ends while VCC holds it; undefined of one that lasts. */
  readonly lastingInstead: string | undefined;
}

/** Makes the schema of a method from its fields. */
function credential<const Method extends string, const Variant extends string = Method>(
  method: Method,
  facts: Pick<MethodFacts, "lastingInstead"> & Partial<MethodFacts<Variant>>,
) {
  // Without a name of its own, both types are the method's.
  const { variant = method as string as Variant, lastingInstead } = facts;
  return <Shape extends Readonly<Record<string, Stated>>>(shape: Shape) => {
    const fields = strictFields(
      { method: z.literal(method), ...shape },
      `a credential of method "${variant}"`,
      (key) => {
        const owners = VARIANTS.filter((other) => Object.hasOwn(other.shape, key) && key !== "method");
        if (owners.length === 0) return undefined;
        const names = owners.map((owner) => owner.variant).join(" or ");
        return `"${key}" belongs to the method ${names}, not to ${variant}. Remove it or change the method.`;
      },
    );
    return Object.assign(fields, { variant, lastingInstead });
  };
}

const google = identifier(z.literal("google", { error: rule('"google"', "This method is Google's.") }));
const microsoft = identifier(
  z.literal("microsoft", { error: rule('"microsoft"', "This method is Microsoft's.") }),
);
/** Google calls the mailbox by it, so that another one is another sign-in. */
const subject = identifier(MailboxAddress.optional());
const account = probeOnly(MailboxAddress.optional());
const probeScope = probeOnly(Scope.optional());
const microsoftApp = {
  provider: microsoft,
  tenantId: TenantId,
  clientId: ClientId,
  account,
  probeScope,
  probe,
};
const LASTING_MICROSOFT = "certificate, whose end you set yourself";

/** A person signs in with VCC's consent link. Source: what VCC's own screens do, documented. */
export const InteractiveCredential = credential("interactive", { lastingInstead: undefined })({});
export type InteractiveCredential = z.infer<typeof InteractiveCredential>;

/** A Google service account's key with domain-wide delegation. Source of all grants' shapes: assumed. */
export const ServiceAccountCredential = credential("serviceAccount", { lastingInstead: undefined })({
  provider: identifier(z.literal("google", { error: rule('"google"', "Service accounts are Google's.") })),
  key: secret(SecretReference),
  subject,
  keyExpiresAt: endsOn(Moment.optional()),
  probeScope,
  probe,
  expiryWarningDays: expiryWarningDays(),
});
export type ServiceAccountCredential = z.infer<typeof ServiceAccountCredential>;

/** Google's domain-wide delegation without a key, where VCC itself is a workload that Google trusts: assumed. */
export const WorkloadIdentityCredential = credential("workloadIdentity", { lastingInstead: undefined })({
  provider: google,
  // It says where the workload's own token is, and holds no lasting secret.
  externalAccount: material(SecretReference),
  serviceAccount: identifier(MailboxAddress.optional()),
  subject,
  probeScope,
  probe,
  expiryWarningDays: expiryWarningDays(),
});
export type WorkloadIdentityCredential = z.infer<typeof WorkloadIdentityCredential>;

/** A Microsoft app that trusts VCC itself as a workload: assumed. The assertion is the run's own, for the probe alone. */
export const FederatedCredential = credential("federated", { lastingInstead: undefined })({
  ...microsoftApp,
  assertion: probeProof(SecretReference.optional()),
  expiryWarningDays: expiryWarningDays(),
});
export type FederatedCredential = z.infer<typeof FederatedCredential>;

/** A Microsoft app with a certificate. */
export const CertificateCredential = credential("certificate", { lastingInstead: undefined })({
  ...microsoftApp,
  certificate: material(SecretReference),
  privateKey: secret(SecretReference),
  expiryWarningDays: expiryWarningDays(),
});
export type CertificateCredential = z.infer<typeof CertificateCredential>;

/** A Microsoft app with a client secret. */
export const ClientSecretCredential = credential("clientSecret", { lastingInstead: LASTING_MICROSOFT })({
  ...microsoftApp,
  clientSecret: secret(SecretReference),
  clientSecretExpiresAt: endsOn(Moment.optional()),
  readExpiryFromGraph: probeOnly(
    z.boolean({ error: rule("true or false", "True needs the permission Application.Read.All.") }).optional(),
  ),
  expiryWarningDays: expiryWarningDays({ days: LIFE_IN_DAYS.clientSecret, of: "A client secret" }),
});
export type ClientSecretCredential = z.infer<typeof ClientSecretCredential>;

/** A person's sign-in at Google, kept as a refresh token. */
export const GoogleRefreshTokenCredential = credential("refreshToken", {
  variant: "refreshToken of google",
  lastingInstead: "serviceAccount, where the mailbox belongs to a Google Workspace",
})({
  provider: google,
  clientId: ClientId,
  clientSecret: secret(SecretReference.optional()),
  refreshToken: secret(SecretReference),
  refreshTokenIssuedAt: startsOn(Moment.optional()),
  account,
  probe,
  expiryWarningDays: expiryWarningDays({
    days: LIFE_IN_DAYS.googleRefreshToken,
    of: "An unused Google refresh token",
  }),
});
export type GoogleRefreshTokenCredential = z.infer<typeof GoogleRefreshTokenCredential>;

/** A person's sign-in at Microsoft, kept as a refresh token. */
export const MicrosoftRefreshTokenCredential = credential("refreshToken", {
  variant: "refreshToken of microsoft",
  lastingInstead: LASTING_MICROSOFT,
})({
  provider: microsoft,
  tenantId: TenantOfPeople,
  clientId: ClientId,
  clientSecret: secret(SecretReference.optional()),
  clientSecretExpiresAt: endsOn(Moment.optional()),
  refreshToken: secret(SecretReference),
  refreshTokenIssuedAt: startsOn(Moment.optional()),
  account,
  probeScope,
  probe,
  expiryWarningDays: expiryWarningDays({
    days: LIFE_IN_DAYS.microsoftRefreshToken,
    of: "A Microsoft refresh token",
  }),
});
export type MicrosoftRefreshTokenCredential = z.infer<typeof MicrosoftRefreshTokenCredential>;

/** Methods that one provider has, or nobody. */
export const PLAIN_VARIANTS = [
  InteractiveCredential,
  ServiceAccountCredential,
  WorkloadIdentityCredential,
  FederatedCredential,
  CertificateCredential,
  ClientSecretCredential,
] as const;
/** Refresh tokens by provider. */
export const REFRESH_TOKEN_VARIANTS = [
  GoogleRefreshTokenCredential,
  MicrosoftRefreshTokenCredential,
] as const;
/** Names of all methods, a refresh token's with its provider. */
export type Variant = (typeof PLAIN_VARIANTS | typeof REFRESH_TOKEN_VARIANTS)[number]["variant"];
/** Schemas of all methods, of refresh tokens one for each provider. */
export const VARIANTS: readonly CredentialSchema[] = [...PLAIN_VARIANTS, ...REFRESH_TOKEN_VARIANTS];

/** Schema of one method's credential. */
export type CredentialSchema = z.ZodObject<
  { readonly method: z.ZodLiteral<string> & { readonly facts?: undefined } } & Readonly<
    Record<string, z.ZodType & { readonly facts?: FieldFacts }>
  >
> &
  MethodFacts;
