import { setTimeout as sleep } from "node:timers/promises";
import { EmailAddress } from "../../provider/index";
import { type Account, inbox, nameOf, openAccount, SERVICE_ACCOUNT } from "./account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

const fixedNames = () =>
  inbox({ address: { name: "Support" }, profile: { name: "Care" }, mapping: { name: "Routing" } });

/** Lets the write land, and holds its reply until the run is killed. */
function killAfter(write: string, path: string) {
  const [method = ""] = write.split(" ");
  account.simulator.addFault({ method, path, after: true, delayMs: 60_000 });
  return async () => {
    while (!account.simulator.requests().some((record) => record.committed && nameOf(record) === write))
      await sleep(20);
  };
}

const WRITES = [
  { write: "POST profile", path: "/profiles$" },
  { write: "POST address", path: "/addresses$" },
  { write: "PUT sign-in", path: "/authentication$" },
  // Written anew, though equal: nothing but its time could tell another resource of it that it isn't its own.
  { write: "PUT signature", path: "/signature$", again: true },
  { write: "POST mapping", path: "/mappings$" },
];

/** How many objects of each kind there are. */
function counts(): number[] {
  const { addresses, mappings, profiles, signatures } = account.simulator.state();
  return [addresses, mappings, profiles, signatures].map(({ length }) => length);
}

describe("a run that is killed after a write, before its state was stored", () => {
  test.each(WRITES)(
    "$write: the next run takes up its own orphan, and makes nothing twice",
    async ({ write, path, again = false }) => {
      const killed = await account.stack.up(inbox, { killWhen: killAfter(write, path) });
      expect(killed.error).toBe("killed");
      account.simulator.clearFaults();
      account.writes();

      const next = await account.stack.up(inbox);
      expect(next.error).toBeUndefined();
      expect(account.order().filter((one) => one === write)).toEqual(again ? [write] : []);
      expect(counts()).toEqual([1, 1, 1, 1]);
      expect((await account.stack.preview(inbox, { refresh: true })).changes).toEqual([]);
    },
  );

  test.each(WRITES.filter(({ write }) => write.startsWith("POST")))(
    "$write under a fixed name, which proves nothing: the next run stops and names the way to adopt it",
    async ({ write, path }) => {
      await account.stack.up(fixedNames, { killWhen: killAfter(write, path) });
      account.simulator.clearFaults();
      account.writes();
      const before = counts().slice(0, 3);

      const next = await account.stack.up(fixedNames);
      expect(next.error).toMatch(/exists already, with the id "(\w+)".*add adopt: "\1"/su);
      expect(account.order()).not.toContain(write);
      expect(counts().slice(0, 3)).toEqual(before);
    },
  );

  test.each(WRITES)(
    "$write: the same where the engine stores its state only at the end",
    async ({ write, path }) => {
      const env = { PULUMI_SKIP_CHECKPOINTS: "true" };
      // Stores the stack's identity, and makes nothing else.
      expect((await account.stack.up(inbox, { env })).error).toContain("Run pulumi up once more");
      const killed = await account.stack.up(inbox, { env, killWhen: killAfter(write, path) });
      expect(killed.error).toBe("killed");
      expect(account.stack.state().resources).toEqual([]);
      account.simulator.clearFaults();
      account.writes();
      expect((await account.stack.up(inbox, { env })).error).toBeUndefined();
      expect(account.order()).not.toContain(write);
      expect(counts()).toEqual([1, 1, 1, 1]);
      expect((await account.stack.preview(inbox, { refresh: true })).changes).toEqual([]);
    },
  );
});

describe("a create never takes what it didn't make", () => {
  const program = () => {
    new EmailAddress("support", {
      emailAddress: "support@example.com",
      name: "Support",
      description: "from the program",
      credential: SERVICE_ACCOUNT,
    });
  };
  test.each<{ rule: string; fields: Record<string, unknown>; signIn?: true }>([
    { rule: "another mailbox of the same name", fields: { emailAddress: "x@example.com", name: "Support" } },
    {
      rule: "the same mailbox under another name",
      fields: { emailAddress: "SUPPORT@example.com", name: "Old" },
    },
    {
      rule: "the same in every field, but signed in by a person",
      fields: { emailAddress: "support@example.com", name: "Support", description: "from the program" },
      signIn: true,
    },
    {
      rule: "the same but for one field",
      fields: { emailAddress: "support@example.com", name: "Support", description: "from somebody" },
    },
  ])("$rule: the error names it and says how to adopt it", async ({ fields, signIn }) => {
    account.simulator.create("address", fields);
    const before = account.simulator.state().addresses;
    if (signIn) account.simulator.signIn("support@example.com");
    account.writes();
    const { error } = await account.stack.up(program);
    expect(error).toContain(`exists already, with the id "${before[0]?.id}"`);
    expect(error).toContain(`add adopt: "${before[0]?.id}"`);
    expect(account.writes()).toEqual([]);
    expect(account.stack.state().resources).toEqual([]);
  });

  test("adopting brings it in line, and removing adopt afterwards is no change", async () => {
    account.simulator.create("address", { emailAddress: "support@example.com", name: "Clicked" });
    const [existing] = account.simulator.state().addresses;
    account.writes();
    const args = { emailAddress: "support@example.com", name: "Support", credential: SERVICE_ACCOUNT };
    const adopted = await account.stack.up(() => {
      new EmailAddress("support", { ...args, adopt: existing?.id ?? "" });
    });
    expect(adopted.error).toBeUndefined();
    expect(account.order()).toEqual(["PATCH address", "PUT sign-in"]);
    expect(account.stack.state().resources[0]?.id).toBe(existing?.id);
    const after = await account.stack.up(() => {
      new EmailAddress("support", args);
    });
    expect(after.changes).toEqual([]);
    expect(account.writes()).toEqual([]);
  });

  test("an address that a person signed in is adopted as it is", async () => {
    account.simulator.create("address", { emailAddress: "support@example.com", name: "Support" });
    account.simulator.signIn("support@example.com");
    const [existing] = account.simulator.state().addresses;
    account.writes();
    const { error } = await account.stack.up(() => {
      new EmailAddress("support", {
        emailAddress: "support@example.com",
        name: "Support",
        adopt: existing?.id ?? "",
      });
    });
    expect(error).toBeUndefined();
    expect(account.writes()).toEqual([]);
  });
});

test("a lost reply is looked up, and nothing is made twice", async () => {
  account.simulator.addFault({ method: "POST", path: "/addresses$", after: true, close: true });
  expect((await account.stack.up(inbox)).error).toBeUndefined();
  expect(account.simulator.state().addresses).toHaveLength(1);
});

test("one object declared twice in a program is an error in the preview", async () => {
  const twice = () => {
    for (const name of ["first", "second"]) new EmailAddress(name, { emailAddress: "support@example.com" });
  };
  const { error } = await account.stack.preview(twice);
  expect(error).toMatch(
    /emailAddress: unique in the account, got "support@example.com", which the resource "\w+" of this program has already/u,
  );
  expect(account.simulator.requests()).toEqual([]);
});
