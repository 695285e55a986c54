import type * as pulumi from "@pulumi/pulumi";

/** A person signs in with the consent link that VCC's own screens use; `pulumi up` prints it. Source: documented. */
export interface InteractiveCredentialArgs {
  /** Ends when the person's password changes or an administrator says so; nobody can tell when. */
  method: "interactive";
}

interface ProbedCredentialArgs {
  /**
   * True if the provider tries the credential before VCC gets it and asks whose mailbox it opens, and looks at it again
   * at each refresh. Default: true. Write false only where the identity provider can't be reached: then a wrong mailbox
   * isn't refused, and an expired credential shows only once VCC has noticed.
   */
  probe?: pulumi.Input<boolean>;
  /**
   * Days before its end from which the credential counts as `expiring`: whole number, 1 or more, at most the whole life
   * of a fresh one. Default: 30. It warns; nothing is changed.
   */
  expiryWarningDays?: pulumi.Input<number>;
}

interface GoogleDelegationArgs extends ProbedCredentialArgs {
  /** Always Google's. */
  provider: "google";
  /** Mailbox that the service account acts as: its primary address. Default: the address itself. */
  subject?: pulumi.Input<string>;
  /**
   * OAuth scope that the probe asks for; it must be granted to the service account in the Admin console. Default:
   * `https://mail.google.com/`, which the job takes (assumed), then `https://www.googleapis.com/auth/gmail.metadata`.
   * If neither is granted, name one of Gmail's that is.
   */
  probeScope?: pulumi.Input<string>;
}

interface MicrosoftAppArgs extends ProbedCredentialArgs {
  /** Always Microsoft's. */
  provider: "microsoft";
  /** The directory's id, or one of its domains. */
  tenantId: pulumi.Input<string>;
  /** The app's application (client) id. */
  clientId: pulumi.Input<string>;
  /**
   * Sign-in name of the mailbox (user principal name), where it isn't the address: the address may be an alias.
   * Default: the address itself. Used by the probe alone.
   */
  account?: pulumi.Input<string>;
  /**
   * Service whose token the probe asks for, such as `https://outlook.office365.com/.default`. Default: Microsoft Graph's,
   * which tells with `MailboxSettings.Read` that there is the mailbox, then Exchange's, whose token tells with
   * `IMAP.AccessAsApp` that the app may open mailboxes, not which ones.
   */
  probeScope?: pulumi.Input<string>;
}

/**
 * A Google service account's key, with domain-wide delegation. Does not expire by itself; an organisation's policy may
 * end keys after a time. VCC holds the key. Source of the grant's shape: assumed.
 */
export interface ServiceAccountCredentialArgs extends GoogleDelegationArgs {
  /** A service account's key. */
  method: "serviceAccount";
  /**
   * Place of the service account's JSON key: `env:NAME`, `file:path` (relative to the program's folder) or
   * `config:key` (a stack secret). Never the key itself: the state holds this reference and a fingerprint.
   */
  key: pulumi.Input<string>;
  /** End of the key, `2027-01-31` or a moment, where a policy ends keys. Default: read from its public certificate. */
  keyExpiresAt?: pulumi.Input<string>;
}

/**
 * Google's domain-wide delegation without a key, where **VCC itself** is the workload that is trusted to act as the
 * service account. VCC gets the configuration's identifiers without `credential_source`, and mints its own tokens; that it
 * can is assumed. The run's own tokens serve the probe alone and never leave this machine. Lasts as long as that trust.
 */
export interface WorkloadIdentityCredentialArgs extends GoogleDelegationArgs {
  /** Workload identity federation. */
  method: "workloadIdentity";
  /**
   * Place of the credential configuration of type `external_account`, as
   * `gcloud iam workload-identity-pools create-cred-config` writes it: `env:NAME`, `file:path` or `config:key`.
   */
  externalAccount: pulumi.Input<string>;
  /** Address of the service account. Default: the one that the configuration impersonates. */
  serviceAccount?: pulumi.Input<string>;
}

/**
 * A Microsoft app with a federated credential that trusts **VCC itself** as a workload. VCC gets `tenantId` and
 * `clientId`, and proves itself by its own assertions; that it can is assumed. Lasts as long as that trust.
 */
export interface FederatedCredentialArgs extends MicrosoftAppArgs {
  /** Workload identity federation. */
  method: "federated";
  /**
   * Place of an assertion of this run, a JSON web token that the app trusts too: `env:NAME`, `file:path` or
   * `config:key`. It lives for minutes and serves the probe alone: VCC never gets it. Default: the probe is left out.
   */
  assertion?: pulumi.Input<string>;
}

