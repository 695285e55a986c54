import { type Finding, judge, transient, unlisted, type Verdict } from "./finding";
import { type IdentityFailure, printable, type Refusal, type RefusedBody } from "./outcome";

type Row = readonly [codes: readonly number[], verdict: Verdict];

const expired = (meaning: string): Verdict => ({ health: "expired", meaning, remedy: "login" });
const revoked = (meaning: string): Verdict => ({ health: "revoked", meaning, remedy: "login" });
const blocked = (meaning: string, remedy: Verdict["remedy"] = "policy"): Verdict => ({
  health: "revoked",
  cause: "blocked",
  meaning,
  remedy,
});
const gone = (meaning: string, remedy: Verdict["remedy"] = "mailbox"): Verdict => ({
  health: "mailboxGone",
  meaning,
  remedy,
});
const unconsented = (meaning: string, remedy: Verdict["remedy"] = "consent"): Verdict => ({
  health: "consentRequired",
  meaning,
  remedy,
});
const misconfigured = (meaning: string, remedy: Verdict["remedy"]): Verdict => ({
  health: "unknown",
  cause: "misconfigured",
  meaning,
  remedy,
});
const later = (meaning: string): Verdict => ({
  health: "unknown",
  cause: "transient",
  meaning,
  remedy: "later",
});

const SECRET_EXPIRED: Verdict = {
  ...expired("the app's client secret has expired"),
  remedy: "newSecret",
  wholeApp: true,
};
const CERTIFICATE_EXPIRED: Verdict = {
  ...expired("the app's certificate has expired"),
  remedy: "newCertificate",
  wholeApp: true,
};
/** What an unknown secret or key means once it is known to have ended. */
const ENDED: Partial<Record<Verdict["remedy"], Verdict>> = {
  secret: SECRET_EXPIRED,
  key: CERTIFICATE_EXPIRED,
};

/** Numbers refine OAuth's `error`; Microsoft documents some and changes their texts at will. */
const ROWS: readonly Row[] = [
  [[700082], expired("the refresh token has expired, as it was not used for too long")],
  [[70008], expired("the refresh token has expired, or was not used for too long")],
  [[700081, 700084], expired("the refresh token has reached its greatest age")],
  [[70043], expired("the refresh token has reached the age that a sign-in policy sets")],
  [[50089], expired("the sign-in has run out")],
  [[7000222], SECRET_EXPIRED],
  [[1000502, 7000274], CERTIFICATE_EXPIRED],

  [[50173], revoked("the password was changed or all sessions were ended, which revokes the refresh token")],
  [[50132, 50133], revoked("the session was ended, or the password changed or expired")],
  [[70000], { ...revoked("the refresh token is not accepted any more"), retry: "later" }],
  [
    [7000214, 7000277],
    { ...revoked("the app's certificate was revoked or removed"), remedy: "newCertificate", wholeApp: true },
  ],

  [[53000, 53001, 53002, 53003, 530032, 530035], blocked("a Conditional Access policy blocks the sign-in")],
  [[50072, 50074, 50076, 50078, 50079, 50158], blocked("a policy asks a person for a second factor")],
  [[50053, 53011], blocked("the account is locked, or blocked as at risk", "unlock")],

  [[50034, 51004], gone("this directory has no such account")],
  [[50020, 16000], gone("the account is of another directory, and no guest in this one")],
  [[50014], gone("the account is being set up anew in this directory")],
  [[50057], gone("the account is disabled", "enable")],
  [[50055, 50144], gone("the account's password has expired", "password")],

  [[65001, 65004], unconsented("nobody has consented to the app's permissions, or it was withdrawn")],
  [[90008, 90094, 90095], unconsented("an administrator has to consent to the app's permissions")],
  [[650056, 65005], unconsented("the app's registration lacks the permissions it asks for")],
  [[50105], unconsented("the account is not assigned to the app", "assign")],

  [[7000215, 70002], misconfigured("the client secret is wrong", "secret")],
  [[7000218], misconfigured("the app needs a client secret or a certificate", "app")],
  [[700025], misconfigured("the app is a public one, which takes no secret", "app")],
  [[700016, 700011], misconfigured("this directory has no such app", "app")],
  [[90002], misconfigured("there is no such tenant", "app")],
  [[70001, 7000112], misconfigured("the app is disabled or not registered", "app")],
  [[700027], misconfigured("the app does not know the key that signed", "key")],
  [
    [70021, 700211, 700213, 7002138],
    misconfigured("no federated credential of the app fits the assertion", "federation"),
  ],
  [[70011, 28002, 500011], misconfigured("the app may not ask for this scope or resource", "scope")],
  [[9002313, 50194, 9001023], misconfigured("the app can't be used at this authority or in this way", "app")],
  [[700024], { ...misconfigured("the assertion is too old or from the future", "clock"), retry: "fresh" }],

  [[90006, 90012, 90024, 90033, 90090, 50033, 50087], later("Microsoft has a passing fault")],
  [[90055, 50196], later("Microsoft is asked too often")],
];

const BY_NUMBER = new Map(ROWS.flatMap(([codes, verdict]) => codes.map((code) => [code, verdict] as const)));

/** All numbers that the table knows. */
export const KNOWN_MICROSOFT_CODES: readonly number[] = [...BY_NUMBER.keys()];

const BY_SUBERROR: Readonly<Record<string, Verdict>> = {
  consent_required: unconsented("consent is needed"),
  user_password_expired: gone("the account's password has expired", "password"),
};

/** Where no number is known. A dead token is certain only once it is dead twice. */
const BY_ERROR: Readonly<Record<string, Verdict>> = {
  invalid_grant: { ...revoked("the grant is not accepted any more"), retry: "later" },
  invalid_client: misconfigured("the app's secret, certificate or assertion is not accepted", "app"),
  unauthorized_client: misconfigured("the app may not sign in this way", "app"),
  interaction_required: blocked("a person has to sign in"),
  login_required: blocked("a person has to sign in"),
  consent_required: unconsented("consent is needed"),
};

/**
 * What a refused token means. The raw body decides, never the class of MSAL's error, which differs for the same death.
 * `lifeIsOver`: the certificate, or the declared life of the secret, has ended; Microsoft may then only say that it
 * doesn't know it.
 */
export function judgeMicrosoft(failure: IdentityFailure, lifeIsOver: boolean): Finding {
  return judge(failure, (refusal) => byBody(refusal, lifeIsOver));
}

function byBody({ body, clockDiffers }: Refusal, lifeIsOver: boolean): Finding {
  const number = body.numbers.find((one) => BY_NUMBER.has(one));
  const code = toCode(body, number);
  if (body.error === "temporarily_unavailable" || body.error === "server_error") {
    return transient(code, "Microsoft has a passing fault");
  }
  const byNumber = number === undefined ? undefined : BY_NUMBER.get(number);
  const verdict = byNumber ?? BY_SUBERROR[body.subtype] ?? BY_ERROR[body.error];
  if (verdict === undefined) return unlisted(code);
  const ended = lifeIsOver ? ENDED[verdict.remedy] : undefined;
  if (ended !== undefined) return { ...ended, code };
  const isClock = verdict.remedy === "clock" && clockDiffers;
  return {
    ...verdict,
    ...(isClock && { meaning: `${verdict.meaning}: this machine's clock is wrong` }),
    code,
  };
}

function toCode({ error, numbers }: RefusedBody, known: number | undefined): string {
  const number = known ?? numbers[0];
  return number === undefined ? printable(error, "refused") : `AADSTS${number}`;
}
