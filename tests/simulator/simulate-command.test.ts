import { EMAIL_PROFILES } from "../../schema/email-profile";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { hasSimulator, withFolderSimulator } from "../../provider/cli/simulate/folder-simulator";
import { sendControl } from "../../provider/simulator/control/control-client";
import { renderRequest, simulateCommand } from "../../provider/cli/simulate";
import { useSimulator } from "../support/wire-client";
import { newFolder } from "../support/folders";
import { REPOSITORY } from "../support/repository";

const wire = useSimulator();

/** Runs one subcommand against the running simulator. Rejects with what a person would read. */
async function run(...args: string[]): Promise<string> {
  const url = args[0]?.startsWith("-") ? [] : ["--url", wire.simulator.url];
  return (await runHere(...args, ...url)).output;
}

/** Likewise, against the one that the folder has. */
async function runHere(...args: string[]): Promise<{ readonly output: string; readonly told: string }> {
  const lines: string[] = [];
  const errors: string[] = [];
  const command = simulateCommand((line) => lines.push(line));
  for (const each of [command, ...command.commands]) {
    each.exitOverride().configureOutput({ writeErr: (text) => errors.push(text) });
  }
  await command.parseAsync(args, { from: "user" }).catch(() => {
    throw new Error(errors.join(""));
  });
  return { output: lines.join("\n"), told: errors.join("") };
}

test("expire and sign-in change a mailbox's status", async () => {
  await wire.client.address("a@example.com");
  const authentication = () => wire.simulator.state().addresses[0]?.authentication;
  expect(await run("expire", "a@example.com", "--reason", "New password")).toBe("a@example.com is Expired.");
  expect(authentication()).toMatchObject({ status: "Expired", reason: "New password" });
  expect(await run("sign-in", "a@example.com")).toBe("a@example.com is Active.");
  expect(authentication()).toMatchObject({ status: "Active", reason: null });
});

test("edit, rename-plan and delete change objects; state shows them; reset empties all", async () => {
  await wire.client.profile("Care");
  expect(await run("edit", "profile", "Care", '{"description":"x"}')).toBe("Edited profile Care.");
  expect(await run("rename-plan", "Sales", "Presales")).toBe("Renamed Sales to Presales.");
  const state = JSON.parse(await run("state")) as unknown;
  expect(state).toEqual(wire.simulator.state());
  expect(state).toMatchObject({
    profiles: [{ description: "x" }],
    plans: [{}, { interactionPlanName: "Presales" }, {}],
  });
  expect(await run("delete", "profile", "Care")).toBe("Deleted profile Care.");
  expect(wire.simulator.state().profiles).toEqual([]);
  await run("reset");
  expect(wire.simulator.state().plans[1]).toMatchObject({ interactionPlanName: "Sales" });
});

test("requests come as lines or as JSON, and can be forgotten", async () => {
  await wire.client.get(EMAIL_PROFILES.path);
  expect(await run("requests")).toMatch(
    /^\S+ POST \/Auth\/connect\/token 200\n\S+ GET \/channels\/email\/profiles 200$/u,
  );
  expect(JSON.parse(await run("requests", "--json", "--clear"))).toMatchObject({
    schema: "pulumi-vcc/simulate-requests/v1",
    exitCode: 0,
    requests: [{ sequence: 1 }, { sequence: 2 }],
  });
  expect(wire.simulator.requests()).toEqual([]);
});

test("fault arms one fault with all its parts, --clear forgets it", async () => {
  const options =
    "--method GET --path profiles --times 2 --skip 1 --status 429 --retry-after 3 --delay-ms 5 --after";
  await run("fault", ...options.split(" "), "--body", "<p>busy</p>", "--close");
  expect(wire.simulator.faults()).toEqual([
    {
      method: "GET",
      path: "profiles",
      times: 2,
      skip: 1,
      status: 429,
      headers: { "retry-after": "3" },
      body: "<p>busy</p>",
      after: true,
      close: true,
      delayMs: 5,
    },
  ]);
  await run("fault", "--clear");
  expect(wire.simulator.faults()).toEqual([]);
});

