import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { GOOGLE_KEY } from "../support/engine/account";
import { createTestStack, type TestStack } from "../support/engine/harness/test-stack";
import { newFolder } from "../support/folders";
import { PIPELINES } from "../support/pipelines/checkout";
import { type JobRun, runJob, workflow } from "../support/pipelines/github";
import { REPOSITORY } from "../support/repository";

let simulator: RunningSimulator;
let stack: TestStack;
let bin: string;
beforeAll(async () => {
  simulator = await startSimulator();
  stack = await createTestStack({
    copyOf: "examples/environments",
    passphrase: true,
    config: { domain: "dev.example.com" },
    secretConfig: { googleKey: GOOGLE_KEY },
    env: { CI: "true", ...simulator.environment },
  });
  cpSync(join(PIPELINES, "ci"), join(stack.folder, "ci"), { recursive: true });
  bin = newFolder();
  const programs = {
    npm: "exit 0",
    // The first argument is the package's name.
    npx: `shift; exec ${process.execPath} ${join(REPOSITORY, "bin/pulumi-vcc.js")} "$@"`,
  };
  for (const [name, lines] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  mkdirSync(join(bin, "artifacts"));
});
afterAll(async () => {
  await stack.dispose();
  await simulator.stop();
});
beforeEach(() => simulator.clearRequests());

/** A job of a workflow on a machine of GitHub with the simulated account's secrets. */
function run(file: "apply" | "drift", name: string): Promise<JobRun> {
  const job = workflow(file).jobs[name];
  if (job === undefined) throw new Error(`no job ${name} in the workflow ${file}`);
  const value = (variable: string) => stack.environment[variable] ?? "";
  const secrets = ["PULUMI_CONFIG_PASSPHRASE", "VCC_CLIENT_ID", "VCC_CLIENT_SECRET"];
  return runJob(job, {
    checkout: { folder: stack.folder, run: runHere },
    environment: {},
    context: {
      ...Object.fromEntries(secrets.map((variable) => [`secrets.${variable}`, value(variable)])),
      "vars.PULUMI_BACKEND_URL": value("PULUMI_BACKEND_URL"),
      "matrix.stack": "dev",
      "github.sha": "0a1b2c3",
    },
  });
}

const runHere = ([program = "", ...args]: readonly string[], own: Readonly<Record<string, string>>) => {
  const engine = dirname(stack.environment["PULUMI_VCC_ENGINE"] ?? "");
  const path = [bin, engine, stack.environment["PATH"]].join(delimiter);
  return new Promise<{ exitCode: number; output: string }>((resolve) => {
    execFile(
      program,
      args,
      { cwd: stack.folder, env: { ...stack.environment, ...own, PATH: path } },
      (error, stdout, stderr) => resolve({ exitCode: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
};

const written = () => simulator.requests().filter(({ committed }) => committed);

test("the job that applies makes the stack, finds nothing left to change, and does nothing when it runs again", async () => {
  const first = await run("apply", "dev");
  expect(first.output).toMatch(/\+ 15 created/u);
  expect(first.exitCode).toBe(0);
  simulator.clearRequests();
  expect(await run("apply", "dev")).toMatchObject({ exitCode: 0 });
  expect(written()).toEqual([]);
});

test("the job of the night finds what somebody edited, and writes nothing to VCC", async () => {
  const report = () => readFileSync(join(stack.folder, "reports/dev/report.md"), "utf8");
  expect(await run("drift", "drift")).toMatchObject({ exitCode: 0 });
  expect(report()).toContain("<!-- pulumi-vcc report environments/dev -->");
  simulator.expire("support@dev.example.com");
  expect(await run("drift", "drift")).toMatchObject({ exitCode: 2 });
  expect(report()).toContain("support@dev.example.com");
  expect(written()).toEqual([]);
});

test("the job that applies mends what the night found, and finds nothing left to change", async () => {
  expect(await run("apply", "dev")).toMatchObject({ exitCode: 0 });
  const status = () => simulator.state().addresses.map(({ authentication }) => authentication.status);
  expect(new Set(status())).toEqual(new Set(["Active"]));
});
