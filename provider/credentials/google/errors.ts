import type { SignInPart } from "../../ports";
import {
  type Diagnosis,
  diagnose,
  gone,
  inconclusive,
  misconfigured,
  passing,
  REFUSED_TOKEN,
  type RequestFacts,
  revoked,
  type Verdict,
  withClock,
  withoutScope,
  wrongOrGone,
} from "../probe/diagnosis";
import { type IdentityFailure, printable, type Refusal, type WorkloadStep } from "../probe/identity-reply";

/** Refusals that a verdict is about. */
interface Match {
  /** OAuth's `error`; any of them if absent. */
  readonly error?: string;
  /** In `error`, `error_subtype` or `error_description`. */
  readonly says?: RegExp;
  /** Of a person's refresh token alone. */
  readonly byPerson?: true;
}

const blocked = (endedPart: SignInPart, meaning: string): Verdict => ({
  ...revoked(endedPart, meaning, "policy"),
  cause: "blocked",
});

/** Google documents few of these; the texts are what its servers send. The first that fits counts. */
const ROWS: readonly (readonly [match: Match, verdict: Verdict])[] = [
  [{ error: "internal_failure" }, passing("Google has a passing fault")],
  [
    { says: /\b(?:invalid_rapt|rapt_required)\b/u },
    blocked("token", "a session-control policy asks the person to sign in again"),
  ],
  [
    { says: /\b(?:admin_policy_enforced|policy_enforced)\b/u },
    blocked("app", "an administrator's policy blocks the app"),
  ],
  [{ error: "access_denied", says: /account restricted/iu }, blocked("account", "the account is restricted")],
  [
    { error: "access_denied", says: /requested client not authorized/iu },
    withoutScope("the client is not authorised for this scope", "delegation"),
  ],
  [
    { error: "unauthorized_client", byPerson: true },
    misconfigured("the refresh token is another client's", "app"),
  ],
  [
    { error: "unauthorized_client" },
    withoutScope("the service account may not act as people with this scope", "delegation"),
  ],
  [{ says: /account has been deleted/iu }, gone("the account was deleted", "restore")],
  [
    // Aliases and groups are refused like accounts that are gone.
    {
      says: /invalid impersonation (?:"sub" field|&quot;sub&quot; field|prn email address)|invalid email or user id|not a valid email/iu,
    },
    inconclusive("Google knows no account by this address", "subject"),
  ],
  [
    { says: /invalid jwt signature/iu },
    {
      ...wrongOrGone(
        "key",
        "the key does not exist any more, or was never one of the service account's",
        "newKey",
      ),
      retry: "later",
    },
  ],
  [
    { says: /^(?=.*invalid jwt\b).*(?:short-lived|timeframe)/iu },
    inconclusive("Google does not accept the time of the request", "clock"),
  ],
  [
    { says: /invalid jwt\b/iu },
    misconfigured("Google does not accept the request that the key has signed", "key"),
  ],
  [{ says: /robot is disabled/iu }, revoked("app", "the service account is disabled", "serviceAccount")],
  [
    { says: /invalid grant: account not found/iu },
    {
      ...wrongOrGone("app", "there is no such service account, or not any more", "serviceAccount"),
      retry: "later",
    },
  ],
  [
    { error: "invalid_grant", says: /token has been expired or revoked/iu, byPerson: true },
    revoked("token", "the refresh token has been expired or revoked; a changed password does that", "login"),
  ],
  [
    // A service account has no token that could have ended: there, words that aren't known tell nothing.
    { error: "invalid_grant", byPerson: true },
    { ...revoked("token", "the refresh token is not accepted any more", "login"), retry: "later" },
  ],
  [{ error: "deleted_client", byPerson: true }, revoked("app", "the OAuth client was deleted", "newClient")],
  [{ error: "disabled_client", byPerson: true }, revoked("app", "the OAuth client is disabled", "newClient")],
  [
    { error: "invalid_client", says: /client was (?:not found|deleted)/iu, byPerson: true },
    wrongOrGone("app", "there is no such OAuth client, or not any more", "newClient"),
  ],
  [
    { error: "invalid_client", says: /client secret is invalid/iu, byPerson: true },
    wrongOrGone("key", "the client secret is wrong, or was removed from the OAuth client", "secret"),
  ],
  [
    { error: "invalid_client", byPerson: true },
    wrongOrGone("key", "the client id or the client secret is wrong, or not valid any more", "app"),
  ],
  [{ error: "invalid_client" }, misconfigured("Google does not accept the service account", "key")],
  [{ error: "org_internal" }, misconfigured("the OAuth client is for its own organisation only", "app")],
  [{ error: "invalid_scope" }, withoutScope("there is no such scope", "scope")],
];

