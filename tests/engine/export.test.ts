import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { newFolder, runExport } from "../export/exporting";
import { makeMess, MESSY_PLANS } from "../export/messy-account";
import { nameOf } from "./account";
import { createTestStack, type TestStack } from "./harness/test-stack";

const IMPORT = [
  "import",
  "--file",
  "import.json",
  "--generate-code=false",
  "--protect=false",
  "--yes",
] as const;
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
    expect(imported.notes).toEqual([]);
    const preview = await stack.preview(undefined, NO_CHANGES);
    expect([preview.error, preview.changes]).toEqual([undefined, []]);
    expect(preview.lines.filter((line) => line.includes("EmailAddress"))).toHaveLength(9);
    const up = await stack.up(undefined, NO_CHANGES);
    expect([up.error, up.changes]).toEqual([undefined, []]);
    expect(takeCalls()).toEqual({ writes: [], all: 0 });

    expect((await runExport(simulator, args)).files).toEqual(before.files);
  });
});
