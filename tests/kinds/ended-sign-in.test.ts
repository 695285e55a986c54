import type { ManagedCredential } from "../../schema/credential/credential";
import type { EmailAddressDto } from "../../schema/email-address";
import type { Context, ProbeResult } from "../../provider/ports";
import { toResult } from "../../provider/credentials/probe/diagnosis";
import { diagnoseGoogle } from "../../provider/credentials/google/errors";
import { createCredentials } from "../../provider/credentials/index";
import { diagnoseMicrosoft } from "../../provider/credentials/microsoft/errors";
import { toFailure } from "../../provider/credentials/probe/identity-reply";
import { concludeHealth, type Health } from "../../provider/kinds/email-address/health";
import { requireUsable } from "../../provider/kinds/email-address/mailbox-sign-in";
import { MAILBOX } from "../support/identities";

/**
 * What follows from an identity provider's word, by what is known of these words rather than by the tables in the code.
 * `same`: VCC is signed in with this very material; `another`: it is not, or not any more.
 */
const OUTCOMES = {
  expired: { same: "Expired expired", another: "Active unknown", up: "is refused" },
  revoked: { same: "Expired revoked", another: "Active unknown", up: "is refused" },
  mailboxGone: { same: "Expired mailboxGone", another: "Active unknown", up: "is refused" },
  consentRequired: { same: "Expired consentRequired", another: "Active unknown", up: "is refused" },
  /** VCC has something newer of this; the copy can't sign in again. */
  goesOn: { same: "Active active", another: "Active unknown", up: "is refused" },
  /** Wrong for signing in, and nobody can tell of VCC. */
  unusable: { same: "Active unknown", another: "Active unknown", up: "is refused" },
  /** Nobody can tell; VCC decides. */
  unclear: { same: "Active unknown", another: "Active unknown", up: "signs in" },
} as const;
type IdentityReply = keyof typeof OUTCOMES;

/** By who signs in: the app by what it keeps, a person by a refresh token, or VCC itself as a trusted workload. */
interface ByMethod {
  readonly app: IdentityReply;
  readonly person: IdentityReply;
  readonly workload: IdentityReply;
}
const all = (outcome: IdentityReply): ByMethod => ({ app: outcome, person: outcome, workload: outcome });

