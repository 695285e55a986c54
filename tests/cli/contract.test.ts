import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contractCommand } from "../../provider/cli/contract";
import type { ContractCheckOutput, ContractReport } from "../../provider/cli/output";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { profileOf, sharedProfile } from "../support/contract-profiles";
import { REPOSITORY } from "../support/repository";
import { fillAccount } from "../support/filled-account";
import { newFolder } from "../support/folders";

let simulator: RunningSimulator | undefined;
afterEach(async () => {
  process.exitCode = undefined;
  await simulator?.stop();
});

async function account(text = ""): Promise<RunningSimulator> {
  simulator = await startSimulator({ contract: profileOf(text) });
  fillAccount(simulator);
  return simulator;
}

/** What a check of the account prints, and its exit code. */
async function check(
  { environment }: Pick<RunningSimulator, "environment">,
  ...args: string[]
): ReturnType<typeof run> {
  return run({ ...environment, VCC_ACCOUNT_KEY: "acme" }, "check", ...args);
}

/** What the command prints, and its exit code. */
async function run(
  environment: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ readonly text: string; readonly exitCode: unknown }> {
  const printed: string[] = [];
  const command = contractCommand((line) => printed.push(line), environment, {
    pause: () => Promise.resolve(),
    complain: () => undefined,
  });
  await command.parseAsync(args, { from: "user" });
  const { exitCode } = process;
  process.exitCode = undefined;
  return { text: printed.join("\n"), exitCode };
}

test("an account as built in: exit code 0, and what only a write can tell is no part of that", async () => {
  const { text, exitCode } = await check(await account());
  expect(exitCode).toBe(0);
  expect(text).toContain("Nothing that can be read contradicts the contract.");
  expect(text).toContain("No read can tell: C03–C04,");
});

test("an account without objects: 5, as a read should have told something", async () => {
  simulator = await startSimulator();
  const { text, exitCode } = await check(simulator);
  expect(exitCode).toBe(5);
  expect(text).toContain("there is none to look at");
});

test("a wrong client is told as what it is, and not as 40 claims that nobody could tell", async () => {
  const { environment } = await account();
  const wrong = check({ environment: { ...environment, VCC_CLIENT_SECRET: "another one" } });
  await expect(wrong).rejects.toMatchObject({ code: "VCC_CLIENT_REFUSED" });
  await expect(wrong).rejects.not.toThrow("another one");
});

test("a client without a scope: 5, with the claim that it is about", async () => {
  const { environment } = await account("apis: { email: { scopes: { read: email:read } } }");
  const { text, exitCode } = await check({ environment });
  expect(exitCode).toBe(5);
  expect(text).toContain("apis.email.scopes.read");
});

test("with what the collection tells, one check finds the rest, and the next one finds nothing", async () => {
  const spoken = sharedProfile("gateway.yaml");
  const server = await account(spoken);
  const folder = newFolder();
  const [given, found] = [join(folder, "vcc-contract.yaml"), join(folder, "found.yaml")];
  const text = spoken
    .replaceAll(/^ *(?:version|firstPage|pageSize): .*\n/gmu, "")
    .replaceAll(/, listKey: \w+|  useradmin:\n|  interactionPlan: .*\n/gu, "");
  writeFileSync(given, text);
  const first = await check(server, "--contract", given, "--out", found, "--format", "json");
  const output = JSON.parse(first.text) as ContractCheckOutput;
  expect(output).toMatchObject({
    schema: "pulumi-vcc/contract-check/v1",
    exitCode: 2,
    verdict: "contradicted",
  });
  expect(output.contract).toMatch(/^vcc-contract\.yaml \(sha256:[0-9a-f]{12}\)$/u);
  expect(output.corrections.map(({ path, value }) => `${path.join(".")}: ${String(value)}`).sort()).toEqual([
    "apis.email.version: 3",
    "apis.interactionplanmanager.version: 2",
    "apis.useradmin.version: 5",
    "kinds.emailAddress.listKey: items",
    "kinds.emailProfile.listKey: items",
    "kinds.interactionPlan.listKey: plans",
    "kinds.interactionPlanMapping.listKey: items",
  ]);
  const written = readFileSync(found, "utf8");
  // Comments and placeholders are as they were.
  expect(written).toContain("# A newer version behind a gateway");
  expect(written).toContain("/accounts/{accountKey}/email");
  expect(`${first.text}${(await check(server, "--contract", given)).text}`).not.toContain("acme");
  const shown = (await check(server, "--contract", given, "--out", found)).text;
  const page = readFileSync(join(REPOSITORY, "docs/live-account.md"), "utf8");
  // Another process has tokens of its own.
  const generic = (printed: string) => printed.replaceAll(/sha256:[0-9a-f]{12}|\d+ calls/gu, "…");
  expect(generic(page)).toContain(generic(shown).replaceAll(found, "checked.yaml"));
  const second = await check(server, "--contract", found);
  expect(second.exitCode).toBe(0);
});

