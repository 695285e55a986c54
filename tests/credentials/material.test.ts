import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Credential, ManagedCredential } from "../../schema/credential/credential";
import { Grant } from "../../schema/grant";
import { createCredentials } from "../../provider/credentials/index";
import { keyFileWarnings } from "../../provider/credentials/material/key-file";
import { createCertificate } from "../support/certificates";
import { CLIENT, MAILBOX, serviceAccountKey, TENANT } from "../support/identities";
import { newFolder } from "../support/folders";
import type { ManagedVariant } from "../support/managed-variant";
import { cpuMs, expectSoon } from "../support/cpu-time";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2026-11-23T18:00:00Z");
const app = { provider: "microsoft", tenantId: TENANT, clientId: CLIENT } as const;
const key = serviceAccountKey();
const pair = createCertificate(new Date(NOW - 10 * DAY_MS), new Date(NOW + 355 * DAY_MS));
const renewed = createCertificate(new Date(NOW - DAY_MS), new Date(NOW + 364 * DAY_MS));
const workload = {
  type: "external_account",
  audience: "//iam.googleapis.com/pool",
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  token_url: "https://sts.googleapis.com/v1/token",
  credential_source: {
    url: "https://job-1.actions.githubusercontent.com/token",
    headers: { Authorization: "Bearer job-1-request-token" },
  },
};

const IMPERSONATION =
  "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/inboxes@project.iam.gserviceaccount.com:generateAccessToken";

/** A credential of each method, its material, and material of the next rotation. */
const METHODS: Record<
  ManagedVariant,
  { credential: ManagedCredential; material: Record<string, string>; rotated?: Record<string, string> }
> = {
  serviceAccount: {
    credential: { provider: "google", method: "serviceAccount", key: "env:KEY" },
    material: { KEY: key.file },
    rotated: { KEY: serviceAccountKey().file },
  },
  workloadIdentity: {
    credential: { provider: "google", method: "workloadIdentity", externalAccount: "env:WORKLOAD" },
    material: { WORKLOAD: JSON.stringify(workload) },
    rotated: { WORKLOAD: JSON.stringify({ ...workload, audience: "//iam.googleapis.com/other" }) },
  },
  federated: {
    credential: { ...app, method: "federated", assertion: "env:ASSERTION" },
    material: { ASSERTION: "assertion-1" },
  },
  certificate: {
    credential: { ...app, method: "certificate", certificate: "env:CERTIFICATE", privateKey: "env:KEY" },
    material: { CERTIFICATE: pair.certificate, KEY: pair.privateKey },
    rotated: { CERTIFICATE: renewed.certificate, KEY: renewed.privateKey },
  },
  clientSecret: {
    credential: { ...app, method: "clientSecret", clientSecret: "env:SECRET" },
    material: { SECRET: "a-client-secret-0123456789" },
    rotated: { SECRET: "b-client-secret-0123456789" },
  },
  "refreshToken of google": {
    credential: {
      provider: "google",
      method: "refreshToken",
      clientId: CLIENT,
      clientSecret: "env:SECRET",
      refreshToken: "env:TOKEN",
    },
    material: { SECRET: "a-client-secret-0123456789", TOKEN: "a-refresh-token-0123456789" },
    rotated: { SECRET: "a-client-secret-0123456789", TOKEN: "b-refresh-token-0123456789" },
  },
  "refreshToken of microsoft": {
    credential: { ...app, method: "refreshToken", refreshToken: "env:TOKEN" },
    material: { TOKEN: "a-refresh-token-0123456789" },
    rotated: { TOKEN: "b-refresh-token-0123456789" },
  },
};
const ENTRIES = Object.entries(METHODS).map(([name, entry]) => ({ name, ...entry }));

const credentialsWith = (environment: Record<string, string>, folder = "/nowhere") =>
  createCredentials({ environment, folder, config: () => undefined }, { now: () => NOW });

