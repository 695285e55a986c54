import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmailAddress, EmailProfile, EmailSignature } from "../../provider/index";
import { type Account, inbox, nameOf, openAccount, openStack, SERVICE_ACCOUNT } from "./account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

const identityUrn = () => account.stack.urn("StackIdentity", "vcc");

describe("the same program in another backend, on the same account", () => {
  test.each([
    { rule: "with generated names", program: () => inbox() },
    {
      rule: "with fixed names",
      program: () =>
        inbox({ address: { name: "Support" }, profile: { name: "Care" }, mapping: { name: "Routing" } }),
    },
  ])("$rule takes nothing over, and its destroy removes nothing of the first's", async ({ program }) => {
    expect((await account.stack.up(program)).error).toBeUndefined();
    const before = account.simulator.state();
    const copy = await openStack(account.simulator);
    try {
      const { error } = await copy.up(program);
      expect(error).toMatch(/exists already, with the id "(\w+)".*add adopt: "\1"/su);
      expect((await copy.destroy()).error).toBeUndefined();
    } finally {
      await copy.dispose();
    }
    expect(account.simulator.state()).toMatchObject(before);
    expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
  });
});

test("two stacks of one project in one backend, with fixed names: the second one stops, and its destroy removes nothing", async () => {
  const program = () =>
    inbox({ address: { name: "Support" }, profile: { name: "Care" }, mapping: { name: "Routing" } });
  expect((await account.stack.up(program)).error).toBeUndefined();
  const before = account.simulator.state();
  await account.stack.command("stack", "init", "prod");
  expect((await account.stack.up(program)).error).toMatch(
    /exists already, with the id "(\w+)".*add adopt: "\1"/su,
  );
  expect((await account.stack.destroy()).error).toBeUndefined();
  expect(account.simulator.state()).toEqual(before);
});

test("an inbox that is destroyed by --target leaves the stack its identity: it comes back under its names", async () => {
  expect((await account.stack.up(inbox)).error).toBeUndefined();
  const { identity } = account.stack.state();
  const names = () => account.simulator.state().addresses.map(({ name }) => name);
  const before = names();
  const target = [account.stack.urn("EmailAddress", "support")];
  const { error } = await account.stack.destroy({ target, flags: ["--target-dependents"] });
  expect([error, names()]).toEqual([undefined, []]);
  expect((await account.stack.up(inbox)).error).toBeUndefined();
  expect([account.stack.state().identity, names()]).toEqual([identity, before]);
});

describe("a stack's identity", () => {
  test("is made first, kept, and gives names that are known from then on", async () => {
    const preview = await account.stack.preview(inbox);
    expect(preview.error).toBeUndefined();
    expect(preview.steps.find(({ kind }) => kind === "EmailProfile")?.after?.inputs["name"]).not.toMatch(
      /^care-/u,
    );
    await account.stack.up(inbox);
    const { identity } = account.stack.state();
    expect(identity).toMatch(/^[0-9a-f]{32}$/u);
    const more = () => {
      inbox();
      new EmailProfile("more");
    };
    const next = await account.stack.preview(more);
    expect(next.changes).toEqual(["create EmailProfile more"]);
    const planned = next.steps.find(({ name }) => name === "more")?.after?.inputs["name"];
    expect(planned).toMatch(/^more-[0-9a-f]{8}$/u);
    await account.stack.up(more);
    expect(account.simulator.state().profiles.map(({ name }) => name)).toContain(planned);
    expect(account.stack.state().identity).toBe(identity);
  });

  test("comes to a stack that has none without any other change, and goes with the stack to another name or backend", async () => {
    await account.stack.up(inbox);
    await account.stack.command("state", "delete", identityUrn(), "--yes");
    expect(account.stack.state().identity).toBeUndefined();
    account.writes();
    // As after an update of the package, a run with targets needs no identity for what is there already.
    const targeted = await account.stack.up(() => inbox({ profile: { description: "New" } }), {
      target: [account.stack.urn("EmailProfile", "care")],
    });
    expect(targeted.error).toBeUndefined();
    expect(account.order()).toEqual(["PATCH profile"]);
    const program = () => inbox({ profile: { description: "New" } });
    const { error, changes } = await account.stack.up(program);
    expect([error, changes]).toEqual([undefined, []]);
    const { identity } = account.stack.state();
    expect(identity).toBeDefined();
    await account.stack.command("stack", "rename", "renamed");
    expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
    expect(account.writes()).toEqual([]);
  });

  test("moves with the state to another backend, which goes on owning; the copy left behind goes without a write", async () => {
    await account.stack.up(inbox);
    const file = join(account.stack.folder, "stack.json");
    await account.stack.command("stack", "export", "--file", file);
    const moved = await openStack(account.simulator);
    try {
      await moved.command("stack", "import", "--file", file);
      expect(moved.state().identity).toBe(account.stack.state().identity);
      account.writes();
      expect((await moved.preview(inbox, { refresh: true })).changes).toEqual([]);
      // As long as both are there they are one stack twice: what both make under generated names is made once.
      const more = () => {
        inbox();
        new EmailProfile("more");
      };
      for (const stack of [account.stack, moved]) expect((await stack.up(more)).error).toBeUndefined();
      expect(account.order()).toEqual(["POST profile"]);
      expect((await account.stack.command("stack", "rm", "--force", "--yes")).code).toBe(0);
      expect((await moved.preview(more, { refresh: true })).changes).toEqual([]);
      expect((await moved.destroy()).error).toBeUndefined();
    } finally {
      await moved.dispose();
    }
    expect(account.simulator.state()).toMatchObject({
      addresses: [],
      signatures: [],
      mappings: [],
      profiles: [],
    });
  });

  test("that a target leaves out: preview and up name the target to add, and with it the run works", async () => {
    const target = [account.stack.urn("EmailProfile", "care")];
    for (const run of ["preview", "up"] as const) {
      const { error } = await account.stack[run](inbox, { target });
      expect(error).toContain(`Add --target '${identityUrn()}' once`);
    }
    expect(account.writes()).toEqual([]);
    const { error } = await account.stack.up(inbox, { target: [...target, identityUrn()] });
    expect(error).toBeUndefined();
    expect(account.order()).toEqual(["POST profile"]);
    expect((await account.stack.up(inbox)).error).toBeUndefined();
  });

  test("that isn't stored before the end of the run: nothing is written, and the run that the error names works", async () => {
    const env = { PULUMI_SKIP_CHECKPOINTS: "true" };
    const first = await account.stack.up(inbox, { env });
    expect(first.error).toContain("Run pulumi up once more: this run has stored the identity.");
    expect(account.writes()).toEqual([]);
    expect(account.stack.state().identity).toBeDefined();
    expect((await account.stack.up(inbox, { env })).error).toBeUndefined();
    expect(account.order()).toContain("POST mapping");
  });
});

