import { runExport } from "../support/export-fixture";
import { importEntries } from "../support/import-entries";
import type { Fault } from "../../provider/simulator/http/faults";
import { KINDS } from "../support/kinds";
import { UNKNOWN } from "../../provider/values/unknown";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { createMapping, prepareAddress } from "../support/account-objects";

const engine = useEngineDouble();

const profiles = () => engine.simulator.state().profiles;

test.each([
  { how: "by id", adopt: () => profiles()[0]?.id },
  { how: "by its name", adopt: () => true },
])("of two resources that adopt one object $how side by side, one fails", async ({ adopt }) => {
  engine.simulator.create("profile", { name: "Care", description: "" });
  const lifecycle = engine.lifecycle("EmailProfile");
  const ours = (description: string) =>
    lifecycle.create({ name: "Care", description, settings: {}, adopt: adopt() });
  const [first, second] = await Promise.allSettled([ours("One"), ours("Two")]);
  expect(first).toMatchObject({ status: "fulfilled" });
  expect(second).toMatchObject({
    status: "rejected",
    reason: { message: expect.stringContaining("which another of its resources has") },
  });
  expect(engine.writes()).toEqual(['PATCH profile {"description":"One"}']);
});

test.each<{ readonly how: string; readonly fault: Fault }>([
  { how: "VCC answers otherwise than it was asked", fault: { alters: { description: "Theirs" } } },
  { how: "VCC refuses the change", fault: { status: 400 } },
])("where $how, what a new resource takes over isn't deleted with the old one", async ({ fault }) => {
  const old = new ManagedResource(engine, "EmailProfile", "old");
  await old.up({ name: "Care" });
  engine.newRun();
  engine.simulator.addFault({ method: "PATCH", path: "/profiles", ...fault });
  const taking = new ManagedResource(engine, "EmailProfile", "new");
  await expect(taking.up({ name: "Care", description: "Ours", adopt: true })).rejects.toThrow();
  // As the engine does with --continue-on-error.
  await old.destroy();
  expect(profiles()).toHaveLength(1);
});

test.each<{ readonly rule: string; readonly isSignedIn: boolean; readonly told: readonly unknown[] }>([
  {
    rule: "a sign-in that is replaced is told",
    isSignedIn: true,
    told: [
      expect.stringMatching(
        /^The email address \S+ is taken over, and signed in with the program's credential, in place of the one by "\w+"/u,
      ),
    ],
  },
  { rule: "of a mailbox that nobody had signed in to, there is none to tell", isSignedIn: false, told: [] },
])("$rule", async ({ isSignedIn, told }) => {
  prepareAddress(engine.simulator);
  const [address] = engine.simulator.state().addresses;
  if (isSignedIn) engine.simulator.signIn(MAILBOX);
  const args = { emailAddress: MAILBOX, name: address?.name, credential: SERVICE_ACCOUNT, adopt: true };
  await new ManagedResource(engine, "EmailAddress").up(args);
  expect(engine.said.filter((line) => line.includes("taken over"))).toEqual(told);
});

test.each(KINDS)("a run with --target adopts no $kind, but keeps what was adopted", async (row) => {
  const args = row.prepare(engine.simulator);
  const old = new ManagedResource(engine, row.kind, "old");
  await old.up(args);
  engine.newRun({}, { hasTarget: true });
  for (const adopt of [true, old.id, UNKNOWN]) {
    const adopting = new ManagedResource(engine, row.kind, "new");
    expect(() => adopting.preview({ ...args, adopt })).toThrow(
      "adopt: in a run of the whole program, got one with --target or --exclude",
    );
    expect(old.preview({ ...args, adopt })).toBe("same");
  }
});