describe("a fingerprint", () => {
  test.each(ENTRIES)(
    "of $name is short, salted by the mailbox, and says nothing",
    ({ credential, material }) => {
      const print = credentialsWith(material).fingerprint(credential, MAILBOX);
      expect(print).toMatch(/^sha256:[0-9a-f]{32}$/u);
      expect(credentialsWith(material).fingerprint(credential, "Support@Example.com")).toBe(print);
      const spellings = ["info@bücher.example", "Info@xn--bcher-kva.example"];
      const prints = spellings.map((mailbox) => credentialsWith(material).fingerprint(credential, mailbox));
      expect(new Set(prints).size).toBe(1);
      expect(credentialsWith(material).fingerprint(credential, "other@example.com")).not.toBe(print);
    },
  );

  test.each(ENTRIES.filter(({ rotated }) => rotated))(
    "of $name changes with the material",
    ({ credential, material, rotated }) => {
      expect(credentialsWith(rotated ?? {}).fingerprint(credential, MAILBOX)).not.toBe(
        credentialsWith(material).fingerprint(credential, MAILBOX),
      );
    },
  );

  test.each(ENTRIES.filter(({ name }) => name !== "federated"))(
    "of $name is unknown where the material can't be read",
    ({ credential }) => {
      expect(credentialsWith({}).fingerprint(credential, MAILBOX)).toBeUndefined();
    },
  );

  test("can't be tried out fast on short secrets, and costs many mailboxes of one secret little", () => {
    const { credential, material } = METHODS.clientSecret;
    const guess = (secret: string) => () =>
      void credentialsWith({ SECRET: secret }).fingerprint(credential, MAILBOX);
    expect(
      Math.min(...["hunter2", "password1", "letmein00"].map((secret) => cpuMs(guess(secret)))),
    ).toBeGreaterThan(5);
    const credentials = credentialsWith(material);
    credentials.fingerprint(credential, MAILBOX);
    const prints = Array.from({ length: 1_000 }, (_, index) =>
      credentials.fingerprint(credential, `inbox-${index}@example.com`),
    );
    expect(new Set(prints).size).toBe(1_000);
    expectSoon(1_000, () =>
      prints.forEach((_, index) => credentials.fingerprint(credential, `inbox-${index}@example.com`)),
    );
  });

  test("of a federated app takes no part in the assertion, which changes by itself", () => {
    const { credential } = METHODS.federated;
    const prints = [{}, { ASSERTION: "one" }, { ASSERTION: "two" }].map((environment) =>
      credentialsWith(environment).fingerprint(credential, MAILBOX),
    );
    expect(new Set(prints).size).toBe(1);
    expect(
      credentialsWith({}).fingerprint({ ...credential, clientId: "another" } as ManagedCredential, MAILBOX),
    ).not.toBe(prints[0]);
  });

  test("of a workload takes no part in what its job is given", () => {
    const other = {
      ...workload,
      credential_source: { url: "https://job-2.actions.githubusercontent.com/token" },
    };
    const credential = {
      provider: "google",
      method: "workloadIdentity",
      externalAccount: "env:WORKLOAD",
    } as const;
    expect(credentialsWith({ WORKLOAD: JSON.stringify(other) }).fingerprint(credential, MAILBOX)).toBe(
      credentialsWith({ WORKLOAD: JSON.stringify(workload) }).fingerprint(credential, MAILBOX),
    );
  });

  test("is the same for a certificate and a key in another spelling", () => {
    const credential = {
      ...app,
      method: "certificate",
      certificate: "env:CERTIFICATE",
      privateKey: "env:KEY",
    } as const;
    const spelled = {
      CERTIFICATE: `Bag Attributes\n${pair.certificate.replaceAll("\n", "\r\n")}`,
      KEY: `${pair.privateKey}\n\n`,
    };
    expect(credentialsWith(spelled).fingerprint(credential, MAILBOX)).toBe(
      credentialsWith({ CERTIFICATE: pair.certificate, KEY: pair.privateKey }).fingerprint(
        credential,
        MAILBOX,
      ),
    );
  });
});

