import * as z from "zod";
import { MailboxAddress } from "./fields";
import { didYouMean } from "./nearest";
import { rule, secretRule, showValue, strictFields } from "./rule";

/**
 * Where a secret is found, never the secret itself: `env:NAME` (environment variable), `file:path` (relative to the
 * program's folder) or `config:key` (a value of the stack's configuration, meant to be a Pulumi secret).
 */
export const SecretReference = z
  .string({ error: secretRule("a reference to a secret", "Write env:NAME, file:path or config:key.") })
  .regex(/^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+|config:.+)$/u, {
    error: secretRule(
      "a reference to a secret, in the form env:NAME, file:path or config:key",
      "Put the secret in one of those places and name it here: a literal secret would land in the stack's state.",
    ),
  });

/** How long before its end a credential counts as expiring, where nothing else is said. In days. */
export const DEFAULT_EXPIRY_WARNING_DAYS = 30;

/**
 * Whole life of a fresh credential, in days, where that is fixed. A Google refresh token lives on as long as it is
 * used within this time. Source: documented by Microsoft and Google; six months are taken for 180 days.
 */
export const LIFE_IN_DAYS = {
  microsoftRefreshToken: 90,
  googleRefreshToken: 180,
  clientSecret: 730,
} as const;

const expiryWarningDays = (life?: { readonly days: number; readonly of: string }) => {
  const error = rule(
    life === undefined ? "whole number of days, 1 or more" : `whole number of days from 1 to ${life.days}`,
    life === undefined
      ? `Leave it out for ${DEFAULT_EXPIRY_WARNING_DAYS}.`
      : `${life.of} lives at most ${life.days} days, so a longer warning would never end.`,
  );
  return z
    .int({ error })
    .min(1, { error })
    .max(life?.days ?? Number.MAX_SAFE_INTEGER, { error })
    .optional();
};

const probe = z
  .boolean({ error: rule("true or false", "Write false only where the identity provider can't be reached.") })
  .optional();

/** A calendar day, taken for its first moment in UTC, or a moment. */
const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: rule(
    "a date such as 2027-01-31 or 2027-01-31T08:00:00Z",
    "Copy it from the page that shows the credential.",
  ),
});

/** Identifiers of an app. Not shown when they are wrong, as it is easy to paste the secret instead. */
const ClientId = z
  .string({ error: secretRule("the app's client id", "Copy it from the app's registration.") })
  .regex(/^\S{1,255}$/u, {
    error: secretRule("the app's client id, without spaces", "Copy it from the app's registration."),
  });

const TENANT = rule(
  "a tenant's id or domain, such as contoso.onmicrosoft.com",
  "Copy the directory (tenant) id from the app's registration; an app that signs in by itself needs its own tenant, not common.",
);
const TenantId = z
  .string({ error: TENANT })
  .regex(/^(?!(?:common|organizations|consumers)$)[A-Za-z0-9][A-Za-z0-9.-]*$/u, { error: TENANT });
const TenantOfPeople = z.string({ error: TENANT }).regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/u, { error: TENANT });

const Scope = z
  .string({
    error: rule("one OAuth scope", "Leave it out for the least one that tells whose mailbox it is."),
  })
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/u, {
    error: rule("one OAuth scope, without spaces", "Name one scope."),
  });

const google = z.literal("google", { error: rule('"google"', "This method is Google's.") });
const microsoft = z.literal("microsoft", { error: rule('"microsoft"', "This method is Microsoft's.") });
const microsoftApp = {
  provider: microsoft,
  tenantId: TenantId,
  clientId: ClientId,
  account: MailboxAddress.optional(),
  probeScope: Scope.optional(),
  probe,
};

const fieldsByMethod = new Map<string, readonly string[]>();

/** `variant` tells apart what one method means to two providers. */
function credential<const Method extends string, Shape extends z.ZodRawShape>(
  method: Method,
  shape: Shape,
  variant: string = method,
) {
  fieldsByMethod.set(variant, Object.keys(shape));
  return strictFields(
    { method: z.literal(method), ...shape },
    `a credential of method "${variant}"`,
    (key) => {
      const owners = [...fieldsByMethod].filter(([, fields]) => fields.includes(key)).map(([name]) => name);
      if (owners.length === 0) return undefined;
      return `"${key}" belongs to the method ${owners.join(" or ")}, not to ${variant}. Remove it or change the method.`;
    },
  );
}

/** A person signs in with VCC's consent link. Source: what VCC's own screens do, documented. */
export const InteractiveCredential = credential("interactive", {});

/** A Google service account's key with domain-wide delegation. Source of all grants' shapes: assumed. */
export const ServiceAccountCredential = credential("serviceAccount", {
  provider: z.literal("google", { error: rule('"google"', "Service accounts are Google's.") }),
  key: SecretReference,
  subject: MailboxAddress.optional(),
  keyExpiresAt: Moment.optional(),
  probeScope: Scope.optional(),
  probe,
  expiryWarningDays: expiryWarningDays(),
});

/** Google's domain-wide delegation without a key, where VCC itself is a workload that Google trusts: assumed. */
export const WorkloadIdentityCredential = credential("workloadIdentity", {
  provider: google,
  externalAccount: SecretReference,
  serviceAccount: MailboxAddress.optional(),
  subject: MailboxAddress.optional(),
  probeScope: Scope.optional(),
  probe,
  expiryWarningDays: expiryWarningDays(),
});

