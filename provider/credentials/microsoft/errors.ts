import type { SignInPart } from "../../ports";
import {
  type Diagnosis,
  inconclusive,
  refusedToken,
  diagnose,
  transient,
  unlisted,
  type Verdict,
} from "../probe/diagnosis";
import { type IdentityFailure, printable, type Refusal, type RefusedBody } from "../probe/identity-reply";

type Row = readonly [codes: readonly number[], verdict: Verdict];

const expired = (meaning: string): Verdict => ({
  health: "expired",
  dead: "token",
  meaning,
  remedy: "login",
});
/** Each refresh token's own time without use: those that it was exchanged for have theirs. Source: documented. */
const idle = (meaning: string): Verdict => ({ ...expired(meaning), dead: "idleToken" });
const revoked = (meaning: string): Verdict => ({
  health: "revoked",
  dead: "token",
  meaning,
  remedy: "login",
});
/** Policies look at the place and the device that asks: what keeps this machine out may let VCC in. */
const blocked = (meaning: string, remedy: Verdict["remedy"] = "policy"): Verdict => ({
  health: "unknown",
  cause: "blocked",
  meaning,
  remedy,
});
const gone = (meaning: string, remedy: Verdict["remedy"] = "mailbox"): Verdict => ({
  health: "mailboxGone",
  dead: "account",
  meaning,
  remedy,
});
/** Of the probe's scope alone: what VCC asks for isn't known. */
const withoutScope = (meaning: string, remedy: Verdict["remedy"]): Verdict => ({
  ...inconclusive(meaning, remedy),
  lacksScope: true,
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

/** Microsoft has one word for what was never right and for what is not any more. */
const wrongOrGone = (dead: SignInPart, meaning: string, remedy: Verdict["remedy"]): Verdict => ({
  ...misconfigured(meaning, remedy),
  dead,
  wholeApp: true,
});

const SECRET_EXPIRED: Verdict = {
  ...expired("the app's client secret has expired"),
  dead: "key",
  remedy: "newSecret",
  wholeApp: true,
};
const CERTIFICATE_EXPIRED: Verdict = {
  ...expired("the app's certificate has expired"),
  dead: "key",
  remedy: "newCertificate",
  wholeApp: true,
};
/** Verdicts on an unknown secret or key that is known to have ended. */
const ENDED: Partial<Record<Verdict["remedy"], Verdict>> = {
  secret: SECRET_EXPIRED,
  key: CERTIFICATE_EXPIRED,
};

/** Numbers refine OAuth's `error`; Microsoft documents some and changes their texts at will. */
const ROWS: readonly Row[] = [
  [[700082], idle("the refresh token has expired, as it was not used for too long")],
  [[70008], idle("the refresh token has expired, or was not used for too long")],
  // Counted from the person's sign-in: what the token was exchanged for carries the same end. Source: documented of
  // single-page apps (700084) and of sign-in frequency (70043), taken for the same of 700081.
  [[700081, 700084], expired("the refresh token has reached its greatest age, which no use puts off")],
  [[70043], expired("the person's sign-in has reached the age that a sign-in policy sets")],
  // A session, a code or a token: Microsoft doesn't say which has ended.
  [[50089], expired("the sign-in has run out")],
  [[7000222], SECRET_EXPIRED],
  [[1000502, 7000274], CERTIFICATE_EXPIRED],

  [[50173], revoked("the password was changed or all sessions were ended, which revokes the refresh token")],
  [[50132, 50133], revoked("the session was ended, or the password changed or expired")],
  [[70000], { ...revoked("the refresh token is not accepted any more"), retry: "later" }],
  [
    [7000214, 7000277],
    {
      ...revoked("the app's certificate was revoked or removed"),
      ...{ dead: "key", remedy: "newCertificate", wholeApp: true },
    },
  ],

  [
    [53000, 53001, 53002, 53003, 530032, 530035, 530084],
    blocked("a Conditional Access policy blocks the sign-in"),
  ],
  [[50072, 50074, 50076, 50078, 50079, 50158], blocked("a policy asks a person for a second factor")],
  [[530034], blocked("an administrator of a partner is blocked as at risk", "policy")],
  [[50053, 53011], blocked("the account is locked, or blocked as at risk", "unlock")],

  [[50034, 51004], gone("this directory has no such account")],
  [[500341], gone("the account was deleted from the directory", "restore")],
  [[50020, 16000, 90072], gone("the account is of another directory, and no guest in this one")],
  [[50014], gone("the account is being set up anew in this directory")],
  [[50057, 500571], gone("the account is disabled", "enable")],
  [[50055, 50144], gone("the account's password has expired", "password")],

  [[65001, 65004], withoutScope("nobody has consented to this permission, or it was withdrawn", "consent")],
  [
    [90008, 90094, 90095],
    withoutScope("an administrator has to consent to the app's permissions", "consent"),
  ],
  [[650056, 65005], withoutScope("the app's registration lacks the permission", "consent")],
  [
    [50105],
    {
      ...{ health: "consentRequired", dead: "account", remedy: "assign" },
      meaning: "the account is not assigned to the app",
    },
  ],

  [[7000215, 70002], wrongOrGone("key", "the client secret is wrong, or was removed from the app", "secret")],
  [[700027], wrongOrGone("key", "the app does not know the key that signed, or not any more", "key")],
  [[7000218], misconfigured("the app needs a client secret or a certificate", "app")],
  [[700025], misconfigured("the app is a public one, which takes no secret", "app")],
  [
    [700016, 700011],
    { ...wrongOrGone("app", "this directory has no such app, or not any more", "app"), retry: "later" },
  ],
  [[70001], wrongOrGone("app", "the app is disabled or not registered", "app")],
  [[7000112], { ...revoked("the app is disabled"), dead: "app", remedy: "enableApp", wholeApp: true }],
  // A tenant that has worked may be of another cloud than this machine asks.
  [[90002, 900023, 90019, 50059], misconfigured("there is no such tenant at this sign-in address", "tenant")],
  [
    [70021, 700211, 700212, 700213, 7002137, 7002138, 50013],
    inconclusive("no federated credential of the app fits the assertion of this run", "federation"),
  ],
  [[70011, 28002, 500011, 1002012], withoutScope("the app may not ask for this scope or resource", "scope")],
  [[500014], withoutScope("the service that the scope belongs to is disabled in this directory", "resource")],
  [[5000224], inconclusive("Microsoft withholds the service from this directory", "support")],
  [[9002313, 50194, 9001023], misconfigured("the app can't be used at this authority or in this way", "app")],
  [[700024], { ...inconclusive("the assertion is too old or from the future", "clock"), retry: "fresh" }],

  [[90006, 90012, 90024, 90033, 90090, 50033, 50087], later("Microsoft has a passing fault")],
  [[90055, 50196], later("Microsoft is asked too often")],
];

const BY_NUMBER = new Map(ROWS.flatMap(([codes, verdict]) => codes.map((code) => [code, verdict] as const)));

const BY_SUBERROR: Readonly<Record<string, Verdict>> = {
  consent_required: withoutScope("consent is needed", "consent"),
  user_password_expired: gone("the account's password has expired", "password"),
};

/** Verdicts by OAuth's `error`, for replies without a number. A dead token is certain only once it is refused twice. */
const BY_ERROR: Readonly<Record<string, Verdict>> = {
  invalid_grant: { ...revoked("the grant is not accepted any more"), retry: "later" },
  invalid_client: misconfigured("the app's secret, certificate or assertion is not accepted", "app"),
  unauthorized_client: misconfigured("the app may not sign in this way", "app"),
  interaction_required: blocked("a person has to sign in"),
  login_required: blocked("a person has to sign in"),
  consent_required: withoutScope("consent is needed", "consent"),
  access_denied: blocked("a policy refuses the sign-in"),
};

/** Facts of a token request that the meaning of its refusal depends on. */
export interface FlowFacts {
  /** True if a person's refresh token was used, rather than the app by itself. */
  readonly byPerson: boolean;
  /** True if the directory was named, rather than any of the cloud's. */
  readonly inTenant: boolean;
  /**
   * True if the certificate, or the declared life of the secret, has ended; Microsoft may then only say that it doesn't
   * know it.
   */
  readonly hasEnded: boolean;
}

/** Diagnoses a refused token request by the raw body, not by the class of MSAL's error, which differs for one cause. */
export function diagnoseMicrosoft(failure: IdentityFailure, flow: FlowFacts): Diagnosis {
  return diagnose(failure, (refusal) => fitting(byBody(refusal, flow.hasEnded), flow));
}

function fitting(diagnosis: Diagnosis, { byPerson, inTenant }: FlowFacts): Diagnosis {
  // An app by itself has no such token.
  if ((diagnosis.dead === "token" || diagnosis.dead === "idleToken") && !byPerson)
    return unlisted(diagnosis.code);
  // Without a directory, an app may be of another cloud than this machine asks.
  if (diagnosis.dead === "app" && diagnosis.cause === "misconfigured" && !inTenant) {
    const { dead: _other, ...unproven } = diagnosis;
    return unproven;
  }
  return diagnosis;
}

function byBody({ body, clockDiffers }: Refusal, hasEnded: boolean): Diagnosis {
  const number = body.numbers.find((one) => BY_NUMBER.has(one));
  const code = toCode(body, number);
  if (body.error === "temporarily_unavailable" || body.error === "server_error") {
    return transient(code, "Microsoft has a passing fault");
  }
  const verdict = verdictOf(body, number);
  if (verdict === undefined) return unlisted(code);
  const ended = hasEnded ? ENDED[verdict.remedy] : undefined;
  if (ended !== undefined) return { ...ended, code };
  const isClock = verdict.remedy === "clock" && clockDiffers;
  return {
    ...verdict,
    ...(isClock && { meaning: `${verdict.meaning}: this machine's clock is wrong` }),
    code,
  };
}

function verdictOf({ error, subtype, numbers }: RefusedBody, known: number | undefined): Verdict | undefined {
  const byNumber = known === undefined ? undefined : BY_NUMBER.get(known);
  if (byNumber !== undefined) return byNumber;
  // An invalid grant with an unknown number may be any of the causes above.
  const isVague = error === "invalid_grant" && numbers.length > 0;
  return BY_SUBERROR[subtype] ?? (isVague ? undefined : BY_ERROR[error]);
}

function toCode({ error, numbers }: RefusedBody, known: number | undefined): string {
  const number = known ?? numbers[0];
  return number === undefined ? printable(error, "refused") : `AADSTS${number}`;
}

const NO_MAILBOX = new Set(["MailboxNotEnabledForRESTAPI", "Request_ResourceNotFound", "ErrorInvalidUser"]);

/** Diagnoses Graph's refusal of a mailbox, with a token that Microsoft issued. A 401 counts after one fresh token. */
export function diagnoseGraph(failure: IdentityFailure): Diagnosis {
  return diagnose(failure, byGraphBody);
}

function byGraphBody({ status, body }: Refusal): Diagnosis {
  const code = printable(body.error, `HTTP ${status}`);
  if (status === 401) return refusedToken(code);
  if (status === 404 && NO_MAILBOX.has(body.error)) {
    // Aliases, groups and mailboxes on premises answer like deleted ones.
    return inconclusive("Microsoft Graph finds no mailbox by this name", "account", code);
  }
  if (status !== 403) return unlisted(code);
  if (/\bAppOnly AccessPolicy\b/u.test(body.description)) {
    return inconclusive(
      "a policy of Exchange keeps the app out of this mailbox in Graph",
      "accessPolicy",
      code,
    );
  }
  const meaning = "the app may not look at the mailbox in Graph, though its sign-in works";
  return { ...inconclusive(meaning, "graphPermission", code), lacksScope: true };
}
