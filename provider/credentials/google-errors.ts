import { type Finding, judge, unlisted, type Verdict } from "./finding";
import { type IdentityFailure, printable, type Refusal, type WorkloadStep } from "./outcome";

/** How the token was asked for: the same refusal of the client means something else to a person's own sign-in. */
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
const blocked = (meaning: string): Verdict => ({
  health: "revoked",
  cause: "blocked",
  meaning,
  remedy: "policy",
});
const revoked = (meaning: string): Verdict => ({ health: "revoked", meaning, remedy: "login" });

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
    verdict: blocked("a session-control policy asks the person to sign in again"),
  },
  {
    says: /\b(?:admin_policy_enforced|policy_enforced)\b/u,
    verdict: blocked("an administrator's policy blocks the app"),
  },
  { error: "access_denied", says: /account restricted/iu, verdict: blocked("the account is restricted") },
  {
    error: "access_denied",
    says: /requested client not authorized/iu,
    verdict: { health: "consentRequired", meaning: "the client is not authorised", remedy: "delegation" },
  },
  {
    error: "unauthorized_client",
    flow: "refreshToken",
    verdict: misconfigured("the refresh token is another client's", "app"),
  },
  {
    error: "unauthorized_client",
    verdict: {
      health: "consentRequired",
      meaning: "the service account may not act as people with this scope",
      remedy: "delegation",
    },
  },
  {
    says: /account has been deleted|invalid impersonation (?:"sub" field|&quot;sub&quot; field|prn email address)|invalid email or user id|not a valid email/iu,
    verdict: { health: "mailboxGone", meaning: "Google knows no such account", remedy: "mailbox" },
  },
  {
    says: /invalid jwt\b/iu,
    verdict: misconfigured("Google does not accept the signature, the key or the time of the request", "key"),
  },
  { says: /robot is disabled/iu, verdict: misconfigured("the service account is disabled", "key") },
  {
    says: /invalid grant: account not found/iu,
    verdict: misconfigured("the service account does not exist", "key"),
  },
  {
    error: "invalid_grant",
    says: /token has been expired or revoked/iu,
    verdict: revoked("the refresh token has been expired or revoked; a changed password does that"),
  },
  {
    error: "invalid_grant",
    verdict: { ...revoked("the refresh token is not accepted any more"), retry: "later" },
  },
  { error: "deleted_client", verdict: misconfigured("the OAuth client was deleted", "app") },
  { error: "disabled_client", verdict: misconfigured("the OAuth client is disabled", "app") },
  { error: "invalid_client", verdict: misconfigured("the client id or the client secret is wrong", "app") },
  {
    error: "org_internal",
    verdict: misconfigured("the OAuth client is for its own organisation only", "app"),
  },
  { error: "invalid_scope", verdict: misconfigured("there is no such scope", "scope") },
];

/**
 * What a refused token means. `lifeIsOver`: the declared life of the refresh token has passed; Google says "expired or
 * revoked" for both.
 */
export function judgeGoogle(failure: IdentityFailure, flow: GoogleFlow, lifeIsOver: boolean): Finding {
  return judge(failure, (reply) => byBody(reply, flow, lifeIsOver));
}

function byBody({ body, clockDiffers }: Refusal, flow: GoogleFlow, lifeIsOver: boolean): Finding {
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
  if (error === "invalid_grant" && verdict.remedy === "login" && lifeIsOver) {
    return { health: "expired", meaning: "the refresh token has outlived its time", remedy: "login", code };
  }
  if (verdict.remedy === "key" && clockDiffers) {
    return {
      ...verdict,
      meaning: `${verdict.meaning}: this machine's clock is wrong`,
      remedy: "clock",
      code,
    };
  }
  return { ...verdict, code };
}

/**
 * What a refusal on the way to a delegated token means, before Google is asked for the mailbox: the exchange of the
 * workload's own token, or the signature by the service account. Neither says anything about the mailbox.
 */
export function judgeWorkload(failure: IdentityFailure, step: WorkloadStep): Finding {
  return judge(failure, ({ body, status, clockDiffers }) => {
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
