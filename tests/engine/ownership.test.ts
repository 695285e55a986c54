import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmailAddress, EmailProfile, EmailSignature, Inbox } from "../../provider/index";
import {
  type Account,
  inbox,
  nameOf,
  openAccount,
  openStack,
  SERVICE_ACCOUNT,
} from "../support/engine/account";

let account: Account;
const open = async () => {
  account = await openAccount();
};
const close = async () => account.dispose();

const identityUrn = () => account.stack.urn("StackIdentity", "vcc");

describe("the same program elsewhere, on the same account", () => {
  const generated = () => inbox();
  const fixed = () =>
    new Inbox("sales", {
      emailAddress: "sales@example.com",
      name: "Sales",
      credential: SERVICE_ACCOUNT,
      profile: { name: "Care" },
      mapping: { interactionPlan: "Sales", name: "Routing" },
    });
  const program = () => {
    generated();
    fixed();
  };
  /** The engine goes on after a failure, so one run shows every object that is met first. */
  const onwards = { flags: ["--continue-on-error"] };
  let before: ReturnType<Account["simulator"]["state"]>;
  beforeAll(async () => {
    await open();
    expect((await account.stack.up(program)).error).toBeUndefined();
    before = account.simulator.state();
  });
  afterAll(close);
  const told = (id: string | undefined) => `exists already, with the id "${id}"`;

  test("in another backend takes nothing over, and its destroy removes nothing of the first's", async () => {
    const copy = await openStack(account.simulator);
    try {
      const { error } = await copy.up(program, onwards);
      // Under generated names the profile is another one, so that the mailbox is the first thing in the way.
      const address = before.addresses.find(({ emailAddress }) => emailAddress === "support@example.com");
      const profile = before.profiles.find(({ name }) => name === "Care");
      for (const met of [address, profile]) {
        expect(error).toContain(told(met?.id));
        expect(error).toContain(`add adopt: "${met?.id}"`);
      }
      expect((await copy.destroy()).error).toBeUndefined();
    } finally {
      await copy.dispose();
    }
    expect(account.simulator.state()).toEqual(before);
  });

  test("in another stack of the project, with fixed names, stops, and its destroy removes nothing", async () => {
    await account.stack.command("stack", "init", "prod");
    const { error } = await account.stack.up(fixed);
    expect(error).toMatch(/exists already, with the id "(\w+)".*add adopt: "\1"/su);
    expect((await account.stack.destroy()).error).toBeUndefined();
    expect(account.simulator.state()).toEqual(before);
    await account.stack.command("stack", "select", "dev");
  });

  test("changes nothing for the first", async () => {
    const { error, changes } = await account.stack.preview(program, { refresh: true });
    expect([error, changes]).toEqual([undefined, []]);
  });
});

