import { REMEDIES, type Subject } from "../../credentials/finding";
import { judgeGoogle } from "../../credentials/google-errors";
import { judgeMicrosoft } from "../../credentials/microsoft-codes";
import type { IdentityFailure } from "../../credentials/outcome";
import { LoginError } from "./login-error";

const AGAIN = "Run the command again.";
/** Microsoft's number for a person who declines. */
const DECLINED_NUMBER = 65004;
const FIRST_TRY = { byPerson: true, inTenant: true, lifeIsOver: false };
const OVERDUE = new Set(["authorization_pending", "expired_token", "code_expired"]);

/** What a sign-in that the identity provider didn't grant is told as. */
export function toLoginError(
  failure: IdentityFailure,
  provider: "google" | "microsoft",
  subject: Subject,
): LoginError {
  if (failure.kind === "unsent") {
    return new LoginError(
      "unusable",
      `No sign-in can be asked for with the app ${subject.app}.`,
      "Check --client-id and --tenant.",
    );
  }
  if (isDecline(failure)) return new LoginError("refused", "Access was declined in the browser.", AGAIN);
  if (failure.kind === "reply" && OVERDUE.has(failure.body.error)) {
    return new LoginError("overdue", "Nobody signed in in time.", AGAIN);
  }
  const { code, cause, meaning, remedy } =
    provider === "google" ? judgeGoogle(failure, "refreshToken", false) : judgeMicrosoft(failure, FIRST_TRY);
  if (cause === "transient") return new LoginError("unclear", `${code}: ${meaning}.`, AGAIN);
  const hint = remedy === "login" || remedy === "later" ? AGAIN : REMEDIES[remedy](subject);
  return new LoginError("refused", `${failure.host} refused the sign-in: ${code}, ${meaning}.`, hint);
}

function isDecline(failure: IdentityFailure): boolean {
  if (failure.kind !== "reply") return false;
  const { error, numbers, subtype, description } = failure.body;
  if (error === "authorization_declined" || numbers.includes(DECLINED_NUMBER)) return true;
  // A policy denies access too, and says so.
  return (
    error === "access_denied" &&
    numbers.length === 0 &&
    subtype === "" &&
    !/account|policy/iu.test(description)
  );
}
