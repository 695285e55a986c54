import { judgeGoogle, judgeWorkload } from "../../provider/credentials/google-errors";
import { judgeGmail, judgeGraph } from "../../provider/credentials/mailbox-errors";
import { judgeMicrosoft, KNOWN_MICROSOFT_CODES } from "../../provider/credentials/microsoft-codes";
import { type RawReply, toFailure } from "../../provider/credentials/outcome";
import { REMEDIES, toResult } from "../../provider/credentials/finding";

const NOW = Date.parse("2026-11-23T18:00:00Z");
const reply = (status: number, body: unknown, more: Partial<RawReply> = {}) =>
  toFailure({ host: "idp.example.com", status, date: "Mon, 23 Nov 2026 18:00:10 GMT", body, ...more }, NOW);

const BY_PERSON = { byPerson: true, inTenant: true, lifeIsOver: false };
const microsoft = (number: number, error = "invalid_grant") =>
  judgeMicrosoft(
    reply(400, { error, error_codes: [number], error_description: `AADSTS${number}: Words. Trace ID: 1` }),
    BY_PERSON,
  );

const UNKNOWN = (cause: string) => ({ health: "unknown", cause });
const WRONG_OR_GONE = (dead: string) => ({ ...UNKNOWN("misconfigured"), dead, wholeApp: true });

/** By what they mean: what is dead, wrong, blocked, can't be told, or passes. */
const MICROSOFT: readonly {
  readonly codes: readonly number[];
  readonly finding: object;
  readonly remedy: string;
}[] = [
  {
    // Of this one token, as nobody used it.
    codes: [700082, 70008],
    finding: { health: "expired", dead: "idleToken" },
    remedy: "login",
  },
  {
    // Counted from the sign-in, so of whatever came of it.
    codes: [700081, 700084, 70043, 50089],
    finding: { health: "expired", dead: "token" },
    remedy: "login",
  },
  { codes: [7000222], finding: { health: "expired", dead: "key", wholeApp: true }, remedy: "newSecret" },
  {
    codes: [1000502, 7000274],
    finding: { health: "expired", dead: "key", wholeApp: true },
    remedy: "newCertificate",
  },
  { codes: [50173, 50132, 50133], finding: { health: "revoked", dead: "token" }, remedy: "login" },
  { codes: [70000], finding: { health: "revoked", dead: "token", retry: "later" }, remedy: "login" },
  {
    codes: [7000214, 7000277],
    finding: { health: "revoked", dead: "key", wholeApp: true },
    remedy: "newCertificate",
  },
  // Wrong from the start, or not right any more.
  { codes: [7000215, 70002], finding: WRONG_OR_GONE("key"), remedy: "secret" },
  { codes: [700027], finding: WRONG_OR_GONE("key"), remedy: "key" },
  { codes: [700016, 700011], finding: { ...WRONG_OR_GONE("app"), retry: "later" }, remedy: "app" },
  { codes: [70001], finding: WRONG_OR_GONE("app"), remedy: "app" },
  { codes: [7000112], finding: { health: "revoked", dead: "app", wholeApp: true }, remedy: "enableApp" },
  {
    codes: [53000, 53001, 53002, 53003, 530032, 530034, 530035, 530084],
    finding: UNKNOWN("blocked"),
    remedy: "policy",
  },
  { codes: [50072, 50074, 50076, 50078, 50079, 50158], finding: UNKNOWN("blocked"), remedy: "policy" },
  { codes: [50053, 53011], finding: UNKNOWN("blocked"), remedy: "unlock" },
  {
    codes: [50034, 51004, 50020, 16000, 90072, 50014],
    finding: { health: "mailboxGone", dead: "account" },
    remedy: "mailbox",
  },
  { codes: [500341], finding: { health: "mailboxGone", dead: "account" }, remedy: "restore" },
  { codes: [50057, 500571], finding: { health: "mailboxGone", dead: "account" }, remedy: "enable" },
  { codes: [50055, 50144], finding: { health: "mailboxGone", dead: "account" }, remedy: "password" },
  { codes: [50105], finding: { health: "consentRequired", dead: "account" }, remedy: "assign" },
  {
    codes: [65001, 65004, 90008, 90094, 90095, 650056, 65005],
    finding: { ...UNKNOWN("inconclusive"), lacksScope: true },
    remedy: "consent",
  },
  {
    codes: [70011, 28002, 500011, 1002012],
    finding: { ...UNKNOWN("inconclusive"), lacksScope: true },
    remedy: "scope",
  },
  { codes: [500014], finding: { ...UNKNOWN("inconclusive"), lacksScope: true }, remedy: "resource" },
  {
    codes: [70021, 700211, 700212, 700213, 7002137, 7002138, 50013],
    finding: UNKNOWN("inconclusive"),
    remedy: "federation",
  },
  { codes: [700024], finding: { ...UNKNOWN("inconclusive"), retry: "fresh" }, remedy: "clock" },
  { codes: [5000224], finding: UNKNOWN("inconclusive"), remedy: "support" },
  {
    codes: [7000218, 700025, 9002313, 50194, 9001023],
    finding: UNKNOWN("misconfigured"),
    remedy: "app",
  },
  { codes: [90002, 900023, 90019, 50059], finding: UNKNOWN("misconfigured"), remedy: "tenant" },
  {
    codes: [90006, 90012, 90024, 90033, 90090, 50033, 50087, 90055, 50196],
    finding: UNKNOWN("transient"),
    remedy: "later",
  },
];
const ROWS = MICROSOFT.flatMap(({ codes, ...row }) => codes.map((code) => ({ code, ...row })));

