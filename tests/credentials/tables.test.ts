import { diagnoseGmail, diagnoseGoogle, diagnoseWorkload } from "../../provider/credentials/google/errors";

import { diagnoseGraph, diagnoseMicrosoft } from "../../provider/credentials/microsoft/errors";
import { type RawReply, toFailure } from "../../provider/credentials/probe/identity-reply";
import { REMEDIES, toResult } from "../../provider/credentials/probe/diagnosis";
import published from "./published-aadsts.json";

const NOW = Date.parse("2026-11-23T18:00:00Z");
const reply = (status: number, body: unknown, more: Partial<RawReply> = {}) =>
  toFailure({ host: "idp.example.com", status, date: "Mon, 23 Nov 2026 18:00:10 GMT", body, ...more }, NOW);

const BY_PERSON = { byPerson: true, inTenant: true, hasEnded: false };
const microsoft = (number: number, error = "invalid_grant") =>
  diagnoseMicrosoft(
    reply(400, { error, error_codes: [number], error_description: `AADSTS${number}: Words. Trace ID: 1` }),
    BY_PERSON,
  );

const UNKNOWN = (cause: string) => ({ health: "unknown", cause });
const WRONG_OR_GONE = (endedPart: string) => ({ ...UNKNOWN("misconfigured"), endedPart, wholeApp: true });

/**
 * The diagnosis that Microsoft's own name of a number asks for. The first that fits counts: names, unlike numbers, can be
 * read, so that a number in the wrong row shows.
 */
const BY_PUBLISHED_NAME: readonly (readonly [name: RegExp, diagnosis: object])[] = [
  [/Retryable|Timeout|Unavailable|BudgetExceeded|Throttling|LoopDetected/u, UNKNOWN("transient")],
  [/^ExpiredOrRevokedGrant/u, { health: "expired", endedPart: "idleToken", remedy: "login" }],
  [
    /SignInFrequency|flow token expired|limited lifetime expired/u,
    { health: "expired", endedPart: "token", remedy: "login" },
  ],
  [/ClientSecretExpired/u, { health: "expired", endedPart: "key", wholeApp: true, remedy: "newSecret" }],
  [
    /^FreshTokenNeeded|^SsoArtifact|^InvalidGrant$/u,
    { health: "revoked", endedPart: "token", remedy: "login" },
  ],
  [/ApplicationDisabled/u, { health: "revoked", endedPart: "app", wholeApp: true, remedy: "enableApp" }],
  [/^IdsLocked|due to risk/u, { ...UNKNOWN("blocked"), remedy: "unlock" }],
  [
    /StrongAuth|SecurityChallenge|^DeviceNot|NotAnApprovedApp|^BlockedBy|SuspiciousActivity/u,
    { ...UNKNOWN("blocked"), remedy: "policy" },
  ],
  [/PasswordExpired/u, { health: "mailboxGone", endedPart: "account", remedy: "password" }],
  [/^UserDisabled/u, { health: "mailboxGone", endedPart: "account", remedy: "enable" }],
  [
    /UserAccountNot|^GuestUser|^UserUnauthorized|account not in tenant/u,
    { health: "mailboxGone", endedPart: "account", remedy: "mailbox" },
  ],
  [/EntitlementGrantsNotFound/u, { health: "consentRequired", endedPart: "account", remedy: "assign" }],
  [
    /Consent|^DelegationDoesNotExist|RequiresGraphPermission|^MisconfiguredApplication/u,
    { ...UNKNOWN("inconclusive"), lacksScope: true, remedy: "consent" },
  ],
  [
    /scope|Scope|ResourceServicePrincipal/u,
    { ...UNKNOWN("inconclusive"), lacksScope: true, remedy: "scope" },
  ],
  [/^InvalidAssertion/u, { ...UNKNOWN("inconclusive"), remedy: "federation" }],
  [/client secret/u, { ...WRONG_OR_GONE("key"), remedy: "secret" }],
  [/assertion failed signature/u, { ...WRONG_OR_GONE("key"), remedy: "key" }],
  [
    /^UnauthorizedClient(?:AppNotFound|_DoesNotMatch)/u,
    { ...WRONG_OR_GONE("app"), retry: "later", remedy: "app" },
  ],
  [/^UnauthorizedClient/u, { ...WRONG_OR_GONE("app"), remedy: "app" }],
  [/Tenant/u, { ...UNKNOWN("misconfigured"), remedy: "tenant" }],
  [
    /multitenant|PublicClient|client_secret missing|grant type|malformed/u,
    { ...UNKNOWN("misconfigured"), remedy: "app" },
  ],
];
const PUBLISHED = Object.entries(published.names).map(([code, name]) => ({ code: Number(code), name }));

