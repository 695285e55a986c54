import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { EmailProfile, InboxFleet } from "../../provider/index";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { IMPORT, runExport } from "../support/export-fixture";
import { type Account, nameOf, openAccount } from "../support/engine/account";
import type { OperationResult } from "../support/engine/harness/operation";
import { createTestStack } from "../support/engine/harness/test-stack";
import { BRAND, inboxName, manyInboxes } from "../support/engine/many-inboxes";
import { newFolder } from "../support/folders";

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

/** A fleet of 1,000 is in slow/fleet.slow.ts. */
describe("a fleet of 30 inboxes", () => {
  const COUNT = 30;
  /** The engine then writes its state once, at the end, and not with every object. */
  const AT_ONCE = { env: { PULUMI_SKIP_CHECKPOINTS: "true" } };
  beforeAll(async () => open(manyInboxes(COUNT)));
  afterAll(async () => account.dispose());

  test("is applied, every object once", async () => {
    const { stack } = account;
    // With its state at the end, the engine needs the stack's identity from a run before, of whatever program.
    const target = [stack.urn("StackIdentity", "vcc")];
    const profile = (): object => new EmailProfile("care");
    expect((await stack.up(profile, { target })).error).toBeUndefined();
    const { error, summary } = await stack.up(program, AT_ONCE);
    expect(error).toBeUndefined();
    // The fleet and its profile; and of each inbox the component, address, signature and mapping.
    expect(summary["create"]).toBe(2 + 4 * COUNT);
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
    const first = `${inboxName(0)}@example.com`;
    expect(account.simulator.route({ to: first, from: "x@example.org" })).toBeDefined();
  });
});

describe("a fleet whose file changes", () => {
  const COUNT = 8;
  const RENAMED = [2, 4, 7];
  let up: OperationResult;
  let writes: string[];
  let order: string[];
  /** Everything at once: three inboxes' descriptions, a default, and one inbox less. */
  beforeAll(async () => {
    await open(manyInboxes(COUNT));
    expect((await account.stack.up(program)).error).toBeUndefined();
    account.simulator.clearRequests();
    for (const index of RENAMED) {
      rewrite((text) => text.replace(`description: Inbox ${index} }`, `description: "No. ${index}" }`));
    }
    rewrite((text) => text.replace("mapping: { ", "mapping: { priority: 6000, "));
    rewrite((text) => text.replace(/ {2}inbox-0005: .*\n/u, ""));
    up = await account.stack.up(program);
    expect(up.error).toBeUndefined();
    const records = account.simulator.requests().filter(({ committed }) => committed);
    order = records.map(nameOf);
    writes = account.writes();
  });
  afterAll(async () => account.dispose());

  test("is previewed with 0 API calls, and has nothing to change after it was applied", async () => {
    account.simulator.clearRequests();
    const { error, changes } = await account.stack.preview(program, { flags: ["--expect-no-changes"] });
    expect([error, changes]).toEqual([undefined, []]);
    expect(account.simulator.requests()).toEqual([]);
  });

  test("in one field of three inboxes, sends three fields", () => {
    expect(up.changes.filter((line) => line.includes("update EmailAddress"))).toEqual(
      RENAMED.map((index) => `update EmailAddress ${inboxName(index)}`),
    );
    expect(writes.filter((write) => write.startsWith("PATCH address")).sort()).toEqual(
      RENAMED.map((index) => `PATCH address {"description":"No. ${index}"}`).sort(),
    );
  });

  test("in a default, changes every inbox that has it, and no more", () => {
    expect(writes.filter((write) => write.startsWith("PATCH mapping"))).toEqual(
      Array.from({ length: COUNT - 1 }, () => 'PATCH mapping {"priority":6000}'),
    );
    expect(writes).toHaveLength(RENAMED.length + COUNT - 1 + 2);
  });

  test("by one inbox less, deletes that one in the right order", () => {
    // VCC deletes the signature with its address.
    expect(order.filter((write) => write.startsWith("DELETE"))).toEqual(["DELETE mapping", "DELETE address"]);
    const { addresses, signatures } = account.simulator.state();
    expect([addresses.length, signatures.length]).toEqual([COUNT - 1, COUNT - 1]);
    expect(addresses.map(({ emailAddress }) => emailAddress)).not.toContain(`${inboxName(5)}@example.com`);
  });

  test("but not in an inbox that somebody changed by hand: the drift shows with a handful of calls", async () => {
    account.simulator.edit("address", `${inboxName(0)}@example.com`, { description: "Clicked" });
    account.simulator.clearRequests();
    const { error, steps } = await account.stack.preview(program, { refresh: true });
    expect(error).toBeUndefined();
    const updates = steps.filter(({ op }) => op === "update");
    expect(updates.map(({ diff }) => diff)).toMatchObject([
      { description: { before: "Clicked", after: "Inbox 0" } },
    ]);
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

describe("a small file", () => {
  const entry = (name: string, more = ""): string => `
  ${name}:
    emailAddress: ${name}@example.com
    credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false }
    signature: { html: "<p>Support</p>" }
    mapping: { interactionPlan: Customer support }
    ${more}
`;
  const write = (...entries: readonly string[]) =>
    writeFileSync(file, entries.length === 0 ? "inboxes: {}\n" : `inboxes:${entries.join("")}`);
  beforeAll(async () => open("inboxes: {}\n"));
  afterAll(async () => account.dispose());

  test("with mistakes: all come at once with their places, and no call is made", async () => {
    writeFileSync(
      file,
      `inboxes:
  a: { emailAddress: a@example, mapping: { interactionPlan: Sales, priority: 0 } }
  b: { emailAddress: b@example.com, profile: nobody, ignore: { unmapped-address: a test } }
`,
    );
    const { error } = await account.stack.up(program);
    for (const place of ["inboxes.yaml:2:22", "inboxes.yaml:2:78", "inboxes.yaml:3:46"]) {
      expect(error).toContain(place);
    }
    expect(account.simulator.requests()).toEqual([]);
    expect(account.stack.state().resources).toEqual([]);
  });

  test("without a protected inbox: Pulumi refuses, and nothing is deleted", async () => {
    write(entry("guarded", "protect: true"), entry("kept", "keepInVcc: true"));
    expect((await account.stack.up(program)).error).toBeUndefined();
    account.simulator.clearRequests();
    write(entry("kept", "keepInVcc: true"));
    expect((await account.stack.up(program)).error).toContain("protected");
    expect(account.writes()).toEqual([]);
  });

  test("without an inbox that says keepInVcc: it leaves the stack and stays in VCC as it is", async () => {
    const before = account.simulator.state();
    // Protection is taken away at once: that's no change in VCC, either.
    write(entry("guarded"));
    expect((await account.stack.up(program)).error).toBeUndefined();
    expect(account.writes()).toEqual([]);
    expect(account.simulator.state()).toEqual(before);
    expect(account.stack.state().resources.map(({ name }) => name)).not.toContain("kept");
  });

  test("without the inbox that was protected before: it goes", async () => {
    write();
    expect((await account.stack.up(program)).error).toBeUndefined();
    const { addresses, mappings } = account.simulator.state();
    expect(addresses.map(({ emailAddress }) => emailAddress)).toEqual(["kept@example.com"]);
    expect(mappings.map(({ toAddresses }) => toAddresses)).toEqual([["kept@example.com"]]);
    expect(account.stack.state().resources.map(({ type }) => type)).toEqual(["vcc:index:InboxFleet"]);
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
