import { ConflictError } from "../../provider/errors";
import { prepareAddress } from "../support/account-objects";
import { ManagedResource } from "../support/managed-resource";
import { createEngineDouble, type EngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";

const THREE_HOURS_IN_MS = 3 * 60 * 60_000;
const CARE = { name: "Care" };

let engine: EngineDouble;
afterEach(async () => engine.stop());

/** Somebody's object, equal in every field. */
const makeTheirs = () => {
  engine.simulator.create("profile", { name: "Care", description: "" });
};
const loseBeforeItLands = () => {
  engine.simulator.addFault({ method: "POST", path: "/profiles$", close: true });
};
const profileCount = () => engine.simulator.state().profiles.filter(({ name }) => name === "Care").length;

describe.each([
  { clock: "right", clockAheadMs: 0 },
  { clock: "3 hours fast", clockAheadMs: THREE_HOURS_IN_MS },
  { clock: "3 hours slow", clockAheadMs: -THREE_HOURS_IN_MS },
])("a create whose reply is lost, where this machine's clock is $clock", ({ clockAheadMs }) => {
  beforeEach(async () => {
    engine = await createEngineDouble({ clockAheadMs });
  });

  test("knows its own object", async () => {
    engine.simulator.addFault({ method: "POST", path: "/profiles$", after: true, close: true });
    expect(await new ManagedResource(engine, "EmailProfile").up(CARE)).toBe("create");
    expect(profileCount()).toBe(1);
  });

  test("knows as another's what was there before this run", async () => {
    makeTheirs();
    loseBeforeItLands();
    await expect(new ManagedResource(engine, "EmailProfile").up(CARE)).rejects.toThrow(ConflictError);
    expect(engine.writes()).toEqual([]);
  });

  test("knows as another's what was made during this run, before it was sent", async () => {
    await new ManagedResource(engine, "EmailProfile", "first").up({ name: "First" });
    makeTheirs();
    engine.pass(60_000);
    engine.writes();
    loseBeforeItLands();
    await expect(new ManagedResource(engine, "EmailProfile").up(CARE)).rejects.toThrow("Nothing proves");
    expect(engine.writes()).toEqual([]);
  });

  test("doesn't count the time that it waited for its turn as sent", async () => {
    await new ManagedResource(engine, "EmailProfile", "first").up({ name: "First" });
    engine.writes();
    // After the first of two waits, somebody makes the object.
    engine.simulator.addFault({ method: "POST", status: 429, headers: { "retry-after": "30" }, times: 2 });
    engine.after(1_000, () => {
      makeTheirs();
      loseBeforeItLands();
    });
    await expect(new ManagedResource(engine, "EmailProfile").up(CARE)).rejects.toThrow("Nothing proves");
    expect(profileCount()).toBe(1);
    expect(engine.writes()).toEqual([]);
  });
});

describe("an orphan under a name that was generated", () => {
  beforeEach(async () => {
    engine = await createEngineDouble();
  });

  test("is taken up from the list that the run began with: any number of them cost one listing", async () => {
    const orphans = Array.from({ length: 20 }, (_, index) => `inbox${index}`);
    for (const name of orphans) await new ManagedResource(engine, "EmailProfile", name).up({});
    engine.newRun();
    engine.calls();
    const again = orphans.map(async (name) => new ManagedResource(engine, "EmailProfile", name).up({}));
    expect(await Promise.all(again)).toEqual(orphans.map(() => "create"));
    const calls = engine.calls();
    expect(calls).toEqual(orphans.map(() => "POST profile"));
    expect(engine.lists().filter((list) => list === "LIST profile")).toHaveLength(1);
    expect(engine.simulator.state().profiles).toHaveLength(orphans.length);
  });

  test("is another's where the stack is another", async () => {
    const ours = new ManagedResource(engine, "EmailProfile");
    await ours.up({});
    const { name } = ours.state;
    await engine.stop();
    engine = await createEngineDouble();
    const theirs = new ManagedResource(engine, "EmailProfile");
    await theirs.up({});
    expect(theirs.state["name"]).not.toBe(name);
  });
});

describe("a fixed name whose object was replaced by a run that was killed", () => {
  const args = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
  const moved = { ...args, emailAddress: "help@example.com" };
  beforeEach(async () => {
    engine = await createEngineDouble();
  });

  test("is taken up once the engine has shown the object that is gone", async () => {
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up(args);
    // The killed run: the old object deleted, the new one made, and neither stored.
    engine.simulator.delete("address", MAILBOX);
    engine.simulator.create("address", { emailAddress: "help@example.com", name: "Support" });
    engine.newRun();
    engine.calls();
    expect(await address.up(moved)).toBe("replace");
    expect(engine.writes().map((write) => write.split(" ").slice(0, 2).join(" "))).toEqual(["PUT sign-in"]);
  });

  test.each([
    { rule: "in one field", fields: { description: "by hand" } },
    { rule: "in its mailbox", fields: { emailAddress: "other@example.com" } },
  ])("is not, where it differs $rule", async ({ fields }) => {
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up(args);
    engine.simulator.delete("address", MAILBOX);
    engine.simulator.create("address", { emailAddress: "help@example.com", name: "Support", ...fields });
    engine.newRun();
    await expect(address.up(moved)).rejects.toThrow("Nothing proves");
  });

  test("is not, where no run has shown a predecessor", async () => {
    engine.simulator.create("address", { emailAddress: "help@example.com", name: "Support" });
    await expect(new ManagedResource(engine, "EmailAddress").up(moved)).rejects.toThrow("Nothing proves");
  });
});

test.each(["InteractionPlanMapping", "EmailProfile"] as const)(
  "an %s that goes to another stack, under another resource name, isn't taken back by the first",
  async (kind) => {
    engine = await createEngineDouble();
    prepareAddress(engine.simulator);
    const args = kind === "EmailProfile" ? {} : { interactionPlan: "Sales", addresses: [MAILBOX] };
    const before = new ManagedResource(engine, kind, "support");
    await before.up(args);
    engine.newRun();
    const taken = new ManagedResource({ ...engine, stackIdentity: "another stack" }, kind, "care");
    await taken.up({ ...args, adopt: before.id });
    engine.newRun();
    // The first stack let go of it by retainOnDelete, and declares it again.
    const again = new ManagedResource(engine, kind, "support");
    await again.up(args);
    expect(again.id).not.toBe(taken.id);
    engine.newRun();
    await again.destroy();
    const { mappings, profiles } = engine.simulator.state();
    expect([...mappings.map(({ mappingId }) => mappingId), ...profiles.map(({ id }) => id)]).toEqual([
      taken.id,
    ]);
  },
);