describe("Microsoft's numbers", () => {
  test.each(PUBLISHED)("$code is diagnosed as its published name says: $name", ({ code, name }) => {
    const expected = BY_PUBLISHED_NAME.find(([words]) => words.test(name))?.[1];
    const found = microsoft(code);
    expect(found).toMatchObject({ ...expected, code: `AADSTS${code}` });
    for (const key of ["cause", "endedPart", "lacksScope", "wholeApp"]) {
      if (!(key in (expected ?? {}))) expect(found).not.toHaveProperty(key);
    }
  });

  test("only refine: the first one known counts, and an unknown one is told as unknown", () => {
    const body = (error: string, error_codes: unknown) =>
      diagnoseMicrosoft(reply(400, { error, error_codes }), BY_PERSON);
    expect(body("invalid_grant", [1, 700082, 50173])).toMatchObject({
      health: "expired",
      code: "AADSTS700082",
    });
    expect(body("invalid_grant", [123456])).toMatchObject({
      health: "unknown",
      cause: "inconclusive",
      remedy: "lookUp",
      code: "AADSTS123456",
    });
    expect(body("invalid_grant", [])).toMatchObject({ health: "revoked", retry: "later" });
    expect(body("invalid_client", [123456])).toMatchObject({ health: "unknown", cause: "misconfigured" });
    expect(body("unauthorized_client", [])).toMatchObject({
      health: "unknown",
      cause: "misconfigured",
      code: "unauthorized_client",
    });
    expect(body("interaction_required", [])).toMatchObject({ health: "unknown", cause: "blocked" });
    expect(body("access_denied", [])).toMatchObject({ health: "unknown", cause: "blocked" });
    expect(body("temporarily_unavailable", [700082])).toMatchObject({
      health: "unknown",
      cause: "transient",
    });
    expect(body("something_new", [])).toMatchObject({
      health: "unknown",
      cause: "inconclusive",
      remedy: "lookUp",
      code: "something_new",
    });
  });

  test("are read from the text where they aren't listed", () => {
    const body = {
      error: "invalid_grant",
      error_description: "AADSTS700082: The refresh token has expired.",
    };
    expect(diagnoseMicrosoft(reply(400, body), BY_PERSON)).toMatchObject({
      health: "expired",
      code: "AADSTS700082",
    });
    expect(diagnoseMicrosoft(reply(400, JSON.stringify(body)), BY_PERSON)).toMatchObject({
      health: "expired",
    });
  });

  test("give way to a suberror only where they say nothing", () => {
    const body = { error: "invalid_grant", error_codes: [], suberror: "consent_required" };
    expect(diagnoseMicrosoft(reply(400, body), BY_PERSON)).toMatchObject({
      lacksScope: true,
      remedy: "consent",
    });
  });

  test.each(["constructor", "toString", "__proto__"])("don't know %s, nor break at it", (word) => {
    const diagnosis = (body: object) => diagnoseMicrosoft(reply(400, body), BY_PERSON);
    expect(diagnosis({ error: word })).toMatchObject({ health: "unknown" });
    const { health } = diagnosis({ error: "invalid_grant" });
    expect(diagnosis({ error: "invalid_grant", suberror: word })).toMatchObject({ health });
  });

  test("name this machine's clock where it is off", () => {
    const body = { error: "invalid_client", error_codes: [700024] };
    const off = diagnoseMicrosoft(reply(401, body, { date: "Mon, 23 Nov 2026 18:30:00 GMT" }), BY_PERSON);
    expect(off.meaning).toContain("this machine's clock is wrong");
    expect(diagnoseMicrosoft(reply(401, body), BY_PERSON).meaning).not.toContain("clock");
  });

  test.each([7000215, 700027])("%i of material whose end has passed is expired", (number) => {
    const body = { error: "invalid_client", error_codes: [number] };
    expect(diagnoseMicrosoft(reply(401, body), { ...BY_PERSON, hasEnded: true })).toMatchObject({
      health: "expired",
      wholeApp: true,
    });
  });
});

