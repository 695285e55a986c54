import { KINDS, prepareAddress } from "../support/kinds";
import { Managed } from "../support/managed-resource";
import { openStage, type Stage } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";

const VISIBILITY_WAIT_MS = 30_000;
/** VCC's times, and the `Date` of its replies, are coarser than a clock. */
const CLOCK_GRAIN_MS = 2_000;
/** One look a second, a list before, and the plans after. */
const MOST_CALLS = (VISIBILITY_WAIT_MS + CLOCK_GRAIN_MS) / 1_000 + 3;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.stop());

async function waitOf(work: Promise<unknown>): Promise<number> {
  const startedMs = stage.now();
  await work;
  return stage.now() - startedMs;
}

describe.each(KINDS)("$kind, while GETs lag behind writes", (row) => {
  const { kind, noun } = row;
  const [change = { field: "", value: "" }] = row.changes;

  async function made(lagMs: number) {
    const args = row.prepare(stage.simulator);
    const resource = new Managed(stage, kind);
    stage.simulator.setStaleReads({ lagMs });
    await resource.up(args);
    stage.calls();
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
    expect(stage.calls().length).toBeLessThanOrEqual(MOST_CALLS);
  });

  test("a change that was just made is waited for, and its old value is no drift", async () => {
    const { args, resource } = await made(20_000);
    stage.pass(60_000);
    const changed = { ...args, [change.field]: change.value };
    await resource.up(changed);
    const waitedMs = await waitOf(resource.refresh());
    expect(waitedMs).toBeGreaterThan(15_000);
    expect(waitedMs).toBeLessThanOrEqual(20_000);
    expect(resource.preview(changed)).toBe("same");
  });

  test("GETs that jump back and forth show no drift, and nothing gone", async () => {
    const { args, resource } = await made(20_000);
    stage.simulator.setStaleReads({ lagMs: 20_000, everyNth: 2 });
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
    expect(stage.calls().length).toBeLessThanOrEqual(MOST_CALLS);
  });

  test("somebody's deletion soon after a write is believed only when the wait is over", async () => {
    const { resource } = await made(0);
    stage.pass(5_000);
    stage.simulator.delete(noun, row.key);
    const looks = resource.refresh();
    const waitedMs = await waitOf(looks);
    expect(await looks).toBe("gone");
    expect(waitedMs).toBeGreaterThan(20_000);
    expect(waitedMs).toBeLessThanOrEqual(VISIBILITY_WAIT_MS + CLOCK_GRAIN_MS);
  });

  test("somebody's deletion long after the last write is believed at once", async () => {
    const { resource } = await made(0);
    stage.pass(60_000);
    stage.simulator.delete(noun, row.key);
    const looks = resource.refresh();
    expect(await waitOf(looks)).toBe(0);
    expect(await looks).toBe("gone");
    expect(stage.calls()).toEqual(row.readGone);
  });

  test("a deleted object that still answers is deleted without an error", async () => {
    const { resource } = await made(0);
    stage.newRun();
    stage.simulator.setStaleReads({ lagMs: 20_000 });
    stage.simulator.delete(noun, row.key);
    const destroyed = resource.destroy();
    expect(await waitOf(destroyed)).toBeLessThanOrEqual(20_000 + CLOCK_GRAIN_MS);
    await destroyed;
    expect(stage.calls().filter((call) => call.startsWith("DELETE"))).toEqual([`DELETE ${noun}`]);
  });
});

const WITH_OWN_ID = KINDS.filter(({ kind }) => kind !== "EmailSignature");

test.each(WITH_OWN_ID)(
  "a successor of $kind is made at once, while the deleted one still answers",
  async (row) => {
    const args = row.prepare(stage.simulator);
    const resource = new Managed(stage, row.kind);
    await resource.up(args);
    stage.newRun();
    stage.simulator.setStaleReads({ lagMs: 20_000 });
    await resource.destroy();
    stage.calls();
    await resource.up(args);
    expect(stage.calls()).toEqual(row.create);
    expect(await resource.refresh()).toBe("there");
  },
);

describe("a sign-in, while GETs lag behind writes", () => {
  test("that was just renewed is waited for, and its old status is no drift", async () => {
    const address = new Managed(stage, "EmailAddress");
    const args = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
    await address.up(args);
    stage.simulator.expire(MAILBOX);
    stage.newRun();
    await address.refresh();
    stage.simulator.setStaleReads({ lagMs: 20_000 });
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
    stage.simulator.skewClock(skewMs);
    const addressId = prepareAddress(stage.simulator);
    stage.simulator.setStaleReads({ lagMs: 10_000 });
    stage.simulator.create("signature", { emailAddress: MAILBOX, html: "<p>Support</p>" });
    const [signature] = stage.simulator.state().signatures;
    const state = { addressId, html: "<p>Support</p>", updatedAt: signature?.updatedAt, __v: 1 };
    const read = stage.lifecycle("EmailSignature").read(addressId, state);
    expect(await waitOf(read)).toBe(10_000);
    expect(await read).toBeDefined();
  });

  test.each([
    { rule: "an hour behind", skewMs: -HOUR_MS },
    { rule: "an hour ahead", skewMs: HOUR_MS },
  ])("$rule, what was deleted long ago is gone at once", async ({ skewMs }) => {
    stage.simulator.skewClock(skewMs);
    const addressId = prepareAddress(stage.simulator);
    const updatedAt = new Date(stage.now() + skewMs - 2 * HOUR_MS).toISOString();
    const state = { addressId, html: "<p>Support</p>", updatedAt, __v: 1 };
    const read = stage.lifecycle("EmailSignature").read(addressId, state);
    expect(await waitOf(read)).toBe(0);
    expect(await read).toBeUndefined();
  });
});
