import { rmSync } from "node:fs";
import { runExport } from "../support/export-fixture";
import { importEntries } from "../support/import-entries";
import type { Fault } from "../../provider/simulator/http/faults";
import { KINDS, prepareAddress } from "../support/kinds";
import { Managed } from "../support/managed-resource";
import { openStage, type Stage } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.stop());

const profiles = () => stage.simulator.state().profiles;

test.each([
  { how: "by id", adopt: () => profiles()[0]?.id },
  { how: "by its name", adopt: () => true },
])("of two resources that adopt one object $how side by side, one fails", async ({ adopt }) => {
  stage.simulator.create("profile", { name: "Care", description: "" });
  const lifecycle = stage.lifecycle("EmailProfile");
  const ours = (description: string) =>
    lifecycle.create({ name: "Care", description, settings: {}, adopt: adopt() });
  const [first, second] = await Promise.allSettled([ours("One"), ours("Two")]);
  expect(first).toMatchObject({ status: "fulfilled" });
  expect(second).toMatchObject({
    status: "rejected",
    reason: { message: expect.stringContaining("which another of its resources has") },
  });
  expect(stage.writes()).toEqual(['PATCH profile {"description":"One"}']);
});

test.each<{ readonly how: string; readonly fault: Fault }>([
  { how: "VCC answers otherwise than it was asked", fault: { alters: { description: "Theirs" } } },
  { how: "VCC refuses the change", fault: { status: 400 } },
])("where $how, what a new resource takes over isn't deleted with the old one", async ({ fault }) => {
  const old = new Managed(stage, "EmailProfile", "old");
  await old.up({ name: "Care" });
  stage.newRun();
  stage.simulator.addFault({ method: "PATCH", path: "/profiles", ...fault });
  const taking = new Managed(stage, "EmailProfile", "new");
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
  prepareAddress(stage.simulator);
  const [address] = stage.simulator.state().addresses;
  if (isSignedIn) stage.simulator.signIn(MAILBOX);
  const args = { emailAddress: MAILBOX, name: address?.name, credential: SERVICE_ACCOUNT, adopt: true };
  await new Managed(stage, "EmailAddress").up(args);
  expect(stage.said.filter((line) => line.includes("taken over"))).toEqual(told);
});

test.each(KINDS)("a run with --target adopts no $kind, but keeps what was adopted", async (row) => {
  const args = row.prepare(stage.simulator);
  const old = new Managed(stage, row.kind, "old");
  await old.up(args);
  stage.newRun({}, { hasTarget: true });
  for (const adopt of [true, old.id]) {
    const adopting = new Managed(stage, row.kind, "new");
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
    prepareAddress(stage.simulator);
    for (const emailAddress of ["help@example.com", SALES])
      stage.simulator.create("address", { emailAddress, name: emailAddress });
  });

  /** A mapping by hand, and what it is once the stack has taken it over. */
  async function adopted(args: object = ROUTING): Promise<{ mapping: Managed; id: string }> {
    const { mappingId: id } = makeByHand("Hand made", [MAILBOX], 5000);
    const mapping = new Managed(stage, "InteractionPlanMapping");
    await mapping.up({ ...args, adopt: id });
    stage.newRun();
    stage.calls();
    return { mapping, id };
  }

  function makeByHand(mappingName: string, toAddresses: readonly string[], priority: number) {
    const [plan] = stage.simulator.state().plans;
    const mapping = { mappingName, mappingDescription: "", toAddresses: [...toAddresses], priority };
    stage.simulator.create("mapping", { ...mapping, interactionPlanId: plan?.interactionPlanId ?? "" });
    return stage.simulator.state().mappings.at(-1) ?? { mappingId: "" };
  }

  test.each(["by its id", "by its addresses and plan"])(
    "is made again though adopt, %s, is still there",
    async (how) => {
      const { mapping, id } = await adopted();
      const args = { ...NEW, adopt: how === "by its id" ? id : true };
      for (const run of [1, 2]) {
        await mapping.goFirst(["addresses"]);
        expect(await mapping.up(args)).toBe("create");
        expect(stage.simulator.state().mappings).toMatchObject([{ toAddresses: NEW.addresses }]);
        if (run === 1) stage.newRun();
      }
    },
  );

  test("is made again beside another mapping of a mailbox that it names, too", async () => {
    const both = { ...ROUTING, addresses: [MAILBOX, SALES] };
    const { mapping } = await adopted(both);
    makeByHand("Fallback of sales", [SALES], 1);
    await mapping.goFirst(["addresses"]);
    await mapping.up({ ...both, addresses: [...NEW.addresses, SALES], adopt: true });
    expect(stage.simulator.state().mappings).toHaveLength(2);
  });

  test("is made again by a run with targets, as its preview shows", async () => {
    const { mapping, id } = await adopted();
    const { state, inputs } = mapping;
    for (const adopt of [true, id]) {
      stage.newRun({}, { hasTarget: true });
      Object.assign(mapping, { id, state, inputs });
      mapping.previewGoFirst(["addresses"]);
      expect(mapping.preview({ ...NEW, adopt })).toBe("create");
    }
    stage.newRun({}, { hasTarget: true });
    Object.assign(mapping, { id, state, inputs });
    await mapping.goFirst(["addresses"]);
    await mapping.up({ ...NEW, adopt: true });
    expect(stage.simulator.state().mappings).toMatchObject([{ toAddresses: NEW.addresses }]);
  });

  test("is known by where it was last in the program, after a rename with aliases, too", async () => {
    const { mapping, id } = await adopted();
    const renamed = Object.assign(new Managed(stage, "InteractionPlanMapping", "renamed"), {
      id,
      state: mapping.state,
      inputs: mapping.inputs,
    });
    expect(await renamed.up(ROUTING)).toBe("same");
    stage.newRun();
    await renamed.goFirst(["addresses"]);
    await renamed.up({ ...NEW, adopt: id });
    expect(stage.simulator.state().mappings).toMatchObject([{ toAddresses: NEW.addresses }]);
    // The old place in the program is free: there, adopt means what it says.
    const other = new Managed(stage, "InteractionPlanMapping");
    await expect(other.up({ ...ROUTING, adopt: "map_none" })).rejects.toThrow("which VCC answers 404 to");
  });

  test("is made again from a state that an earlier release wrote, which doesn't tell whose the object is", async () => {
    const { mapping, id } = await adopted();
    const { __resource: _state, ...state } = mapping.state;
    const { __resource: _inputs, ...inputs } = mapping.inputs;
    Object.assign(mapping, { state, inputs });
    await mapping.goFirst(["addresses"]);
    await mapping.up({ ...NEW, adopt: id });
    expect(stage.simulator.state().mappings).toMatchObject([{ toAddresses: NEW.addresses }]);
  });

  test("doesn't keep another resource of the run from adopting", async () => {
    const { mapping } = await adopted();
    const byHand = makeByHand("Sales routing", [SALES], 7000);
    await mapping.goFirst(["addresses"]);
    const other = new Managed(stage, "InteractionPlanMapping", "sales");
    await other.up({ ...ROUTING, addresses: [SALES], priority: 7000, adopt: byHand.mappingId });
    expect(other.id).toBe(byHand.mappingId);
  });
});