describe("Microsoft's numbers", () => {
  test.each(ROWS)("$code means $finding, $remedy", ({ code, finding, remedy }) => {
    const found = microsoft(code);
    expect(found).toMatchObject({ ...finding, remedy, code: `AADSTS${code}` });
    for (const key of ["cause", "dead", "retry", "lacksScope", "wholeApp"]) {
      if (!(key in finding)) expect(found).not.toHaveProperty(key);
    }
  });

  test("are all here, and none but these", () => {
    expect([...KNOWN_MICROSOFT_CODES].sort()).toEqual(ROWS.map(({ code }) => code).sort());
  });

  test("only refine: the first one known counts, and an unknown one is told as unknown", () => {
    const body = (error: string, error_codes: unknown) =>
      judgeMicrosoft(reply(400, { error, error_codes }), BY_PERSON);
    expect(body("invalid_grant", [1, 700082, 50173])).toMatchObject({
      health: "expired",
      code: "AADSTS700082",
    });
    expect(body("invalid_grant", [123456])).toMatchObject({
      ...{ health: "unknown", cause: "inconclusive", remedy: "lookUp", code: "AADSTS123456" },
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
      ...{ health: "unknown", cause: "inconclusive", remedy: "lookUp", code: "something_new" },
    });
  });

  test("are read from the text where they aren't listed", () => {
    const body = {
      error: "invalid_grant",
      error_description: "AADSTS700082: The refresh token has expired.",
    };
    expect(judgeMicrosoft(reply(400, body), BY_PERSON)).toMatchObject({
      health: "expired",
      code: "AADSTS700082",
    });
    expect(judgeMicrosoft(reply(400, JSON.stringify(body)), BY_PERSON)).toMatchObject({ health: "expired" });
  });

  test("give way to a suberror only where they say nothing", () => {
    const body = { error: "invalid_grant", error_codes: [], suberror: "consent_required" };
    expect(judgeMicrosoft(reply(400, body), BY_PERSON)).toMatchObject({
      lacksScope: true,
      remedy: "consent",
    });
  });

  test("name this machine's clock where it is off", () => {
    const body = { error: "invalid_client", error_codes: [700024] };
    const off = judgeMicrosoft(reply(401, body, { date: "Mon, 23 Nov 2026 18:30:00 GMT" }), BY_PERSON);
    expect(off.meaning).toContain("this machine's clock is wrong");
    expect(judgeMicrosoft(reply(401, body), BY_PERSON).meaning).not.toContain("clock");
  });

  test.each([7000215, 700027])("%i of material whose end has passed is expired", (number) => {
    const body = { error: "invalid_client", error_codes: [number] };
    expect(judgeMicrosoft(reply(401, body), { ...BY_PERSON, lifeIsOver: true })).toMatchObject({
      health: "expired",
      wholeApp: true,
    });
  });
});

