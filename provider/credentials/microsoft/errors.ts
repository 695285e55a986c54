import type { SignInPart } from "../../ports";
import { own } from "../../values/own";
import {
  type Diagnosis,
  diagnose,
  gone,
  inconclusive,
  misconfigured,
  passing,
  REFUSED_TOKEN,
  type Remedy,
  type RequestFacts,
  revoked,
  undecided,
  type Verdict,
  withClock,
  withoutScope,
  wrongOrGone,
} from "../probe/diagnosis";
import { type IdentityFailure, printable, type Refusal, type RefusedBody } from "../probe/identity-reply";

type Row = readonly [codes: readonly number[], verdict: Verdict];

function expired(meaning: string, endedPart: SignInPart = "token", remedy: Remedy = "login"): Verdict {
  return { health: "expired", endedPart, meaning, remedy };
}
/** Each refresh token's own time without use: those that it was exchanged for have theirs. Source: documented. */
const idle = (meaning: string): Verdict => expired(meaning, "idleToken");
/** Policies look at the place and the device that asks: what keeps this machine out may let VCC in. */
const blocked = undecided("blocked");
const ofWholeApp = (verdict: Verdict): Verdict => ({ ...verdict, wholeApp: true });

const SECRET_EXPIRED = ofWholeApp(expired("the app's client secret has expired", "key", "newSecret"));
const CERTIFICATE_EXPIRED = ofWholeApp(expired("the app's certificate has expired", "key", "newCertificate"));
/** Verdicts on an unknown secret or key that is known to have ended. */
const ENDED: Partial<Record<Remedy, Verdict>> = {
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

  [
    [50173],
    revoked(
      "token",
      "the password was changed or all sessions were ended, which revokes the refresh token",
      "login",
    ),
  ],
  [[50132, 50133], revoked("token", "the session was ended, or the password changed or expired", "login")],
  [[70000], { ...revoked("token", "the refresh token is not accepted any more", "login"), retry: "later" }],
  [
    [7000214, 7000277],
    ofWholeApp(revoked("key", "the app's certificate was revoked or removed", "newCertificate")),
  ],

  [
    [53000, 53001, 53002, 53003, 530032, 530035, 530084],
    blocked("a Conditional Access policy blocks the sign-in", "policy"),
  ],
  [
    [50072, 50074, 50076, 50078, 50079, 50158],
    blocked("a policy asks a person for a second factor", "policy"),
  ],
  [[530034], blocked("an administrator of a partner is blocked as at risk", "policy")],
  [[50053, 53011], blocked("the account is locked, or blocked as at risk", "unlock")],

  [[50034, 51004], gone("this directory has no such account", "mailbox")],
  [[500341], gone("the account was deleted from the directory", "restore")],
  [[50020, 16000, 90072], gone("the account is of another directory, and no guest in this one", "mailbox")],
  [[50014], gone("the account is being set up anew in this directory", "mailbox")],
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
      health: "consentRequired",
      endedPart: "account",
      remedy: "assign",
      meaning: "the account is not assigned to the app",
    },
  ],

  [
    [7000215, 70002],
    ofWholeApp(wrongOrGone("key", "the client secret is wrong, or was removed from the app", "secret")),
  ],
  [
    [700027],
    ofWholeApp(wrongOrGone("key", "the app does not know the key that signed, or not any more", "key")),
  ],
  [[7000218], misconfigured("the app needs a client secret or a certificate", "app")],
  [[700025], misconfigured("the app is a public one, which takes no secret", "app")],
  [
    [700016, 700011],
    {
      ...ofWholeApp(wrongOrGone("app", "this directory has no such app, or not any more", "app")),
      retry: "later",
    },
  ],
  [[70001], ofWholeApp(wrongOrGone("app", "the app is disabled or not registered", "app"))],
  [[7000112], ofWholeApp(revoked("app", "the app is disabled", "enableApp"))],
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

  [[90006, 90012, 90024, 90033, 90090, 50033, 50087], passing("Microsoft has a passing fault")],
  [[90055, 50196], passing("Microsoft is asked too often")],
];

const BY_NUMBER = new Map(ROWS.flatMap(([codes, verdict]) => codes.map((code) => [code, verdict] as const)));