/** Meanings of a refusal after the declared life of the key or token: Google has one word for expired and revoked. */
const OUTLIVED: Partial<Record<Verdict["remedy"], string>> = {
  login: "the refresh token has outlived its time",
  newKey: "the key has outlived its time",
};

/** Diagnoses a refused token request. */
export function diagnoseGoogle(failure: IdentityFailure, facts: RequestFacts): Diagnosis {
  return diagnose(
    failure,
    ({ body: { subtype, error } }) => printable(subtype || error, "refused"),
    (refusal) => byBody(refusal, facts),
  );
}

function byBody(refusal: Refusal, { byPerson, hasEnded }: RequestFacts): Verdict | undefined {
  const { error, subtype, description } = refusal.body;
  const verdict = ROWS.find(
    ([match]) =>
      (match.error === undefined || match.error === error) &&
      (match.byPerson === undefined || byPerson) &&
      (match.says === undefined || [error, subtype, description].some((text) => match.says?.test(text))),
  )?.[1];
  if (verdict === undefined) return undefined;
  const { endedPart, remedy } = verdict;
  const outlived = hasEnded && error === "invalid_grant" ? OUTLIVED[remedy] : undefined;
  if (outlived === undefined) return withClock(verdict, refusal);
  return { health: "expired", ...(endedPart && { endedPart }), meaning: outlived, remedy };
}

/**
 * Diagnoses a refusal on the way to a delegated token, before Google is asked for the mailbox: of the exchange of the
 * workload's own token, or of the signature by the service account. Neither says anything about the mailbox.
 */
export function diagnoseWorkload(failure: IdentityFailure, step: WorkloadStep): Diagnosis {
  if (failure.kind === "unsent") {
    const meaning = "the workload's own token is not where its configuration says";
    return { ...inconclusive(meaning, "workloadToken"), code: "unsent" };
  }
  return diagnose(failure, codeOf, ({ clockDiffers }) =>
    step === "exchange"
      ? misconfigured(
          "Google does not accept the workload's own token",
          clockDiffers ? "clock" : "federation",
        )
      : misconfigured("the workload may not sign as the service account", "impersonation"),
  );
}

/** Diagnoses Gmail's refusal of a mailbox, with a token that Google issued. A 401 counts after one fresh token. */
export function diagnoseGmail(failure: IdentityFailure): Diagnosis {
  return diagnose(failure, codeOf, byGmailBody);
}

function codeOf({ status, body }: Refusal): string {
  return printable(body.subtype || body.error, `HTTP ${status}`);
}

function byGmailBody({ status, body: { error, subtype, description } }: Refusal): Verdict | undefined {
  if (status === 401) return REFUSED_TOKEN;
  if (status === 400 && (subtype === "failedPrecondition" || error === "FAILED_PRECONDITION")) {
    return inconclusive("Gmail does not serve this account", "gmailOff");
  }
  if (status !== 403) return undefined;
  if (/rateLimitExceeded|quotaExceeded/iu.test(subtype)) return passing("Gmail is asked too often");
  return /delegation denied/iu.test(description)
    ? inconclusive("the mailbox is not the one that the token acts as", "subject")
    : inconclusive("the credential may not look at the mailbox, though its sign-in works", "gmailPermission");
}