describe("Google's errors", () => {
  const DEAD = { error: "invalid_grant", error_description: "Token has been expired or revoked." };

  const GOOGLE: readonly {
    readonly rule: string;
    readonly status?: number;
    readonly body: object;
    readonly flow?: "delegation" | "refreshToken";
    readonly finding: object;
  }[] = [
    {
      rule: "expired or revoked",
      flow: "refreshToken",
      body: DEAD,
      finding: { health: "revoked", dead: "token", code: "invalid_grant" },
    },
    {
      rule: "Bad Request of a refresh token",
      flow: "refreshToken",
      body: { error: "invalid_grant", error_description: "Bad Request" },
      finding: { health: "revoked", dead: "token", retry: "later" },
    },
    ...["Bad Request", "Token has been expired or revoked.", "Something new."].map((error_description) => ({
      rule: `"${error_description}" of a service account, which has no such token`,
      body: { error: "invalid_grant", error_description },
      finding: { health: "unknown", cause: "inconclusive", remedy: "lookUp" },
    })),
    ...["Account has been deleted", "The account has been deleted"].map((error_description) => ({
      rule: error_description,
      body: { error: "invalid_grant", error_description },
      finding: { health: "mailboxGone", dead: "account", remedy: "restore" },
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
      finding: { health: "unknown", cause: "inconclusive", remedy: "subject" },
    })),
    {
      rule: "Not a valid email",
      body: { error: "invalid_request", error_description: "Not a valid email." },
      finding: { health: "unknown", cause: "inconclusive" },
    },
    ...["invalid_rapt", "rapt_required"].map((error_subtype) => ({
      rule: error_subtype,
      body: { error: "invalid_grant", error_description: "reauth related error", error_subtype },
      finding: { health: "revoked", cause: "blocked", code: error_subtype },
    })),
    ...["admin_policy_enforced", "policy_enforced"].map((error) => ({
      rule: error,
      body: { error, error_description: "" },
      finding: { health: "revoked", cause: "blocked", code: error },
    })),
    {
      rule: "Account restricted",
      body: { error: "access_denied", error_description: "Account restricted" },
      finding: { health: "revoked", cause: "blocked" },
    },
    {
      rule: "unauthorized_client of a service account",
      status: 401,
      body: { error: "unauthorized_client", error_description: "Client is unauthorized" },
      finding: { health: "unknown", cause: "inconclusive", lacksScope: true, remedy: "delegation" },
    },
    {
      rule: "unauthorized_client of a refresh token",
      status: 401,
      flow: "refreshToken",
      body: { error: "unauthorized_client", error_description: "Unauthorized" },
      finding: { health: "unknown", cause: "misconfigured" },
    },
    {
      rule: "Requested client not authorized",
      body: { error: "access_denied", error_description: "Requested client not authorized." },
      finding: { health: "unknown", cause: "inconclusive", lacksScope: true },
    },
    ...Object.entries({
      "Invalid JWT Signature.": {
        ...UNKNOWN("misconfigured"),
        dead: "key",
        remedy: "newKey",
        retry: "later",
      },
      "Robot is disabled.": { health: "revoked", dead: "app", remedy: "serviceAccount" },
      "Invalid grant: account not found": {
        ...UNKNOWN("misconfigured"),
        ...{ dead: "app", remedy: "serviceAccount", retry: "later" },
      },
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe": {
        health: "unknown",
        cause: "inconclusive",
        remedy: "clock",
      },
      "Invalid JWT: no subject": { health: "unknown", cause: "misconfigured", remedy: "key" },
    }).map(([error_description, finding]) => ({
      rule: error_description,
      body: { error: "invalid_grant", error_description },
      finding,
    })),
    ...["deleted_client", "disabled_client"].map((error) => ({
      rule: error,
      flow: "refreshToken" as const,
      status: 401,
      body: { error, error_description: "The OAuth client" },
      finding: { health: "revoked", dead: "app", code: error, remedy: "newClient" },
    })),
    {
      rule: "a client that isn't found, or not any more",
      flow: "refreshToken",
      status: 401,
      body: { error: "invalid_client", error_description: "The OAuth client was not found." },
      finding: { ...UNKNOWN("misconfigured"), dead: "app", remedy: "newClient" },
    },
    {
      rule: "a client secret that was reset, or was never right",
      flow: "refreshToken",
      status: 401,
      body: { error: "invalid_client", error_description: "The provided client secret is invalid." },
      finding: { ...UNKNOWN("misconfigured"), dead: "key", remedy: "secret" },
    },
    ...["invalid_client", "org_internal"].map((error) => ({
      rule: error,
      status: 401,
      body: { error, error_description: "The OAuth client" },
      finding: { health: "unknown", cause: "misconfigured", code: error },
    })),
    {
      rule: "internal_failure",
      body: { error: "internal_failure" },
      finding: { health: "unknown", cause: "transient" },
    },
    {
      rule: "something new",
      body: { error: "something_new" },
      finding: { health: "unknown", cause: "inconclusive", remedy: "lookUp" },
    },
    {
      rule: "invalid_scope",
      body: {
        error: "invalid_scope",
        error_description: "Invalid OAuth scope or ID token audience provided.",
      },
      finding: { health: "unknown", cause: "inconclusive", lacksScope: true, remedy: "scope" },
    },
  ];

  test.each(GOOGLE)("$rule", ({ status = 400, body, flow = "delegation", finding }) => {
    expect(judgeGoogle(reply(status, body), flow, false)).toMatchObject(finding);
  });

  test("expired or revoked is expired once the declared life has passed", () => {
    expect(judgeGoogle(reply(400, DEAD), "refreshToken", true)).toMatchObject({
      health: "expired",
      remedy: "login",
    });
  });

  test("of a key are expired once its declared end has passed", () => {
    const body = { error: "invalid_grant", error_description: "Invalid JWT Signature." };
    expect(judgeGoogle(reply(400, body), "delegation", true)).toMatchObject({
      ...{ health: "expired", remedy: "newKey" },
    });
  });

  test("of a workload whose own token isn't there say where to look, and that nothing is known", () => {
    expect(judgeWorkload({ kind: "unsent", host: "sts.googleapis.com" }, "exchange")).toMatchObject({
      ...{ health: "unknown", cause: "inconclusive", remedy: "workloadToken" },
    });
  });

  test("name this machine's clock where it is off", () => {
    const body = {
      error: "invalid_grant",
      error_description: "Invalid JWT: Token must be a short-lived token",
    };
    const off = judgeGoogle(reply(400, body, { date: "Mon, 23 Nov 2026 12:00:00 GMT" }), "delegation", false);
    expect(off).toMatchObject({ health: "unknown", cause: "inconclusive", remedy: "clock" });
    expect(off.meaning).toContain("this machine's clock is wrong");
  });

  test.each(["exchange", "signature"] as const)("of the %s say nothing about the mailbox", (step) => {
    const refused = reply(400, { error: "invalid_grant", error_description: "expired" });
    expect(judgeWorkload(refused, step)).toMatchObject({ health: "unknown", cause: "misconfigured" });
    expect(judgeWorkload(reply(503, {}), step)).toMatchObject({ health: "unknown", cause: "transient" });
  });
});

