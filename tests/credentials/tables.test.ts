import { judgeGoogle, judgeWorkload } from "../../provider/credentials/google-errors";
import { judgeGmail, judgeGraph } from "../../provider/credentials/mailbox-errors";
import { judgeMicrosoft, KNOWN_MICROSOFT_CODES } from "../../provider/credentials/microsoft-codes";
import { type RawReply, toFailure } from "../../provider/credentials/outcome";
import { REMEDIES, toResult } from "../../provider/credentials/finding";

const NOW = Date.parse("2026-11-23T18:00:00Z");
const reply = (status: number, body: unknown, more: Partial<RawReply> = {}) =>
  toFailure({ host: "idp.example.com", status, date: "Mon, 23 Nov 2026 18:00:10 GMT", body, ...more }, NOW);

const microsoft = (number: number, error = "invalid_grant") =>
  judgeMicrosoft(
    reply(400, { error, error_codes: [number], error_description: `AADSTS${number}: Words. Trace ID: 1` }),
    false,
  );

describe("Microsoft's numbers", () => {
  const EXPIRED = [700082, 70008, 700081, 700084, 70043, 50089];
  const REVOKED = [50173, 50132, 50133];
  const BLOCKED = [
    ...[53000, 53001, 53002, 53003, 530032, 530035],
    ...[50072, 50074, 50076, 50078, 50079, 50158],
    ...[50053, 53011],
  ];
  const GONE = [50034, 51004, 50020, 16000, 50014, 50057, 50055, 50144];
  const CONSENT = [65001, 65004, 90008, 90094, 90095, 650056, 65005, 50105];
  const MISCONFIGURED = [
    ...[
      7000215, 70002, 7000218, 700025, 700016, 700011, 90002, 70001, 7000112, 700027, 70021, 700211, 700213,
      7002138,
    ],
    ...[70011, 28002, 500011, 9002313, 50194, 9001023],
  ];
  const PASSING = [90006, 90012, 90024, 90033, 90090, 50033, 50087, 90055, 50196];

  test.each(EXPIRED)("%i is expired", (number) => {
    expect(microsoft(number)).toMatchObject({ health: "expired", code: `AADSTS${number}`, remedy: "login" });
  });
  test.each([7000222, 1000502, 7000274])("%i is expired, for the whole app", (number) => {
    const remedy = number === 7000222 ? "newSecret" : "newCertificate";
    expect(microsoft(number, "invalid_client")).toMatchObject({ health: "expired", wholeApp: true, remedy });
  });
  test.each(REVOKED)("%i is revoked", (number) => {
    expect(microsoft(number)).toMatchObject({ health: "revoked", remedy: "login" });
    expect(microsoft(number)).not.toHaveProperty("cause");
    expect(microsoft(number)).not.toHaveProperty("retry");
  });
  test("70000 is revoked after a second try", () => {
    expect(microsoft(70000)).toMatchObject({ health: "revoked", retry: "later" });
  });
  test.each([7000214, 7000277])("%i is revoked, for the whole app", (number) => {
    expect(microsoft(number, "invalid_client")).toMatchObject({
      health: "revoked",
      wholeApp: true,
      remedy: "newCertificate",
    });
  });
  test.each(BLOCKED)("%i is revoked, as a policy blocks", (number) => {
    expect(microsoft(number)).toMatchObject({ health: "revoked", cause: "blocked" });
  });
  test.each(GONE)("%i is a mailbox that is gone", (number) => {
    expect(microsoft(number)).toMatchObject({ health: "mailboxGone" });
  });
  test.each(CONSENT)("%i needs consent", (number) => {
    expect(microsoft(number)).toMatchObject({ health: "consentRequired" });
  });
  test.each(MISCONFIGURED)("%i is misconfigured, no drift", (number) => {
    expect(microsoft(number, "invalid_client")).toMatchObject({ health: "unknown", cause: "misconfigured" });
    expect(microsoft(number)).not.toHaveProperty("retry");
  });
  test("700024 is misconfigured after a try with a fresh assertion", () => {
    expect(microsoft(700024, "invalid_client")).toMatchObject({
      health: "unknown",
      cause: "misconfigured",
      retry: "fresh",
    });
  });
  test.each(PASSING)("%i is passing, no drift", (number) => {
    expect(microsoft(number, "temporarily_unavailable")).toMatchObject({
      health: "unknown",
      cause: "transient",
    });
    expect(microsoft(number)).toMatchObject({ health: "unknown", cause: "transient" });
  });

  test("are all here, and none but these", () => {
    const here = [
      ...EXPIRED,
      7000222,
      1000502,
      7000274,
      ...REVOKED,
      70000,
      7000214,
      7000277,
      ...BLOCKED,
      ...GONE,
    ];
    const all = [...here, ...CONSENT, ...MISCONFIGURED, 700024, ...PASSING];
    expect([...KNOWN_MICROSOFT_CODES].sort()).toEqual([...all].sort());
  });

  test("only refine: the first one known counts, and unknown ones land by the error", () => {
    const body = (error: string, error_codes: unknown) =>
      judgeMicrosoft(reply(400, { error, error_codes }), false);
    expect(body("invalid_grant", [1, 700082, 50173])).toMatchObject({
      health: "expired",
      code: "AADSTS700082",
    });
    expect(body("invalid_grant", [123456])).toMatchObject({
      health: "revoked",
      retry: "later",
      code: "AADSTS123456",
    });
    expect(body("invalid_client", [123456])).toMatchObject({ health: "unknown", cause: "misconfigured" });
    expect(body("unauthorized_client", [])).toMatchObject({
      health: "unknown",
      cause: "misconfigured",
      code: "unauthorized_client",
    });
    expect(body("interaction_required", [])).toMatchObject({ health: "revoked", cause: "blocked" });
    expect(body("temporarily_unavailable", [700082])).toMatchObject({
      health: "unknown",
      cause: "transient",
    });
    expect(body("something_new", [])).toMatchObject({
      health: "unknown",
      cause: "transient",
      code: "something_new",
    });
  });

  test("are read from the text where they aren't listed", () => {
    const body = {
      error: "invalid_grant",
      error_description: "AADSTS700082: The refresh token has expired.",
    };
    expect(judgeMicrosoft(reply(400, body), false)).toMatchObject({
      health: "expired",
      code: "AADSTS700082",
    });
    expect(judgeMicrosoft(reply(400, JSON.stringify(body)), false)).toMatchObject({ health: "expired" });
  });

  test("give way to a suberror only where they say nothing", () => {
    const body = { error: "invalid_grant", error_codes: [], suberror: "consent_required" };
    expect(judgeMicrosoft(reply(400, body), false)).toMatchObject({ health: "consentRequired" });
  });

  test("name this machine's clock where it is off", () => {
    const body = { error: "invalid_client", error_codes: [700024] };
    const off = judgeMicrosoft(reply(401, body, { date: "Mon, 23 Nov 2026 18:30:00 GMT" }), false);
    expect(off.meaning).toContain("this machine's clock is wrong");
    expect(judgeMicrosoft(reply(401, body), false).meaning).not.toContain("clock");
  });

  test.each([7000215, 700027])("%i of material whose end has passed is expired", (number) => {
    const body = { error: "invalid_client", error_codes: [number] };
    expect(judgeMicrosoft(reply(401, body), true)).toMatchObject({ health: "expired", wholeApp: true });
  });
});