const BY_SUBERROR: Readonly<Record<string, Verdict>> = {
  consent_required: withoutScope("consent is needed", "consent"),
  user_password_expired: gone("the account's password has expired", "password"),
};

/** Verdicts by OAuth's `error`, for replies without a number. The end of a token is certain only once it is refused twice. */
const BY_ERROR: Readonly<Record<string, Verdict>> = {
  invalid_grant: { ...revoked("token", "the grant is not accepted any more", "login"), retry: "later" },
  invalid_client: misconfigured("the app's secret, certificate or assertion is not accepted", "app"),
  unauthorized_client: misconfigured("the app may not sign in this way", "app"),
  interaction_required: blocked("a person has to sign in", "policy"),
  login_required: blocked("a person has to sign in", "policy"),
  consent_required: withoutScope("consent is needed", "consent"),
  access_denied: blocked("a policy refuses the sign-in", "policy"),
};

/** Facts of a token request to Microsoft. */
export interface MicrosoftFacts extends RequestFacts {
  /** True if the directory was named, rather than any of the cloud's. */
  readonly inTenant: boolean;
}

/** Diagnoses a refused token request by the raw body, not by the class of MSAL's error, which differs for one cause. */
export function diagnoseMicrosoft(failure: IdentityFailure, facts: MicrosoftFacts): Diagnosis {
  return diagnose(failure, codeOf, (refusal) => {
    const verdict = byBody(refusal, facts.hasEnded);
    return verdict && fitting(verdict, facts);
  });
}

function fitting(verdict: Verdict, { byPerson, inTenant }: MicrosoftFacts): Verdict | undefined {
  // An app by itself has no such token.
  if ((verdict.endedPart === "token" || verdict.endedPart === "idleToken") && !byPerson) return undefined;
  // Without a directory, an app may be of another cloud than this machine asks.
  if (verdict.endedPart === "app" && verdict.cause === "misconfigured" && !inTenant) {
    const { endedPart: _other, ...unproven } = verdict;
    return unproven;
  }
  return verdict;
}

function byBody(refusal: Refusal, hasEnded: boolean): Verdict | undefined {
  const { error } = refusal.body;
  if (error === "temporarily_unavailable" || error === "server_error") {
    return passing("Microsoft has a passing fault");
  }
  const verdict = verdictOf(refusal.body);
  if (verdict === undefined) return undefined;
  return (hasEnded ? ENDED[verdict.remedy] : undefined) ?? withClock(verdict, refusal);
}

function verdictOf({ error, subtype, numbers }: RefusedBody): Verdict | undefined {
  const [byNumber] = numbers.flatMap((number) => BY_NUMBER.get(number) ?? []);
  if (byNumber !== undefined) return byNumber;
  // An invalid grant with an unknown number may be any of the causes above.
  const isVague = error === "invalid_grant" && numbers.length > 0;
  return own(BY_SUBERROR, subtype) ?? (isVague ? undefined : own(BY_ERROR, error));
}

function codeOf({ body: { error, numbers } }: Refusal): string {
  const number = numbers.find((one) => BY_NUMBER.has(one)) ?? numbers[0];
  return number === undefined ? printable(error, "refused") : `AADSTS${number}`;
}

const NO_MAILBOX = new Set(["MailboxNotEnabledForRESTAPI", "Request_ResourceNotFound", "ErrorInvalidUser"]);

/** Diagnoses Graph's refusal of a mailbox, with a token that Microsoft issued. A 401 counts after one fresh token. */
export function diagnoseGraph(failure: IdentityFailure): Diagnosis {
  return diagnose(failure, ({ status, body }) => printable(body.error, `HTTP ${status}`), byGraphBody);
}

function byGraphBody({ status, body }: Refusal): Verdict | undefined {
  if (status === 401) return REFUSED_TOKEN;
  if (status === 404 && NO_MAILBOX.has(body.error)) {
    // Aliases, groups and mailboxes on premises answer like deleted ones.
    return inconclusive("Microsoft Graph finds no mailbox by this name", "account");
  }
  if (status !== 403) return undefined;
  return /\bAppOnly AccessPolicy\b/u.test(body.description)
    ? inconclusive("a policy of Exchange keeps the app out of this mailbox in Graph", "accessPolicy")
    : withoutScope(
        "the app may not look at the mailbox in Graph, though its sign-in works",
        "graphPermission",
      );
}
