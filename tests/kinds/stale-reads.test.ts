import { KINDS } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { prepareAddress } from "../support/account-objects";

const VISIBILITY_WAIT_MS = 30_000;
/** VCC's times, and the `Date` of its replies, are coarser than a clock. */
const CLOCK_GRAIN_MS = 2_000;
/** One look a second, a list before, and the plans after. */
const MOST_CALLS = (VISIBILITY_WAIT_MS + CLOCK_GRAIN_MS) / 1_000 + 3;

const engine = useEngineDouble();

async function waitOf(work: Promise<unknown>): Promise<number> {
  const startedMs = engine.now();
  await work;
  return engine.now() - startedMs;
}

describe.each(KINDS)("$kind, while GETs lag behind writes", (row) => {
  const { kind, noun } = row;
  const [change = { field: "", value: "" }] = row.changes;

  async function made(lagMs: number) {
    const args = row.prepare(engine.simulator);
    const resource = new ManagedResource(engine, kind);
    engine.simulator.setStaleReads({ lagMs });
    await resource.up(args);
    engine.calls();
    return { args, resource };
  }

  test("an object that was just made is waited for, and not taken for gone", async () => {
    const { args, resource } = await made(20_000);
    const { state } = resource;
    const waitedMs = await waitOf(resource.refresh());
    expect(waitedMs).toBeGreaterThan(15_000);
    expect(waitedMs).toBeLessThanOrEqual(20_000);
    expect(resource.state).toEqual(state);
    expect(resource.preview(args)).toBe("same");
    expect(engine.calls().length).toBeLessThanOrEqual(MOST_CALLS);
  });

  test("a change that was just made is waited for, and its old value is no drift", async () => {
    const { args, resource } = await made(20_000);
    engine.pass(60_000);
    const changed = { ...args, [change.field]: change.value };
    await resource.up(changed);
    const waitedMs = await waitOf(resource.refresh());
    expect(waitedMs).toBeGreaterThan(15_000);
    expect(waitedMs).toBeLessThanOrEqual(20_000);
    expect(resource.preview(changed)).toBe("same");
  });

  test("GETs that jump back and forth show no drift, and nothing gone", async () => {
    const { args, resource } = await made(20_000);
    engine.simulator.setStaleReads({ lagMs: 20_000, everyNth: 2 });
    const changed = { ...args, [change.field]: change.value };
    await resource.up(changed);
    for (let look = 0; look < 5; look += 1) {
      expect(await resource.refresh()).toBe("there");
      expect(resource.preview(changed)).toBe("same");
    }
  });

  test("the wait is bounded", async () => {
    const { resource } = await made(3_600_000);
    const waitedMs = await waitOf(resource.refresh());
    expect(waitedMs).toBeGreaterThanOrEqual(VISIBILITY_WAIT_MS);
    expect(waitedMs).toBeLessThanOrEqual(VISIBILITY_WAIT_MS + CLOCK_GRAIN_MS);
    expect(engine.calls().length).toBeLessThanOrEqual(MOST_CALLS);
  });

  test("somebody's deletion soon after a write is believed only when the wait is over", async () => {
    const { resource } = await made(0);
    engine.pass(5_000);
    engine.simulator.delete(noun, row.key);
    const looks = resource.refresh();
    const waitedMs = await waitOf(looks);
    expect(await looks).toBe("gone");
    expect(waitedMs).toBeGreaterThan(20_000);
    expect(waitedMs).toBeLessThanOrEqual(VISIBILITY_WAIT_MS + CLOCK_GRAIN_MS);
  });

  test("somebody's deletion long after the last write is believed at once", async () => {
    const { resource } = await made(0);
    engine.pass(60_000);
    engine.simulator.delete(noun, row.key);
    const looks = resource.refresh();
    expect(await waitOf(looks)).toBe(0);
    expect(await looks).toBe("gone");
    expect(engine.calls()).toEqual(row.readGone);
  });

  test("a deleted object that still answers is deleted without an error", async () => {
    const { resource } = await made(0);
    engine.newRun();
    engine.simulator.setStaleReads({ lagMs: 20_000 });
    engine.simulator.delete(noun, row.key);
    const destroyed = resource.destroy();
    expect(await waitOf(destroyed)).toBeLessThanOrEqual(20_000 + CLOCK_GRAIN_MS);
    await destroyed;
    expect(engine.calls().filter((call) => call.startsWith("DELETE"))).toEqual([`DELETE ${noun}`]);
  });
});

const WITH_OWN_ID = KINDS.filter(({ kind }) => kind !== "EmailSignature");

test.each(WITH_OWN_ID)(
  "a successor of $kind is made at once, while the deleted one still answers",
  async (row) => {
    const args = row.prepare(engine.simulator);
    const resource = new ManagedResource(engine, row.kind);
    await resource.up(args);
    engine.newRun();
    engine.simulator.setStaleReads({ lagMs: 20_000 });
    await resource.destroy();
    engine.calls();
    await resource.up(args);
    expect(engine.calls()).toEqual(row.create);
    expect(await resource.refresh()).toBe("there");
  },
);

describe("a sign-in, while GETs lag behind writes", () => {
  test("that was just renewed is waited for, and its old status is no drift", async () => {
    const address = new ManagedResource(engine, "EmailAddress");
    const args = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
    await address.up(args);
    engine.simulator.expire(MAILBOX);
    engine.newRun();
    await address.refresh();
    engine.simulator.setStaleReads({ lagMs: 20_000 });
    await address.up(args);
    expect(await waitOf(address.refresh())).toBeGreaterThan(15_000);
    expect(address.preview(args)).toBe("same");
  });
});

describe("VCC's clock and this machine's needn't agree", () => {
  const HOUR_MS = 3_600_000;
  test.each([
    { rule: "an hour behind", skewMs: -HOUR_MS },
    { rule: "an hour ahead", skewMs: HOUR_MS },
  ])("$rule, the first look of a process still waits for what was just made", async ({ skewMs }) => {
    engine.simulator.skewClock(skewMs);
    const addressId = prepareAddress(engine.simulator);
    engine.simulator.setStaleReads({ lagMs: 10_000 });
    engine.simulator.create("signature", { emailAddress: MAILBOX, html: "<p>Support</p>" });
    const [signature] = engine.simulator.state().signatures;
    const state = { addressId, html: "<p>Support</p>", updatedAt: signature?.updatedAt, __v: 1 };
    const read = engine.lifecycle("EmailSignature").read(addressId, state);
    expect(await waitOf(read)).toBe(10_000);
    expect(await read).toBeDefined();
  });

  test.each([
    { rule: "an hour behind", skewMs: -HOUR_MS },
    { rule: "an hour ahead", skewMs: HOUR_MS },
  ])("$rule, what was deleted long ago is gone at once", async ({ skewMs }) => {
    engine.simulator.skewClock(skewMs);
    const addressId = prepareAddress(engine.simulator);
    const updatedAt = new Date(engine.now() + skewMs - 2 * HOUR_MS).toISOString();
    const state = { addressId, html: "<p>Support</p>", updatedAt, __v: 1 };
    const read = engine.lifecycle("EmailSignature").read(addressId, state);
    expect(await waitOf(read)).toBe(0);
    expect(await read).toBeUndefined();
  });
});
