import type { CredentialHealth, ProbeCause, ProbeResult } from "../core/ports";
import { redact } from "../core/redact";
import { type IdentityFailure, printable, type Refusal } from "./outcome";

/** What a failure means. */
export interface Finding {
  readonly health: Exclude<CredentialHealth, "active">;
  readonly cause?: ProbeCause;
  /** The identity provider's own code, printable. */
  readonly code: string;
  /** What happened, as the middle of a sentence. */
  readonly meaning: string;
  readonly remedy: Remedy;
  /** Whether every mailbox of the app is hit. */
  readonly wholeApp?: true;
  /**
   * Good credentials have been refused like this. `later`: it counts once a try two seconds later says the same.
   * `fresh`: an assertion may just have run out, so try at once with a new one.
   */
  readonly retry?: "later" | "fresh";
}

/** A row of a table of codes. */
export type Verdict = Omit<Finding, "code">;

/** What a remedy speaks of. */
export interface Subject {
  readonly mailbox: string;
  /** The app's client id, or the service account. */
  readonly app: string;
  /** Whether a person signed in, rather than the app by itself. */
  readonly byPerson: boolean;
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
  policy: ({ mailbox }) =>
    `Have an administrator exempt the app from that policy, or sign in as it asks: npx pulumi-vcc login ${mailbox}.`,
  unlock: ({ mailbox }) =>
    `Have an administrator unlock the account, then sign in again: npx pulumi-vcc login ${mailbox}.`,
  mailbox: ({ mailbox }) =>
    `Check that ${mailbox} exists and has a mailbox, and that the credential's tenant is its own.`,
  enable: ({ mailbox }) => `Have an administrator enable the account of ${mailbox}.`,
  password: ({ mailbox }) =>
    `Set a new password for ${mailbox}, then sign in again: npx pulumi-vcc login ${mailbox}.`,
  consent: ({ app }) =>
    `Have an administrator consent to the permissions of the app ${app}, then run pulumi up --refresh.`,
  assign: ({ app, mailbox }) => `Assign ${mailbox} to the app ${app}, or let everybody use it.`,
  delegation: ({ app }) =>
    `Grant the service account ${app} the scope under Security, API controls, Domain-wide delegation in the Admin console.`,
  secret: () => "Store the value of the client secret, not its id, where the credential points.",
  app: ({ app }) => `Check client id and tenant of the app ${app}, and its registration.`,
  key: ({ app }) =>
    `Check that the stored key or certificate is one of ${app}, which is enabled and not deleted.`,
  federation: ({ app }) =>
    `Compare issuer, subject and audience of the assertion with what the federated credential of ${app} trusts.`,
  impersonation: ({ app }) =>
    `Grant the workload the role Service Account Token Creator on ${app}, and enable the IAM Service Account Credentials API.`,
  scope: () => "Check the credential's probeScope and the app's permissions.",
  clock: () => "Set this machine's clock, and give the credential a fresh assertion.",
  graphPermission: ({ app }) =>
    `Grant the app ${app} the permission MailboxSettings.Read in Microsoft Graph, or write probe: false.`,
  gmailPermission: ({ app }) =>
    `Enable the Gmail API for ${app} and grant it a Gmail scope, or write probe: false.`,
  subject: ({ mailbox }) => `Check that the credential's subject is the primary address of ${mailbox}.`,
  later: () => "That says nothing about the credential; the next refresh asks again.",
} satisfies Record<string, (subject: Subject) => string>;
export type Remedy = keyof typeof REMEDIES;

/** The result as the handler gets it. */
export function toResult(
  { health, cause, code, meaning, remedy, wholeApp }: Finding,
  subject: Subject,
): ProbeResult {
  return {
    health,
    ...(cause && { cause }),
    code: redact(code),
    reason: redact(`${code}: ${meaning}. ${REMEDIES[remedy](subject)}`),
    ...(wholeApp && { wholeApp }),
  };
}

/** No clear answer: never drift. */
export function transient(code: string, meaning: string): Finding {
  return { health: "unknown", cause: "transient", code, meaning, remedy: "later" };
}

/** The meaning of a failure: by its body, unless it says nothing about the credential whatever its body holds. */
export function judge(failure: IdentityFailure, byBody: (refusal: Refusal) => Finding): Finding {
  const { host } = failure;
  switch (failure.kind) {
    case "timeout":
      return transient(printable(failure.code, "timeout"), `${host} gave no answer in time`);
    case "network":
      return transient(printable(failure.code, "network"), `${host} can't be reached`);
    case "unreadable":
      return transient(`HTTP ${failure.status}`, `${host} gave an answer that makes no sense`);
    case "unsent":
      return {
        health: "unknown",
        cause: "misconfigured",
        code: "unsent",
        meaning: "no request could be made of it",
        remedy: "key",
      };
    case "reply":
      if (failure.status === 429) return transient("HTTP 429", `${host} is asked too often`);
      return failure.status >= 500
        ? transient(`HTTP ${failure.status}`, `${host} is out of order`)
        : byBody(failure);
  }
}

/** A refusal that no table knows may mean anything. */
export function unlisted(code: string): Finding {
  return transient(code, "the refusal is of a kind that this release does not know");
}