describe("the mailbox's answer, once the token is good", () => {
  const graph = (code: string, message = "") => ({ error: { code, message, innerError: { date: "now" } } });
  const gmail = (code: number, reason: string, message = "", status = "") => ({
    error: { code, message, status, errors: [{ domain: "global", reason, message }] },
  });

  test.each<{ rule: string; status: number; body: unknown; finding: object }>([
    ...["MailboxNotEnabledForRESTAPI", "Request_ResourceNotFound", "ErrorInvalidUser"].map((code) => ({
      rule: `404 ${code}`,
      status: 404,
      body: graph(code),
      finding: { health: "unknown", cause: "inconclusive", code, remedy: "account" },
    })),
    {
      rule: "403 by the app's access policy",
      status: 403,
      body: graph(
        "ErrorAccessDenied",
        "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
      ),
      finding: { health: "unknown", cause: "inconclusive", remedy: "accessPolicy" },
    },
    {
      rule: "403 ErrorAccessDenied",
      status: 403,
      body: graph("ErrorAccessDenied"),
      finding: { health: "unknown", cause: "inconclusive", lacksScope: true, code: "ErrorAccessDenied" },
    },
    {
      rule: "403 on mailboxSettings",
      status: 403,
      body: graph("Authorization_RequestDenied"),
      finding: { health: "unknown", cause: "inconclusive", lacksScope: true, remedy: "graphPermission" },
    },
    {
      rule: "401 InvalidAuthenticationToken",
      status: 401,
      body: graph("InvalidAuthenticationToken"),
      finding: { health: "unknown", cause: "inconclusive" },
    },
    {
      rule: "404 of another kind",
      status: 404,
      body: graph("UnknownError"),
      finding: { health: "unknown", cause: "inconclusive", remedy: "lookUp" },
    },
    {
      rule: "429",
      status: 429,
      body: graph("TooManyRequests"),
      finding: { health: "unknown", cause: "transient", code: "HTTP 429" },
    },
    {
      rule: "503",
      status: 503,
      body: graph("ServiceUnavailable"),
      finding: { health: "unknown", cause: "transient", code: "HTTP 503" },
    },
  ])("Graph: $rule", ({ status, body, finding }) =>
    expect(judgeGraph(reply(status, body))).toMatchObject(finding),
  );

  test.each<{ rule: string; status: number; body: unknown; finding: object }>([
    {
      rule: "400 failedPrecondition",
      status: 400,
      body: gmail(400, "failedPrecondition"),
      finding: { health: "unknown", cause: "inconclusive", code: "failedPrecondition", remedy: "gmailOff" },
    },
    {
      rule: "400 FAILED_PRECONDITION",
      status: 400,
      body: gmail(400, "", "", "FAILED_PRECONDITION"),
      finding: { health: "unknown", cause: "inconclusive" },
    },
    {
      rule: "401 authError",
      status: 401,
      body: gmail(401, "authError"),
      finding: { health: "unknown", cause: "inconclusive", code: "authError" },
    },
    {
      rule: "403 Delegation denied",
      status: 403,
      body: gmail(403, "forbidden", "Delegation denied for x@example.com"),
      finding: { health: "unknown", cause: "inconclusive", remedy: "subject" },
    },
    {
      rule: "403 without the scope",
      status: 403,
      body: gmail(403, "insufficientPermissions"),
      finding: { health: "unknown", cause: "inconclusive", remedy: "gmailPermission" },
    },
    {
      rule: "403 with the API off",
      status: 403,
      body: gmail(403, "accessNotConfigured"),
      finding: { health: "unknown", cause: "inconclusive", remedy: "gmailPermission" },
    },
    {
      rule: "403 in haste",
      status: 403,
      body: gmail(403, "userRateLimitExceeded"),
      finding: { health: "unknown", cause: "transient" },
    },
    {
      rule: "429",
      status: 429,
      body: gmail(429, "rateLimitExceeded"),
      finding: { health: "unknown", cause: "transient" },
    },
    {
      rule: "500",
      status: 500,
      body: gmail(500, "backendError"),
      finding: { health: "unknown", cause: "transient" },
    },
  ])("Gmail: $rule", ({ status, body, finding }) =>
    expect(judgeGmail(reply(status, body))).toMatchObject(finding),
  );
});

