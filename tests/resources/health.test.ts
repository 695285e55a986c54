import type { ProbeCause } from "../../provider/core/ports";
import { MAILBOX, SERVICE_ACCOUNT } from "./kinds";
import { Managed } from "./managed";
import { openStage, type Stage } from "./stage";

let stage: Stage;
let address: Managed;
beforeEach(async () => {
  stage = await openStage();
  address = new Managed(stage, "EmailAddress");
});
afterEach(async () => stage.stop());

const REASON = "AADSTS1: the reason. The remedy.";
const withKey = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
const withToken = {
  ...withKey,
  credential: { provider: "microsoft", method: "refreshToken", clientId: "app", refreshToken: "env:KEY" },
};
const dies = (health: "expired" | "revoked" | "mailboxGone") =>
  stage.probes.set(MAILBOX, { health, code: "AADSTS1", reason: REASON });
const night = async () => {
  stage.newRun();
  stage.said.length = 0;
  await address.refresh();
};
const warnings = () => stage.said.filter((line) => line.startsWith("warning:"));

describe("a certain death", () => {
  test("of the very key that VCC holds is drift, and up is refused with its cause", async () => {
    await address.up(withKey);
    dies("revoked");
    await night();
    expect(address.state).toMatchObject({ status: "Expired", health: "revoked", healthReason: REASON });
    await expect(address.up(withKey)).rejects.toThrow(REASON);
  });

  test("of a key that VCC doesn't hold is none of VCC's: only the changed fingerprint shows", async () => {
    await address.up(withKey);
    stage.material.set("env:KEY", "a rotated key");
    dies("revoked");
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "unknown" });
    expect(address.preview(withKey)).toBe("update");
  });

  test("of the first copy of a Microsoft refresh token, which VCC has renewed, never is drift", async () => {
    await address.up(withToken);
    dies("expired");
    for (let nights = 0; nights < 3; nights += 1) {
      await night();
      expect(address.state).toMatchObject({ status: "Active", health: "active" });
      expect(address.state["healthReason"]).toContain("VCC is signed in and goes on.");
      expect(warnings()).toHaveLength(1);
      stage.calls();
      expect(await address.up(withToken)).toBe("same");
      expect(stage.calls()).toEqual([]);
    }
  });

  test("of a Microsoft refresh token that was revoked can't be told of VCC's", async () => {
    await address.up(withToken);
    dies("revoked");
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "unknown" });
    expect(warnings()).toHaveLength(1);
    expect(address.preview(withToken)).toBe("same");
  });

  test("explains what VCC has noticed itself, and refuses to sign in with it again", async () => {
    await address.up(withToken);
    dies("expired");
    stage.simulator.expire(MAILBOX);
    await night();
    expect(address.state).toMatchObject({ status: "Expired", health: "expired", healthReason: REASON });
    stage.calls();
    await expect(address.up(withToken)).rejects.toThrow(REASON);
    expect(stage.writes()).toEqual([]);
  });
});

test.each<ProbeCause>(["inconclusive", "blocked", "transient"])(
  "what can't be told (%s) is no drift, and no reason to refuse a sign-in",
  async (cause) => {
    stage.probes.set(MAILBOX, { health: "unknown", cause, reason: REASON });
    await address.up(withKey);
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "unknown", healthReason: REASON });
    expect(address.preview(withKey)).toBe("same");
  },
);

describe("an end belongs to one sign-in", () => {
  const END = "2026-11-05T00:00:00Z";
  const ending = { ...withKey, credential: { ...SERVICE_ACCOUNT, keyExpiresAt: END } };

  test("of a key that was replaced by one without an end, nothing remains", async () => {
    await address.up(ending);
    await night();
    expect(address.state).toMatchObject({ health: "expiring", credentialExpiresAt: END });
    stage.material.set("env:KEY", "a lasting key");
    expect(await address.up(withKey)).toBe("update");
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
    expect(Object.keys(address.state)).not.toContain("credentialExpiresAt");
    expect(Object.keys(address.state)).not.toContain("healthReason");
    expect(warnings()).toEqual([]);
  });

  test("of a key that expired in VCC and was replaced, nothing remains", async () => {
    await address.up(ending);
    stage.pass(7 * 24 * 60 * 60 * 1_000);
    stage.simulator.expire(MAILBOX);
    await night();
    stage.material.set("env:KEY", "a lasting key");
    await address.up(withKey);
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
    expect(Object.keys(address.state)).not.toContain("credentialExpiresAt");
  });

  test("that the program declares no more counts no more, without a call", async () => {
    await address.up(ending);
    stage.calls();
    expect(await address.up(withKey)).toBe("update");
    expect(stage.calls()).toEqual([]);
    expect(address.state["health"]).toBe("active");
    expect(Object.keys(address.state)).not.toContain("credentialExpiresAt");
  });

  test("is not that of material which VCC isn't signed in with", async () => {
    await address.up(withKey);
    stage.simulator.signIn(MAILBOX);
    await night();
    await address.up(withKey);
    address.state = { ...address.state, credential: ending.credential };
    stage.simulator.signIn(MAILBOX);
    await night();
    expect(Object.keys(address.state)).not.toContain("credentialExpiresAt");
  });
});

describe("a status that this release doesn't know", () => {
  const set = (status: string) => {
    const { authentication, id } = stage.simulator.state().addresses[0] ?? {};
    stage.simulator.overwrite("address", id ?? "", { authentication: { ...authentication, status } });
  };

  test("is unknown: no drift, no sign-in, a warning that quotes it", async () => {
    await address.up(withKey);
    set("ACTIVE");
    await night();
    expect(address.state).toMatchObject({ status: "ACTIVE", health: "unknown" });
    expect(warnings()).toEqual([expect.stringContaining(`VCC's status is "ACTIVE"`)]);
    stage.calls();
    expect(await address.up(withKey)).toBe("same");
    expect(await address.up({ ...withKey, description: "d" })).toBe("update");
    expect(stage.writes()).toEqual([expect.stringContaining("PATCH address")]);
  });

  test("is no failure of a sign-in that VCC has taken", async () => {
    await address.up(withKey);
    const { authentication, ...dto } = stage.simulator.state().addresses[0] ?? {};
    stage.simulator.addFault({
      ...{ method: "PUT", path: /authentication$/u, after: true, status: 200 },
      body: { ...dto, authentication: { ...authentication, status: "ACTIVE" } },
    });
    stage.material.set("env:KEY", "a rotated key");
    expect(await address.up(withKey)).toBe("update");
    expect(address.state).toMatchObject({ status: "ACTIVE", health: "unknown" });
    await night();
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
  });

  test("asks nobody to sign in by hand", async () => {
    const byPerson = { emailAddress: MAILBOX, name: "Support" };
    stage.simulator.create("address", { emailAddress: MAILBOX, name: "Support" });
    set("SIGNED_IN");
    await address.up({ ...byPerson, adopt: stage.simulator.state().addresses[0]?.id });
    expect(stage.writes()).toEqual([]);
    expect(address.state).toMatchObject({ status: "SIGNED_IN", health: "unknown" });
  });
});

test("a run without the secret that only says which account the address belongs to asks for nothing", async () => {
  await address.up(withToken);
  stage.material.clear();
  stage.newRun();
  stage.calls();
  const named = { ...withToken, credential: { ...withToken.credential, account: "upn@example.com" } };
  expect(await address.up(named)).toBe("update");
  expect(stage.calls()).toEqual([]);
  expect(address.preview(named)).toBe("same");
});