describe("Google's errors", () => {
  const ENDED = { error: "invalid_grant", error_description: "Token has been expired or revoked." };

  const GOOGLE: readonly {
    readonly rule: string;
    readonly status?: number;
    readonly body: object;
    readonly byPerson?: boolean;
    readonly diagnosis: object;
  }[] = [
    {
      rule: "expired or revoked",
      byPerson: true,
      body: ENDED,
      diagnosis: { health: "revoked", endedPart: "token", code: "invalid_grant" },
    },
    {
      rule: "Bad Request of a refresh token",
      byPerson: true,
      body: { error: "invalid_grant", error_description: "Bad Request" },
      diagnosis: { health: "revoked", endedPart: "token", retry: "later" },
    },
    ...["Bad Request", "Token has been expired or revoked.", "Something new."].map((error_description) => ({
      rule: `"${error_description}" of a service account, which has no such token`,
      body: { error: "invalid_grant", error_description },
      diagnosis: { health: "unknown", cause: "inconclusive", remedy: "lookUp" },
    })),
    ...["Account has been deleted", "The account has been deleted"].map((error_description) => ({
      rule: error_description,
      body: { error: "invalid_grant", error_description },
      diagnosis: { health: "mailboxGone", endedPart: "account", remedy: "restore" },
    })),
    // Aliases and groups are answered alike.
    ...[
      'Invalid impersonation "sub" field.',
      "Invalid impersonation &quot;sub&quot; field.",
      "Invalid impersonation prn email address.",
      "Invalid email or User ID",
      "Not a valid email or user ID.",
    ].map((error_description) => ({
      rule: error_description,
      body: { error: "invalid_grant", error_description },
      diagnosis: { health: "unknown", cause: "inconclusive", remedy: "subject" },
    })),
    {
      rule: "Not a valid email",
      body: { error: "invalid_request", error_description: "Not a valid email." },
      diagnosis: { health: "unknown", cause: "inconclusive" },
    },
    ...["invalid_rapt", "rapt_required"].map((error_subtype) => ({
      rule: error_subtype,
      body: { error: "invalid_grant", error_description: "reauth related error", error_subtype },
      diagnosis: { health: "revoked", cause: "blocked", code: error_subtype },
    })),
    ...["admin_policy_enforced", "policy_enforced"].map((error) => ({
      rule: error,
      body: { error, error_description: "" },
      diagnosis: { health: "revoked", cause: "blocked", code: error },
    })),
    {
      rule: "Account restricted",
      body: { error: "access_denied", error_description: "Account restricted" },
      diagnosis: { health: "revoked", cause: "blocked" },
    },
    {
      rule: "unauthorized_client of a service account",
      status: 401,
      body: { error: "unauthorized_client", error_description: "Client is unauthorized" },
      diagnosis: { health: "unknown", cause: "inconclusive", lacksScope: true, remedy: "delegation" },
    },
    {
      rule: "unauthorized_client of a refresh token",
      status: 401,
      byPerson: true,
      body: { error: "unauthorized_client", error_description: "Unauthorized" },
      diagnosis: { health: "unknown", cause: "misconfigured" },
    },
    {
      rule: "Requested client not authorized",
      body: { error: "access_denied", error_description: "Requested client not authorized." },
      diagnosis: { health: "unknown", cause: "inconclusive", lacksScope: true },
    },
    ...Object.entries({
      "Invalid JWT Signature.": {
        ...UNKNOWN("misconfigured"),
        endedPart: "key",
        remedy: "newKey",
        retry: "later",
      },
      "Robot is disabled.": { health: "revoked", endedPart: "app", remedy: "serviceAccount" },
      "Invalid grant: account not found": {
        ...UNKNOWN("misconfigured"),
        endedPart: "app",
        remedy: "serviceAccount",
        retry: "later",
      },
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe": {
        health: "unknown",
        cause: "inconclusive",
        remedy: "clock",
      },
      "Invalid JWT: no subject": { health: "unknown", cause: "misconfigured", remedy: "key" },
    }).map(([error_description, diagnosis]) => ({
      rule: error_description,
      body: { error: "invalid_grant", error_description },
      diagnosis,
    })),
    ...["deleted_client", "disabled_client"].map((error) => ({
      rule: error,
      byPerson: true,
      status: 401,
      body: { error, error_description: "The OAuth client" },
      diagnosis: { health: "revoked", endedPart: "app", code: error, remedy: "newClient" },
    })),
    {
      rule: "a client that isn't found, or not any more",
      byPerson: true,
      status: 401,
      body: { error: "invalid_client", error_description: "The OAuth client was not found." },
      diagnosis: { ...UNKNOWN("misconfigured"), endedPart: "app", remedy: "newClient" },
    },
    {
      rule: "a client secret that was reset, or was never right",
      byPerson: true,
      status: 401,
      body: { error: "invalid_client", error_description: "The provided client secret is invalid." },
      diagnosis: { ...UNKNOWN("misconfigured"), endedPart: "key", remedy: "secret" },
    },
    ...["invalid_client", "org_internal"].map((error) => ({
      rule: error,
      status: 401,
      body: { error, error_description: "The OAuth client" },
      diagnosis: { health: "unknown", cause: "misconfigured", code: error },
    })),
    {
      rule: "internal_failure",
      body: { error: "internal_failure" },
      diagnosis: { health: "unknown", cause: "transient" },
    },
    {
      rule: "something new",
      body: { error: "something_new" },
      diagnosis: { health: "unknown", cause: "inconclusive", remedy: "lookUp" },
    },
    {
      rule: "invalid_scope",
      body: {
        error: "invalid_scope",
        error_description: "Invalid OAuth scope or ID token audience provided.",
      },
      diagnosis: { health: "unknown", cause: "inconclusive", lacksScope: true, remedy: "scope" },
    },
  ];

  test.each(GOOGLE)("$rule", ({ status = 400, body, byPerson = false, diagnosis }) => {
    expect(diagnoseGoogle(reply(status, body), { byPerson, hasEnded: false })).toMatchObject(diagnosis);
  });

  test("expired or revoked is expired once the declared life has passed", () => {
    expect(diagnoseGoogle(reply(400, ENDED), { byPerson: true, hasEnded: true })).toMatchObject({
      health: "expired",
      remedy: "login",
    });
  });

  test("of a key are expired once its declared end has passed", () => {
    const body = { error: "invalid_grant", error_description: "Invalid JWT Signature." };
    expect(diagnoseGoogle(reply(400, body), { byPerson: false, hasEnded: true })).toMatchObject({
      health: "expired",
      remedy: "newKey",
    });
  });

  test("of a workload whose own token isn't there say where to look, and that nothing is known", () => {
    expect(diagnoseWorkload({ kind: "unsent", host: "sts.googleapis.com" }, "exchange")).toMatchObject({
      health: "unknown",
      cause: "inconclusive",
      remedy: "workloadToken",
    });
  });

  test("name this machine's clock where it is off", () => {
    const body = {
      error: "invalid_grant",
      error_description: "Invalid JWT: Token must be a short-lived token",
    };
    const off = diagnoseGoogle(reply(400, body, { date: "Mon, 23 Nov 2026 12:00:00 GMT" }), {
      byPerson: false,
      hasEnded: false,
    });
    expect(off).toMatchObject({ health: "unknown", cause: "inconclusive", remedy: "clock" });
    expect(off.meaning).toContain("this machine's clock is wrong");
  });

  test.each(["exchange", "signature"] as const)("of the %s say nothing about the mailbox", (step) => {
    const refused = reply(400, { error: "invalid_grant", error_description: "expired" });
    expect(diagnoseWorkload(refused, step)).toMatchObject({ health: "unknown", cause: "misconfigured" });
    expect(diagnoseWorkload(reply(503, {}), step)).toMatchObject({ health: "unknown", cause: "transient" });
  });
});