describe("Google's errors", () => {
  const DEAD = { error: "invalid_grant", error_description: "Token has been expired or revoked." };

  test.each<{
    rule: string;
    status?: number;
    body: object;
    flow?: "delegation" | "refreshToken";
    finding: object;
  }>([
    { rule: "expired or revoked", body: DEAD, finding: { health: "revoked", code: "invalid_grant" } },
    {
      rule: "Bad Request",
      body: { error: "invalid_grant", error_description: "Bad Request" },
      finding: { health: "revoked", retry: "later" },
    },
    ...[
      "Account has been deleted",
      "The account has been deleted",
      'Invalid impersonation "sub" field.',
      "Invalid impersonation &quot;sub&quot; field.",
      "Invalid impersonation prn email address.",
      "Invalid email or User ID",
      "Not a valid email or user ID.",
    ].map((error_description) => ({
      rule: error_description,
      body: { error: "invalid_grant", error_description },
      finding: { health: "mailboxGone", remedy: "mailbox" },
    })),
    {
      rule: "Not a valid email",
      body: { error: "invalid_request", error_description: "Not a valid email." },
      finding: { health: "mailboxGone" },
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
      finding: { health: "consentRequired", remedy: "delegation" },
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
      finding: { health: "consentRequired" },
    },
    ...[
      "Invalid JWT Signature.",
      "Invalid JWT: Token must be a short-lived token (60 minutes)",
      "Robot is disabled.",
      "Invalid grant: account not found",
    ].map((error_description) => ({
      rule: error_description,
      body: { error: "invalid_grant", error_description },
      finding: { health: "unknown", cause: "misconfigured", remedy: "key" },
    })),
    ...["deleted_client", "disabled_client", "invalid_client", "org_internal"].map((error) => ({
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
      finding: { health: "unknown", cause: "transient" },
    },
  ])("$rule", ({ status = 400, body, flow = "delegation", finding }) => {
    expect(judgeGoogle(reply(status, body), flow, false)).toMatchObject(finding);
  });

  test("expired or revoked is expired once the declared life has passed", () => {
    expect(judgeGoogle(reply(400, DEAD), "refreshToken", true)).toMatchObject({
      health: "expired",
      remedy: "login",
    });
  });

  test("name this machine's clock where it is off", () => {
    const body = {
      error: "invalid_grant",
      error_description: "Invalid JWT: Token must be a short-lived token",
    };
    const off = judgeGoogle(reply(400, body, { date: "Mon, 23 Nov 2026 12:00:00 GMT" }), "delegation", false);
    expect(off).toMatchObject({ health: "unknown", cause: "misconfigured", remedy: "clock" });
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
      finding: { health: "mailboxGone", code },
    })),
    {
      rule: "403 ErrorAccessDenied",
      status: 403,
      body: graph("ErrorAccessDenied"),
      finding: { health: "unknown", cause: "misconfigured", code: "ErrorAccessDenied" },
    },
    {
      rule: "403 on mailboxSettings",
      status: 403,
      body: graph("Authorization_RequestDenied"),
      finding: { health: "unknown", cause: "misconfigured" },
    },
    {
      rule: "401 InvalidAuthenticationToken",
      status: 401,
      body: graph("InvalidAuthenticationToken"),
      finding: { health: "revoked" },
    },
    {
      rule: "404 of another kind",
      status: 404,
      body: graph("UnknownError"),
      finding: { health: "unknown", cause: "transient" },
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
      finding: { health: "mailboxGone", code: "failedPrecondition" },
    },
    {
      rule: "400 FAILED_PRECONDITION",
      status: 400,
      body: gmail(400, "", "", "FAILED_PRECONDITION"),
      finding: { health: "mailboxGone" },
    },
    {
      rule: "401 authError",
      status: 401,
      body: gmail(401, "authError"),
      finding: { health: "revoked", code: "authError" },
    },
    {
      rule: "403 Delegation denied",
      status: 403,
      body: gmail(403, "forbidden", "Delegation denied for x@example.com"),
      finding: { health: "unknown", cause: "misconfigured", remedy: "subject" },
    },
    {
      rule: "403 without the scope",
      status: 403,
      body: gmail(403, "insufficientPermissions"),
      finding: { health: "unknown", cause: "misconfigured", remedy: "gmailPermission" },
    },
    {
      rule: "403 with the API off",
      status: 403,
      body: gmail(403, "accessNotConfigured"),
      finding: { health: "unknown", cause: "misconfigured" },
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
    (failure: Parameters<typeof judgeGmail>[0]) => judgeMicrosoft(failure, true),
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