test("what was adopted, and is gone in VCC, is made anew by the run that finds it out, whatever adopt says", async () => {
  stage.simulator.create("profile", { name: "Care", description: "" });
  const profile = new Managed(stage, "EmailProfile");
  const args = { name: "Care", adopt: profiles()[0]?.id };
  await profile.up(args);
  stage.simulator.delete("profile", "Care");
  stage.newRun();
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
    stage.simulator.create("address", { emailAddress: MAILBOX, name });
    const address = new Managed(stage, "EmailAddress");
    await address.up({ ...inbox, adopt: true });
    expect(stage.simulator.state().addresses[0]?.name).toMatch(becomes);
    // It may be that other one's still.
    const lines = stage.said.filter((line) => line.includes("another stack generated"));
    expect(lines).toEqual(told === undefined ? [] : [expect.stringContaining(told)]);
    stage.newRun();
    expect(address.preview(inbox)).toBe("same");
  });

  test("isn't written where it ends in a date, so that a mapping isn't the one modified last", async () => {
    prepareAddress(stage.simulator);
    const [plan] = stage.simulator.state().plans;
    stage.simulator.create("mapping", {
      mappingName: "Support-20240115",
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId ?? "",
      toAddresses: [MAILBOX],
      priority: 5000,
    });
    const mapping = new Managed(stage, "InteractionPlanMapping");
    await mapping.up({ interactionPlan: "Customer support", addresses: [MAILBOX], adopt: true });
    expect(stage.writes()).toEqual([]);
    expect(mapping.state["name"]).toBe("Support-20240115");
  });
});

test("a mapping whose addresses VCC doesn't tell isn't taken over: it may lead other mail", async () => {
  stage.simulator.create("address", { emailAddress: MAILBOX, name: "By hand" });
  const args = { interactionPlan: "Sales", addresses: [MAILBOX], name: "Routing" };
  await new Managed(stage, "InteractionPlanMapping", "old").up(args);
  stage.newRun();
  stage.simulator.addFault({
    path: "/mappings",
    method: "GET",
    times: 100,
    tells: { toAddresses: undefined },
  });
  stage.calls();
  const adopting = new Managed(stage, "InteractionPlanMapping", "new").up({ ...args, adopt: true });
  await expect(adopting).rejects.toThrow("adopt: a mapping whose addresses VCC tells");
  expect(stage.writes()).toEqual([]);
});

test("what was imported twice, at two places of a program, is deleted with the last of them alone", async () => {
  stage.simulator.create("profile", { name: "Care", description: "" });
  const imported = await Promise.all(
    ["typescript", "fleet"].map(async (format) => {
      const { folder, files } = await runExport(stage.simulator, ["--format", format]);
      rmSync(folder, { recursive: true });
      const again = await runExport(stage.simulator, ["--format", format]);
      rmSync(again.folder, { recursive: true });
      expect(again.files["import.json"]).toBe(files["import.json"]);
      const profile = importEntries({ files: new Map(Object.entries(files)) }).find(
        ({ kind }) => kind === "EmailProfile",
      );
      return Object.assign(new Managed(stage, "EmailProfile", profile?.name), {
        id: profile?.id,
        state: profile?.outputs,
        inputs: profile?.inputs,
      });
    }),
  );
  const [old, present] = imported;
  stage.newRun();
  expect(present?.preview({ name: "Care" })).toBe("same");
  await old?.destroy();
  expect(profiles()).toHaveLength(1);
  stage.newRun();
  await present?.destroy();
  expect(profiles()).toEqual([]);
});
