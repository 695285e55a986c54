import type { RunningSimulator } from "../../provider/simulator/index";
import { type Account, inbox, openAccount } from "./account";

const BY_HAND = "<p>By hand</p>";
const program = () =>
  inbox({
    address: { name: "Support", dataSources: { flow: "support" } },
    profile: { name: "Care", settings: { a: 1 } },
    mapping: { name: "Routing", priority: 6000 },
  });

let account: Account;
beforeAll(async () => {
  account = await openAccount();
  await account.stack.up(program);
  account.writes();
});
afterAll(async () => account.dispose());

interface Drift {
  readonly rule: string;
  readonly happens: (simulator: RunningSimulator) => void;
  readonly shown: string;
  readonly diff: Record<string, unknown>;
  readonly repair: string[];
}

describe("what somebody does in VCC's screens shows in a preview with refresh, and the next up repairs it", () => {
  test.each<Drift>([
    {
      rule: "a property that the program sets",
      happens: (simulator) => simulator.edit("mapping", "Routing", { priority: 1 }),
      shown: "update InteractionPlanMapping support",
      diff: { priority: { kind: "update", before: 1, after: 6000 } },
      repair: ['PATCH mapping {"priority":6000}'],
    },
    {
      rule: "a property that the program leaves at its default",
      happens: (simulator) => simulator.edit("address", "Support", { description: "by hand" }),
      shown: "update EmailAddress support",
      diff: { description: { kind: "update", before: "by hand", after: "" } },
      repair: ['PATCH address {"description":""}'],
    },
    {
      rule: "one entry of a map",
      happens: (simulator) =>
        simulator.edit("address", "Support", { dataSources: [{ name: "flow", value: "x" }] }),
      shown: "update EmailAddress support",
      diff: { "dataSources.flow": { kind: "update", before: "x", after: "support" } },
      repair: ['PATCH address {"dataSources":[{"name":"flow","value":"support"}]}'],
    },
    {
      rule: "another plan",
      happens: (simulator) =>
        simulator.edit("mapping", "Routing", { interactionPlanId: planId(simulator, "Sales") }),
      shown: "update InteractionPlanMapping support",
      diff: { interactionPlan: { kind: "update", before: "Sales", after: "Customer support" } },
      repair: ['PATCH mapping {"interactionPlanId":"<Customer support>"}'],
    },
    {
      rule: "a signature",
      happens: (simulator) => simulator.edit("signature", "support@example.com", { html: BY_HAND }),
      shown: "update EmailSignature support",
      diff: { html: { kind: "update", before: BY_HAND, after: "<p>Support</p>" } },
      repair: ['PUT signature {"html":"<p>Support</p>"}'],
    },
    {
      rule: "a profile",
      happens: (simulator) => simulator.edit("profile", "Care", { settings: { a: 2 } }),
      shown: "update EmailProfile care",
      diff: { "settings.a": { kind: "update", before: 2, after: 1 } },
      repair: ['PATCH profile {"settings":{"a":1}}'],
    },
    {
      rule: "a sign-in that expired, repaired in place",
      happens: (simulator) => simulator.expire("support@example.com"),
      shown: "update EmailAddress support",
      diff: { status: { kind: "update", before: "Expired", after: "Active" } },
      repair: ["PUT sign-in"],
    },
  ])("$rule", async ({ happens, shown, diff, repair }) => {
    const ids = idsByResource();
    happens(account.simulator);
    account.writes();
    const preview = await account.stack.preview(program, { refresh: true });
    expect(preview.changes.filter((line) => !line.startsWith("refresh"))).toEqual([shown]);
    expect(preview.steps.find(({ op }) => op === "update")?.diff).toEqual(diff);
    expect(account.writes()).toEqual([]);

    expect((await account.stack.up(program, { refresh: true })).error).toBeUndefined();
    const writes = account.writes().map((write) => withPlanNames(account.simulator, write));
    expect(writes.map((write) => (write.startsWith("PUT sign-in") ? "PUT sign-in" : write))).toEqual(repair);
    expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
    expect(idsByResource()).toEqual(ids);
  });

  test.each([
    {
      kind: "mapping",
      key: "Routing",
      remade: ["create InteractionPlanMapping support"],
      writes: ["POST mapping"],
    },
    {
      kind: "signature",
      key: "support@example.com",
      remade: ["create EmailSignature support"],
      writes: ["PUT signature"],
    },
  ] as const)("a deleted $kind is made again", async ({ kind, key, remade, writes }) => {
    account.simulator.delete(kind, key);
    account.writes();
    const { changes } = await account.stack.up(program, { refresh: true });
    expect(changes.filter((line) => !line.startsWith("refresh"))).toEqual(remade);
    expect(account.order()).toEqual(writes);
  });

  test("a deleted address is made again, and mapped again", async () => {
    account.simulator.delete("mapping", "Routing");
    account.simulator.delete("address", "Support");
    account.writes();
    const { error } = await account.stack.up(program, { refresh: true });
    expect(error).toBeUndefined();
    const order = account.order();
    expect(order.slice(0, 2)).toEqual(["POST address", "PUT sign-in"]);
    expect(order.slice(2).sort()).toEqual(["POST mapping", "PUT signature"]);
    expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
  });

  test("HTML that VCC respells is no drift", async () => {
    const respelled = () =>
      inbox({
        address: { name: "Support", dataSources: { flow: "support" } },
        profile: { name: "Care", settings: { a: 1 } },
        mapping: { name: "Routing", priority: 6000 },
        html: '<p   title="b"  class=a>Support&nbsp;&amp; co<br/></p>\n\n',
      });
    await account.stack.up(respelled);
    expect(account.simulator.state().signatures[0]?.html).not.toContain("class=a>");
    expect((await account.stack.preview(respelled, { refresh: true })).changes).toEqual([]);
  });
});

function idsByResource(): Record<string, string | undefined> {
  return Object.fromEntries(account.stack.state().resources.map(({ urn, id }) => [urn, id]));
}

function planId(simulator: RunningSimulator, name: string): string {
  const plan = simulator.state().plans.find(({ interactionPlanName }) => interactionPlanName === name);
  if (plan === undefined) throw new Error(`There is no plan ${name}.`);
  return plan.interactionPlanId;
}

function withPlanNames(simulator: RunningSimulator, text: string): string {
  const { plans } = simulator.state();
  return plans.reduce(
    (named, plan) => named.replaceAll(plan.interactionPlanId, `<${plan.interactionPlanName}>`),
    text,
  );
}
