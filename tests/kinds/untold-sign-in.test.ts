import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { Managed } from "../support/managed-resource";
import { openStage, type Stage } from "../support/engine-double";

let stage: Stage;
let address: Managed;
beforeEach(async () => {
  stage = await openStage();
  address = new Managed(stage, "EmailAddress");
});
afterEach(async () => stage.stop());

const args = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
const tells = (fields: Readonly<Record<string, unknown>>) =>
  stage.simulator.addFault({ path: "/addresses", times: 1_000, tells: fields });

describe.each([
  { how: "leaves out", fingerprint: undefined },
  { how: "answers null for", fingerprint: null },
])("a VCC that $how the fingerprint of a sign-in", ({ fingerprint }) => {
  beforeEach(() => tells({ fingerprint }));

  test("is signed in to once", async () => {
    await address.up(args);
    for (let run = 0; run < 2; run += 1) {
      stage.newRun();
      stage.calls();
      await address.refresh();
      expect(await address.up({ ...args, description: `d${run}` })).toBe("update");
      expect(stage.writes()).toEqual([`PATCH address {"description":"d${run}"}`]);
      expect(address.preview({ ...args, description: `d${run}` })).toBe("same");
    }
  });

  test("gets other material, and only then", async () => {
    await address.up(args);
    stage.newRun();
    stage.material.set("env:KEY", "a rotated key");
    stage.calls();
    expect(await address.up(args)).toBe("update");
    expect(stage.calls()).toEqual(["GET address", "PUT sign-in"]);
    stage.newRun();
    await address.refresh();
    expect(address.preview(args)).toBe("same");
  });

  test("has the material whose death is certain", async () => {
    await address.up(args);
    stage.probes.set(MAILBOX, { health: "revoked", dead: "key", code: "x", reason: "The key is gone." });
    stage.newRun();
    await address.refresh();
    expect(address.state).toMatchObject({ status: "Expired", health: "revoked" });
  });

  test("shows by the time that somebody signed in by hand", async () => {
    await address.up(args);
    stage.newRun();
    stage.simulator.signIn(MAILBOX);
    await address.refresh();
    expect(address.state["credentialFingerprint"]).toBeUndefined();
    expect(address.preview(args)).toBe("update");
  });

  test("shows by the method that somebody signed in by hand, where it tells no time either", async () => {
    stage.simulator.clearFaults();
    tells({ fingerprint, authenticatedAt: undefined });
    await address.up(args);
    stage.newRun();
    await address.refresh();
    expect(address.preview(args)).toBe("same");
    stage.simulator.signIn(MAILBOX);
    stage.newRun();
    await address.refresh();
    expect(address.state["credentialFingerprint"]).toBeUndefined();
    expect(address.preview(args)).toBe("update");
    // What dies now is this stack's key, not the sign-in that a person gave VCC.
    stage.probes.set(MAILBOX, { health: "revoked", dead: "key", code: "x", reason: "The key is gone." });
    stage.newRun();
    await address.refresh();
    expect(address.state).toMatchObject({ status: "Active", health: "unknown" });
  });

  test.each([
    { told: { method: "serviceAccount", provider: "google" }, seen: "same" },
    { told: { method: "interactive" }, seen: "update" },
    { told: { method: "Interactive" }, seen: "update" },
    { told: { method: "refreshToken" }, seen: "update" },
    { told: { provider: "microsoft" }, seen: "update" },
    // Words that this release doesn't know tell nothing.
    { told: { method: "service-account", provider: "Google Workspace" }, seen: "same" },
    { told: { method: null, provider: null }, seen: "same" },
    { told: { method: undefined, provider: undefined }, seen: "same" },
  ])("and tells of $told after a service account's sign-in: $seen", async ({ told, seen }) => {
    stage.simulator.clearFaults();
    tells({ fingerprint, authenticatedAt: undefined });
    await address.up(args);
    stage.newRun();
    stage.simulator.clearFaults();
    tells({ fingerprint, authenticatedAt: undefined, ...told });
    await address.refresh();
    expect(address.preview(args)).toBe(seen);
  });

  test("isn't taken for signed in with what it was given, where a person came first", async () => {
    stage.simulator.clearFaults();
    tells({ fingerprint, method: "interactive" });
    await address.up(args);
    expect(address.state["credentialFingerprint"]).toBeUndefined();
    expect(address.preview(args)).toBe("update");
  });

  test("is looked at after a lost reply by the time", async () => {
    await address.up(args);
    stage.newRun();
    stage.material.set("env:KEY", "a rotated key");
    stage.simulator.clearFaults();
    stage.simulator.addFault({
      method: "PUT",
      path: "/authentication$",
      after: true,
      status: 200,
      body: "<p>",
    });
    tells({ fingerprint });
    stage.calls();
    await address.up(args);
    expect(stage.calls().filter((call) => call === "PUT sign-in")).toHaveLength(1);
    expect(address.preview(args)).toBe("same");
  });
});

test("of an address of which only the id could be read, nobody says that it is signed in", async () => {
  stage.simulator.setStaleReads({ lagMs: 60_000 });
  stage.simulator.addFault({ method: "POST", path: "/addresses$", tells: { authentication: 0 } });
  await expect(address.up(args)).rejects.toThrow("The object was made, with the id");
  expect(address.state).toMatchObject({ emailAddress: MAILBOX });
  expect(Object.keys(address.state)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(status|credentialFingerprint)$/u)]),
  );
  stage.newRun();
  stage.calls();
  expect(await address.up(args)).toBe("update");
  expect(stage.calls()).toContain("PUT sign-in");
  expect(address.state).toMatchObject({ status: "Active", health: "active" });
});

describe("an end of the sign-in that is no time", () => {
  test.each(["1700000000", "31/12/2020", "2026-13-01T00:00:00Z", "soon"])(
    "%s isn't known, and that is said",
    async (expiresAt) => {
      tells({ expiresAt });
      await address.up(args);
      expect(address.state).toMatchObject({ status: "Active", health: "active" });
      expect(address.state["credentialExpiresAt"]).toBeUndefined();
      expect(stage.said).toEqual(
        expect.arrayContaining([
          expect.stringContaining(`as ${JSON.stringify(expiresAt)}, which is no time`),
        ]),
      );
    },
  );

  test.each([
    { told: "2026-11-05", end: "2026-11-05" },
    { told: "2026-11-05T08:00:00", end: "2026-11-05T08:00:00Z" },
    { told: "2026-11-05T08:00:00.123+02:00", end: "2026-11-05T08:00:00.123+02:00" },
  ])("but $told is one", async ({ told, end }) => {
    tells({ expiresAt: told });
    await address.up(args);
    expect(address.state).toMatchObject({ health: "expiring", credentialExpiresAt: end });
  });
});
