import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contractCommand } from "../../provider/cli/contract";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import type { StartOptions } from "../../provider/simulator/start-simulator";
import { profileOf } from "../support/contract-profiles";
import { newFolder } from "../support/folders";
import { REPOSITORY } from "../support/repository";

let simulator: RunningSimulator | undefined;
afterEach(async () => {
  process.exitCode = undefined;
  await simulator?.stop();
});

async function account(options: StartOptions = {}): Promise<RunningSimulator> {
  simulator = await startSimulator(options);
  return simulator;
}

const NAMED = ["--mailbox", "trial@example.com", "--plan", "Quality testing"];
const AGREED = [...NAMED, "--confirm", "trial@example.com"];

/** What the command prints, and its exit code. No pause is waited. */
async function trial(
  { environment }: RunningSimulator,
  ...args: string[]
): Promise<{ readonly text: string; readonly exitCode: unknown }> {
  const printed: string[] = [];
  const say = (line: string) => printed.push(line);
  const command = contractCommand(say, environment, {
    pause: () => Promise.resolve(),
    complain: () => undefined,
  });
  await command.parseAsync(["trial", ...args], { from: "user" });
  const { exitCode } = process;
  process.exitCode = undefined;
  return { text: printed.join("\n"), exitCode };
}

const hasWritten = (running: RunningSimulator) =>
  running.requests().some(({ method, path }) => method !== "GET" && !path.endsWith("/token"));

test.each([
  { what: "without the word of a person", args: NAMED },
  { what: "with the word for another mailbox", args: [...NAMED, "--confirm", "care@example.com"] },
  { what: "without a plan", args: ["--mailbox", "trial@example.com", "--confirm", "trial@example.com"] },
  { what: "with no mailbox", args: ["--mailbox", "trial", "--plan", "Sales", "--confirm", "trial"] },
])("$what nothing is sent, and it is said what would be", async ({ args }) => {
  const running = await account();
  await expect(trial(running, ...args)).rejects.toMatchObject({ code: "VCC_ARGUMENT_INVALID" });
  expect(running.requests()).toEqual([]);
});

test("the pages show what a trial prints", async () => {
  const { text, exitCode } = await trial(await account(), ...AGREED);
  expect(exitCode).toBe(0);
  const generic = (printed: string) =>
    printed.replaceAll(/trial [0-9a-f]{12}/gu, "…").replaceAll(/after \d+\.\d s/gu, "…");
  expect(generic(readFileSync(join(REPOSITORY, "docs/live-account.md"), "utf8"))).toContain(generic(text));
});

test("what doesn't hold is written into the profile under its seal, and is what the next program goes by", async () => {
  const speaks = profileOf("kinds: { emailAddress: { listKey: items } }");
  const semantics = { emailAddress: { listKey: "items", semantics: { refusesMapped: false } } };
  const running = await account({ contract: { ...speaks, kinds: semantics } });
  const [given, out] = [join(newFolder(), "vcc-contract.yaml"), join(newFolder(), "tried.yaml")];
  writeFileSync(given, "kinds: # ours\n  emailAddress: { listKey: items }\n");
  const { text, exitCode } = await trial(running, ...AGREED, "--contract", given, "--out", out);
  expect(exitCode).toBe(2);
  expect(text).toContain("C41   DOESN'T HOLD  DELETE of a mapped address gets 409");
  const written = readFileSync(out, "utf8");
  expect(written).toContain("# ours");
  expect(profileOf(written).kinds).toEqual(semantics);
});

test("results of another profile are tried again, as the error says that refuses them", async () => {
  const semantics = { emailAddress: { semantics: { refusesMapped: false } } };
  const running = await account({ contract: { kinds: semantics } });
  const [out, again] = [join(newFolder(), "tried.yaml"), join(newFolder(), "again.yaml")];
  await trial(running, ...AGREED, "--out", out);
  writeFileSync(out, `${readFileSync(out, "utf8")}apis: { email: { pageSize: 50 } }\n`);
  expect(() => profileOf(readFileSync(out, "utf8"))).toThrow("npx pulumi-vcc contract trial --out");
  expect((await trial(running, ...AGREED, "--contract", out, "--out", again)).exitCode).toBe(2);
  expect(profileOf(readFileSync(again, "utf8"))).toMatchObject({
    kinds: semantics,
    apis: { email: { pageSize: 50 } },
  });
  expect((await trial(running, ...AGREED, "--contract", again)).text).toContain("as the contract says");
});

test("without the word of a person, faults of the profile are told first, and then where it would write", async () => {
  const running = await account();
  const contract = join(newFolder({ "vcc-contract.yaml": "apis: { mail: {} }\n" }), "vcc-contract.yaml");
  await expect(trial(running, ...NAMED, "--contract", contract)).rejects.toMatchObject({
    code: "VCC_CONTRACT_INVALID",
  });
  await expect(trial(running, ...NAMED)).rejects.toThrow(
    /The account: VCC at 127\.0\.0\.1:\d+, by the contract as built in\. The plan: "Quality testing"\./u,
  );
  expect(running.requests()).toEqual([]);
});

test("a file that can't be written is told before anything is sent", async () => {
  const running = await account();
  const out = join(newFolder(), "none", "tried.yaml");
  await expect(trial(running, ...AGREED, "--out", out)).rejects.toMatchObject({
    code: "VCC_ARGUMENT_INVALID",
  });
  expect(running.requests()).toEqual([]);
});