describe("a grant", () => {
  test.each(ENTRIES)("of $name is what the contract says", async ({ credential, material }) => {
    const credentials = credentialsWith(
      Object.fromEntries(Object.entries(material).map(([name, text]) => [name, `${text}\n`])),
    );
    const grant = await credentials.grant(credential, MAILBOX);
    expect(Grant.safeParse(grant).error).toBeUndefined();
    expect(grant).toMatchObject({ provider: credential.provider, method: credential.method });
    expect(grant.fingerprint).toBe(credentials.fingerprint(credential, MAILBOX));
    for (const text of ["a-client-secret-0123456789", "a-refresh-token-0123456789"]) {
      if (JSON.stringify(material).includes(text)) expect(Object.values(grant)).toContain(text);
    }
  });

  test("of a federated app holds identifiers alone, and needs no assertion", async () => {
    const { fingerprint, ...grant } = await credentialsWith({ ASSERTION: "assertion-1" }).grant(
      { ...app, method: "federated", assertion: "env:ASSERTION" },
      MAILBOX,
    );
    expect(grant).toEqual({ provider: "microsoft", method: "federated", tenantId: TENANT, clientId: CLIENT });
    const without = await credentialsWith({}).grant({ ...app, method: "federated" }, MAILBOX);
    expect(without).toEqual({ ...grant, fingerprint });
  });

  test("of a workload holds nothing of the run: no source of tokens, none of its fields", async () => {
    const credentials = credentialsWith({
      WORKLOAD: JSON.stringify({ ...workload, service_account_impersonation_url: IMPERSONATION, later: "x" }),
    });
    const credential = { provider: "google", method: "workloadIdentity", externalAccount: "env:WORKLOAD" };
    const { credential_source: _ofTheRun, ...identifiers } = workload;
    expect(await credentials.grant(credential as ManagedCredential, MAILBOX)).toMatchObject({
      externalAccount: { ...identifiers, service_account_impersonation_url: IMPERSONATION },
    });
    const grant = await credentials.grant(credential as ManagedCredential, MAILBOX);
    expect(JSON.stringify(grant)).not.toMatch(/credential_source|job-1|later/u);
  });

  test("of a workload names the service account that the credential names", async () => {
    const credentials = credentialsWith({ WORKLOAD: JSON.stringify(workload) });
    const grant = await credentials.grant(
      {
        provider: "google",
        method: "workloadIdentity",
        externalAccount: "env:WORKLOAD",
        serviceAccount: "inboxes@project.iam.gserviceaccount.com",
      },
      MAILBOX,
    );
    expect(grant).toMatchObject({ externalAccount: { service_account_impersonation_url: IMPERSONATION } });
  });

  const NEEDING = ENTRIES.filter(({ name }) => name !== "federated");
  test.each(NEEDING)("of $name says where its material has to be", async ({ credential }) => {
    await expect(credentialsWith({}).grant(credential, MAILBOX)).rejects.toMatchObject({
      code: "VCC_SECRET_MISSING",
      message: expect.stringMatching(/Set the environment variable [A-Z]+\.$/u),
    });
  });

  test.each(ENTRIES.filter(({ name }) => /serviceAccount|workloadIdentity|certificate/u.test(name)))(
    "of $name says that its material is malformed, and doesn't show it",
    async ({ credential, material }) => {
      const broken = Object.fromEntries(
        Object.keys(material).map((name) => [name, "not-what-it-should-be-0123456789"]),
      );
      const error: unknown = await credentialsWith(broken)
        .grant(credential, MAILBOX)
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "VCC_SECRET_INVALID" });
      expect(String(error)).not.toContain("not-what-it-should-be");
    },
  );

  test("of a service account acts as the subject, if one is named", async () => {
    const credentials = credentialsWith({ KEY: key.file });
    const credential = { provider: "google", method: "serviceAccount", key: "env:KEY" } as const;
    expect(await credentials.grant(credential, MAILBOX)).toMatchObject({ subject: MAILBOX });
    expect(await credentials.grant({ ...credential, subject: "a@example.com" }, MAILBOX)).toMatchObject({
      subject: "a@example.com",
    });
  });
});

