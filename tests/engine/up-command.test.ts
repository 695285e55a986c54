import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { GOOGLE_KEY } from "../support/engine/account";
import { killTree } from "../support/engine/harness/process-tree";
import { createTestStack, type TestStack } from "../support/engine/harness/test-stack";
import { REPOSITORY } from "../support/repository";

const COMMAND = join(REPOSITORY, "bin", "pulumi-vcc.js");
const PROGRAM = `
const { EmailAddress, EmailSignature, InteractionPlanMapping } = require("pulumi-vcc");
const credential = { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY", probe: false };
const { id: addressId, emailAddress } = new EmailAddress("support", { emailAddress: "support@example.com", credential });
new EmailSignature("support", { addressId, html: "<p>Support</p>" });
new InteractionPlanMapping("support", { interactionPlan: "Customer support", addresses: [emailAddress] });
`;

let simulator: RunningSimulator;
let stack: TestStack;
beforeEach(async () => {
  simulator = await startSimulator();
  stack = await createTestStack({
    files: { "index.js": PROGRAM },
    env: { ...simulator.environment, GOOGLE_KEY },
  });
});
afterEach(async () => {
  await stack.dispose();
  await simulator.stop();
});

/** `npx pulumi-vcc up` in the program's folder, with what it prints. */
function up(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<unknown> } {
  const printed: string[] = [];
  const child = spawn(process.execPath, [COMMAND, "up", ...args, "--non-interactive"], {
    cwd: stack.folder,
    env: stack.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => printed.push(String(chunk)));
  const ended = once(child, "close").then(([code]) => ({ code: code as unknown, printed: printed.join("") }));
  return { child, ended };
}

const objects = () => {
  const { addresses, signatures, mappings } = simulator.state();
  return [addresses, signatures, mappings].map(({ length }) => length);
};

test("a new stack is applied by one command; killed half way, the next one takes up what it had made", async () => {
  simulator.addFault({ method: "POST", path: "/addresses$", after: true, delayMs: 60_000 });
  const { child, ended } = up("--yes", "--skip-preview");
  const isPosted = () =>
    simulator.requests().some(({ path, committed }) => committed && path.endsWith("/addresses"));
  while (!isPosted() && child.exitCode === null) await sleep(20);
  if (child.pid !== undefined) killTree(child.pid);
  await ended;
  expect(objects()).toEqual([1, 0, 0]);
  expect(stack.state().resources).toEqual([]);
  const [orphan] = simulator.state().addresses;
  simulator.clearFaults();
  // The killed run has left its lock.
  await stack.command("cancel", "--yes");

  await expect(up("--refresh", "--yes", "--stack", "dev").ended).resolves.toMatchObject({ code: 0 });
  expect(objects()).toEqual([1, 1, 1]);
  expect(stack.state().resources[0]?.id).toBe(orphan?.id);
  await expect(up("--yes", "--expect-no-changes").ended).resolves.toMatchObject({ code: 0 });
});

test("a program that takes its configuration from the command line is applied by the first run", async () => {
  const required = `new (require("@pulumi/pulumi").Config)().require("team");\n${PROGRAM}`;
  await writeFile(join(stack.folder, "index.js"), required);
  await expect(up("--skip-preview", "-yc", "team=care").ended).resolves.toMatchObject({ code: 0 });
  expect(objects()).toEqual([1, 1, 1]);
});

test("it ends as pulumi up does, and says what that says", async () => {
  simulator.addFault({ method: "POST", path: "/addresses$", status: 400, times: 100 });
  const { code, printed } = (await up("--yes").ended) as { code: number; printed: string };
  expect(code).toBeGreaterThan(0);
  expect(printed).toContain("The stack's identity is stored first.");
  expect(printed).toContain("support");
  expect(objects()).toEqual([0, 0, 0]);
});