/** One stack's life, from its first preview to its end in another backend. */
describe("a stack's identity", () => {
  beforeAll(open);
  afterAll(close);
  const described = () => inbox({ profile: { description: "New" } });
  const more = () => {
    described();
    new EmailProfile("more");
  };
  const target = () => [account.stack.urn("EmailProfile", "care")];
  const names = () => account.simulator.state().addresses.map(({ name }) => name);

  test("isn't known before the first run, nor are the names that are made of it", async () => {
    const { error, steps } = await account.stack.preview(inbox);
    expect(error).toBeUndefined();
    const name: unknown = steps.find(({ kind }) => kind === "EmailProfile")?.after?.inputs["name"];
    expect(name).not.toMatch(/^care-/u);
  });

  test("that a target leaves out: preview and up name the target to add, and with it the run works", async () => {
    for (const run of ["preview", "up"] as const) {
      const { error } = await account.stack[run](inbox, { target: target() });
      expect(error).toContain(`Add --target '${identityUrn()}' once`);
    }
    expect(account.writes()).toEqual([]);
    const { error } = await account.stack.up(inbox, { target: [...target(), identityUrn()] });
    expect(error).toBeUndefined();
    expect(account.order()).toEqual(["POST profile"]);
    expect((await account.stack.up(inbox)).error).toBeUndefined();
    expect(account.stack.state().identity).toMatch(/^[0-9a-f]{32}$/u);
  });

  test("stays when an inbox is destroyed by --target: it comes back under its names", async () => {
    const { identity } = account.stack.state();
    const before = names();
    const support = [account.stack.urn("EmailAddress", "support")];
    const { error } = await account.stack.destroy({ target: support, flags: ["--target-dependents"] });
    expect([error, names()]).toEqual([undefined, []]);
    expect((await account.stack.up(inbox)).error).toBeUndefined();
    expect([account.stack.state().identity, names()]).toEqual([identity, before]);
  });

  test("comes to a stack that has none without any other change", async () => {
    await account.stack.command("state", "delete", identityUrn(), "--yes");
    expect(account.stack.state().identity).toBeUndefined();
    account.writes();
    // As after an update of the package, a run with targets needs no identity for what is there already.
    const targeted = await account.stack.up(described, { target: target() });
    expect(targeted.error).toBeUndefined();
    expect(account.order()).toEqual(["PATCH profile"]);
    const { error, changes } = await account.stack.up(described);
    expect([error, changes]).toEqual([undefined, []]);
    expect(account.stack.state().identity).toBeDefined();
  });

  test("gives names that are known from then on, and moves with the state to another backend and another name", async () => {
    const { changes, steps } = await account.stack.preview(more);
    expect(changes).toEqual(["create EmailProfile more"]);
    const planned: unknown = steps.find(({ name }) => name === "more")?.after?.inputs["name"];
    expect(planned).toMatch(/^more-[0-9a-f]{8}$/u);
    const file = join(account.stack.folder, "stack.json");
    await account.stack.command("stack", "export", "--file", file);
    const moved = await openStack(account.simulator);
    try {
      await moved.command("stack", "import", "--file", file);
      expect(moved.state().identity).toBe(account.stack.state().identity);
      account.writes();
      // As long as both are there they are one stack twice: what both make under generated names is made once.
      for (const stack of [account.stack, moved]) {
        const { error, changes: made } = await stack.up(more, { refresh: true });
        expect([error, made]).toEqual([undefined, ["create EmailProfile more"]]);
      }
      expect(account.order()).toEqual(["POST profile"]);
      expect(account.simulator.state().profiles.map(({ name }) => name)).toContain(planned);
      // The copy left behind goes without a write, and the other one goes on owning, also under another name.
      expect((await account.stack.command("stack", "rm", "--force", "--yes")).code).toBe(0);
      expect((await moved.command("stack", "rename", "renamed")).code).toBe(0);
      const renamed = await moved.preview(more, { refresh: true });
      expect([renamed.error, renamed.changes, account.writes()]).toEqual([undefined, [], []]);
      expect((await moved.destroy()).error).toBeUndefined();
    } finally {
      await moved.dispose();
    }
    const nothing = { addresses: [], signatures: [], mappings: [], profiles: [] };
    expect(account.simulator.state()).toMatchObject(nothing);
  });
});