/** A Microsoft app that trusts VCC itself as a workload: assumed. The assertion is the run's own, for the probe alone. */
export const FederatedCredential = credential("federated", {
  ...microsoftApp,
  assertion: SecretReference.optional(),
  expiryWarningDays: expiryWarningDays(),
});

/** A Microsoft app with a certificate. */
export const CertificateCredential = credential("certificate", {
  ...microsoftApp,
  certificate: SecretReference,
  privateKey: SecretReference,
  expiryWarningDays: expiryWarningDays(),
});

/** A Microsoft app with a client secret. */
export const ClientSecretCredential = credential("clientSecret", {
  ...microsoftApp,
  clientSecret: SecretReference,
  clientSecretExpiresAt: Moment.optional(),
  readExpiryFromGraph: z
    .boolean({ error: rule("true or false", "True needs the permission Application.Read.All.") })
    .optional(),
  expiryWarningDays: expiryWarningDays({ days: LIFE_IN_DAYS.clientSecret, of: "A client secret" }),
});

/** A person's sign-in at Google, kept as a refresh token. */
export const GoogleRefreshTokenCredential = credential(
  "refreshToken",
  {
    provider: google,
    clientId: ClientId,
    clientSecret: SecretReference.optional(),
    refreshToken: SecretReference,
    refreshTokenIssuedAt: Moment.optional(),
    account: MailboxAddress.optional(),
    probe,
    expiryWarningDays: expiryWarningDays({
      days: LIFE_IN_DAYS.googleRefreshToken,
      of: "An unused Google refresh token",
    }),
  },
  "refreshToken of google",
);

/** A person's sign-in at Microsoft, kept as a refresh token. */
export const MicrosoftRefreshTokenCredential = credential(
  "refreshToken",
  {
    ...microsoftApp,
    tenantId: TenantOfPeople.optional(),
    clientSecret: SecretReference.optional(),
    clientSecretExpiresAt: Moment.optional(),
    refreshToken: SecretReference,
    refreshTokenIssuedAt: Moment.optional(),
    expiryWarningDays: expiryWarningDays({
      days: LIFE_IN_DAYS.microsoftRefreshToken,
      of: "A Microsoft refresh token",
    }),
  },
  "refreshToken of microsoft",
);

/** The rule of the property that decides about the others. Shows that one only: the others may hold secrets. */
function choice(property: string, known: readonly string[], nextStep: string) {
  return ({ input }: { readonly input?: unknown }): string => {
    const what = `one of ${known.join(", ")}`;
    if (typeof input !== "object" || input === null) {
      return secretRule(`a credential, whose ${property} is ${what}`, nextStep)({ input });
    }
    const value = (input as Readonly<Record<string, unknown>>)[property];
    const near = typeof value === "string" ? didYouMean(value, known) : "";
    return `${what}, got ${showValue(value)}.${near} ${nextStep}`;
  };
}

/** Identity providers, in VCC's words, too. Source: assumed. */
export const PROVIDERS = ["google", "microsoft"] as const;

const refreshTokenOf = z.discriminatedUnion(
  "provider",
  [GoogleRefreshTokenCredential, MicrosoftRefreshTokenCredential],
  {
    error: choice("provider", PROVIDERS, "Name whose refresh token it is."),
  },
);

/** Ways of signing in, in VCC's words, too. Source: assumed. */
export const METHODS = [
  "interactive",
  "serviceAccount",
  "workloadIdentity",
  "federated",
  "certificate",
  "clientSecret",
  "refreshToken",
] as const;

/** How VCC signs in to a mailbox. The fields are told at the `…Args` of each method. */
export const Credential = z.discriminatedUnion(
  "method",
  [
    InteractiveCredential,
    ServiceAccountCredential,
    WorkloadIdentityCredential,
    FederatedCredential,
    CertificateCredential,
    ClientSecretCredential,
    refreshTokenOf,
  ],
  { error: choice("method", METHODS, "Leave the credential out to have a person sign in.") },
);
export type Credential = z.infer<typeof Credential>;
/** A credential that the provider signs in with; with the other one, a person does. */
export type ManagedCredential = Exclude<Credential, { method: "interactive" }>;
export type ServiceAccountCredential = z.infer<typeof ServiceAccountCredential>;
export type WorkloadIdentityCredential = z.infer<typeof WorkloadIdentityCredential>;
export type FederatedCredential = z.infer<typeof FederatedCredential>;
export type CertificateCredential = z.infer<typeof CertificateCredential>;
export type ClientSecretCredential = z.infer<typeof ClientSecretCredential>;
export type GoogleRefreshTokenCredential = z.infer<typeof GoogleRefreshTokenCredential>;
export type MicrosoftRefreshTokenCredential = z.infer<typeof MicrosoftRefreshTokenCredential>;
export type RefreshTokenCredential = GoogleRefreshTokenCredential | MicrosoftRefreshTokenCredential;

/** Whether VCC signs in by itself, with material that the program names. */
export function isManaged(credential: Credential | undefined): credential is ManagedCredential {
  return credential !== undefined && credential.method !== "interactive";
}