describe("a mapping that was adopted, and has to go before an address that it names is deleted,", () => {
  const SALES = "sales@example.com";
  const ROUTING = { interactionPlan: "Customer support", addresses: [MAILBOX] };
  const NEW = { ...ROUTING, addresses: ["help@example.com"] };
  beforeEach(() => {
    prepareAddress(engine.simulator);
    for (const emailAddress of ["help@example.com", SALES])
      engine.simulator.create("address", { emailAddress, name: emailAddress });
  });

  /** A mapping by hand, and what it is once the stack has taken it over. */
  async function adopted(args: object = ROUTING): Promise<{ mapping: ManagedResource; id: string }> {
    const id = createMapping(engine.simulator, "Hand made");
    const mapping = new ManagedResource(engine, "InteractionPlanMapping");
    await mapping.up({ ...args, adopt: id });
    engine.newRun();
    engine.calls();
    return { mapping, id };
  }

  test.each(["by its id", "by its addresses and plan"])(
    "is made again though adopt, %s, is still there",
    async (how) => {
      const { mapping, id } = await adopted();
      const args = { ...NEW, adopt: how === "by its id" ? id : true };
      for (const run of [1, 2]) {
        await mapping.deleteForDependency(["addresses"]);
        expect(await mapping.up(args)).toBe("create");
        expect(engine.simulator.state().mappings).toMatchObject([{ toAddresses: NEW.addresses }]);
        if (run === 1) engine.newRun();
      }
    },
  );

  test("is made again beside another mapping of a mailbox that it names, too", async () => {
    const both = { ...ROUTING, addresses: [MAILBOX, SALES] };
    const { mapping } = await adopted(both);
    createMapping(engine.simulator, "Fallback of sales", { toAddresses: [SALES], priority: 1 });
    await mapping.deleteForDependency(["addresses"]);
    await mapping.up({ ...both, addresses: [...NEW.addresses, SALES], adopt: true });
    expect(engine.simulator.state().mappings).toHaveLength(2);
  });

  test("is made again by a run with targets, as its preview shows", async () => {
    const { mapping, id } = await adopted();
    const { state, inputs } = mapping;
    for (const adopt of [true, id]) {
      engine.newRun({}, { hasTarget: true });
      Object.assign(mapping, { id, state, inputs });
      mapping.previewDeleteForDependency(["addresses"]);
      expect(mapping.preview({ ...NEW, adopt })).toBe("create");
    }
    engine.newRun({}, { hasTarget: true });
    Object.assign(mapping, { id, state, inputs });
    await mapping.deleteForDependency(["addresses"]);
    await mapping.up({ ...NEW, adopt: true });
    expect(engine.simulator.state().mappings).toMatchObject([{ toAddresses: NEW.addresses }]);
  });

  test("is known by where it was last in the program, after a rename with aliases, too", async () => {
    const { mapping, id } = await adopted();
    const renamed = Object.assign(new ManagedResource(engine, "InteractionPlanMapping", "renamed"), {
      id,
      state: mapping.state,
      inputs: mapping.inputs,
    });
    expect(await renamed.up(ROUTING)).toBe("same");
    engine.newRun();
    await renamed.deleteForDependency(["addresses"]);
    await renamed.up({ ...NEW, adopt: id });
    expect(engine.simulator.state().mappings).toMatchObject([{ toAddresses: NEW.addresses }]);
    // The old place in the program is free: there, adopt means what it says.
    const other = new ManagedResource(engine, "InteractionPlanMapping");
    await expect(other.up({ ...ROUTING, adopt: "map_none" })).rejects.toThrow("which VCC answers 404 to");
  });

  test("is made again from a state that an earlier release wrote, which doesn't tell whose the object is", async () => {
    const { mapping, id } = await adopted();
    const { __resource: _state, ...state } = mapping.state;
    const { __resource: _inputs, ...inputs } = mapping.inputs;
    Object.assign(mapping, { state, inputs });
    await mapping.deleteForDependency(["addresses"]);
    await mapping.up({ ...NEW, adopt: id });
    expect(engine.simulator.state().mappings).toMatchObject([{ toAddresses: NEW.addresses }]);
  });

  test("doesn't keep another resource of the run from adopting", async () => {
    const { mapping } = await adopted();
    const byHand = createMapping(engine.simulator, "Sales routing", { toAddresses: [SALES], priority: 7000 });
    await mapping.deleteForDependency(["addresses"]);
    const other = new ManagedResource(engine, "InteractionPlanMapping", "sales");
    await other.up({ ...ROUTING, addresses: [SALES], priority: 7000, adopt: byHand });
    expect(other.id).toBe(byHand);
  });
});

