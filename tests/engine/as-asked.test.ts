import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, inbox, openAccount } from "../support/engine/account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

const program = (priority: number) => () =>
  inbox({ address: { name: "Support" }, mapping: { name: "Routing", priority } });

test("a change that somebody made by hand already is not written again", async () => {
  await account.stack.up(program(6000));
  account.simulator.edit("mapping", "Routing", { priority: 7000 });
  account.writes();
  const { error, changes } = await account.stack.up(program(7000));
  expect(error).toBeUndefined();
  expect(changes).toEqual(["update InteractionPlanMapping support"]);
  expect(account.writes()).toEqual([]);
  expect((await account.stack.preview(program(7000), { refresh: true })).changes).toEqual([]);
});

test("what the preview didn't show is told and left alone, and the next run shows it and mends it", async () => {
  const described = (description: string) => () =>
    inbox({ address: { name: "Support", description }, mapping: { name: "Routing", description } });
  await account.stack.up(described(""));
  account.simulator.edit("mapping", "Routing", { priority: 9999 });
  account.simulator.expire("support@example.com");
  account.writes();
  const first = await account.stack.up(described("d"));
  expect(first.error).toBeUndefined();
  expect(account.writes().sort()).toEqual([
    'PATCH address {"description":"d"}',
    'PATCH mapping {"mappingDescription":"d"}',
  ]);
  const notes = first.notes.map(({ text }) => text).join("\n");
  expect(notes).toContain("priority is 9999 where 5000 is wanted. pulumi up --refresh shows that");
  expect(notes).toContain('status is "Expired" where "Active" is wanted. pulumi up --refresh shows that');
  const next = ["update EmailAddress support", "update InteractionPlanMapping support"];
  expect((await account.stack.preview(described("d"))).changes).toEqual(next);
  expect((await account.stack.up(described("d"))).changes).toEqual(next);
  expect(account.order().sort()).toEqual(["PATCH mapping", "PUT sign-in"]);
  expect((await account.stack.preview(described("d"), { refresh: true })).changes).toEqual([]);
});

test("a run that is killed before its state is stored leaves the next nothing to send", async () => {
  const env = { PULUMI_SKIP_CHECKPOINTS: "true" };
  // Stores the stack's identity, without which nothing is written where checkpoints are skipped.
  expect((await account.stack.up(program(6000))).error).toBeUndefined();
  account.writes();
  account.simulator.addFault({ method: "PATCH", path: "/mappings", after: true, delayMs: 60_000 });
  const landed = async () => {
    while (!account.simulator.requests().some(({ committed }) => committed))
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  expect((await account.stack.up(program(7000), { env, killWhen: landed })).error).toBe("killed");
  expect(account.order()).toEqual(["PATCH mapping"]);
  account.simulator.clearFaults();
  expect((await account.stack.up(program(7000), { env })).error).toBeUndefined();
  expect(account.writes()).toEqual([]);
});

test("a create that VCC takes in another way fails, keeps the object, and shows in the next preview", async () => {
  account.simulator.addFault({ method: "POST", path: "/mappings$", alters: { priority: 5000 } });
  const first = await account.stack.up(program(9000));
  expect(first.error).toContain("priority is 5000 where 9000 was sent");
  const [mapping] = account.simulator.state().mappings;
  const stored = account.stack.state().resources.find(({ id }) => id === mapping?.mappingId);
  expect(stored?.outputs).toMatchObject({ priority: 5000 });
  expect((await account.stack.preview(program(9000))).changes).toEqual([
    "update InteractionPlanMapping support",
  ]);
  account.writes();
  expect((await account.stack.up(program(9000))).error).toBeUndefined();
  expect(account.writes()).toEqual(['PATCH mapping {"priority":9000}']);
  expect((await account.stack.preview(program(9000), { refresh: true })).changes).toEqual([]);
});

test("a difference that only the outputs have shows in a preview, and is repaired", async () => {
  await account.stack.up(program(9000));
  account.simulator.edit("mapping", "Routing", { priority: 5000 });
  const { stdout } = await account.stack.command("stack", "export");
  const file = join(account.stack.folder, "state.json");
  // As an earlier release stored it, which didn't compare.
  writeFileSync(file, withOutputsOf(stdout, "InteractionPlanMapping", { priority: 5000 }));
  await account.stack.command("stack", "import", "--file", file);
  expect((await account.stack.preview(program(9000))).changes).toEqual([
    "update InteractionPlanMapping support",
  ]);
  account.writes();
  await account.stack.up(program(9000));
  expect(account.writes()).toEqual(['PATCH mapping {"priority":9000}']);
  expect((await account.stack.preview(program(9000))).changes).toEqual([]);
});

test("a list that is refused keeps its own kind from being written, and no other", async () => {
  account.simulator.addFault({ method: "GET", path: "/mappings$", status: 404, times: 100 });
  const { error } = await account.stack.up(program(6000));
  expect(error).toContain("Failed to list interaction-plan mappings");
  expect(account.order()).not.toContain("POST mapping");
  expect(account.simulator.state()).toMatchObject({ addresses: [{}], mappings: [] });
  account.simulator.clearFaults();
  expect((await account.stack.up(program(6000))).error).toBeUndefined();
  expect(account.simulator.state()).toMatchObject({ addresses: [{}], mappings: [{}] });
});

test("HTML that VCC reshapes is warned of once, and is no drift", async () => {
  account.simulator.addFault({ method: "PUT", path: "/signature$", alters: { html: "<p>Kept</p>" } });
  const reshaped = () => inbox({ html: "<p onclick='x()'>Sent</p>" });
  const { error, notes } = await account.stack.up(reshaped);
  expect(error).toBeUndefined();
  expect(notes.filter(({ text }) => text.includes("VCC keeps other HTML"))).toHaveLength(1);
  expect((await account.stack.preview(reshaped, { refresh: true })).changes).toEqual([]);
});

interface Deployment {
  readonly deployment: { readonly resources: readonly { readonly type: string; readonly outputs: object }[] };
}

function withOutputsOf(exported: string, kind: string, outputs: object): string {
  const state = JSON.parse(exported) as Deployment;
  const resources = state.deployment.resources.map((resource) =>
    resource.type.endsWith(kind) ? { ...resource, outputs: { ...resource.outputs, ...outputs } } : resource,
  );
  return JSON.stringify({ ...state, deployment: { ...state.deployment, resources } });
}
