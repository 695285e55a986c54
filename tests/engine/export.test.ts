import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { IMPORT, runExport } from "../support/export-fixture";
import { fillIrregularAccount, IRREGULAR_PLANS } from "../support/irregular-account";
import { GOOGLE_KEY, nameOf } from "../support/engine/account";
import { CHECKED_TYPES, createTestStack, type TestStack } from "../support/engine/harness/test-stack";
import { newFolder } from "../support/folders";

let simulator: RunningSimulator;
const stacks: TestStack[] = [];

/** One irregular account, which nothing but the last case changes. */
beforeAll(async () => {
  simulator = await startSimulator({ plans: IRREGULAR_PLANS });
  fillIrregularAccount(simulator);
});
afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.dispose()));
  await simulator.stop();
});

/** Exports the account and opens a stack in front of the program, with none of the material to sign in with. */
async function openExported(...args: readonly string[]): Promise<TestStack> {
  const folder = newFolder();
  await runExport(simulator, args, folder);
  const stack = await createTestStack({ copyOf: folder, env: simulator.environment });
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

/** A first run that takes up everything tells only where secrets go, as every run against a simulator does. */
async function takeUp(stack: TestStack): Promise<void> {
  const { error, notes } = await stack.operation(IMPORT);
  expect(error).toBeUndefined();
  expect(notes.map(({ text }) => text)).toEqual([expect.stringMatching(/^vcc: Secrets go to /u)]);
}

const FORMATS = {
  fleet: ["--format", "fleet"],
  program: ["--format", "typescript"],
} as const;

test("a part of an account is taken up by itself, and refers to what others share", async () => {
  const stack = await openExported("--only", "sales@example.com");
  await takeUp(stack);
  const { error, lines, changes } = await stack.preview(undefined, { refresh: true });
  expect([error, changes]).toEqual([undefined, []]);
  expect(lines.filter((line) => !line.startsWith("refresh"))).toEqual([
    "same EmailAddress sales-example-com",
    "same EmailSignature sales-example-com",
    "same Inbox sales-example-com",
    "same InboxFleet inboxes",
    "same InteractionPlanMapping everybody",
    "same InteractionPlanMapping sales-example-com",
  ]);
});

test("signatures alone can be taken up as a program", async () => {
  const stack = await openExported(...FORMATS.program, "--kind", "signature");
  await takeUp(stack);
  const { error, changes, lines } = await stack.preview();
  expect([error, changes, lines.length]).toEqual([undefined, [], 6]);
});

test("a whole account is taken up as a TypeScript program without a call, and up has nothing to change", async () => {
  const stack = await openExported(...FORMATS.program);
  const before = await runExport(simulator, FORMATS.program);
  simulator.clearRequests();
  await takeUp(stack);
  const { error, changes, lines, summary } = await stack.up(undefined, { env: CHECKED_TYPES });
  expect([error, changes]).toEqual([undefined, []]);
  // The stack's identity alone, which is nothing in VCC.
  expect(summary["create"]).toBe(1);
  expect(lines.filter((line) => line.includes("EmailAddress"))).toHaveLength(9);
  expect(takeCalls()).toEqual({ writes: [], all: 0 });
  expect((await runExport(simulator, FORMATS.program)).files).toEqual(before.files);
});

/** One stack, from the import to its end. */
describe("a whole account as a fleet file", () => {
  const GOOGLE_KEY_SUPPORT = GOOGLE_KEY;
  let stack: TestStack;
  beforeAll(async () => {
    stack = await openExported(...FORMATS.fleet);
  });

  test("is taken up without a call, and up has nothing to change; exported again, it has the same bytes", async () => {
    const before = await runExport(simulator, FORMATS.fleet);
    simulator.clearRequests();
    await takeUp(stack);
    const { error, changes, lines, summary } = await stack.up();
    expect([error, changes]).toEqual([undefined, []]);
    expect(summary["create"]).toBe(1);
    expect(lines.filter((line) => line.includes("EmailAddress"))).toHaveLength(9);
    expect(takeCalls()).toEqual({ writes: [], all: 0 });
    expect((await runExport(simulator, FORMATS.fleet)).files).toEqual(before.files);
  });

  test("shows in a refresh the mailboxes that aren't signed in, which adopting left alone", async () => {
    const { error, steps } = await stack.preview(undefined, { refresh: true });
    expect(error).toBeUndefined();
    const statuses = steps
      .filter(({ op, diff }) => op === "update" && "status" in diff)
      .map(({ name, diff }) => [name, diff["status"]]);
    expect(Object.fromEntries(statuses)).toEqual({
      billing: { kind: "update", before: "Pending", after: "Active" },
      "care-vip": { kind: "update", before: "Expired", after: "Active" },
      returns: { kind: "update", before: "Expired", after: "Active" },
    });
    simulator.clearRequests();
  });

  test("changed in one field, writes that field only; with material filled in, signs in that address only, in place", async () => {
    rewrite(stack, "inboxes.yaml", (text) => text.replace("priority: 1\n", "priority: 2\n"));
    const { error, changes } = await stack.up(undefined, { env: { GOOGLE_KEY_SUPPORT } });
    expect([error, changes]).toEqual([
      undefined,
      ["update EmailAddress support", "update InteractionPlanMapping care-vip"],
    ]);
    const records = simulator.requests().filter(({ committed }) => committed);
    expect(records.find(({ method }) => method === "PATCH")?.body).toEqual({ priority: 2 });
    expect(takeCalls().writes.sort()).toEqual(["PATCH mapping", "PUT sign-in"]);
    const after = await stack.preview(undefined, {
      env: { GOOGLE_KEY_SUPPORT },
      flags: ["--expect-no-changes"],
    });
    expect([after.error, after.changes]).toEqual([undefined, []]);
  });

  test("is destroyed in the right order", async () => {
    expect((await stack.destroy()).error).toBeUndefined();
    expect(simulator.state()).toMatchObject({ addresses: [], signatures: [], profiles: [], mappings: [] });
  });
});

function rewrite(stack: TestStack, file: string, change: (text: string) => string): void {
  const path = join(stack.folder, file);
  const text = readFileSync(path, "utf8");
  expect(change(text)).not.toBe(text);
  writeFileSync(path, change(text));
}