describe("the mailbox's answer, once the token is good", () => {
  const graph = (code: string, message = "") => ({ error: { code, message, innerError: { date: "now" } } });
  const gmail = (code: number, reason: string, message = "", status = "") => ({
    error: { code, message, status, errors: [{ domain: "global", reason, message }] },
  });

  test.each<{ rule: string; status: number; body: unknown; diagnosis: object }>([
    ...["MailboxNotEnabledForRESTAPI", "Request_ResourceNotFound", "ErrorInvalidUser"].map((code) => ({
      rule: `404 ${code}`,
      status: 404,
      body: graph(code),
      diagnosis: { health: "unknown", cause: "inconclusive", code, remedy: "account" },
    })),
    {
      rule: "403 by the app's access policy",
      status: 403,
      body: graph(
        "ErrorAccessDenied",
        "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
      ),
      diagnosis: { health: "unknown", cause: "inconclusive", remedy: "accessPolicy" },
    },
    {
      rule: "403 ErrorAccessDenied",
      status: 403,
      body: graph("ErrorAccessDenied"),
      diagnosis: { health: "unknown", cause: "inconclusive", lacksScope: true, code: "ErrorAccessDenied" },
    },
    {
      rule: "403 on mailboxSettings",
      status: 403,
      body: graph("Authorization_RequestDenied"),
      diagnosis: { health: "unknown", cause: "inconclusive", lacksScope: true, remedy: "graphPermission" },
    },
    {
      rule: "401 InvalidAuthenticationToken",
      status: 401,
      body: graph("InvalidAuthenticationToken"),
      diagnosis: { health: "unknown", cause: "inconclusive" },
    },
    {
      rule: "404 of another kind",
      status: 404,
      body: graph("UnknownError"),
      diagnosis: { health: "unknown", cause: "inconclusive", remedy: "lookUp" },
    },
    {
      rule: "429",
      status: 429,
      body: graph("TooManyRequests"),
      diagnosis: { health: "unknown", cause: "transient", code: "HTTP 429" },
    },
    {
      rule: "503",
      status: 503,
      body: graph("ServiceUnavailable"),
      diagnosis: { health: "unknown", cause: "transient", code: "HTTP 503" },
    },
  ])("Graph: $rule", ({ status, body, diagnosis }) =>
    expect(diagnoseGraph(reply(status, body))).toMatchObject(diagnosis),
  );

  test.each<{ rule: string; status: number; body: unknown; diagnosis: object }>([
    {
      rule: "400 failedPrecondition",
      status: 400,
      body: gmail(400, "failedPrecondition"),
      diagnosis: { health: "unknown", cause: "inconclusive", code: "failedPrecondition", remedy: "gmailOff" },
    },
    {
      rule: "400 FAILED_PRECONDITION",
      status: 400,
      body: gmail(400, "", "", "FAILED_PRECONDITION"),
      diagnosis: { health: "unknown", cause: "inconclusive" },
    },
    {
      rule: "401 authError",
      status: 401,
      body: gmail(401, "authError"),
      diagnosis: { health: "unknown", cause: "inconclusive", code: "authError" },
    },
    {
      rule: "403 Delegation denied",
      status: 403,
      body: gmail(403, "forbidden", "Delegation denied for x@example.com"),
      diagnosis: { health: "unknown", cause: "inconclusive", remedy: "subject" },
    },
    {
      rule: "403 without the scope",
      status: 403,
      body: gmail(403, "insufficientPermissions"),
      diagnosis: { health: "unknown", cause: "inconclusive", remedy: "gmailPermission" },
    },
    {
      rule: "403 with the API off",
      status: 403,
      body: gmail(403, "accessNotConfigured"),
      diagnosis: { health: "unknown", cause: "inconclusive", remedy: "gmailPermission" },
    },
    {
      rule: "403 in haste",
      status: 403,
      body: gmail(403, "userRateLimitExceeded"),
      diagnosis: { health: "unknown", cause: "transient" },
    },
    {
      rule: "429",
      status: 429,
      body: gmail(429, "rateLimitExceeded"),
      diagnosis: { health: "unknown", cause: "transient" },
    },
    {
      rule: "500",
      status: 500,
      body: gmail(500, "backendError"),
      diagnosis: { health: "unknown", cause: "transient" },
    },
  ])("Gmail: $rule", ({ status, body, diagnosis }) =>
    expect(diagnoseGmail(reply(status, body))).toMatchObject(diagnosis),
  );
});