describe("an end that can be known without asking", () => {
  const known = credentialsWith({ CERTIFICATE: pair.certificate, KEY: pair.privateKey });
  const token = { clientId: CLIENT, method: "refreshToken", refreshToken: "env:TOKEN" } as const;

  test.each<{ rule: string; credential: Credential; end: string | undefined }>([
    { rule: "a person's sign-in has none", credential: { method: "interactive" }, end: undefined },
    {
      rule: "a federated app has none",
      credential: { ...app, method: "federated", assertion: "env:A" },
      end: undefined,
    },
    {
      rule: "a workload has none",
      credential: { provider: "google", method: "workloadIdentity", externalAccount: "env:W" },
      end: undefined,
    },
    {
      rule: "a service account's key has none",
      credential: { provider: "google", method: "serviceAccount", key: "env:KEY" },
      end: undefined,
    },
    {
      rule: "a key's declared end",
      credential: {
        provider: "google",
        method: "serviceAccount",
        key: "env:KEY",
        keyExpiresAt: "2027-01-31",
      },
      end: "2027-01-31T00:00:00Z",
    },
    {
      rule: "a certificate's notAfter",
      credential: { ...app, method: "certificate", certificate: "env:CERTIFICATE", privateKey: "env:KEY" },
      end: "2027-11-13T18:00:00Z",
    },
    {
      rule: "no access to the certificate",
      credential: { ...app, method: "certificate", certificate: "env:NOWHERE", privateKey: "env:KEY" },
      end: undefined,
    },
    {
      rule: "a client secret's declared end",
      credential: {
        ...app,
        method: "clientSecret",
        clientSecret: "env:S",
        clientSecretExpiresAt: "2027-01-31T08:00:00+01:00",
      },
      end: "2027-01-31T07:00:00Z",
    },
    {
      rule: "a client secret has none otherwise",
      credential: { ...app, method: "clientSecret", clientSecret: "env:S" },
      end: undefined,
    },
    {
      rule: "90 days of a Microsoft refresh token",
      credential: { ...token, provider: "microsoft", refreshTokenIssuedAt: "2026-11-01" },
      end: "2027-01-30T00:00:00Z",
    },
    {
      rule: "the earlier end, of token or secret",
      credential: {
        ...token,
        provider: "microsoft",
        refreshTokenIssuedAt: "2026-11-01",
        clientSecretExpiresAt: "2026-12-24",
      },
      end: "2026-12-24T00:00:00Z",
    },
    {
      rule: "180 days of an unused Google refresh token",
      credential: { ...token, provider: "google", refreshTokenIssuedAt: "2026-11-01" },
      end: "2027-04-30T00:00:00Z",
    },
    { rule: "a refresh token of unknown age", credential: { ...token, provider: "google" }, end: undefined },
  ])("$rule", ({ credential, end }) => expect(known.expiresAt(credential, MAILBOX)).toBe(end));
});

describe("input errors that only material or clock can show", () => {
  const known = credentialsWith({ CERTIFICATE: pair.certificate });
  const problems = (credential: Credential, prior?: Credential) => known.problems(credential, prior);
  const certificate = {
    ...app,
    method: "certificate",
    certificate: "env:CERTIFICATE",
    privateKey: "env:KEY",
  } as const;
  const secret = { ...app, method: "clientSecret", clientSecret: "env:S" } as const;
  const token = { ...app, method: "refreshToken", refreshToken: "env:T" } as const;

  test("a warning longer than the whole life of the certificate", () => {
    expect(problems({ ...certificate, expiryWarningDays: 365 })).toEqual([]);
    expect(problems({ ...certificate, expiryWarningDays: 366 })).toEqual([
      {
        field: "expiryWarningDays",
        reason:
          "whole number of days from 1 to 365, the whole life of this credential, got 366. A longer warning would never end.",
      },
    ]);
  });

  test("but never for the default, which shrinks to the last third of a short life", () => {
    const short = createCertificate(new Date(NOW), new Date(NOW + 14 * DAY_MS));
    const shortLived = credentialsWith({ CERTIFICATE: short.certificate });
    const found = (credential: Credential) => shortLived.problems(credential);
    expect(found(certificate)).toEqual([]);
    expect(shortLived.warningDays(certificate)).toBeCloseTo(14 / 3);
    expect(shortLived.warningDays({ ...certificate, expiryWarningDays: 5 })).toBe(5);
    expect(found({ ...certificate, expiryWarningDays: 15 })).toHaveLength(1);
  });

  test("of several in one PEM, the key's own; without it, the first that is no authority's", () => {
    const authority = createCertificate(new Date(NOW), new Date(NOW + 900 * DAY_MS), { isAuthority: true });
    const vault = `${pair.privateKey}${authority.certificate}${pair.certificate}`;
    const both = credentialsWith({ CERTIFICATE: vault, KEY: vault });
    const found = [both, credentialsWith({ CERTIFICATE: vault })].map((one) =>
      one.expiresAt(certificate, MAILBOX),
    );
    const end = known.expiresAt(certificate, MAILBOX);
    expect(found).toEqual([end, end]);
    expect(both.problems({ ...certificate, expiryWarningDays: 366 })).toHaveLength(1);
  });

  test("an end that is past, unless the last run knew it already", () => {
    const ended = { ...secret, clientSecretExpiresAt: "2026-10-01" };
    expect(problems(ended).map(({ field }) => field)).toEqual(["clientSecretExpiresAt"]);
    expect(problems(ended, ended)).toEqual([]);
    expect(problems(ended, secret)).toHaveLength(1);
    expect(problems({ ...secret, clientSecretExpiresAt: "2026-11-23" })).toEqual([]);
  });

  test("a sign-in that is to come", () => {
    expect(problems({ ...token, refreshTokenIssuedAt: "2026-12-24" }).map(({ field }) => field)).toEqual([
      "refreshTokenIssuedAt",
    ]);
    expect(problems({ ...token, refreshTokenIssuedAt: "2026-11-24" })).toEqual([]);
    expect(problems({ ...token, refreshTokenIssuedAt: "2020-01-01" })).toEqual([]);
  });

  test("never of a person's sign-in", () => expect(problems({ method: "interactive" })).toEqual([]));
});