describe("a signature", () => {
  const ID = () => account.simulator.state().addresses[0]?.id ?? "";
  const HTML = "<p>Support</p>";
  const address = () =>
    new EmailAddress("support", { emailAddress: "support@example.com", credential: SERVICE_ACCOUNT });

  test("that another project made, with the same HTML, is not taken", async () => {
    account.simulator.create("address", { emailAddress: "support@example.com", name: "Theirs" });
    account.simulator.create("signature", { emailAddress: "support@example.com", html: HTML });
    const { error } = await account.stack.up(
      () => new EmailSignature("support", { addressId: ID(), html: HTML }),
    );
    expect(error).toContain(`add adopt: "${ID()}"`);
    expect(account.writes()).toEqual([]);
  });

  test("whose resource was renamed survives the deletion of the old one in a later run with targets", async () => {
    const named = (name: string) => () =>
      new EmailSignature(name, { addressId: address().id, html: HTML, adopt: ID() });
    await account.stack.up(() => new EmailSignature("old", { addressId: address().id, html: HTML }));
    const target = (name: string) => ({ target: [account.stack.urn("EmailSignature", name)] });
    expect((await account.stack.up(named("new"), target("new"))).error).toContain(
      "adopt: in a run of the whole program, got one with --target",
    );
    // Whoever insists names the stack's identity, too.
    const insisting = { target: [...target("new").target, identityUrn()] };
    expect((await account.stack.up(named("new"), insisting)).error).toBeUndefined();
    for (const refresh of [false, true]) {
      const { error } = await account.stack.up(named("new"), { ...target("old"), refresh });
      expect(error).toContain("isn't deleted");
      expect(account.simulator.state().signatures).toHaveLength(1);
    }
    await account.stack.command("state", "delete", account.stack.urn("EmailSignature", "old"), "--yes");
    const { error, changes } = await account.stack.up(named("new"), { refresh: true });
    expect([error, changes]).toEqual([undefined, []]);
    expect(account.simulator.state().signatures).toHaveLength(1);
  });
});

describe("a fixed name that goes from an address to its replacement, killed while the new one is being made", () => {
  const program = (emailAddress: string) => () =>
    inbox({
      address: { name: "Support", emailAddress },
      profile: { name: "Care" },
      mapping: { name: "Routing" },
    });

  test.each([
    { rule: "the engine's state says so", env: {} },
    { rule: "the engine's state is older than the run", env: { PULUMI_SKIP_CHECKPOINTS: "true" } },
  ])("$rule: the next run goes on by itself", async ({ env }) => {
    await account.stack.up(program("support@example.com"));
    account.simulator.clearRequests();
    account.simulator.addFault({ method: "POST", path: "/addresses$", after: true, delayMs: 60_000 });
    const posted = async () => {
      const isPosted = () =>
        account.simulator.requests().some((record) => record.committed && nameOf(record) === "POST address");
      while (!isPosted()) await sleep(20);
    };
    const killed = await account.stack.up(program("help@example.com"), { env, killWhen: posted });
    expect(killed.error).toBe("killed");
    account.simulator.clearFaults();
    account.writes();

    const next = await account.stack.up(program("help@example.com"));
    expect(next.error).toBeUndefined();
    expect(account.order()).not.toContain("POST address");
    const { addresses, mappings } = account.simulator.state();
    expect(addresses.map(({ emailAddress }) => emailAddress)).toEqual(["help@example.com"]);
    expect(mappings.map(({ toAddresses }) => toAddresses)).toEqual([["help@example.com"]]);
    expect((await account.stack.preview(program("help@example.com"), { refresh: true })).changes).toEqual([]);
  });
});
