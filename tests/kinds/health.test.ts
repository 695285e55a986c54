import type { EndedHealth, EmailAddressDto } from "../../schema/email-address";
import type { Context, ProbeCause, SignInPart } from "../../provider/ports";
import { createCredentials } from "../../provider/credentials/index";
import { concludeHealth } from "../../provider/kinds/email-address/health";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";

const engine = useEngineDouble();
let address: ManagedResource;
beforeEach(() => {
  address = new ManagedResource(engine, "EmailAddress");
});

const REASON = "AADSTS1: the reason. The remedy.";
const withKey = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
const withToken = {
  ...withKey,
  credential: { provider: "microsoft", method: "refreshToken", clientId: "app", refreshToken: "env:KEY" },
};
const ends = (health: EndedHealth, endedPart: SignInPart) =>
  engine.probes.set(MAILBOX, { health, endedPart, code: "AADSTS1", reason: REASON });
const night = async () => {
  engine.newRun();
  engine.said.length = 0;
  await address.refresh();
};
const warnings = () => engine.said.filter((line) => line.startsWith("warning:"));

describe("a certain end", () => {
  test("of the very key that VCC holds is drift, and up is refused with its cause", async () => {
    await address.up(withKey);
    ends("revoked", "key");
    await night();
    expect(address.state).toMatchObject({ status: "Expired", health: "revoked", healthReason: REASON });
    await expect(address.up(withKey)).rejects.toThrow(REASON);
  });

  test("of a key that VCC doesn't hold is none of VCC's: only the changed fingerprint shows", async () => {
    await address.up(withKey);
    engine.material.set("env:KEY", "a rotated key");
    ends("revoked", "key");
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "unknown" });
    expect(address.preview(withKey)).toBe("update");
  });

  test("of the first copy of a Microsoft refresh token, which VCC has renewed, never is drift", async () => {
    await address.up(withToken);
    ends("expired", "idleToken");
    for (let nights = 0; nights < 3; nights += 1) {
      await night();
      expect(address.state).toMatchObject({ status: "Active", health: "active" });
      expect(address.state["healthReason"]).toContain("VCC is signed in and goes on.");
      expect(warnings()).toHaveLength(1);
      engine.calls();
      expect(await address.up(withToken)).toBe("same");
      expect(engine.calls()).toEqual([]);
    }
  });

  test.each<{ rule: string; health: EndedHealth; endedPart: SignInPart }>([
    { rule: "the app's client secret", health: "expired", endedPart: "key" },
    { rule: "the app", health: "revoked", endedPart: "app" },
    { rule: "the account", health: "mailboxGone", endedPart: "account" },
  ])(
    "of $rule behind a Microsoft refresh token is VCC's, too, until it is mended",
    async ({ health, endedPart }) => {
      await address.up(withToken);
      ends(health, endedPart);
      await night();
      expect(address.state).toMatchObject({ status: "Expired", health, healthReason: REASON });
      engine.calls();
      await expect(address.up(withToken)).rejects.toThrow(REASON);
      expect(engine.writes()).toEqual([]);
      // No answer takes nothing back.
      engine.probes.set(MAILBOX, { health: "unknown", cause: "transient", reason: REASON });
      await night();
      expect(address.state).toMatchObject({ status: "Expired", health, healthReason: REASON });
      engine.probes.delete(MAILBOX);
      await night();
      expect(address.state).toMatchObject({ status: "Active", health: "active" });
      await address.up(withToken);
      expect(engine.writes()).toEqual([]);
    },
  );

  test("of what may have been wrong from the start is drift where VCC was signed in with it", async () => {
    await address.up(withKey);
    const wrong = { health: "unknown", cause: "misconfigured", endedPart: "app", reason: REASON } as const;
    engine.probes.set(MAILBOX, wrong);
    await night();
    // New apps and keys aren't known everywhere at once.
    expect(address.state).toMatchObject({ status: "Active", health: "unknown" });
    engine.pass(60 * 60 * 1_000);
    await night();
    expect(address.state).toMatchObject({ status: "Expired", health: "revoked", healthReason: REASON });
    await expect(address.up(withKey)).rejects.toThrow(REASON);
  });

  test.each<{ how: string; health: EndedHealth }>([
    { how: "was revoked", health: "revoked" },
    { how: "is too old, counted from the person's sign-in,", health: "expired" },
  ])("of a Microsoft refresh token that $how can't be told of VCC's", async ({ health }) => {
    await address.up(withToken);
    ends(health, "token");
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "unknown" });
    expect(warnings()).toHaveLength(1);
    expect(address.preview(withToken)).toBe("same");
  });

  test("explains what VCC has noticed itself, and refuses to sign in with it again", async () => {
    await address.up(withToken);
    ends("expired", "token");
    engine.simulator.expire(MAILBOX);
    await night();
    expect(address.state).toMatchObject({
      status: "Expired",
      health: "expired",
      healthReason: `VCC says: The mailbox password has changed. ${REASON}`,
    });
    engine.calls();
    await expect(address.up(withToken)).rejects.toThrow(REASON);
    expect(engine.writes()).toEqual([]);
  });
});

