import type { Unwrap } from "@pulumi/pulumi";
import {
  Credential,
  factsOf,
  type ManagedCredential,
  METHOD_NAMES,
} from "../../schema/credential/credential";
import type { CredentialArgs } from "../../provider/pulumi/credential";
import { CLIENT, TENANT } from "../support/identities";
import type { ManagedVariant } from "../support/managed-variant";

const SECRET = "literal-secret-nobody-may-see-0123456789";
const app = { provider: "microsoft", tenantId: TENANT, clientId: CLIENT } as const;

/** One complete credential a method. */
const COMPLETE = {
  serviceAccount: {
    provider: "google",
    method: "serviceAccount",
    key: "env:KEY",
    subject: "support@example.com",
    keyExpiresAt: "2027-01-31",
    probeScope: "https://mail.google.com/",
    probe: true,
    expiryWarningDays: 30,
  },
  workloadIdentity: {
    provider: "google",
    method: "workloadIdentity",
    externalAccount: "file:wif.json",
    serviceAccount: "a@p.iam.gserviceaccount.com",
    subject: "support@example.com",
    probeScope: "https://mail.google.com/",
    probe: false,
    expiryWarningDays: 1,
  },
  federated: { ...app, method: "federated", assertion: "file:/var/run/token", account: "a@example.com" },
  certificate: { ...app, method: "certificate", certificate: "file:a.pem", privateKey: "config:vcc:key" },
  clientSecret: {
    ...app,
    method: "clientSecret",
    clientSecret: "config:secret",
    clientSecretExpiresAt: "2027-01-31T08:00:00+01:00",
    readExpiryFromGraph: true,
    expiryWarningDays: 730,
  },
  "refreshToken of google": {
    provider: "google",
    method: "refreshToken",
    clientId: CLIENT,
    refreshToken: "env:T",
    clientSecret: "env:S",
    refreshTokenIssuedAt: "2026-11-01",
    account: "a@example.com",
    expiryWarningDays: 180,
  },
  "refreshToken of microsoft": {
    provider: "microsoft",
    method: "refreshToken",
    clientId: CLIENT,
    tenantId: "organizations",
    refreshToken: "env:T",
    clientSecret: "env:S",
    clientSecretExpiresAt: "2027-01-31",
    refreshTokenIssuedAt: "2026-11-01",
    probeScope: "https://outlook.office.com/IMAP.AccessAsUser.All",
    expiryWarningDays: 90,
  },
} as const satisfies Record<ManagedVariant, ManagedCredential>;

function failures(credential: unknown): string[] {
  const result = Credential.safeParse(credential);
  if (result.success) return [];
  return result.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
}

/** Each member of a union, without the `undefined` that zod adds to what is optional. */
type Plain<T> = T extends unknown ? { [K in keyof T]: Exclude<T[K], undefined> } : never;
/** Each with all of its fields, so that one which only one side has is a difference. */
type Whole<T> = T extends unknown ? Required<T> : never;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test("the written Args and the schema are the same type", () => {
  type Written = Plain<Unwrap<CredentialArgs>>;
  type Checked = Plain<Credential>;
  const same: [Same<Written, Checked>, Same<Whole<Written>, Whole<Checked>>] = [true, true];
  expect(same).toEqual([true, true]);
});

test("an editor offers, and TypeScript takes, only the fields of the method", () => {
  const take = (_credential: CredentialArgs) => undefined;
  take({ ...app, method: "federated", assertion: "env:A" });
  // @ts-expect-error -- a field of another method
  take({ ...app, method: "federated", assertion: "env:A", clientSecret: "env:S" });
  // @ts-expect-error -- a field of another provider
  take({ provider: "google", method: "refreshToken", clientId: "c", refreshToken: "env:T", tenantId: "t" });
  // @ts-expect-error -- another provider's method
  take({
    provider: "google",
    method: "certificate",
    tenantId: "t",
    clientId: "c",
    certificate: "a",
    privateKey: "b",
  });
  // @ts-expect-error -- nothing belongs to a person's sign-in
  take({ method: "interactive", probe: false });
  take({ method: "interactive" });
  expect(take).toHaveLength(1);
});

test.each(Object.entries({ interactive: { method: "interactive" }, ...COMPLETE }))(
  "%s is taken whole",
  (_name, credential) => {
    expect(failures(credential)).toEqual([]);
  },
);

test.each(Object.entries(COMPLETE))("%s lacks nothing silently", (_name, credential) => {
  const { method, provider } = credential;
  expect(failures({ method, provider }).length).toBeGreaterThan(0);
});