test("a file that holds a profile isn't overwritten by one that begins anew", async () => {
  const running = await account();
  const out = join(newFolder({ "vcc-contract.yaml": "apis: {}\n" }), "vcc-contract.yaml");
  await expect(trial(running, ...AGREED, "--out", out)).rejects.toMatchObject({
    code: "VCC_ARGUMENT_INVALID",
    message: expect.stringContaining("--contract") as string,
  });
  expect(running.requests()).toEqual([]);
});

test("what is left is told, also where the results can't be written at the end", async () => {
  const folder = newFolder();
  const running = await account({
    onRequest: ({ method }) => method === "PATCH" && rmSync(folder, { recursive: true, force: true }),
  });
  running.addFault({ method: "DELETE", path: "profiles/", skip: 1, status: 403, times: 2 });
  const { text, exitCode } = await trial(running, ...AGREED, "--out", join(folder, "tried.yaml"));
  expect(exitCode).toBe(2);
  expect(text).toContain("LEFT IN THE ACCOUNT:");
});

test("results that can't be written at the end are no success", async () => {
  const folder = newFolder();
  const running = await account({
    onRequest: ({ method }) => method === "PATCH" && rmSync(folder, { recursive: true, force: true }),
  });
  const { text, exitCode } = await trial(running, ...AGREED, "--out", join(folder, "tried.yaml"));
  expect(exitCode).toBe(1);
  expect(text).toContain("Nothing of it is left in the account.");
});

test("the command that deletes the rest names the profile, and is one for a shell", async () => {
  const running = await account();
  running.addFault({ method: "DELETE", path: "profiles/", skip: 1, status: 403, times: 2 });
  const contract = join(newFolder({ "our contract.yaml": "apis: {}\n" }), "our contract.yaml");
  const mailbox = "o'brien@example.com";
  const args = [
    "--mailbox",
    mailbox,
    "--confirm",
    mailbox,
    "--plan",
    "Quality testing",
    "--contract",
    contract,
  ];
  const { text } = await trial(running, ...args);
  const [, command = ""] = /delete it there, or with npx pulumi-vcc contract (.*)$/mu.exec(text) ?? [];
  const words = execFileSync("sh", ["-c", `printf '%s\\n' ${command}`], { encoding: "utf8" })
    .trimEnd()
    .split("\n");
  expect(words).toEqual([
    "trial",
    "--undo",
    "--mailbox",
    mailbox,
    "--confirm",
    mailbox,
    "--contract",
    contract,
  ]);
  expect((await trial(running, ...words.slice(1))).exitCode).toBe(0);
  expect(running.state().profiles).toEqual([]);
});

test("what it couldn't delete is told, ends with 2, and goes with --undo", async () => {
  const running = await account();
  running.addFault({ method: "DELETE", path: "profiles/", skip: 1, status: 403, times: 2 });
  const first = await trial(running, ...AGREED);
  expect(first.exitCode).toBe(2);
  expect(first.text).toMatch(
    /LEFT IN THE ACCOUNT[\s\S]* email profile "pulumi-vcc trial [0-9a-f]{12}" \(prf_\w+\): Failed/u,
  );
  const undone = await trial(
    running,
    "--mailbox",
    "trial@example.com",
    "--undo",
    "--confirm",
    "trial@example.com",
  );
  expect(undone).toMatchObject({ exitCode: 0 });
  expect(undone.text).toMatch(
    /^Earlier trials had left 1 object\.\n {2}email profile "pulumi-vcc trial \w+" \(prf_\w+\)\nVCC's lists may lag: .*\n\nNothing of it is left in the account\.$/u,
  );
  expect(running.state().profiles).toEqual([]);
});

test("a program with its own clock: after Ctrl-C it undoes what it has made, and says so as JSON", async () => {
  let interrupt = () => {};
  const running = await account({ onRequest: ({ method }) => method === "PATCH" && interrupt() });
  const cli = join(REPOSITORY, "bin", "pulumi-vcc.js");
  const program = spawn(process.execPath, [cli, "contract", "trial", ...AGREED, "--format", "json"], {
    cwd: newFolder(),
    env: { PATH: process.env["PATH"], ...running.environment },
  });
  interrupt = () => {
    // The second one, and a terminal that closes, don't keep it from undoing.
    for (const signal of ["SIGINT", "SIGINT", "SIGHUP"] as const) program.kill(signal);
  };
  const [out, complained]: [string[], string[]] = [[], []];
  program.stderr.setEncoding("utf8").on("data", (text: string) => complained.push(text));
  program.stdout.setEncoding("utf8").on("data", (text: string) => out.push(text));
  const [exitCode] = (await once(program, "close")) as [number | null];
  expect(exitCode).toBe(5);
  expect(complained.join("")).toContain("Stopping: what was made is deleted first.");
  expect(JSON.parse(out.join(""))).toMatchObject({
    schema: "pulumi-vcc/contract-trial/v1",
    verdict: "cannotTell",
    stopped: "As the person asked.",
    leftovers: [],
  });
  expect(hasWritten(running)).toBe(true);
  expect(running.state()).toMatchObject({ addresses: [], profiles: [], mappings: [] });
});
