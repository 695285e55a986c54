import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";

const engine = useEngineDouble();
let address: ManagedResource;
beforeEach(() => {
  address = new ManagedResource(engine, "EmailAddress");
});

const args = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
const tells = (fields: Readonly<Record<string, unknown>>) =>
  engine.simulator.addFault({ path: "/addresses", times: 1_000, tells: fields });

describe.each([
  { how: "leaves out", fingerprint: undefined },
  { how: "answers null for", fingerprint: null },
])("a VCC that $how the fingerprint of a sign-in", ({ fingerprint }) => {
  beforeEach(() => tells({ fingerprint }));

  test("is signed in to once", async () => {
    await address.up(args);
    for (let run = 0; run < 2; run += 1) {
      engine.newRun();
      engine.calls();
      await address.refresh();
      expect(await address.up({ ...args, description: `d${run}` })).toBe("update");
      expect(engine.writes()).toEqual([`PATCH address {"description":"d${run}"}`]);
      expect(address.preview({ ...args, description: `d${run}` })).toBe("same");
    }
  });

  test("gets other material, and only then", async () => {
    await address.up(args);
    engine.newRun();
    engine.material.set("env:KEY", "a rotated key");
    engine.calls();
    expect(await address.up(args)).toBe("update");
    expect(engine.calls()).toEqual(["GET address", "PUT sign-in"]);
    engine.newRun();
    await address.refresh();
    expect(address.preview(args)).toBe("same");
  });

  test("has the material whose end is certain", async () => {
    await address.up(args);
    engine.probes.set(MAILBOX, {
      health: "revoked",
      endedPart: "key",
      code: "x",
      reason: "The key is gone.",
    });
    engine.newRun();
    await address.refresh();
    expect(address.state).toMatchObject({ status: "Expired", health: "revoked" });
  });

  test("shows by the time that somebody signed in by hand", async () => {
    await address.up(args);
    engine.newRun();
    engine.simulator.signIn(MAILBOX);
    await address.refresh();
    expect(address.state["credentialFingerprint"]).toBeUndefined();
    expect(address.preview(args)).toBe("update");
  });

  test("shows by the method that somebody signed in by hand, where it tells no time either", async () => {
    engine.simulator.clearFaults();
    tells({ fingerprint, authenticatedAt: undefined });
    await address.up(args);
    engine.newRun();
    await address.refresh();
    expect(address.preview(args)).toBe("same");
    engine.simulator.signIn(MAILBOX);
    engine.newRun();
    await address.refresh();
    expect(address.state["credentialFingerprint"]).toBeUndefined();
    expect(address.preview(args)).toBe("update");
    // What ends now is this stack's key, not the sign-in that a person gave VCC.
    engine.probes.set(MAILBOX, {
      health: "revoked",
      endedPart: "key",
      code: "x",
      reason: "The key is gone.",
    });
    engine.newRun();
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
    engine.simulator.clearFaults();
    tells({ fingerprint, authenticatedAt: undefined });
    await address.up(args);
    engine.newRun();
    engine.simulator.clearFaults();
    tells({ fingerprint, authenticatedAt: undefined, ...told });
    await address.refresh();
    expect(address.preview(args)).toBe(seen);
  });

  test("isn't taken for signed in with what it was given, where a person came first", async () => {
    engine.simulator.clearFaults();
    tells({ fingerprint, method: "interactive" });
    await address.up(args);
    expect(address.state["credentialFingerprint"]).toBeUndefined();
    expect(address.preview(args)).toBe("update");
  });

  test("is looked at after a lost reply by the time", async () => {
    await address.up(args);
    engine.newRun();
    engine.material.set("env:KEY", "a rotated key");
    engine.simulator.clearFaults();
    engine.simulator.addFault({
      method: "PUT",
      path: "/authentication$",
      after: true,
      status: 200,
      body: "<p>",
    });
    tells({ fingerprint });
    engine.calls();
    await address.up(args);
    expect(engine.calls().filter((call) => call === "PUT sign-in")).toHaveLength(1);
    expect(address.preview(args)).toBe("same");
  });
});

test("of an address of which only the id could be read, nobody says that it is signed in", async () => {
  engine.simulator.setStaleReads({ lagMs: 60_000 });
  engine.simulator.addFault({ method: "POST", path: "/addresses$", tells: { authentication: 0 } });
  await expect(address.up(args)).rejects.toThrow("The object was made, with the id");
  expect(address.state).toMatchObject({ emailAddress: MAILBOX });
  expect(Object.keys(address.state)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(status|credentialFingerprint)$/u)]),
  );
  engine.newRun();
  engine.calls();
  expect(await address.up(args)).toBe("update");
  expect(engine.calls()).toContain("PUT sign-in");
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
      expect(engine.said).toEqual(
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
