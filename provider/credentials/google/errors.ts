import type { SignInPart } from "../../ports";
import {
  type Diagnosis,
  inconclusive,
  diagnose,
  refusedToken,
  unlisted,
  type Verdict,
} from "../probe/diagnosis";
import { type IdentityFailure, printable, type Refusal, type WorkloadStep } from "../probe/identity-reply";

/** Grant that the token was requested by; the meaning of a refused client depends on it. */
export type GoogleFlow = "delegation" | "refreshToken";

interface Row {
  /** OAuth's `error`; any of them if absent. */
  readonly error?: string;
  /** In `error`, `error_subtype` or `error_description`. */
  readonly says?: RegExp;
  readonly flow?: GoogleFlow;
  readonly verdict: Verdict;
}

const misconfigured = (meaning: string, remedy: Verdict["remedy"]): Verdict => ({
  health: "unknown",
  cause: "misconfigured",
  meaning,
  remedy,
});
const revoked = (dead: SignInPart, meaning: string, remedy: Verdict["remedy"]): Verdict => ({
  health: "revoked",
  dead,
  meaning,
  remedy,
});
const blocked = (dead: SignInPart, meaning: string): Verdict => ({
  ...revoked(dead, meaning, "policy"),
  cause: "blocked",
});
/** Google has one word for what was never right and for what is not any more. */
const wrongOrGone = (dead: SignInPart, meaning: string, remedy: Verdict["remedy"]): Verdict => ({
  ...misconfigured(meaning, remedy),
  dead,
});
/** Of the probe's scope alone: what VCC asks for isn't known. */
const undelegated = (meaning: string): Verdict => ({
  ...inconclusive(meaning, "delegation"),
  lacksScope: true,
});

/** Google documents few of these; the texts are what its servers send. The first that fits counts. */
const ROWS: readonly Row[] = [
  {
    error: "internal_failure",
    verdict: {
      health: "unknown",
      cause: "transient",
      meaning: "Google has a passing fault",
      remedy: "later",
    },
  },
  {
    says: /\b(?:invalid_rapt|rapt_required)\b/u,
    verdict: blocked("token", "a session-control policy asks the person to sign in again"),
  },
  {
    says: /\b(?:admin_policy_enforced|policy_enforced)\b/u,
    verdict: blocked("app", "an administrator's policy blocks the app"),
  },
  {
    error: "access_denied",
    says: /account restricted/iu,
    verdict: blocked("account", "the account is restricted"),
  },
  {
    error: "access_denied",
    says: /requested client not authorized/iu,
    verdict: undelegated("the client is not authorised for this scope"),
  },
  {
    error: "unauthorized_client",
    flow: "refreshToken",
    verdict: misconfigured("the refresh token is another client's", "app"),
  },
  {
    error: "unauthorized_client",
    verdict: undelegated("the service account may not act as people with this scope"),
  },
  {
    says: /account has been deleted/iu,
    verdict: {
      health: "mailboxGone",
      dead: "account",
      meaning: "the account was deleted",
      remedy: "restore",
    },
  },
  {
    // Aliases and groups are refused like accounts that are gone.
    says: /invalid impersonation (?:"sub" field|&quot;sub&quot; field|prn email address)|invalid email or user id|not a valid email/iu,
    verdict: inconclusive("Google knows no account by this address", "subject"),
  },
  {
    says: /invalid jwt signature/iu,
    verdict: {
      ...wrongOrGone(
        "key",
        "the key does not exist any more, or was never one of the service account's",
        "newKey",
      ),
      retry: "later",
    },
  },
  {
    says: /invalid jwt\b.*(?:short-lived|timeframe)/iu,
    verdict: inconclusive("Google does not accept the time of the request", "clock"),
  },
  {
    says: /invalid jwt\b/iu,
    verdict: misconfigured("Google does not accept the request that the key has signed", "key"),
  },
  {
    says: /robot is disabled/iu,
    verdict: revoked("app", "the service account is disabled", "serviceAccount"),
  },
  {
    says: /invalid grant: account not found/iu,
    verdict: {
      ...wrongOrGone("app", "there is no such service account, or not any more", "serviceAccount"),
      retry: "later",
    },
  },
  {
    error: "invalid_grant",
    says: /token has been expired or revoked/iu,
    flow: "refreshToken",
    verdict: revoked(
      "token",
      "the refresh token has been expired or revoked; a changed password does that",
      "login",
    ),
  },
  {
    // A service account has no token that could have ended: there, words that aren't known tell nothing.
    error: "invalid_grant",
    flow: "refreshToken",
    verdict: { ...revoked("token", "the refresh token is not accepted any more", "login"), retry: "later" },
  },
  {
    error: "deleted_client",
    flow: "refreshToken",
    verdict: revoked("app", "the OAuth client was deleted", "newClient"),
  },
  {
    error: "disabled_client",
    flow: "refreshToken",
    verdict: revoked("app", "the OAuth client is disabled", "newClient"),
  },
  {
    error: "invalid_client",
    says: /client was (?:not found|deleted)/iu,
    flow: "refreshToken",
    verdict: wrongOrGone("app", "there is no such OAuth client, or not any more", "newClient"),
  },
  {
    error: "invalid_client",
    says: /client secret is invalid/iu,
    flow: "refreshToken",
    verdict: wrongOrGone("key", "the client secret is wrong, or was removed from the OAuth client", "secret"),
  },
  {
    error: "invalid_client",
    flow: "refreshToken",
    verdict: wrongOrGone("key", "the client id or the client secret is wrong, or not valid any more", "app"),
  },
  { error: "invalid_client", verdict: misconfigured("Google does not accept the service account", "key") },
  {
    error: "org_internal",
    verdict: misconfigured("the OAuth client is for its own organisation only", "app"),
  },
  {
    error: "invalid_scope",
    verdict: { ...inconclusive("there is no such scope", "scope"), lacksScope: true },
  },
];

