import { EMAIL_PROFILES } from "../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSimulator, startSimulator, type StartOptions } from "../../provider/simulator/index";
import { WireClient } from "../support/wire-client";
import { newFolder } from "../support/folders";

let folder: string;
beforeEach(() => {
  folder = newFolder();
});

async function withSimulator<Result>(
  options: StartOptions,
  use: (client: WireClient) => Promise<Result>,
): Promise<Result> {
  const simulator = await startSimulator(options);
  try {
    return await use(new WireClient(simulator));
  } finally {
    await simulator.stop();
  }
}

test("the account survives a restart, in a folder that needn't exist", async () => {
  const file = join(folder, "new", "vcc.json");
  const before = await withSimulator({ file }, async (client) => {
    const profileId = await client.profile("Care", { settings: { a: 1 } });
    const id = await client.address("a@example.com", { profileId });
    await client.put(`${EMAIL_ADDRESSES.path}/${id}/signature`, { html: "<p>x</p>" });
    await client.mapping(["a@example.com"], { priority: 7 });
    client.simulator.signIn("a@example.com");
    client.simulator.addPlan("Night shift");
    return client.simulator.state();
  });
  await withSimulator({ file }, (client) => {
    expect(client.simulator.state()).toEqual(before);
    return Promise.resolve();
  });
});

test("every change is in the file before it is answered, and nothing else is in the folder", async () => {
  const file = join(folder, "vcc.json");
  await withSimulator({ file }, async (client) => {
    const id = await client.profile("Care");
    const kept = () => (JSON.parse(readFileSync(file, "utf8")) as { account: unknown }).account;
    expect(kept()).toEqual(client.simulator.state());
    await client.delete(`${EMAIL_PROFILES.path}/${id}`);
    expect(kept()).toEqual(client.simulator.state());
    expect(readdirSync(folder)).toEqual(["vcc.json"]);
  });
});

test("modification times go on from those in the file, whatever the clock says", async () => {
  const file = join(folder, "vcc.json");
  const nowMs = Date.parse("2026-11-01T08:00:00Z");
  const one = await withSimulator({ file, now: () => nowMs }, async (client) => {
    await client.address("a@example.com");
    return client.mapping(["a@example.com"], { mappingName: "One" });
  });
  await withSimulator({ file, now: () => nowMs - 60_000 }, async (client) => {
    client.simulator.signIn("a@example.com");
    await client.mapping(["a@example.com"], { mappingName: "Two" });
    const winner = () =>
      client.simulator.route({ to: "a@example.com", from: "x@x.org" })?.mapping.mappingName;
    expect(winner()).toBe("Two");
    await client.patch(`${INTERACTION_PLAN_MAPPINGS.path}/${one}`, {});
    expect(winner()).toBe("One");
  });
});

test("plans asked for join those in the file", async () => {
  const file = join(folder, "vcc.json");
  const names = (client: WireClient) =>
    Promise.resolve(client.simulator.state().plans.map(({ interactionPlanName }) => interactionPlanName));
  expect(await withSimulator({ file, plans: ["Sales"] }, names)).toEqual(["Sales"]);
  expect(await withSimulator({ file, plans: ["Sales", "Care"] }, names)).toEqual(["Sales", "Care"]);
  expect(await withSimulator({ file }, names)).toEqual(["Sales", "Care"]);
});

test.each([
  { rule: "no JSON", content: "{", why: /JSON/u },
  { rule: "another program's JSON", content: "{}", why: /format/u },
  {
    rule: "a store that somebody broke",
    content: '{"format":"pulumi-vcc simulator 1","account":{"addresses":[]}}',
    why: /account\.signatures/u,
  },
])("$rule is an error that names the file and stays as it is", ({ content, why }) => {
  const file = join(folder, "vcc.json");
  writeFileSync(file, content);
  expect(() => createSimulator({ file })).toThrow(why);
  expect(() => createSimulator({ file })).toThrow(`The simulator's store ${file} can't be read`);
  expect(readFileSync(file, "utf8")).toBe(content);
});

test("a file that can't be written is told to the client, not hidden", async () => {
  const file = join(folder, "vcc.json");
  await withSimulator({ file }, async (client) => {
    await client.token("admin:write");
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file where the folder was");
    const reply = await client.post(EMAIL_PROFILES.path, { name: "Care" });
    expect(reply).toMatchObject({
      status: 500,
      body: { message: expect.stringMatching(/^The simulator failed: /u) },
    });
  });
});