describe("what is wrong is named, with the rule and the next step", () => {
  test.each<{ rule: string; credential: unknown; expected: string[] }>([
    {
      rule: "an unknown method lists the known ones",
      credential: { method: "clientsecret", clientSecret: SECRET },
      expected: [
        `method: one of ${METHOD_NAMES.join(", ")}, got "clientsecret". Did you mean "clientSecret"? Leave the credential out to have a person sign in.`,
      ],
    },
    {
      rule: "a missing method lists them too",
      credential: { clientSecret: SECRET },
      expected: [
        `method: one of ${METHOD_NAMES.join(", ")}, got nothing. Leave the credential out to have a person sign in.`,
      ],
    },
    {
      rule: "a secret in place of a credential",
      credential: SECRET,
      expected: [
        `: a credential, whose method is one of ${METHOD_NAMES.join(", ")}, got a value that is not shown, as it may be a secret. Leave the credential out to have a person sign in.`,
      ],
    },
    {
      rule: "a refresh token of nobody",
      credential: { method: "refreshToken", provider: "yahoo", refreshToken: SECRET },
      expected: ['provider: one of google, microsoft, got "yahoo". Name whose refresh token it is.'],
    },
    {
      rule: "another provider's method",
      credential: { ...COMPLETE.certificate, provider: "google" },
      expected: ['provider: "microsoft", got "google". This method is Microsoft\'s.'],
    },
    {
      rule: "a field of another method, with its owner",
      credential: { ...COMPLETE.federated, privateKey: "env:K" },
      expected: [
        ': "privateKey" belongs to the method certificate, not to federated. Remove it or change the method.',
      ],
    },
    {
      rule: "a field of the other provider's refresh token, with its owners",
      credential: { ...COMPLETE["refreshToken of google"], tenantId: TENANT },
      expected: [
        ': "tenantId" belongs to the method federated or certificate or clientSecret or refreshToken of microsoft, not to refreshToken of google. Remove it or change the method.',
      ],
    },
    {
      rule: "an unknown field that every object has",
      credential: { ...COMPLETE.serviceAccount, constructor: "x" },
      expected: [
        ': unknown property "constructor". Known are method, provider, key, subject, keyExpiresAt, probeScope, probe, expiryWarningDays.',
      ],
    },
    {
      rule: "an unknown field, with the nearest",
      credential: { ...COMPLETE.serviceAccount, subjekt: "x" },
      expected: [
        ': unknown property "subjekt". Did you mean "subject"? Known are method, provider, key, subject, keyExpiresAt, probeScope, probe, expiryWarningDays.',
      ],
    },
    {
      rule: "a tenant that no app has",
      credential: { ...COMPLETE.federated, tenantId: "common" },
      expected: [
        "tenantId: a tenant's id or domain, such as contoso.onmicrosoft.com, got \"common\". Copy the directory (tenant) id from the app's registration; an app that signs in by itself needs its own tenant, not common.",
      ],
    },
    {
      rule: "a date of no calendar",
      credential: { ...COMPLETE.clientSecret, clientSecretExpiresAt: "2027-02-31" },
      expected: [
        'clientSecretExpiresAt: a date such as 2027-01-31 or 2027-01-31T08:00:00Z, got "2027-02-31". Copy it from the page that shows the credential.',
      ],
    },
    {
      rule: "a warning of half a day",
      credential: { ...COMPLETE.federated, expiryWarningDays: 0.5 },
      expected: ["expiryWarningDays: whole number of days, 1 or more, got 0.5. Leave it out for 30."],
    },
    {
      rule: "a warning longer than a Microsoft refresh token lives",
      credential: { ...COMPLETE["refreshToken of microsoft"], expiryWarningDays: 91 },
      expected: [
        "expiryWarningDays: whole number of days from 1 to 90, got 91. A Microsoft refresh token lives at most 90 days, so a longer warning would never end.",
      ],
    },
    {
      rule: "a warning longer than an unused Google refresh token lives",
      credential: { ...COMPLETE["refreshToken of google"], expiryWarningDays: 181 },
      expected: [
        "expiryWarningDays: whole number of days from 1 to 180, got 181. An unused Google refresh token lives at most 180 days, so a longer warning would never end.",
      ],
    },
    {
      rule: "a warning longer than a client secret lives",
      credential: { ...COMPLETE.clientSecret, expiryWarningDays: 731 },
      expected: [
        "expiryWarningDays: whole number of days from 1 to 730, got 731. A client secret lives at most 730 days, so a longer warning would never end.",
      ],
    },
  ])("$rule", ({ credential, expected }) => expect(failures(credential)).toEqual(expected));
});

test.each(
  Object.entries(COMPLETE).flatMap(([name, credential]) =>
    Object.keys(credential)
      .filter((field) => field === "clientId" || factsOf(field)?.reference !== undefined)
      .map((field) => ({ name, field, credential })),
  ),
)("a literal secret in $field of $name is refused and not shown", ({ field, credential }) => {
  const secret = field === "clientId" ? `${SECRET} with spaces` : SECRET;
  const found = failures({ ...credential, [field]: secret });
  expect(found).toHaveLength(1);
  expect(found.join()).toContain("a value that is not shown");
  expect(found.join()).not.toContain("nobody-may-see");
});