test.each<ProbeCause>(["inconclusive", "blocked", "transient"])(
  "what can't be told (%s) is no drift, and no reason to refuse a sign-in",
  async (cause) => {
    engine.probes.set(MAILBOX, { health: "unknown", cause, reason: REASON });
    await address.up(withKey);
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "unknown", healthReason: REASON });
    expect(address.preview(withKey)).toBe("same");
  },
);

describe("of the two ends of a Microsoft sign-in by refresh token", () => {
  const declared = {
    provider: "microsoft",
    method: "refreshToken",
    clientId: "app",
    clientSecret: "env:S",
    refreshToken: "env:T",
    probe: false,
  } as const;
  const issued = { refreshTokenIssuedAt: "2026-01-01" };
  const secretEnds = (clientSecretExpiresAt: string) => ({ clientSecretExpiresAt });

  test.each<{
    rule: string;
    ends: object;
    today: string;
    health: string;
    end?: string;
    says?: string;
    vcc?: string;
  }>([
    {
      rule: "the first to come is told",
      ends: { ...issued, ...secretEnds("2026-03-01") },
      today: "2026-02-20",
      health: "expiring",
      end: "2026-03-01T00:00:00Z",
      says: "ends at",
    },
    {
      rule: "the copy's is told while it is to come",
      ends: { ...issued, ...secretEnds("2027-01-01") },
      today: "2026-03-20",
      health: "expiring",
      end: "2026-04-01T00:00:00Z",
      says: "ends at",
    },
    {
      rule: "the copy's counts no more once it is past",
      ends: { ...issued, ...secretEnds("2027-01-01") },
      today: "2026-05-01",
      health: "active",
      end: "2027-01-01T00:00:00Z",
    },
    { rule: "the copy's alone leaves none", ends: issued, today: "2026-05-01", health: "active" },
    {
      rule: "none is hidden by a word of VCC that is no moment",
      ends: secretEnds("2026-06-01"),
      vcc: "never",
      today: "2026-05-20",
      health: "expiring",
      end: "2026-06-01T00:00:00Z",
      says: "ends at",
    },
    {
      rule: "VCC's own word counts before both",
      ends: { ...issued, ...secretEnds("2026-06-01") },
      vcc: "2026-12-01T00:00:00Z",
      today: "2026-05-20",
      health: "active",
      end: "2026-12-01T00:00:00Z",
    },
    ...["2026-06-01", "2026-06-03", "2026-11-01"].map((today) => ({
      rule: `the secret's, which VCC holds, is told on ${today}, too`,
      ends: { ...issued, ...secretEnds("2026-06-01") },
      today,
      health: "expiring",
      end: "2026-06-01T00:00:00Z",
      says: "ended at",
    })),
  ])("$rule", ({ ends, today, health, end, says, vcc: expiresAt }) => {
    const now = () => Date.parse(today);
    const environment = { S: "client-secret-9876543210", T: "refresh-token-1234567890" };
    const credentials = createCredentials({ environment, folder: "/", config: () => undefined }, { now });
    const credential = { ...declared, ...ends };
    const fingerprint = credentials.fingerprint(credential, MAILBOX);
    const authentication = {
      status: "Active",
      fingerprint,
      authenticatedAt: "2026-01-01T00:00:00Z",
      expiresAt,
    };
    const dto = { emailAddress: MAILBOX, authentication } as unknown as EmailAddressDto;
    const context = { credentials, now, sayOnce: () => undefined } as unknown as Context;
    const known = {
      health: "active",
      credentialExpiresAt: "2026-04-01T00:00:00Z",
      ...authentication,
    } as const;
    const probe = { health: "unknown", cause: "skipped" } as const;
    const found = concludeHealth(context, { dto, credential, known, probe });
    expect(found).toMatchObject({ status: "Active", health });
    expect(found.credentialExpiresAt).toBe(end);
    expect(found.healthReason ?? "").toContain(says ?? "");
  });
});