/** Requests of a check, whose objects get ids of their own with each account. */
async function requestsOf(...args: string[]): Promise<readonly string[]> {
  const server = await account();
  await check(server, ...args);
  const requests = server.requests().map(({ method, path }) => `${method} ${path}`);
  await server.stop();
  return requests;
}

test("a report costs no call", async () => {
  const without = await requestsOf();
  expect(await requestsOf("--report", join(newFolder(), "report.json"))).toHaveLength(without.length);
});

test("a report is written beside the result, which says where it is; the docs show a part of it", async () => {
  const server = await account("kinds: { emailAddress: { listKey: items } }");
  const report = join(newFolder(), "report.json");
  const { text, exitCode } = await check(server, "--report", report);
  expect(exitCode).toBe(2);
  const page = readFileSync(join(REPOSITORY, "docs/live-account.md"), "utf8");
  const [, line = ""] = /^report\.json (has a report.*)$/mu.exec(page) ?? [];
  expect(line).toContain("Nothing has been sent");
  expect(text.split("\n").at(-1)).toBe(`${report} ${line}`);
  const [, shown = ""] =
    /```json\n(\{\n {2}"schema": "pulumi-vcc\/contract-report[\s\S]*?)```/u.exec(page) ?? [];
  const written = JSON.parse(readFileSync(report, "utf8")) as ContractReport;
  expect(written).toMatchObject(JSON.parse(shown) as object);
  const { text: json } = await check(server, "--report", report, "--format", "json");
  expect(JSON.parse(json)).toMatchObject({ report, out: null });
});

test("README's way leads from a collection by a check to a trial that finds all in order, with the output that it shows", async () => {
  const server = await account(
    "apis: { email: { version: 3 } }\nkinds: { emailAddress: { path: /email/mailboxes, listKey: items } }",
  );
  const readme = readFileSync(join(REPOSITORY, "README.md"), "utf8");
  const [, section = ""] = /## From the simulator to a live account\n([\s\S]*?)\n## /u.exec(readme) ?? [];
  const blocks = [...section.matchAll(/^ {3}```(\w*)\n([\s\S]*?)^ {3}```$/gmu)];
  const shown = blocks
    .flatMap(([, language = "", block = ""]) => (language === "" ? [block] : []))
    .map((block) =>
      block
        .split("\n")
        .map((line) => line.replace(/^ {3}/u, "").trimEnd())
        .filter((line) => line !== "" && line !== "…"),
    );
  const paths = ["channels/email/profiles", "interactionplanmanager/mappings", "useradmin/interactionPlans"];
  const requests = [...paths, "email/mailboxes/:id/signature"].map((path) => ({ name: path, path }));
  const collection = collectionOf([
    { name: "Email", item: itemsOf([{ name: "List mailboxes", path: "email/mailboxes" }]) },
    ...itemsOf(requests),
  ]);
  const folder = newFolder({ "collection.json": collection });
  const file = (name: string) => join(folder, name);
  const [given, checked] = [file("vcc-contract.yaml"), file("checked.yaml")];
  const printed = [
    await run({}, "discover", file("collection.json"), "--out", given),
    await check(server, "--contract", given, "--out", checked),
    await check(server, "--contract", checked),
    await run(
      server.environment,
      ...["trial", "--contract", checked, "--out", file("tried.yaml"), "--mailbox", "trial@example.com"],
      ...["--plan", "Quality testing", "--confirm", "trial@example.com"],
    ),
  ];
  expect(printed.map(({ exitCode }) => exitCode)).toEqual([0, 2, 0, 0]);
  const texts = [printed[0], printed[1], printed[3]].map(
    (one) => one?.text.replaceAll(`${folder}/`, "") ?? "",
  );
  expect(shown.map((lines) => lines.length)).toEqual([3, 5, 4]);
  for (const [index, lines] of shown.entries())
    for (const line of lines) expect(texts[index]?.split("\n")).toContain(line);
});

interface Named {
  readonly name: string;
  readonly path: string;
}

function itemsOf(requests: readonly Named[]): readonly object[] {
  return requests.map(({ name, path }) => ({ name, request: { method: "GET", url: `{{host}}/${path}` } }));
}

