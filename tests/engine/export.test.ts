import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { IMPORT, newFolder, runExport } from "../export/exporting";
import { makeMess, MESSY_PLANS } from "../export/messy-account";
import { nameOf, serviceAccountKey } from "./account";
import { createTestStack, type TestStack } from "./harness/test-stack";

const NO_CHANGES = { flags: ["--expect-no-changes"] } as const;

let simulator: RunningSimulator;
let stacks: TestStack[] = [];

beforeEach(async () => {
  simulator = await startSimulator({ plans: MESSY_PLANS });
  makeMess(simulator);
});
afterEach(async () => {
  await Promise.all(stacks.map((stack) => stack.dispose()));
  stacks = [];
  await simulator.stop();
});

/** Exports the account and opens a stack in front of the program, with none of the material to sign in with. */
async function openExported(...args: readonly string[]): Promise<TestStack> {
  const folder = newFolder();
  await runExport(simulator, args, folder);
  const stack = await createTestStack({ copyOf: folder, env: simulator.environment });
  rmSync(folder, { recursive: true });
  stacks.push(stack);
  simulator.clearRequests();
  return stack;
}

/** What was asked of VCC since the last call, writes by name. */
function takeCalls(): { readonly writes: string[]; readonly all: number } {
  const records = simulator.requests().filter(({ path }) => !path.includes("/Auth/"));
  simulator.clearRequests();
  return { writes: records.filter(({ committed }) => committed).map(nameOf), all: records.length };
}

describe.each([
  { rule: "a fleet file", args: ["--format", "fleet"] },
  { rule: "a TypeScript program", args: ["--format", "typescript"] },
])("a messy account exported as $rule", ({ args }) => {
  test("is taken up without a call, and has nothing to change in preview and up; exported again, it has the same bytes", async () => {
    const stack = await openExported(...args);
    const before = await runExport(simulator, args);
    simulator.clearRequests();

    const imported = await stack.operation(IMPORT);
    expect(imported.error).toBeUndefined();
    // Every run tells that secrets go to the simulator.
    expect(imported.notes.map(({ text }) => text)).toEqual([expect.stringMatching(/^vcc: Secrets go to /u)]);
    const preview = await stack.preview();
    expect([preview.error, preview.changes]).toEqual([undefined, []]);
    // The stack's identity alone, which is nothing in VCC.
    expect(preview.summary["create"]).toBe(1);
    expect(preview.lines.filter((line) => line.includes("EmailAddress"))).toHaveLength(9);
    const up = await stack.up();
    expect([up.error, up.changes]).toEqual([undefined, []]);
    expect((await stack.preview(undefined, NO_CHANGES)).error).toBeUndefined();
    expect(takeCalls()).toEqual({ writes: [], all: 0 });

    expect((await runExport(simulator, args)).files).toEqual(before.files);
  });
});

test("a change of one field in an adopted file writes that field only", async () => {
  const stack = await openExported();
  await stack.operation(IMPORT);
  rewrite(stack, "inboxes.yaml", (text) => text.replace("priority: 1\n", "priority: 2\n"));
  const { error, changes } = await stack.up();
  expect([error, changes]).toEqual([undefined, ["update InteractionPlanMapping care-vip"]]);
  const records = simulator.requests().filter(({ committed }) => committed);
  expect(records.map(({ method, body }) => [method, body])).toEqual([["PATCH", { priority: 2 }]]);
});

test("filling in material changes the one address, in place, and signs it in", async () => {
  const stack = await openExported("--only", "support@*");
  await stack.operation(IMPORT);
  const key = { env: { GOOGLE_KEY_SUPPORT: serviceAccountKey() } };
  const { error, changes } = await stack.up(undefined, key);
  expect([error, changes]).toEqual([undefined, ["update EmailAddress support"]]);
  expect(takeCalls().writes).toEqual(["PUT sign-in"]);
  expect((await stack.preview(undefined, { ...key, ...NO_CHANGES })).error).toBeUndefined();
});

test("a refresh shows mailboxes that aren't signed in, which adopting left alone", async () => {
  const stack = await openExported("--only", "returns@*", "--only", "1800@*");
  await stack.operation(IMPORT);
  const { steps, changes } = await stack.preview(undefined, { refresh: true });
  expect(changes).toEqual(["refresh-update EmailAddress returns", "update EmailAddress returns"]);
  expect(steps.find(({ op }) => op === "update")?.diff).toEqual({
    status: { kind: "update", before: "Expired", after: "Active" },
  });
});

test("an adopted account is destroyed in the right order", async () => {
  const stack = await openExported();
  await stack.operation(IMPORT);
  // Only now the engine knows what depends on what.
  await stack.up();
  const { error } = await stack.destroy();
  expect(error).toBeUndefined();
  expect(simulator.state()).toMatchObject({ addresses: [], signatures: [], profiles: [], mappings: [] });
});

test("a part of an account is taken up by itself, and refers to what others share", async () => {
  const stack = await openExported("--only", "sales@example.com");
  await stack.operation(IMPORT);
  const { error, lines } = await stack.preview();
  expect(error).toBeUndefined();
  expect(lines.filter((line) => !line.startsWith("same"))).toEqual([]);
  expect(lines).toEqual([
    "same EmailAddress sales-example-com",
    "same EmailSignature sales-example-com",
    "same Inbox sales-example-com",
    "same InboxFleet inboxes",
    "same InteractionPlanMapping everybody",
    "same InteractionPlanMapping sales-example-com",
  ]);
  await stack.up();
  expect((await stack.preview(undefined, { refresh: true, ...NO_CHANGES })).error).toBeUndefined();
});

test("signatures alone can be taken up as a program", async () => {
  const stack = await openExported("--format", "typescript", "--kind", "signature");
  await stack.operation(IMPORT);
  const { error, changes, lines } = await stack.preview();
  expect([error, changes, lines.length]).toEqual([undefined, [], 6]);
});

function rewrite(stack: TestStack, file: string, change: (text: string) => string): void {
  const path = join(stack.folder, file);
  const text = readFileSync(path, "utf8");
  expect(change(text)).not.toBe(text);
  writeFileSync(path, change(text));
}
