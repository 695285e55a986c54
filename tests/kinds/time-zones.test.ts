import { OWN_TIME_ZONE, setTimeZone } from "../support/time-zone";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";

const engine = useEngineDouble();
afterEach(() => {
  setTimeZone(OWN_TIME_ZONE);
});

const args = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
/** The engine double's clock begins at that moment. */
const BEGIN = "2026-11-01T08:00:00";
const ZONES = [
  { zone: "Asia/Tokyo", ahead: 9 },
  { zone: "UTC", ahead: 0 },
  { zone: "America/New_York", ahead: -5 },
];

describe.each(ZONES)("on a machine in $zone, what VCC tells without a zone is UTC:", ({ zone, ahead }) => {
  beforeEach(() => {
    setTimeZone(zone);
    expect(new Date(BEGIN).getTime()).toBe(Date.parse(`${BEGIN}Z`) - ahead * 3_600_000);
  });

  test("a key that is unknown within an hour of the sign-in isn't told as ended, after it is", async () => {
    engine.simulator.addFault({ path: "/addresses", times: 1_000, tells: { authenticatedAt: BEGIN } });
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up(args);
    engine.probes.set(MAILBOX, {
      health: "unknown",
      cause: "misconfigured",
      endedPart: "key",
      code: "x",
      reason: "The key is unknown.",
    });
    engine.newRun();
    await address.refresh();
    expect(address.state).toMatchObject({ status: "Active", health: "unknown" });
    engine.pass(60 * 60_000);
    engine.newRun();
    await address.refresh();
    expect(address.state).toMatchObject({ status: "Expired", health: "revoked" });
  });

  test.each([
    { rule: "an equal object from before a lost create isn't this stack's", made: BEGIN, isOwn: false },
    { rule: "one that was made as the create was sent is", made: "2026-11-01T08:01:00", isOwn: true },
  ])("$rule", async ({ made, isOwn }) => {
    await new ManagedResource(engine, "EmailProfile", "first").up({ name: "First" });
    engine.simulator.create("profile", { name: "Care", description: "" });
    engine.pass(60_000);
    const tells = { createdAt: made, updatedAt: made };
    engine.simulator.addFault({ method: "GET", path: "/profiles", times: 100, tells });
    engine.simulator.addFault({ method: "POST", path: "/profiles$", close: true });
    const up = new ManagedResource(engine, "EmailProfile").up({ name: "Care" });
    if (isOwn) await up;
    else await expect(up).rejects.toThrow("exists already");
  });

  test("a state of before that has a time without a zone still knows its sign-in and its last write", async () => {
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up(args);
    const { authenticatedAt, updatedAt } = address.state;
    const bare = (time: unknown) => String(time).replace(/Z$/u, "");
    address.state = {
      ...address.state,
      authenticatedAt: bare(authenticatedAt),
      updatedAt: bare(updatedAt),
      health: "unknown",
      healthReason: "Of this sign-in.",
    };
    engine.newRun();
    engine.probes.set(MAILBOX, { health: "unknown", cause: "transient", reason: "No answer." });
    engine.calls();
    await address.refresh();
    // Nothing is waited for, and what was known still holds.
    expect(engine.calls().filter((call) => call === "GET address")).toHaveLength(0);
    expect(address.state).toMatchObject({ authenticatedAt, updatedAt, healthReason: "Of this sign-in." });
  });

  test("what has a zone is kept as VCC tells it", async () => {
    const told = "2026-11-01T17:00:00.5+09:00";
    engine.simulator.addFault({
      path: "/addresses",
      times: 1_000,
      tells: { authenticatedAt: told, updatedAt: told },
    });
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up(args);
    expect(address.state).toMatchObject({ authenticatedAt: told, updatedAt: told });
  });
});