/** Meanings of a refusal after the declared life of the key or token: Google has one word for expired and revoked. */
const OUTLIVED: Partial<Record<Verdict["remedy"], string>> = {
  login: "the refresh token has outlived its time",
  newKey: "the key has outlived its time",
};

/** Diagnoses a refused token request. `hasEnded`: the declared life of the key or refresh token has passed. */
export function diagnoseGoogle(failure: IdentityFailure, flow: GoogleFlow, hasEnded: boolean): Diagnosis {
  return diagnose(failure, (reply) => byBody(reply, flow, hasEnded));
}

function byBody({ body, clockDiffers }: Refusal, flow: GoogleFlow, hasEnded: boolean): Diagnosis {
  const { error, subtype, description } = body;
  const row = ROWS.find(
    (one) =>
      (one.error === undefined || one.error === error) &&
      (one.flow === undefined || one.flow === flow) &&
      (one.says === undefined || [error, subtype, description].some((text) => one.says?.test(text))),
  );
  const code = printable(subtype || error, "refused");
  if (row === undefined) return unlisted(code);
  const { verdict } = row;
  const outlived = hasEnded ? OUTLIVED[verdict.remedy] : undefined;
  if (error === "invalid_grant" && outlived !== undefined) {
    const { dead, remedy } = verdict;
    return { health: "expired", ...(dead && { dead }), meaning: outlived, remedy, code };
  }
  if (verdict.remedy === "clock" && clockDiffers) {
    return { ...verdict, meaning: `${verdict.meaning}: this machine's clock is wrong`, code };
  }
  return { ...verdict, code };
}

/**
 * Diagnoses a refusal on the way to a delegated token, before Google is asked for the mailbox: of the exchange of the
 * workload's own token, or of the signature by the service account. Neither says anything about the mailbox.
 */
export function diagnoseWorkload(failure: IdentityFailure, step: WorkloadStep): Diagnosis {
  if (failure.kind === "unsent") {
    return inconclusive(
      "the workload's own token is not where its configuration says",
      "workloadToken",
      "unsent",
    );
  }
  return diagnose(failure, ({ body, status, clockDiffers }) => {
    const code = printable(body.subtype || body.error, `HTTP ${status}`);
    return step === "exchange"
      ? {
          ...misconfigured(
            "Google does not accept the workload's own token",
            clockDiffers ? "clock" : "federation",
          ),
          code,
        }
      : { ...misconfigured("the workload may not sign as the service account", "impersonation"), code };
  });
}

/** Diagnoses Gmail's refusal of a mailbox, with a token that Google issued. A 401 counts after one fresh token. */
export function diagnoseGmail(failure: IdentityFailure): Diagnosis {
  return diagnose(failure, byGmailBody);
}

function byGmailBody({ status, body }: Refusal): Diagnosis {
  const code = printable(body.subtype || body.error, `HTTP ${status}`);
  if (status === 401) return refusedToken(code);
  if (status === 400 && (body.subtype === "failedPrecondition" || body.error === "FAILED_PRECONDITION")) {
    return inconclusive("Gmail does not serve this account", "gmailOff", code);
  }
  if (status === 403) return { health: "unknown", code, ...refusedByGmail(body.subtype, body.description) };
  return unlisted(code);
}

function refusedByGmail(reason: string, description: string): Omit<Verdict, "health"> {
  if (/rateLimitExceeded|quotaExceeded/iu.test(reason)) {
    return { cause: "transient", meaning: "Gmail is asked too often", remedy: "later" };
  }
  if (/delegation denied/iu.test(description)) {
    return inconclusive("the mailbox is not the one that the token acts as", "subject");
  }
  return inconclusive(
    "the credential may not look at the mailbox, though its sign-in works",
    "gmailPermission",
  );
}