const MICROSOFT: readonly (ByMethod & { readonly codes: readonly number[]; readonly remedy: RegExp })[] = [
  // A refresh token that nobody used. An app by itself has none.
  {
    codes: [700082, 70008],
    app: "unclear",
    person: "goesOn",
    workload: "unclear",
    remedy: /Sign in again: npx pulumi-vcc login|Look the code up/u,
  },
  // A sign-in that is too old: whatever VCC got for the token since may carry the same end.
  {
    codes: [700081, 700084, 70043, 50089],
    app: "unclear",
    person: "unusable",
    workload: "unclear",
    remedy: /Sign in again: npx pulumi-vcc login|Look the code up/u,
  },
  // A refresh token before its time: VCC's may have been issued since.
  {
    codes: [50173, 50132, 50133, 70000],
    app: "unclear",
    person: "unusable",
    workload: "unclear",
    remedy: /Sign in again: npx pulumi-vcc login|Look the code up/u,
  },
  // What the app proves itself by doesn't rotate. The run's own assertion isn't VCC's.
  {
    codes: [7000222],
    app: "expired",
    person: "expired",
    workload: "unclear",
    remedy: /Make a new client secret/u,
  },
  {
    codes: [1000502, 7000274],
    app: "expired",
    person: "expired",
    workload: "unclear",
    remedy: /a new certificate/u,
  },
  {
    codes: [7000214, 7000277],
    app: "revoked",
    person: "revoked",
    workload: "unclear",
    remedy: /a new certificate/u,
  },
  {
    codes: [7000215, 70002],
    app: "revoked",
    person: "revoked",
    workload: "unclear",
    remedy: /Store the value of a client secret/u,
  },
  {
    codes: [700027],
    app: "revoked",
    person: "revoked",
    workload: "unclear",
    remedy: /Check that the stored key/u,
  },
  // The app itself, whatever it proves itself by.
  { codes: [700016, 700011, 70001], ...all("revoked"), remedy: /Check client id and tenant/u },
  { codes: [7000112], ...all("revoked"), remedy: /enable the app/u },
  // The account, whatever VCC has been given since.
  {
    codes: [50034, 51004, 50020, 16000, 90072, 50014],
    ...all("mailboxGone"),
    remedy: /Check that .* exists/u,
  },
  { codes: [500341], ...all("mailboxGone"), remedy: /restore the account/u },
  { codes: [50057, 500571], ...all("mailboxGone"), remedy: /enable the account/u },
  { codes: [50055, 50144], ...all("mailboxGone"), remedy: /Set a new password/u },
  { codes: [50105], ...all("consentRequired"), remedy: /^.*Assign /u },
  // Policies may let VCC in where they keep this machine out.
  {
    codes: [53000, 53001, 53002, 53003, 530032, 530034, 530035, 530084],
    ...all("unclear"),
    remedy: /that policy/u,
  },
  { codes: [50072, 50074, 50076, 50078, 50079, 50158], ...all("unclear"), remedy: /that policy/u },
  { codes: [50053, 53011], ...all("unclear"), remedy: /unlock the account/u },
  // The scope that was tried need not be VCC's.
  {
    codes: [65001, 65004, 90008, 90094, 90095, 650056, 65005],
    ...all("unclear"),
    remedy: /administrator consent/u,
  },
  { codes: [70011, 28002, 500011, 1002012], ...all("unclear"), remedy: /probeScope/u },
  { codes: [500014], ...all("unclear"), remedy: /enable Microsoft Graph/u },
  { codes: [5000224], ...all("unclear"), remedy: /Microsoft's support/u },
  // Of the run's assertion alone.
  {
    codes: [70021, 700211, 700212, 700213, 7002137, 7002138, 50013],
    ...all("unclear"),
    remedy: /issuer, subject and audience/u,
  },
  { codes: [700024], ...all("unclear"), remedy: /clock/u },
  // Wrong here. This machine may ask another cloud than VCC does.
  {
    codes: [90002, 900023, 90019, 50059],
    app: "unusable",
    person: "unusable",
    workload: "unclear",
    remedy: /vcc:microsoftAuthority/u,
  },
  {
    codes: [7000218, 700025, 9002313, 50194, 9001023],
    app: "unusable",
    person: "unusable",
    workload: "unclear",
    remedy: /Check client id and tenant/u,
  },
  {
    codes: [90006, 90012, 90024, 90033, 90090, 50033, 50087, 90055, 50196],
    ...all("unclear"),
    remedy: /next refresh asks again/u,
  },
  { codes: [123456], ...all("unclear"), remedy: /Look the code up/u },
];

const GOOGLE: readonly (ByMethod & {
  readonly error?: string;
  readonly says: string;
  readonly remedy: RegExp;
})[] = [
  // A service account has no refresh token: there, these words tell nothing.
  ...["Token has been expired or revoked.", "Bad Request", "Something new."].map((says) => ({
    says,
    ...({ app: "unclear", person: "revoked", workload: "unclear" } as const),
    remedy: /pulumi-vcc login|Look the code up/u,
  })),
  ...["Account has been deleted", "The account has been deleted"].map((says) => ({
    says,
    ...all("mailboxGone"),
    remedy: /restore the account/u,
  })),
  // An alias is answered like an account that is gone.
  ...[
    'Invalid impersonation "sub" field.',
    "Invalid impersonation prn email address.",
    "Invalid email or User ID",
    "Not a valid email.",
  ].map((says) => ({ says, ...all("unclear"), remedy: /subject/u })),
  {
    says: "Invalid JWT Signature.",
    app: "revoked",
    person: "revoked",
    workload: "unclear",
    remedy: /Make a new key/u,
  },
  { says: "Robot is disabled.", ...all("revoked"), remedy: /Enable or restore the service account/u },
  {
    says: "Invalid grant: account not found",
    ...all("revoked"),
    remedy: /Enable or restore the service account/u,
  },
  {
    says: "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe",
    ...all("unclear"),
    remedy: /clock/u,
  },
  {
    says: "Invalid JWT: no subject",
    app: "unusable",
    person: "unusable",
    workload: "unclear",
    remedy: /Check that the stored key/u,
  },
  ...["deleted_client", "disabled_client"].map((error) => ({
    error,
    says: "The OAuth client",
    ...({ app: "unclear", person: "revoked", workload: "unclear" } as const),
    remedy: /Restore the OAuth client|Look the code up/u,
  })),
  ...["The OAuth client was not found.", "The provided client secret is invalid.", "Unauthorized"].map(
    (says) => ({
      error: "invalid_client",
      says,
      ...({ app: "unusable", person: "revoked", workload: "unclear" } as const),
      remedy: /Restore the OAuth client|value of a client secret|Check/u,
    }),
  ),
  {
    error: "unauthorized_client",
    says: "Client is unauthorized",
    app: "unclear",
    person: "unusable",
    workload: "unclear",
    remedy: /delegation|Check client id/u,
  },
  {
    error: "org_internal",
    says: "",
    app: "unusable",
    person: "unusable",
    workload: "unclear",
    remedy: /Check client id/u,
  },
  // Policies of the account or the app hold wherever they are asked from.
  { error: "admin_policy_enforced", says: "", ...all("revoked"), remedy: /that policy/u },
  { error: "access_denied", says: "Account restricted", ...all("revoked"), remedy: /that policy/u },
  {
    error: "access_denied",
    says: "Requested client not authorized.",
    ...all("unclear"),
    remedy: /delegation/u,
  },
  { error: "invalid_scope", says: "", ...all("unclear"), remedy: /probeScope/u },
  { error: "internal_failure", says: "", ...all("unclear"), remedy: /next refresh asks again/u },
];

const NOW = Date.parse("2026-11-23T18:00:00Z");
const LONG_AGO = "2026-05-01T00:00:00Z";
const app = { clientId: "app-1", tenantId: "contoso.com" };
const METHODS = {
  microsoft: {
    app: { provider: "microsoft", method: "clientSecret", ...app, clientSecret: "env:S" },
    person: {
      provider: "microsoft",
      method: "refreshToken",
      ...app,
      clientSecret: "env:S",
      refreshToken: "env:T",
    },
    workload: { provider: "microsoft", method: "federated", ...app },
  },
  google: {
    app: { provider: "google", method: "serviceAccount", key: "env:K" },
    person: { provider: "google", method: "refreshToken", clientId: "app-1", refreshToken: "env:T" },
    workload: { provider: "google", method: "workloadIdentity", externalAccount: "env:W" },
  },
} as const satisfies Record<string, Record<keyof ByMethod, ManagedCredential>>;

const credentials = createCredentials({ environment: {}, folder: "", config: () => undefined });
const context = {
  credentials: { ...credentials, fingerprint: () => "sha256:here" },
  now: () => NOW,
  sayOnce: () => undefined,
} as unknown as Context;
const refusal = (body: object) =>
  toFailure({ host: "idp.example.com", status: 400, date: undefined, body }, NOW);
const subjectOf = (method: keyof ByMethod) => ({
  mailbox: MAILBOX,
  app: "app-1",
  byPerson: method === "person",
  scope: "scope-1",
});

function microsoftSays(code: number, method: keyof ByMethod, inTenant = true): ProbeResult {
  const flow = { byPerson: method === "person", inTenant, hasEnded: false };
  return toResult(
    diagnoseMicrosoft(refusal({ error: "invalid_grant", error_codes: [code] }), flow),
    subjectOf(method),
  );
}

function googleSays(error: string, says: string, method: keyof ByMethod): ProbeResult {
  const byPerson = method === "person";
  const failure = refusal({ error, error_description: says });
  return toResult(diagnoseGoogle(failure, { byPerson, hasEnded: false }), subjectOf(method));
}

function conclude(
  credential: ManagedCredential,
  probe: ProbeResult,
  authentication: Partial<EmailAddressDto["authentication"]> = {},
): Health {
  const active = { status: "Active", fingerprint: "sha256:here", authenticatedAt: LONG_AGO };
  const dto = { emailAddress: MAILBOX, authentication: { ...active, ...authentication } } as EmailAddressDto;
  return concludeHealth(context, { dto, credential, probe });
}

function up(credential: ManagedCredential, probe: ProbeResult): string {
  try {
    requireUsable(
      context,
      { probe },
      {
        emailAddress: MAILBOX,
        name: "Support",
        credential,
        status: "Active",
        description: "",
        serviceNameForReports: "reportingGroup",
        dataSources: {},
      },
    );
    return "signs in";
  } catch (error) {
    expect((error as Error).message).toContain(probe.reason);
    return "is refused";
  }
}

function expectOutcome(credential: ManagedCredential, probe: ProbeResult, outcome: IdentityReply): void {
  const told = (fingerprint: string) => {
    const { status, health } = conclude(credential, probe, { fingerprint });
    return `${status} ${health}`;
  };
  const found = { same: told("sha256:here"), another: told("sha256:another"), up: up(credential, probe) };
  expect(found).toEqual(OUTCOMES[outcome]);
}

const WAYS = ["app", "person", "workload"] as const;

describe.each(WAYS)("Microsoft, by %s", (method) => {
  const credential = METHODS.microsoft[method];
  const rows = MICROSOFT.flatMap(({ codes, ...row }) =>
    codes.map((code) => ({ code, outcome: row[method], remedy: row.remedy })),
  );

  test.each(rows)("AADSTS$code: $outcome", ({ code, outcome, remedy }) => {
    const probe = microsoftSays(code, method);
    expectOutcome(credential, probe, outcome);
    expect(probe.reason).toMatch(remedy);
  });
});

describe.each(WAYS)("Google, by %s", (method) => {
  test.each(GOOGLE.map((one) => ({ error: "invalid_grant", ...one, outcome: one[method] })))(
    "$error $says: $outcome",
    ({ error, says, outcome, remedy }) => {
      const probe = googleSays(error, says, method);
      expectOutcome(METHODS.google[method], probe, outcome);
      expect(probe.reason).toMatch(remedy);
    },
  );
});

describe("what may have been wrong from the start", () => {
  const wrong = [7000215, 70002, 700027, 700016, 700011, 70001];

  test.each([null, "yesterday"])("can't be told where VCC's time of signing in is %s", (authenticatedAt) => {
    const probe = microsoftSays(7000215, "app");
    const { status, health } = conclude(METHODS.microsoft.app, probe, { authenticatedAt });
    expect([status, health]).toEqual(["Active", "unknown"]);
  });

  test.each(wrong)(
    "AADSTS%i isn't known everywhere within an hour of signing in, so it can't be told",
    (code) => {
      const authenticatedAt = new Date(NOW - 59 * 60_000).toISOString();
      const probe = microsoftSays(code, "app");
      const { status, health } = conclude(METHODS.microsoft.app, probe, { authenticatedAt });
      expect({ status, health }).toEqual({ status: "Active", health: "unknown" });
      expect(up(METHODS.microsoft.app, probe)).toBe("is refused");
    },
  );

  test.each([700016, 700011, 70001])("AADSTS%i without a directory may be of another cloud", (code) => {
    expectOutcome(METHODS.microsoft.person, microsoftSays(code, "person", false), "unusable");
  });
});

describe("once VCC has lost its sign-in", () => {
  test.each<{ method: keyof ByMethod; code: number; health: string }>([
    { method: "person", code: 700082, health: "expired" },
    { method: "person", code: 50173, health: "revoked" },
    { method: "app", code: 7000215, health: "expired" },
    { method: "app", code: 90002, health: "expired" },
  ])("AADSTS$code of $method: what can't mend it is told with its own remedy", ({ method, code, health }) => {
    const probe = microsoftSays(code, method);
    const found = conclude(METHODS.microsoft[method], probe, {
      status: "Expired",
      fingerprint: "sha256:another",
    });
    expect(found).toMatchObject({ status: "Expired", health });
    expect(found.healthReason).toBe(`VCC's status is Expired. ${probe.reason}`);
  });
});

test("no answer leaves nothing of what VCC has taken back, also where it doesn't say when somebody signed in", () => {
  const authentication = { status: "Active", fingerprint: "sha256:here", authenticatedAt: null };
  const dto = { emailAddress: MAILBOX, authentication } as EmailAddressDto;
  const probe = { health: "unknown", cause: "transient", reason: "no answer" } as const;
  const after = (status: string, healthReason: string) =>
    concludeHealth(context, {
      dto,
      credential: METHODS.google.app,
      probe,
      known: { status, health: status === "Pending" ? "consentRequired" : "revoked", healthReason },
    });
  const cantTell = { status: "Active", health: "unknown", healthReason: "no answer" };
  expect(after("Pending", "Nobody has signed in to this mailbox yet.")).toEqual(cantTell);
  expect(after("Expired", "VCC's status is Expired. The remedy.")).toEqual(cantTell);
  // The identity provider's word about what VCC holds isn't VCC's to take back.
  expect(after("Expired", "invalid_grant: dead.")).toMatchObject({ status: "Expired", health: "revoked" });
});