function collectionOf(item: readonly object[]): string {
  const info = { schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" };
  return JSON.stringify({ info, item });
}

test("what a collection proposes is written beside what the profile says, and the next check reads it", async () => {
  const server = await account(
    "kinds: { emailAddress: { path: /accounts/acme/email/mailboxes, listKey: items } }",
  );
  const requests = [
    { name: "List mailboxes", path: "accounts/{{account-key}}/email/mailboxes" },
    { name: "List profiles", path: "channels/email/profiles" },
    { name: "List mappings", path: "interactionplanmanager/mappings" },
    { name: "List plans", path: "useradmin/interactionPlans" },
    { name: "Get a signature", path: "channels/email/addresses/:id/signature" },
  ];
  const given = "kinds: # by hand\n  emailAddress: { listKey: items }\n";
  const folder = newFolder({ "collection.json": collectionOf(itemsOf(requests)), "given.yaml": given });
  const [file, profile, out] = ["collection.json", "given.yaml", "vcc-contract.yaml"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const { text, exitCode } = await run({}, "discover", file, "--contract", profile, "--out", out);
  expect(exitCode).toBe(0);
  expect(text).toMatch(
    /kinds\.emailAddress\.path +\/accounts\/\{accountKey\}\/email\/mailboxes +List mailboxes/u,
  );
  expect(text).toContain("{accountKey} is filled by the setting VCC_ACCOUNT_KEY: set it.");
  expect(text).toContain(`Next: npx pulumi-vcc contract check --contract ${out}`);
  expect(readFileSync(out, "utf8")).toContain("# by hand");
  const checked = await check(server, "--contract", out, "--format", "json");
  expect((JSON.parse(checked.text) as ContractCheckOutput).claims).toContainEqual(
    expect.objectContaining({ id: "C26", verdict: "confirmed" }),
  );
  writeFileSync(file, collectionOf([]));
  expect((await run({}, "discover", file)).exitCode).toBe(5);
});

test("what a person's profile says otherwise is no proposal, but a choice", async () => {
  const collection = collectionOf(itemsOf([{ name: "List", path: "email/mailboxes" }]));
  const folder = newFolder({
    "c.json": collection,
    "given.yaml": "kinds: { emailAddress: { path: /ours } }\n",
  });
  const [file, given, out] = ["c.json", "given.yaml", "out.yaml"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const { text, exitCode } = await run({}, "discover", file, "--contract", given, "--out", out);
  expect(exitCode).toBe(2);
  expect(text).toContain("Choose kinds.emailAddress.path: /ours (the profile) or /email/mailboxes (List).");
  expect(profileOf(readFileSync(out, "utf8")).kinds?.emailAddress?.path).toBe("/ours");
});

test("the file to write is another one than the file that is read", async () => {
  const file = join(newFolder(), "vcc-contract.yaml");
  writeFileSync(file, "apis: {}\n");
  await expect(check(await account(), "--contract", file, "--out", file)).rejects.toMatchObject({
    code: "VCC_ARGUMENT_INVALID",
  });
});

test.each(["--contract", "--out"])("the report is another file than that of %s", async (option) => {
  const folder = newFolder({ "one.yaml": "apis: {}\n" });
  const file = join(folder, "one.yaml");
  const server = await account();
  await expect(check(server, option, file, "--report", file)).rejects.toMatchObject({
    code: "VCC_ARGUMENT_INVALID",
    message: expect.stringMatching(/^--report: a file of its own/u) as string,
  });
  const unwritten = join(folder, "new.json");
  const asked = check(server, "--out", unwritten, "--report", join(folder, "x", "..", "new.json"));
  await expect(asked).rejects.toMatchObject({ code: "VCC_ARGUMENT_INVALID" });
  expect(server.requests()).toEqual([]);
});

test("a profile with faults is refused, each at its line, before any call", async () => {
  const file = join(newFolder(), "vcc-contract.yaml");
  writeFileSync(
    file,
    "apis:\n  email:\n    version: many\nkinds:\n  emailAddress:\n    fields: { id: null }\n",
  );
  const server = await account();
  await expect(check(server, "--contract", file)).rejects.toMatchObject({
    code: "VCC_CONTRACT_INVALID",
    message: expect.stringMatching(/:3:14 error[\s\S]*:6:19 error/u) as string,
  });
  expect(server.requests()).toEqual([]);
});

test("simulate run --contract: the account speaks the profile, and what is run reads it", async () => {
  const folder = newFolder({ "vcc-contract.yaml": sharedProfile("other-spellings.yaml") });
  const cli = join(REPOSITORY, "bin", "pulumi-vcc.js");
  const run = ["simulate", "run", "--contract", "vcc-contract.yaml", "--"];
  const program = spawn(process.execPath, [cli, ...run, process.execPath, cli, "contract", "check"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder },
  });
  const out: string[] = [];
  program.stdout.setEncoding("utf8").on("data", (text: string) => out.push(text));
  const [exitCode] = (await once(program, "close")) as [number | null];
  // The account is empty.
  expect(exitCode).toBe(5);
  expect(out.join("")).toMatch(/^Contract: vcc-contract\.yaml \(sha256:[\s\S]*^0 contradicted, /mu);
});
