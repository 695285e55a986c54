import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { ChangeReport } from "../../schema/report/change-report";
import { createMapping } from "../support/account-objects";
import { GOOGLE_KEY } from "../support/engine/account";
import { createTestStack, type TestStack } from "../support/engine/harness/test-stack";
import { newFolder } from "../support/folders";
import { REPOSITORY } from "../support/repository";

let simulator: RunningSimulator;
let stack: TestStack;
/** Where the command keeps an event log, which may hold secrets, while it runs. */
let temporary: string;
beforeAll(async () => {
  simulator = await startSimulator();
  stack = await createTestStack({
    copyOf: "examples/one-inbox",
    secretConfig: { supportGoogleKey: GOOGLE_KEY },
    env: { CI: "true", ...simulator.environment },
  });
  expect((await stack.up()).error).toBeUndefined();
  temporary = newFolder();
});
afterAll(async () => {
  await stack.dispose();
  await simulator.stop();
});
beforeEach(() => simulator.clearRequests());
afterEach(() => {
  expect(simulator.requests().filter(({ committed }) => committed)).toEqual([]);
  expect(readdirSync(temporary).filter((name) => name.startsWith("pulumi-vcc"))).toEqual([]);
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The package's command in the program's folder, as a pipeline calls it. */
async function run(...words: string[]): Promise<Ran> {
  const command = join(REPOSITORY, "bin/pulumi-vcc.js");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [command, ...words],
      { cwd: stack.folder, env: { ...stack.environment, TMPDIR: temporary } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

async function report(...words: string[]): Promise<ChangeReport> {
  const { code, stdout, stderr } = await run(...words, "--format", "json");
  expect(stderr).toBe("");
  const told = ChangeReport.parse(JSON.parse(stdout));
  expect(told.exitCode).toBe(code);
  return told;
}

test("a program that changes nothing is told as that, and a stack as it should be has no drift", async () => {
  const told = await report("report", "--run");
  expect(told.basis).toEqual({
    shape: "digest and events",
    refreshed: true,
    complete: true,
    mappings: "stack",
    project: "one-inbox",
    stack: "dev",
    cannotTell: [],
  });
  expect(told.verdict).toEqual({ level: "none", text: "Nothing of the stack's mail changes." });
  expect(told.exitCode).toBe(0);
  expect((await run("drift")).code).toBe(0);
});

test("with --account, the mappings of others are read with the stack's own settings", async () => {
  createMapping(simulator, "By hand", { toAddresses: ["support@example.com"], priority: 9_000 });
  simulator.clearRequests();
  await stack.command("config", "set", "mailbox", "help@example.com");
  const { stdout } = await run("report", "--run", "--account", "--format", "json");
  await stack.command("config", "rm", "mailbox");
  const told = ChangeReport.parse(JSON.parse(stdout));
  simulator.delete("mapping", "By hand");
  simulator.clearRequests();
  expect(told.basis.mappings).toBe("account");
  const routes = told.mailboxes.flatMap(({ routing }) => routing.before.routes.map(({ mapping }) => mapping));
  expect(routes).toEqual(["By hand (managed elsewhere)", "support"]);
});

test("what somebody did in VCC is drift, and no change of the program", async () => {
  const [mapping] = simulator.state().mappings;
  simulator.edit("mapping", mapping?.mappingName ?? "", { priority: 1 });
  simulator.expire("support@example.com", "password changed");
  const told = await report("drift");
  expect(told.exitCode).toBe(2);
  expect(
    told.drift.map(({ cause, property, from, to, outcome }) => ({ cause, property, from, to, outcome })),
  ).toEqual([
    { cause: "credential", property: "status", from: "Active", to: "Expired", outcome: "putBack" },
    { cause: "edited", property: "priority", from: 5000, to: 1, outcome: "putBack" },
  ]);
  expect(told.findings.map(({ id }) => id)).toEqual(["signed-in", "drift-edited"]);
  expect(told.mailboxes.flatMap(({ changes }) => changes)).toEqual([]);
});

test("another mailbox is told in every form, and --out keeps it in a file", async () => {
  await stack.command("config", "set", "mailbox", "help@example.com");
  const file = join(newFolder(), "report.html");
  const { code, stdout } = await run(
    "report",
    "--run",
    "--format",
    "html",
    "--out",
    file,
    "--fail-on",
    "warning",
  );
  expect(code).toBe(2);
  expect(stdout).toContain("Mail to support@example.com reaches nobody any more");
  expect(readFileSync(file, "utf8")).toContain("help@example.com");
  await stack.command("config", "rm", "mailbox");
});

test("a preview that fails is no change that can be approved", async () => {
  const program = join(stack.folder, "index.ts");
  const text = readFileSync(program, "utf8");
  writeFileSync(program, `${text}\nthrow new Error("The program breaks off");\n`);
  const told = await report("report", "--run", "--fail-on", "none");
  writeFileSync(program, text);
  expect(told.exitCode).toBe(5);
  expect(told.basis.complete).toBe(false);
  expect(told.findings.map(({ text: sentence }) => sentence).join("\n")).toContain("The program breaks off");
});