test("what was adopted, and is gone in VCC, is made anew by the run that finds it out, whatever adopt says", async () => {
  engine.simulator.create("profile", { name: "Care", description: "" });
  const profile = new ManagedResource(engine, "EmailProfile");
  const args = { name: "Care", adopt: profiles()[0]?.id };
  await profile.up(args);
  engine.simulator.delete("profile", "Care");
  engine.newRun();
  expect(await profile.refresh()).toBe("gone");
  expect(await profile.up(args)).toBe("create");
  expect(profiles()).toHaveLength(1);
});

describe("the name of an object that is taken over", () => {
  const inbox = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT };

  test.each([
    {
      name: "support-0123abcd",
      becomes: /^support-(?!0123abcd)[0-9a-f]{8}$/u,
      told: "has names that another",
    },
    {
      name: "care-0123abcd",
      becomes: /^support-(?!0123abcd)[0-9a-f]{8}$/u,
      told: "has names that another",
    },
    { name: "Support-20240115", becomes: /^Support-20240115$/u, told: undefined },
    { name: "Support desk", becomes: /^Support desk$/u, told: undefined },
  ])("is kept unless another stack has generated it: $name", async ({ name, becomes, told }) => {
    engine.simulator.create("address", { emailAddress: MAILBOX, name });
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up({ ...inbox, adopt: true });
    expect(engine.simulator.state().addresses[0]?.name).toMatch(becomes);
    // It may be that other one's still.
    const lines = engine.said.filter((line) => line.includes("another stack generated"));
    expect(lines).toEqual(told === undefined ? [] : [expect.stringContaining(told)]);
    engine.newRun();
    expect(address.preview(inbox)).toBe("same");
  });

  test("isn't written where it ends in a date, so that a mapping isn't the one modified last", async () => {
    prepareAddress(engine.simulator);
    const [plan] = engine.simulator.state().plans;
    engine.simulator.create("mapping", {
      mappingName: "Support-20240115",
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId ?? "",
      toAddresses: [MAILBOX],
      priority: 5000,
    });
    const mapping = new ManagedResource(engine, "InteractionPlanMapping");
    await mapping.up({ interactionPlan: "Customer support", addresses: [MAILBOX], adopt: true });
    expect(engine.writes()).toEqual([]);
    expect(mapping.state["name"]).toBe("Support-20240115");
  });
});

test("a mapping whose addresses VCC doesn't tell isn't taken over: it may lead other mail", async () => {
  engine.simulator.create("address", { emailAddress: MAILBOX, name: "By hand" });
  const args = { interactionPlan: "Sales", addresses: [MAILBOX], name: "Routing" };
  await new ManagedResource(engine, "InteractionPlanMapping", "old").up(args);
  engine.newRun();
  engine.simulator.addFault({
    path: "/mappings",
    method: "GET",
    times: 100,
    tells: { toAddresses: undefined },
  });
  engine.calls();
  const adopting = new ManagedResource(engine, "InteractionPlanMapping", "new").up({ ...args, adopt: true });
  await expect(adopting).rejects.toThrow("adopt: a mapping whose addresses VCC tells");
  expect(engine.writes()).toEqual([]);
});

test("what was imported twice, at two places of a program, is deleted with the last of them alone", async () => {
  engine.simulator.create("profile", { name: "Care", description: "" });
  const imported = await Promise.all(
    ["typescript", "fleet"].map(async (format) => {
      const { files } = await runExport(engine.simulator, ["--format", format]);
      const again = await runExport(engine.simulator, ["--format", format]);
      expect(again.files["import.json"]).toBe(files["import.json"]);
      const profile = importEntries({ files: new Map(Object.entries(files)) }).find(
        ({ kind }) => kind === "EmailProfile",
      );
      return Object.assign(new ManagedResource(engine, "EmailProfile", profile?.name), {
        id: profile?.id,
        state: profile?.outputs,
        inputs: profile?.inputs,
      });
    }),
  );
  const [old, present] = imported;
  engine.newRun();
  expect(present?.preview({ name: "Care" })).toBe("same");
  await old?.destroy();
  expect(profiles()).toHaveLength(1);
  engine.newRun();
  await present?.destroy();
  expect(profiles()).toEqual([]);
});