test("control sends any other command", async () => {
  await run("control", "set-stale-reads", '{"lagMs":60000}');
  await wire.client.profile("Late");
  expect((await wire.client.get(EMAIL_PROFILES.path)).body.profiles).toEqual([]);
});

test("a folder's own account is steered, and told; its key alone is for any simulator", async () => {
  const folder = newFolder();
  const cwd = jest.spyOn(process, "cwd").mockReturnValue(folder);
  const { output } = await runHere("key");
  expect(JSON.parse(output)).toMatchObject({ type: "service_account" });
  expect(hasSimulator(folder)).toBe(false);
  await withFolderSimulator(folder, async ({ url }) => sendControl(url, "reset"));
  expect((await runHere("state")).told).toBe("The simulator of this folder, in .simulator:\n");
  cwd.mockRestore();
});

test.each([
  {
    rule: "what the simulator refuses",
    args: ["expire", "nobody@example.com"],
    error: /no email address "nobody@example.com"/u,
  },
  { rule: "a body that is no JSON", args: ["edit", "profile", "Care", "{"], error: /has to be JSON/u },
  {
    rule: "an unknown kind",
    args: ["delete", "plan", "Sales"],
    error: /Allowed choices are profile, address, signature, mapping/u,
  },
  { rule: "a number that is none", args: ["fault", "--times", "often"], error: /whole number/u },
  { rule: "a port that there isn't", args: ["--port", "99999"], error: /whole number from 0 to 65535/u },
  { rule: "an unknown subcommand", args: ["--port", "0", "explode"], error: /too many arguments/u },
])("$rule is one line for people", async ({ args, error }) => {
  await expect(run(...args)).rejects.toThrow(error);
});

test.each([
  { status: 201, faulted: false, expected: "08:00:01 POST /x 201" },
  { status: 503, faulted: true, expected: "08:00:01 POST /x 503 (fault)" },
  { status: null, faulted: true, expected: "08:00:01 POST /x cut (fault)" },
])("a request reads $expected", ({ status, faulted, expected }) => {
  const common = { sequence: 1, query: {}, scope: null, committed: false };
  const record = { ...common, time: "2026-11-01T08:00:01.000Z", method: "POST", path: "/x", status, faulted };
  expect(renderRequest(record)).toBe(expected);
});

describe("as a program", () => {
  function start(...args: string[]) {
    const source =
      'require("./provider/cli/simulate").simulateCommand().parseAsync(process.argv.slice(1), { from: "user" })';
    return spawn(process.execPath, ["--import", "tsx", "-e", source, "--", ...args], { cwd: REPOSITORY });
  }

  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s ends it cleanly, after it has told how to use it",
    async (signal) => {
      const program = start("--port", "0", "--client-secret", "it's", "--plan", "Night", "Day");
      let output = "";
      program.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
      while (!output.includes("VCC_CLIENT_SECRET")) await once(program.stdout, "data");
      const url = /VCC simulator at (\S+), its account in memory/u.exec(output)?.[1] ?? "";
      expect(output).toContain(`export VCC_API_BASE_URL=${url}\n`);
      expect(output).toContain(`export VCC_AUTH_BASE_URL=${url}\n`);
      expect(output).toContain("export VCC_CLIENT_ID=simulator\n");
      while (!output.includes("simulate key")) await once(program.stdout, "data");
      expect(output).toContain("export VCC_CLIENT_SECRET='it'\\''s'\n");

      const state = (await (await fetch(`${url}/_simulator/state`)).json()) as { plans: unknown };
      expect(state.plans).toMatchObject([{ interactionPlanName: "Night" }, { interactionPlanName: "Day" }]);
      await fetch(`${url}${EMAIL_PROFILES.path}`);
      while (!output.includes("GET /channels/email/profiles 401")) await once(program.stdout, "data");

      program.kill(signal);
      expect(await once(program, "exit")).toEqual([0, null]);
    },
    30_000,
  );

  test("a taken port is one line and exit code 1", async () => {
    const program = start("--port", new URL(wire.simulator.url).port);
    let errors = "";
    program.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    expect(await once(program, "close")).toEqual([1, null]);
    expect(errors).toMatch(/^Port \d+ is taken\. Choose another with --port\.\n$/u);
  }, 30_000);
});