describe("an end belongs to one sign-in", () => {
  const END = "2026-11-05T00:00:00Z";
  const ending = { ...withKey, credential: { ...SERVICE_ACCOUNT, keyExpiresAt: END } };

  test("of a key that was replaced by one without an end, nothing remains", async () => {
    await address.up(ending);
    await night();
    expect(address.state).toMatchObject({ health: "expiring", credentialExpiresAt: END });
    engine.material.set("env:KEY", "a lasting key");
    expect(await address.up(withKey)).toBe("update");
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
    expect(Object.keys(address.state)).not.toContain("credentialExpiresAt");
    expect(Object.keys(address.state)).not.toContain("healthReason");
    expect(warnings()).toEqual([]);
  });

  test("of a key that expired in VCC and was replaced, nothing remains", async () => {
    await address.up(ending);
    engine.pass(7 * 24 * 60 * 60 * 1_000);
    engine.simulator.expire(MAILBOX);
    await night();
    engine.material.set("env:KEY", "a lasting key");
    await address.up(withKey);
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
    expect(Object.keys(address.state)).not.toContain("credentialExpiresAt");
  });

  test("that the program declares no more counts no more, without a call", async () => {
    await address.up(ending);
    engine.calls();
    expect(await address.up(withKey)).toBe("update");
    expect(engine.calls()).toEqual([]);
    expect(address.state["health"]).toBe("active");
    expect(Object.keys(address.state)).not.toContain("credentialExpiresAt");
  });

  test("is not that of material which VCC isn't signed in with", async () => {
    await address.up(withKey);
    engine.simulator.signIn(MAILBOX);
    await night();
    await address.up(withKey);
    address.state = { ...address.state, credential: ending.credential };
    engine.simulator.signIn(MAILBOX);
    await night();
    expect(Object.keys(address.state)).not.toContain("credentialExpiresAt");
  });
});

describe("a status that this release doesn't know", () => {
  const set = (status: string) => {
    const { authentication, id } = engine.simulator.state().addresses[0] ?? {};
    engine.simulator.overwrite("address", id ?? "", { authentication: { ...authentication, status } });
  };

  test("is unknown: no drift, no sign-in, a warning that quotes it", async () => {
    await address.up(withKey);
    set("ACTIVE");
    await night();
    expect(address.state).toMatchObject({ status: "ACTIVE", health: "unknown" });
    expect(warnings()).toEqual([expect.stringContaining(`VCC's status is "ACTIVE"`)]);
    engine.calls();
    expect(await address.up(withKey)).toBe("same");
    expect(await address.up({ ...withKey, description: "d" })).toBe("update");
    expect(engine.writes()).toEqual([expect.stringContaining("PATCH address")]);
  });

  test("is no failure of a sign-in that VCC has taken", async () => {
    await address.up(withKey);
    const { authentication, ...dto } = engine.simulator.state().addresses[0] ?? {};
    engine.simulator.addFault({
      method: "PUT",
      path: /authentication$/u,
      after: true,
      status: 200,
      body: { ...dto, authentication: { ...authentication, status: "ACTIVE" } },
    });
    engine.material.set("env:KEY", "a rotated key");
    expect(await address.up(withKey)).toBe("update");
    expect(address.state).toMatchObject({ status: "ACTIVE", health: "unknown" });
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
  });

  test("asks nobody to sign in by hand", async () => {
    const byPerson = { emailAddress: MAILBOX, name: "Support" };
    engine.simulator.create("address", { emailAddress: MAILBOX, name: "Support" });
    set("SIGNED_IN");
    await address.up({ ...byPerson, adopt: engine.simulator.state().addresses[0]?.id });
    expect(engine.writes()).toEqual([]);
    expect(address.state).toMatchObject({ status: "SIGNED_IN", health: "unknown" });
  });
});

test("a run without the secret that only says which account the address belongs to asks for nothing", async () => {
  await address.up(withToken);
  engine.material.clear();
  engine.newRun();
  engine.calls();
  const named = { ...withToken, credential: { ...withToken.credential, account: "upn@example.com" } };
  expect(await address.up(named)).toBe("update");
  expect(engine.calls()).toEqual([]);
  expect(address.preview(named)).toBe("same");
});