describe("what passes is never drift, whatever the body says", () => {
  const ended = {
    error: "invalid_grant",
    error_codes: [700082],
    error_description: "Token has been expired or revoked.",
  };
  const judges = [
    (failure: Parameters<typeof diagnoseGmail>[0]) =>
      diagnoseMicrosoft(failure, { ...BY_PERSON, hasEnded: true }),
    (failure: Parameters<typeof diagnoseGmail>[0]) =>
      diagnoseGoogle(failure, { byPerson: true, hasEnded: true }),
    diagnoseGmail,
    diagnoseGraph,
  ];
  test.each([
    { rule: "429", failure: reply(429, ended) },
    { rule: "500", failure: reply(500, ended) },
    { rule: "503", failure: reply(503, ended) },
    { rule: "HTML", failure: reply(400, "<html>gateway</html>") },
    { rule: "HTML with a success", failure: reply(200, "<html>gateway</html>") },
    { rule: "nothing", failure: reply(200, "") },
    { rule: "an empty object", failure: reply(200, {}) },
    { rule: "a list", failure: reply(400, "[]") },
    { rule: "a time-out", failure: { kind: "timeout", host: "h", code: "ETIMEDOUT" } as const },
    { rule: "no connection", failure: { kind: "network", host: "h", code: "ECONNREFUSED" } as const },
  ])("$rule", ({ failure }) => {
    for (const diagnose of judges)
      expect(diagnose(failure)).toMatchObject({ health: "unknown", cause: "transient" });
  });
});

test("every diagnosis reads as code, meaning and remedy, and is the same at each look", () => {
  const subject = { mailbox: "support@example.com", app: "app-1", byPerson: true };
  for (const { code } of PUBLISHED) {
    const { reason } = toResult(microsoft(code), subject);
    expect(reason).toMatch(new RegExp(`^AADSTS${code}: [^.]+\\. [A-Z].*\\.$`, "u"));
    expect(reason).not.toMatch(/Trace|Correlation|\d{4}-\d\d-\d\d/u);
  }
});

test("a remedy for an app never sends a person to sign in", () => {
  expect(REMEDIES.login({ mailbox: "a@example.com", app: "app-1", byPerson: false })).not.toContain("login");
});