describe("what passes is never drift, whatever the body says", () => {
  const dead = {
    error: "invalid_grant",
    error_codes: [700082],
    error_description: "Token has been expired or revoked.",
  };
  const judges = [
    (failure: Parameters<typeof judgeGmail>[0]) =>
      judgeMicrosoft(failure, { ...BY_PERSON, lifeIsOver: true }),
    (failure: Parameters<typeof judgeGmail>[0]) => judgeGoogle(failure, "refreshToken", true),
    judgeGmail,
    judgeGraph,
  ];
  test.each([
    { rule: "429", failure: reply(429, dead) },
    { rule: "500", failure: reply(500, dead) },
    { rule: "503", failure: reply(503, dead) },
    { rule: "HTML", failure: reply(400, "<html>gateway</html>") },
    { rule: "HTML with a success", failure: reply(200, "<html>gateway</html>") },
    { rule: "nothing", failure: reply(200, "") },
    { rule: "an empty object", failure: reply(200, {}) },
    { rule: "a list", failure: reply(400, "[]") },
    { rule: "a time-out", failure: { kind: "timeout", host: "h", code: "ETIMEDOUT" } as const },
    { rule: "no connection", failure: { kind: "network", host: "h", code: "ECONNREFUSED" } as const },
  ])("$rule", ({ failure }) => {
    for (const judge of judges)
      expect(judge(failure)).toMatchObject({ health: "unknown", cause: "transient" });
  });
});

test("every finding reads as code, meaning and remedy, and is the same at each look", () => {
  const subject = { mailbox: "support@example.com", app: "app-1", byPerson: true };
  for (const number of KNOWN_MICROSOFT_CODES) {
    const { reason } = toResult(microsoft(number), subject);
    expect(reason).toMatch(new RegExp(`^AADSTS${number}: [^.]+\\. [A-Z].*\\.$`, "u"));
    expect(reason).not.toMatch(/Trace|Correlation|\d{4}-\d\d-\d\d/u);
  }
});

test("a remedy for an app never sends a person to sign in", () => {
  expect(REMEDIES.login({ mailbox: "a@example.com", app: "app-1", byPerson: false })).not.toContain("login");
});
