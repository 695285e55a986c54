import * as z from "zod";
import type { ObjectEndpoint, Part } from "./endpoint";
import { Credential } from "./credential/credential";
import { Adopt, DataSourceDtos, DataSources, Description, MailboxAddress, UniqueName } from "./fields";
import { Content, Id, Link, Name, orEmpty, orUntold, Time, CleanText } from "./foreign";
import { type Completed, rule, strictFields, withDefault } from "./rule";
import { toMs } from "./time";

/** Grouping of an address's interactions in reports. Source: documented. */
export const SERVICE_NAMES_FOR_REPORTS = [
  "destinationName",
  "interactionPlanName",
  "reportingGroup",
] as const;
export type ServiceNameForReports = (typeof SERVICE_NAMES_FOR_REPORTS)[number];
export const DEFAULT_SERVICE_NAME: ServiceNameForReports = "reportingGroup";
const ServiceName = z.enum(SERVICE_NAMES_FOR_REPORTS, {
  error: rule(`one of ${SERVICE_NAMES_FOR_REPORTS.join(", ")}`, `Leave it out for ${DEFAULT_SERVICE_NAME}.`),
});

/**
 * State of a mailbox's sign-in. `expiring` is a warning only; `expired`, `revoked`, `mailboxGone` and
 * `consentRequired` mean that VCC can't route its mail; `unknown`: nobody could tell.
 */
export type MailboxHealth =
  "active" | "expiring" | "expired" | "revoked" | "mailboxGone" | "consentRequired" | "unknown";

/** Healths of a sign-in that has certainly ended. */
const ENDED_HEALTHS = [
  "expired",
  "revoked",
  "mailboxGone",
  "consentRequired",
] as const satisfies MailboxHealth[];
export type EndedHealth = (typeof ENDED_HEALTHS)[number];

/** True if the sign-in has certainly ended. */
export function isEndedHealth(health: MailboxHealth): health is EndedHealth {
  return ENDED_HEALTHS.some((ended) => ended === health);
}

/** VCC's words for the state of a sign-in. Source: `Active` and `Expired` documented, `Pending` assumed. */
export const SIGN_IN_STATUS = { active: "Active", expired: "Expired", pending: "Pending" } as const;
export type SignInStatus = (typeof SIGN_IN_STATUS)[keyof typeof SIGN_IN_STATUS];

/** True if this release knows VCC's word. Nothing follows from another: no drift, no write. */
export function isKnownStatus(status: unknown): status is SignInStatus {
  return Object.values<unknown>(SIGN_IN_STATUS).includes(status);
}

/** Inputs that a program declares. The meaning of each field is told at `EmailAddressArgs`. */
export const EmailAddressInputs = strictFields(
  {
    emailAddress: MailboxAddress,
    name: UniqueName,
    description: withDefault(Description, ""),
    serviceNameForReports: withDefault(ServiceName, DEFAULT_SERVICE_NAME),
    dataSources: withDefault(DataSources, {}),
    profileId: z
      .string({ error: rule("the id of a profile", "Pass the id of an EmailProfile.") })
      .min(1, { error: rule("the id of a profile", "Leave it out for none.") })
      .optional(),
    credential: Credential.optional(),
    adopt: Adopt.optional(),
  },
  "the arguments of an EmailAddress",
);
export type EmailAddressInputs = z.infer<typeof EmailAddressInputs>;

/**
 * Inputs as check completes them, with the sign-in that is to be: so that one that died, or material that changed, is a
 * visible difference.
 */
export type EmailAddressDesired = Completed<typeof EmailAddressInputs> & {
  readonly status: string;
  readonly credentialFingerprint?: string;
};

export type EmailAddressState = EmailAddressDesired & {
  readonly health: MailboxHealth;
  readonly healthReason?: string;
  readonly credentialExpiresAt?: string;
  readonly authenticatedAt?: string;
  /** Id of the profile, where the program names it by its name in VCC. */
  readonly namedProfileId?: string;
  readonly updatedAt: string;
};

const AuthenticationDto = z
  .object({
    provider: CleanText.nullish(),
    method: CleanText.nullish(),
    /** Empty where VCC doesn't tell. */
    status: orEmpty(CleanText),
    reason: CleanText.nullish(),
    authenticatedAt: Time.nullish(),
    expiresAt: Time.nullish(),
    fingerprint: CleanText.nullish(),
  })
  .transform(({ expiresAt: told, ...others }): typeof others & SignInEnd => {
    if (!told || toMs(told) !== undefined) return { ...others, expiresAt: told };
    return { ...others, unreadableExpiresAt: told };
  });

export interface SignInEnd {
  readonly expiresAt?: string | null | undefined;
  /** As VCC tells the end where that is no time, so that nothing is known of it. */
  readonly unreadableExpiresAt?: string;
}

/** The object on the wire. Source: fields documented as a form's fields, spelling assumed. */
export const EmailAddressDto = z.object({
  id: Id,
  emailAddress: Name,
  name: orEmpty(Name),
  description: orUntold(Content, ""),
  /** Also a word that this release doesn't know, or none. */
  serviceNameForReports: CleanText.nullish(),
  dataSources: DataSourceDtos,
  profileId: Id.nullish(),
  authentication: AuthenticationDto.nullish().transform((told) => told ?? { status: "" }),
  createdAt: orEmpty(Time),
  updatedAt: orEmpty(Time),
});
export type EmailAddressDto = z.infer<typeof EmailAddressDto>;

/** An address's content, as `POST` takes it, but for null; a `PATCH` carries what changes, and `null` clears. */
export interface EmailAddressBody {
  readonly emailAddress: string;
  readonly name: string;
  readonly description: string;
  readonly serviceNameForReports: string;
  readonly dataSources: NonNullable<z.infer<typeof DataSourceDtos>>;
  readonly profileId: string | null;
}

/** The class of addresses, as Pulumi knows it. */
export const EMAIL_ADDRESS = "EmailAddress";

/** The calls for addresses: docs/contract.md#email-addresses. Source: assumed. */
export const EMAIL_ADDRESSES: ObjectEndpoint<EmailAddressDto, EmailAddressBody> = {
  kind: "emailAddress",
  api: "email",
  noun: "email address",
  plural: "email addresses",
  path: "/channels/email/addresses",
  listKey: "addresses",
  idKey: "id",
  nameKey: "name",
  dto: EmailAddressDto,
  labelOf: ({ emailAddress }) => emailAddress,
};

/** Signs an address's mailbox in (`PUT` of a grant): docs/contract.md#signing-in. Source: assumed. */
export const SIGN_IN: Part = { kind: "signIn", plural: "sign-ins by a credential", path: "/authentication" };
/** A link for a person to sign in with (`POST`). Source: assumed. */
export const CONSENT: Part = {
  kind: "consent",
  plural: "links for a person to sign in with",
  path: "/authentication/consent",
};

/** Reply of `POST …/authentication/consent`. No `authorizationUrl`: none that a person may be asked to open. */
export const ConsentDto = z.object({ authorizationUrl: Link, expiresAt: Time });
export type ConsentDto = z.infer<typeof ConsentDto>;
