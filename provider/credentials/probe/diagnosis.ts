import type { CredentialHealth, ProbeCause, ProbeResult, SignInPart } from "../../ports";
import { redact } from "../../text/redact";
import { distrustOf } from "../../net/untrusted";
import { withoutUndefined } from "../../values/records";
import { type IdentityFailure, printable, type Refusal } from "./identity-reply";

/** Meaning of a failure. */
export interface Diagnosis {
  readonly health: Exclude<CredentialHealth, "active">;
  readonly cause?: ProbeCause;
  /** Part that has ended. With the cause `misconfigured`: only if this very material has ever worked. */
  readonly endedPart?: SignInPart;
  /** The identity provider's own code, printable. */
  readonly code: string;
  /** Cause, worded as the middle of a sentence. */
  readonly meaning: string;
  readonly remedy: Remedy;
  /** True if every mailbox of the app is affected. */
  readonly wholeApp?: true;
  /** True if only this scope was refused, so that another may do. */
  readonly lacksScope?: true;
  /**
   * Good credentials have been refused like this. `later`: it counts once a try two seconds later says the same.
   * `fresh`: an assertion may just have run out, so try at once with a new one.
   */
  readonly retry?: "later" | "fresh";
}

/** A row of a table of codes. */
export type Verdict = Omit<Diagnosis, "code">;

/** Names and facts that a remedy's text is made of. */
export interface RemedyContext {
  readonly mailbox: string;
  /** The app's client id, or the service account. */
  readonly app: string;
  /** True if a person signed in, rather than the app by itself. */
  readonly byPerson: boolean;
  /** The scope that was tried; absent where the sign-in has those that it was granted. */
  readonly scope?: string;
}

export const REMEDIES = {
  login: ({ mailbox, app, byPerson }) =>
    byPerson
      ? `Sign in again: npx pulumi-vcc login ${mailbox}.`
      : `Give ${app} new key material, put it where the credential points, and run pulumi up --refresh.`,
  newSecret: ({ app }) =>
    `Make a new client secret for the app ${app}, put it where the credential points, and run pulumi up --refresh.`,
  newCertificate: ({ app }) =>
    `Give the app ${app} a new certificate, put it and its key where the credential points, and run pulumi up --refresh.`,
  newKey: ({ app }) =>
    `Make a new key for the service account ${app}, put it where the credential points, and run pulumi up --refresh.`,
  newClient: ({ app, mailbox }) =>
    `Restore the OAuth client ${app}, or sign in with another: npx pulumi-vcc login ${mailbox}.`,
  serviceAccount: ({ app }) => `Enable or restore the service account ${app}, or store another one's key.`,
  policy: ({ mailbox, byPerson }) =>
    byPerson
      ? `Have an administrator exempt the app from that policy, or sign in as it asks: npx pulumi-vcc login ${mailbox}.`
      : "Have an administrator exempt the app from that policy.",
  unlock: ({ mailbox }) =>
    `Have an administrator unlock the account, then sign in again: npx pulumi-vcc login ${mailbox}.`,
  mailbox: ({ mailbox }) =>
    `Check that ${mailbox} exists and has a mailbox, and that the credential's tenant is its own.`,
  restore: ({ mailbox }) => `Have an administrator restore the account of ${mailbox}.`,
  enable: ({ mailbox }) => `Have an administrator enable the account of ${mailbox}.`,
  password: ({ mailbox }) =>
    `Set a new password for ${mailbox}, then sign in again: npx pulumi-vcc login ${mailbox}.`,
  account: ({ mailbox }) =>
    `If ${mailbox} is an alias or a group, name the account that it belongs to in the credential: account. If its mailbox is on premises or gone, only VCC can tell.`,
  subject: ({ mailbox }) =>
    `If ${mailbox} is an alias or a group, name the primary address of the account that it belongs to in the credential: subject. If it is gone, VCC's status will say so.`,
  consent: ({ app, scope }) =>
    scope === undefined
      ? `Have an administrator consent to the permissions of the app ${app}, then try again.`
      : `Have an administrator consent to ${scope} for the app ${app}, or name a scope that it has in the credential: probeScope.`,
  assign: ({ app, mailbox }) => `Assign ${mailbox} to the app ${app}, or let everybody use it.`,
  delegation: ({ app, scope }) =>
    `Grant the service account ${app} the scope ${scope ?? "that VCC needs"} under Security, API controls, Domain-wide delegation in the Admin console, or name one that it has in the credential: probeScope.`,
  secret: () =>
    "Store the value of a client secret, not its id, where the credential points; make a new one if it was removed.",
  enableApp: ({ app }) => `Have an administrator enable the app ${app} again.`,
  app: ({ app }) => `Check client id and tenant of the app ${app}, and its registration.`,
  tenant: () =>
    "Check the credential's tenantId, and that vcc:microsoftAuthority is the sign-in address of that tenant's cloud.",
  resource: () =>
    "Have an administrator enable Microsoft Graph and Exchange Online under Enterprise applications.",
  support: () => "Ask Microsoft's support why.",
  key: ({ app }) =>
    `Check that the stored key or certificate is one of ${app}, which is enabled and not deleted.`,
  federation: ({ app }) =>
    `Compare issuer, subject and audience of the assertion with what the federated credential of ${app} trusts.`,
  workloadToken: () =>
    "Check credential_source in the external account: such a token is there only within the job that it is made for.",
  impersonation: ({ app }) =>
    `Grant the workload the role Service Account Token Creator on ${app}, and enable the IAM Service Account Credentials API.`,
  scope: ({ scope }) =>
    `Name a scope that the app has in the credential: probeScope.${scope === undefined ? "" : ` Tried was ${scope}.`}`,
  clock: () => "Set this machine's clock, and give the credential a fresh assertion.",
  graphPermission: ({ app }) =>
    `Grant the app ${app} the permission MailboxSettings.Read in Microsoft Graph, or write probe: false.`,
  accessPolicy: ({ app, mailbox }) =>
    `Add ${mailbox} to the application access policy of ${app} in Exchange, or to its role assignment.`,
  gmailPermission: ({ app }) =>
    `Enable the Gmail API for ${app} and grant it a Gmail scope, or write probe: false.`,
  gmailOff: ({ mailbox }) =>
    `Check in the Admin console that Gmail is on for ${mailbox}, and that the credential's subject is an account's primary address.`,
  lookUp: () =>
    "Look the code up at the identity provider: this release doesn't know what it means, nor whether it passes. VCC's status decides.",
  later: () => "That says nothing about the credential; the next refresh asks again.",
} satisfies Record<string, (context: RemedyContext) => string>;
export type Remedy = keyof typeof REMEDIES;

