import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { InboxFleet } from "../../provider/index";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { IMPORT, newFolder, runExport } from "../export/exporting";
import { type Account, nameOf, openAccount } from "./account";
import { createTestStack } from "./harness/test-stack";
import { BRAND, inboxName, manyInboxes } from "./slow/many-inboxes";

let account: Account;
let file: string;

/** A new account, and a new folder with this fleet file. */
async function open(text: string): Promise<void> {
  account = await openAccount();
  const folder = newFolder();
  file = join(folder, "inboxes.yaml");
  writeFileSync(file, text);
  writeFileSync(join(folder, "brand.html"), BRAND);
}

const program = (): void => void InboxFleet.fromFile(file, { environment: pulumi.getStack() });

function rewrite(change: (text: string) => string): void {
  const text = readFileSync(file, "utf8");
  expect(change(text)).not.toBe(text);
  writeFileSync(file, change(text));
}

describe("a fleet of 100 inboxes", () => {
  const COUNT = 100;
  beforeAll(async () => open(manyInboxes(COUNT)));
  afterAll(async () => account.dispose());
  const first = `${inboxName(0)}@example.com`;

  test("is applied, every object once", async () => {
    const { error, summary } = await account.stack.up(program);
    expect(error).toBeUndefined();
    // The stack, its identity, the fleet and its profile; and of each inbox the component, address, signature and mapping.
    expect(summary).toEqual({ create: 4 + 4 * COUNT });
    const counts = new Map<string, number>();
    for (const write of account.order()) counts.set(write, (counts.get(write) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      "POST profile": 1,
      "POST address": COUNT,
      "PUT sign-in": COUNT,
      "PUT signature": COUNT,
      "POST mapping": COUNT,
    });
    expect(account.simulator.mostWritesAtOnce).toBe(1);
    expect(account.simulator.route({ to: first, from: "x@example.org" })).toBeDefined();
  });

  test("is previewed with 0 API calls, and has nothing to change", async () => {
    const { error, changes } = await account.stack.preview(program, { flags: ["--expect-no-changes"] });
    expect([error, changes]).toEqual([undefined, []]);
    expect(account.simulator.requests()).toEqual([]);
  });

  test("changed in one field of three inboxes, sends three fields", async () => {
    for (const index of [7, 42, 99]) {
      rewrite((text) => text.replace(`description: Inbox ${index} }`, `description: "No. ${index}" }`));
    }
    const { error, changes } = await account.stack.up(program);
    expect([error, changes]).toEqual([
      undefined,
      [7, 42, 99].map((index) => `update EmailAddress ${inboxName(index)}`),
    ]);
    expect(account.writes().sort()).toEqual(
      [42, 7, 99].map((index) => `PATCH address {"description":"No. ${index}"}`),
    );
  });

  test("changed in a default, changes every inbox that has it, and no more", async () => {
    rewrite((text) => text.replace("mapping: { ", "mapping: { priority: 6000, "));
    expect((await account.stack.up(program)).error).toBeUndefined();
    expect(new Set(account.writes())).toEqual(new Set(['PATCH mapping {"priority":6000}']));
  });

  test("without one inbox, deletes that one in the right order", async () => {
    rewrite((text) => text.replace(/ {2}inbox-0050: .*\n/u, ""));
    const { error } = await account.stack.up(program);
    expect(error).toBeUndefined();
    // VCC deletes the signature with its address.
    expect(account.order()).toEqual(["DELETE mapping", "DELETE address"]);
    expect(account.simulator.state()).toMatchObject({
      addresses: { length: COUNT - 1 },
      signatures: { length: COUNT - 1 },
    });
  });

  test("shows drift of one inbox with a handful of calls", async () => {
    account.simulator.edit("address", first, { description: "Clicked" });
    account.simulator.clearRequests();
    const { steps } = await account.stack.preview(program, { refresh: true });
    expect(steps.find(({ op }) => op === "update")?.diff).toMatchObject({
      description: { before: "Clicked", after: "Inbox 0" },
    });
    const lists = account.simulator.requests().filter(({ path }) => !path.endsWith("/signature"));
    expect(lists.length).toBeLessThan(10);
  });

  test("is exported and taken up by another stack, which has nothing to change", async () => {
    const before = account.simulator.state();
    const { folder, exitCode } = await runExport(account.simulator);
    expect(exitCode).toBe(0);
    account.simulator.clearRequests();
    const adopted = await createTestStack({ copyOf: folder, env: account.simulator.environment });
    try {
      expect((await adopted.operation(IMPORT)).error).toBeUndefined();
      const { error, changes, lines } = await adopted.preview();
      expect([error, changes, lines.length]).toEqual([undefined, [], 2 + 4 * (COUNT - 1)]);
      expect(account.simulator.requests()).toEqual([]);
      expect(account.simulator.state()).toEqual(before);
    } finally {
      await adopted.dispose();
    }
  });
});