describe("a key file that others can read", () => {
  const folder = newFolder();
  const path = join(folder, "key.json");
  const credential = { provider: "google", method: "serviceAccount", key: "file:key.json" } as const;
  const warnings = (credential: Credential) => credentialsWith({}, folder).warnings(credential);
  beforeAll(() => writeFileSync(path, key.file));

  test.each([
    { mode: 0o600, warned: false },
    { mode: 0o400, warned: false },
    { mode: 0o640, warned: true },
    { mode: 0o604, warned: true },
    { mode: 0o644, warned: true },
  ])("mode $mode", ({ mode, warned }) => {
    chmodSync(path, mode);
    const expected = `The file key.json holds a secret, and others on this machine can read it (mode ${mode.toString(8)}). Run chmod 600 key.json.`;
    expect(warnings(credential)).toEqual(warned ? [expected] : []);
  });

  test("is told once, though two fields name it", () => {
    chmodSync(path, 0o644);
    const both = {
      provider: "google",
      method: "refreshToken",
      clientId: CLIENT,
      clientSecret: "file:key.json",
      refreshToken: "file:key.json",
    } as const;
    expect(warnings(both)).toHaveLength(1);
  });

  test("is no matter of certificates, assertions and configurations, which are not secret or short-lived", () => {
    chmodSync(path, 0o644);
    expect(warnings({ ...app, method: "federated", assertion: "file:key.json" })).toEqual([]);
    expect(
      warnings({ provider: "google", method: "workloadIdentity", externalAccount: "file:key.json" }),
    ).toEqual([]);
    expect(
      warnings({ ...app, method: "certificate", certificate: "file:key.json", privateKey: "env:K" }),
    ).toEqual([]);
    expect(
      warnings({ ...app, method: "certificate", certificate: "file:key.json", privateKey: "file:key.json" }),
    ).toHaveLength(1);
  });

  test("can't be told on Windows, nor of a file that isn't there", () => {
    chmodSync(path, 0o644);
    const sources = { environment: {}, folder, config: () => undefined };
    expect(keyFileWarnings(sources, ["file:key.json"], "win32")).toEqual([]);
    expect(keyFileWarnings(sources, ["file:nowhere.json", "env:KEY"])).toEqual([]);
  });
});

describe("a probe without network", () => {
  test.each(ENTRIES)("of $name says that this machine can't read the material", async ({ credential }) => {
    const result = await credentialsWith({}).probe(credential, MAILBOX);
    expect(result).toMatchObject({ health: "unknown", cause: "noAccess", code: "VCC_SECRET_MISSING" });
  });

  test.each(ENTRIES)("of $name is skipped where the program says so", async ({ credential, material }) => {
    expect(await credentialsWith(material).probe({ ...credential, probe: false }, MAILBOX)).toMatchObject({
      health: "unknown",
      cause: "skipped",
    });
  });
});