/** The result as the handler gets it. */
export function toResult(
  { health, cause, endedPart, code, meaning, remedy, wholeApp }: Diagnosis,
  context: RemedyContext,
): ProbeResult {
  const reason = redact(`${code}: ${meaning}. ${REMEDIES[remedy](context)}`);
  return { ...withoutUndefined({ health, cause, endedPart, wholeApp }), code: redact(code), reason };
}

/** Facts of a token request that the meaning of its refusal depends on. */
export interface RequestFacts {
  /** True if a person's refresh token was used, rather than the app by itself. */
  readonly byPerson: boolean;
  /** True if what the app or person proves itself by has ended, as far as it is known: a refusal may not say so. */
  readonly hasEnded: boolean;
}

/** Makes verdicts of a cause that doesn't tell if the sign-in has ended. */
export function undecided(cause: ProbeCause): (meaning: string, remedy: Remedy) => Verdict {
  return (meaning, remedy) => ({ health: "unknown", cause, meaning, remedy });
}

/** What was sent can't sign in. */
export const misconfigured = undecided("misconfigured");
/** A lasting answer that doesn't tell if the sign-in has ended. */
export const inconclusive = undecided("inconclusive");
/** A refusal that no table knows may mean anything, and may last. */
export const UNLISTED = inconclusive("the refusal is of a kind that this release does not know", "lookUp");
/** A fresh token that the service refuses it was made for. */
export const REFUSED_TOKEN = inconclusive(
  "even a fresh token is not accepted, though it was given",
  "lookUp",
);

/** A refusal of the probe's scope alone: what VCC asks for isn't known. */
export function withoutScope(meaning: string, remedy: Remedy): Verdict {
  return { ...inconclusive(meaning, remedy), lacksScope: true };
}

/** The part of the sign-in that has ended before its time. */
export function revoked(endedPart: SignInPart, meaning: string, remedy: Remedy): Verdict {
  return { health: "revoked", endedPart, meaning, remedy };
}

/** The account is not there any more, or not for this. */
export function gone(meaning: string, remedy: Remedy): Verdict {
  return { health: "mailboxGone", endedPart: "account", meaning, remedy };
}

/** Identity providers have one word for what was never right and for what is not any more. */
export function wrongOrGone(endedPart: SignInPart, meaning: string, remedy: Remedy): Verdict {
  return { ...misconfigured(meaning, remedy), endedPart };
}

/** No clear answer: never drift. */
export function passing(meaning: string): Verdict {
  return undecided("transient")(meaning, "later");
}

/** A verdict on the time of a request; this machine's clock is to blame where it differs from the server's. */
export function withClock(verdict: Verdict, { clockDiffers }: Refusal): Verdict {
  if (verdict.remedy !== "clock" || !clockDiffers) return verdict;
  return { ...verdict, meaning: `${verdict.meaning}: this machine's clock is wrong` };
}

/**
 * The meaning of a failure: by code and verdict of the refusal, unless it says nothing about the credential whatever its
 * body holds. Without a verdict, no table knows the refusal.
 */
export function diagnose(
  failure: IdentityFailure,
  codeOf: (refusal: Refusal) => string,
  verdictOf: (refusal: Refusal) => Verdict | undefined,
): Diagnosis {
  const { host } = failure;
  switch (failure.kind) {
    case "timeout":
      return { ...passing(`${host} gave no answer in time`), code: printable(failure.code, "timeout") };
    case "network":
      return unreached(failure);
    case "unreadable":
      return { ...passing(`${host} gave an answer that makes no sense`), code: `HTTP ${failure.status}` };
    case "unsent":
      return { ...misconfigured("no request could be made of it", "key"), code: "unsent" };
    case "reply": {
      const code = `HTTP ${failure.status}`;
      if (failure.status === 429) return { ...passing(`${host} is asked too often`), code };
      if (failure.status >= 500) return { ...passing(`${host} is out of order`), code };
      return { ...(verdictOf(failure) ?? UNLISTED), code: codeOf(failure) };
    }
  }
}

/** This machine's network is in the way, and says how to mend that. */
function unreached({
  host,
  code,
  proxy,
}: Extract<IdentityFailure, { kind: "timeout" | "network" }>): Diagnosis {
  if (proxy !== undefined) return { ...passing(mended(proxy.meaning, proxy.hint)), code: proxy.code };
  const distrust = distrustOf(code);
  if (distrust !== undefined) return { ...passing(mended(`${host} ${distrust.what}`, distrust.hint)), code };
  return { ...passing(`${host} can't be reached`), code: printable(code, "network") };
}

function mended(meaning: string, hint: string): string {
  return `${meaning}. ${hint.replace(/\.$/u, "")}`;
}