/** A Microsoft app with a certificate. Expires with the certificate. Source of the grant's shape: assumed. */
export interface CertificateCredentialArgs extends MicrosoftAppArgs {
  /** A certificate of the app. */
  method: "certificate";
  /** Place of the certificate, as PEM: `env:NAME`, `file:path` or `config:key`. Its end is read from it. */
  certificate: pulumi.Input<string>;
  /** Place of its private key, as PEM without a passphrase; may be the same place, holding both. */
  privateKey: pulumi.Input<string>;
}

/** A Microsoft app with a client secret. **Expires after 24 months at most.** Source of the grant's shape: assumed. */
export interface ClientSecretCredentialArgs extends MicrosoftAppArgs {
  /** A client secret of the app. */
  method: "clientSecret";
  /** Place of the secret's value (not its id): `env:NAME`, `file:path` or `config:key` (a stack secret). */
  clientSecret: pulumi.Input<string>;
  /** End of the secret, `2027-01-31` or a moment, as the app's registration shows it. Default: unknown. */
  clientSecretExpiresAt?: pulumi.Input<string>;
  /**
   * True if the probe reads the secret's end from Microsoft Graph, which needs the application permission
   * `Application.Read.All`. Default: false. A declared `clientSecretExpiresAt` wins.
   */
  readExpiryFromGraph?: pulumi.Input<boolean>;
}

interface RefreshTokenArgs extends ProbedCredentialArgs {
  /** A person's sign-in, kept as a refresh token; `npx pulumi-vcc login ADDRESS` gets one. */
  method: "refreshToken";
  /** The client id of the app that the person signed in to. */
  clientId: pulumi.Input<string>;
  /** Place of the app's client secret: `env:NAME`, `file:path` or `config:key`. Default: a public client. */
  clientSecret?: pulumi.Input<string>;
  /** Place of the refresh token: `env:NAME`, `file:path` or `config:key` (a stack secret). */
  refreshToken: pulumi.Input<string>;
  /** Time of the person's sign-in, `2027-01-31` or a moment: the token's end is reckoned from it. Default: unknown. */
  refreshTokenIssuedAt?: pulumi.Input<string>;
}

/**
 * A person's sign-in at Google. **Expires after six months without use**, after 7 days while the app is in testing, and
 * with the person's password. Source: documented; the grant's shape assumed.
 */
export interface GoogleRefreshTokenCredentialArgs extends RefreshTokenArgs {
  /** Vendor of the token. */
  provider: "google";
  /** Primary address of the mailbox, where the address is an alias of it. Default: the address itself. */
  account?: pulumi.Input<string>;
}

/**
 * A person's sign-in at Microsoft. Microsoft gives a new refresh token with each use: **the one kept here ends 90 days
 * after it was issued, also when it is used daily**, and can't sign in anew from then on; VCC goes on with its
 * successors until nobody uses them for 90 days, or the password changes. A sign-in frequency in Conditional Access, and
 * a single-page app's 24 hours, count from the sign-in itself: there the successors end, too, and `health` is `unknown`.
 * Source: documented; that VCC keeps successors, and the grant's shape, assumed.
 */
export interface MicrosoftRefreshTokenCredentialArgs extends RefreshTokenArgs {
  /** Vendor of the token. */
  provider: "microsoft";
  /** The directory's id, or one of its domains. Default: `organizations`, for apps that any directory may use. */
  tenantId?: pulumi.Input<string>;
  /** Sign-in name of the mailbox, where it isn't the address. Default: the address itself. */
  account?: pulumi.Input<string>;
  /** End of the client secret, where there is one. Default: unknown. */
  clientSecretExpiresAt?: pulumi.Input<string>;
  /**
   * OAuth scope that the probe asks for; the person must have consented to it. Default:
   * `https://graph.microsoft.com/MailboxSettings.Read`, then `https://outlook.office365.com/IMAP.AccessAsUser.All`. Where
   * neither is consented to, name one that is.
   */
  probeScope?: pulumi.Input<string>;
}

/** VCC's way of signing in to a mailbox; `method`, and `provider` for refresh tokens, decide which fields there are. */
export type CredentialArgs =
  | InteractiveCredentialArgs
  | ServiceAccountCredentialArgs
  | WorkloadIdentityCredentialArgs
  | FederatedCredentialArgs
  | CertificateCredentialArgs
  | ClientSecretCredentialArgs
  | GoogleRefreshTokenCredentialArgs
  | MicrosoftRefreshTokenCredentialArgs;