describe("a signature", () => {
  beforeAll(open);
  afterAll(close);
  const HTML = "<p>Support</p>";
  const address = () =>
    new EmailAddress("support", { emailAddress: "support@example.com", credential: SERVICE_ACCOUNT });
  const idOf = (mailbox: string) =>
    account.simulator.state().addresses.find(({ emailAddress }) => emailAddress === mailbox)?.id ?? "";
  const oursLeft = () =>
    account.simulator.state().signatures.filter(({ addressId }) => addressId === idOf("support@example.com"));

  test("that another project made, with the same HTML, is not taken", async () => {
    account.simulator.create("address", { emailAddress: "theirs@example.com", name: "Theirs" });
    account.simulator.create("signature", { emailAddress: "theirs@example.com", html: HTML });
    const id = idOf("theirs@example.com");
    const { error } = await account.stack.up(
      () => new EmailSignature("support", { addressId: id, html: HTML }),
    );
    expect(error).toContain(`add adopt: "${id}"`);
    expect(account.writes()).toEqual([]);
  });

  test("whose resource was renamed survives the deletion of the old one in a later run with targets", async () => {
    const made = () => new EmailSignature("old", { addressId: address().id, html: HTML });
    expect((await account.stack.up(made)).error).toBeUndefined();
    const renamed = () =>
      new EmailSignature("new", { addressId: address().id, html: HTML, adopt: idOf("support@example.com") });
    const target = (name: string) => [account.stack.urn("EmailSignature", name)];
    expect((await account.stack.up(renamed, { target: target("new") })).error).toContain(
      "adopt: in a run of the whole program, got one with --target",
    );
    // Whoever insists names the stack's identity, too.
    const insisting = { target: [...target("new"), identityUrn()] };
    expect((await account.stack.up(renamed, insisting)).error).toBeUndefined();
    for (const refresh of [false, true]) {
      const { error } = await account.stack.up(renamed, { target: target("old"), refresh });
      expect(error).toContain("isn't deleted");
      expect(oursLeft()).toHaveLength(1);
    }
    await account.stack.command("state", "delete", ...target("old"), "--yes");
    const last = await account.stack.up(renamed, { refresh: true });
    expect([last.error, last.changes]).toEqual([undefined, []]);
    expect(oursLeft()).toHaveLength(1);
  });
});

/** The engine then stores what a run did at its end, and not with every object. */
const AT_THE_END = { PULUMI_SKIP_CHECKPOINTS: "true" };

describe("where the engine's state is older than the run", () => {
  beforeAll(open);
  afterAll(close);
  const program = (emailAddress: string) => () =>
    inbox({
      address: { name: "Support", emailAddress },
      profile: { name: "Care" },
      mapping: { name: "Routing" },
    });

  test("the identity isn't stored in time: nothing is written, and the run that the error names works", async () => {
    const first = await account.stack.up(program("support@example.com"), { env: AT_THE_END });
    expect(first.error).toContain("Run pulumi up once more: this run has stored the identity.");
    expect(account.writes()).toEqual([]);
    expect(account.stack.state().identity).toBeDefined();
    expect(
      (await account.stack.up(program("support@example.com"), { env: AT_THE_END })).error,
    ).toBeUndefined();
    expect(account.order()).toContain("POST mapping");
  });

  test.each([
    { state: "is as old as the write before", env: {}, mailbox: "help@example.com" },
    { state: "is older than the run", env: AT_THE_END, mailbox: "desk@example.com" },
  ])(
    "a fixed name goes from an address to its replacement, and the run is killed while the new one is being made: the next run goes on by itself, where the state $state",
    async ({ env, mailbox }) => {
      account.simulator.clearRequests();
      account.simulator.addFault({ method: "POST", path: "/addresses$", after: true, delayMs: 60_000 });
      const posted = async () => {
        const isPosted = () =>
          account.simulator
            .requests()
            .some((record) => record.committed && nameOf(record) === "POST address");
        while (!isPosted()) await sleep(20);
      };
      const killed = await account.stack.up(program(mailbox), { env, killWhen: posted });
      expect(killed.error).toBe("killed");
      account.simulator.clearFaults();
      account.writes();

      const next = await account.stack.up(program(mailbox));
      expect(next.error).toBeUndefined();
      expect(account.order()).not.toContain("POST address");
      const { addresses, mappings } = account.simulator.state();
      expect(addresses.map(({ emailAddress }) => emailAddress)).toEqual([mailbox]);
      expect(mappings.map(({ toAddresses }) => toAddresses)).toEqual([[mailbox]]);
      const { error, changes } = await account.stack.preview(program(mailbox), { refresh: true });
      expect([error, changes]).toEqual([undefined, []]);
    },
  );
});