describe("leaving the file", () => {
  const one = (more: string): string => `
inboxes:
  support:
    emailAddress: support@example.com
    credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false }
    signature: { html: "<p>Support</p>" }
    mapping: { interactionPlan: Customer support }
    ${more}
`;
  afterEach(async () => account.dispose());

  test("protect: Pulumi refuses, and nothing is deleted; taken away first, it goes", async () => {
    await open(one("protect: true"));
    await account.stack.up(program);
    account.writes();
    writeFileSync(file, "inboxes: {}\n");
    expect((await account.stack.up(program)).error).toContain("protected");
    expect(account.writes()).toEqual([]);

    writeFileSync(file, one(""));
    expect((await account.stack.up(program)).error).toBeUndefined();
    expect(account.writes()).toEqual([]);
    writeFileSync(file, "inboxes: {}\n");
    expect((await account.stack.up(program)).error).toBeUndefined();
    expect(account.simulator.state()).toMatchObject({ addresses: [], mappings: [] });
  });

  test("keepInVcc: the inbox leaves the stack and stays in VCC as it is", async () => {
    await open(one("keepInVcc: true"));
    await account.stack.up(program);
    const before = account.simulator.state();
    account.writes();
    writeFileSync(file, "inboxes: {}\n");
    expect((await account.stack.up(program)).error).toBeUndefined();
    expect(account.writes()).toEqual([]);
    expect(account.simulator.state()).toEqual(before);
    expect(account.stack.state().resources.map(({ type }) => type)).toEqual(["vcc:index:InboxFleet"]);
  });
});

describe("mistakes in the file", () => {
  afterEach(async () => account.dispose());

  test("all come at once with their places, and no call is made", async () => {
    await open(`inboxes:
  a: { emailAddress: a@example, mapping: { interactionPlan: Sales, priority: 0 } }
  b: { emailAddress: b@example.com, profile: nobody, ignore: { unmapped-address: a test } }
`);
    const { error } = await account.stack.up(program);
    for (const place of ["inboxes.yaml:2:22", "inboxes.yaml:2:78", "inboxes.yaml:3:46"]) {
      expect(error).toContain(place);
    }
    expect(account.simulator.requests()).toEqual([]);
    expect(account.stack.state().resources).toEqual([]);
  });
});

describe("environments of one file as two stacks", () => {
  const FILE = `
defaults:
  credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false }
  mapping: { interactionPlan: Customer support }
inboxes:
  support: { emailAddress: "support@\${config:domain}" }
environments:
  dev: { inboxes: { trial: { emailAddress: "trial@\${config:domain}" } } }
  prod: { defaults: { mapping: { priority: 9000 } } }
`;
  let prod: RunningSimulator;
  beforeEach(async () => {
    await open(FILE);
    prod = await startSimulator();
    for (const stack of ["dev", "prod"]) {
      if (stack !== "dev") await account.stack.command("stack", "init", stack);
      await account.stack.command("config", "set", "domain", `${stack}.example.com`, "--stack", stack);
    }
  });
  afterEach(async () => {
    await account.dispose();
    await prod.stop();
  });

  const up = async (stack: "dev" | "prod"): Promise<string | undefined> => {
    const env = stack === "dev" ? {} : prod.environment;
    const args = ["up", "--yes", "--skip-preview", "--stack", stack];
    return (await account.stack.operation(args, program, { env })).error;
  };

  test("each has its own inboxes and values; what changes in one leaves the other alone", async () => {
    expect([await up("dev"), await up("prod")]).toEqual([undefined, undefined]);
    const content = (simulator: RunningSimulator): unknown => {
      const { addresses, mappings } = simulator.state();
      return {
        addresses: addresses.map(({ emailAddress }) => emailAddress).sort(),
        priorities: mappings.map(({ priority }) => priority),
      };
    };
    expect(content(account.simulator)).toEqual({
      addresses: ["support@dev.example.com", "trial@dev.example.com"],
      priorities: [5000, 5000],
    });
    expect(content(prod)).toEqual({ addresses: ["support@prod.example.com"], priorities: [9000] });

    for (const simulator of [account.simulator, prod]) simulator.clearRequests();
    rewrite((text) => text.replace("priority: 9000", "priority: 9001"));
    expect([await up("dev"), await up("prod")]).toEqual([undefined, undefined]);
    const writesOf = (simulator: RunningSimulator): string[] =>
      simulator
        .requests()
        .filter(({ committed }) => committed)
        .map(nameOf);
    expect([writesOf(account.simulator), writesOf(prod)]).toEqual([[], ["PATCH mapping"]]);
  });
});
