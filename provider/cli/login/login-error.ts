import type { Provider } from "../../../schema/credential/credential";
import { type Diagnosis, REMEDIES, type RemedyContext } from "../../credentials/probe/diagnosis";
import { diagnoseGoogle } from "../../credentials/google/errors";
import { diagnoseMicrosoft } from "../../credentials/microsoft/errors";
import type { IdentityFailure } from "../../credentials/probe/identity-reply";
import { VccError } from "../../errors";
import { EXIT_CODES, type ExitCode } from "../output";

/** Outcomes of a sign-in that came to nothing. */
const OUTCOMES = {
  /** Options, settings, or the place to store it are unusable; or nobody can sign in here. */
  unusable: EXIT_CODES.failed,
  /** The person declined, or the identity provider refused. */
  refused: EXIT_CODES.found,
  /** The sign-in works, but opens another mailbox, or lacks a permission. */
  wrong: EXIT_CODES.found,
  /** Nobody signed in in time. */
  overdue: EXIT_CODES.unknown,
  /** The identity provider gave no clear answer. */
  unclear: EXIT_CODES.unknown,
} as const;

type Failure = keyof typeof OUTCOMES;

/** A sign-in that came to nothing: nothing is stored. */
export class LoginError extends VccError {
  readonly outcome: Failure;
  constructor(outcome: Failure, message: string, hint?: string, lines?: readonly string[]) {
    super(`VCC_LOGIN_${outcome.toUpperCase() as Uppercase<Failure>}`, message, { hint, lines });
    this.outcome = outcome;
  }
}

/** Exit code of a sign-in that failed with an error of ours. */
export function exitCodeOf(error: VccError): ExitCode {
  return OUTCOMES[error instanceof LoginError ? error.outcome : "unusable"];
}

const AGAIN = "Run the command again.";
/** Microsoft's number for a person who declines. */
const DECLINED_NUMBER = 65004;
const FIRST_TRY = { byPerson: true, inTenant: true, hasEnded: false };
const DIAGNOSES: Readonly<Record<Provider, (failure: IdentityFailure) => Diagnosis>> = {
  google: (failure) => diagnoseGoogle(failure, FIRST_TRY),
  microsoft: (failure) => diagnoseMicrosoft(failure, FIRST_TRY),
};
const OVERDUE = new Set(["authorization_pending", "expired_token", "code_expired"]);

/** The error for a sign-in that the identity provider didn't grant. */
export function toLoginError(
  failure: IdentityFailure,
  provider: Provider,
  subject: RemedyContext,
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
  const { code, cause, meaning, remedy } = DIAGNOSES[provider](failure);
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
