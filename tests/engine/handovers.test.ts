import {
  EmailAddress,
  type EmailAddressArgs,
  EmailProfile,
  Inbox,
  InteractionPlanMapping,
} from "../../provider/index";
import { type Account, openAccount, SERVICE_ACCOUNT } from "./account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

/** Mailboxes, such as `a@example.com`, by the names of inboxes. */
type Mailboxes = Readonly<Record<string, string>>;

const ORDERS = [
  { order: "as declared", arrange: (names: string[]) => names },
  { order: "the other way round", arrange: (names: string[]) => names.reverse() },
];

/** What each mailbox has: the plan that takes its mail, and its signature. */
function served(): Readonly<Record<string, unknown>> {
  const { addresses, signatures } = account.simulator.state();
  return Object.fromEntries(
    addresses.map(({ id, emailAddress }) => [
      emailAddress,
      [
        account.simulator.route({ to: emailAddress, from: "x@example.org" })?.mapping.mappingName,
        signatures.find(({ addressId }) => addressId === id)?.html,
      ],
    ]),
  );
}

describe.each(ORDERS)("mailboxes pass from one inbox to another in one run, $order", ({ arrange }) => {
  /** Inboxes whose addresses have fixed names, so that each one has to go before its successor is made. */
  const program = (mailboxes: Mailboxes) => () => {
    for (const name of arrange(Object.keys(mailboxes))) {
      new Inbox(name, {
        emailAddress: mailboxes[name] ?? "",
        name: `Address ${name}`,
        credential: SERVICE_ACCOUNT,
        signature: `<p>${name}</p>`,
        mapping: { interactionPlan: "Sales", name: `Mapping ${name}` },
      });
    }
  };

  test.each<{ rule: string; before: Mailboxes; after: Mailboxes }>([
    {
      rule: "two that swap",
      before: { a: "1@example.com", b: "2@example.com" },
      after: { a: "2@example.com", b: "1@example.com" },
    },
    {
      rule: "three in a circle",
      before: { a: "1@example.com", b: "2@example.com", c: "3@example.com" },
      after: { a: "2@example.com", b: "3@example.com", c: "1@example.com" },
    },
    {
      rule: "one that takes what another leaves",
      before: { a: "1@example.com", b: "2@example.com" },
      after: { a: "2@example.com", b: "3@example.com" },
    },
  ])("$rule", async ({ before, after }) => {
    expect((await account.stack.up(program(before))).error).toBeUndefined();
    expect((await account.stack.up(program(after))).error).toBeUndefined();
    expect(served()).toEqual(
      Object.fromEntries(
        Object.entries(after).map(([name, mailbox]) => [mailbox, [`Mapping ${name}`, `<p>${name}</p>`]]),
      ),
    );
    expect((await account.stack.preview(program(after), { refresh: true })).changes).toEqual([]);
  });

  test("with generated names, too, where the option deleteBeforeReplace lets the old object go first", async () => {
    const swapped = (mailboxes: Mailboxes) => () => {
      for (const name of arrange(Object.keys(mailboxes))) {
        const args: EmailAddressArgs = { emailAddress: mailboxes[name] ?? "", credential: SERVICE_ACCOUNT };
        new EmailAddress(name, args, { deleteBeforeReplace: true });
      }
    };
    const [before, after] = [
      { a: "1@example.com", b: "2@example.com" },
      { a: "2@example.com", b: "1@example.com" },
    ];
    expect((await account.stack.up(swapped(before))).error).toBeUndefined();
    expect((await account.stack.up(swapped(after))).error).toBeUndefined();
    expect((await account.stack.preview(swapped(after), { refresh: true })).changes).toEqual([]);
  });

  test("but not while the old object goes last: the preview tells it, and what it advises works", async () => {
    const swapped = (mailboxes: Mailboxes, names: Readonly<Record<string, string>>) => () => {
      for (const name of arrange(Object.keys(mailboxes))) {
        new EmailAddress(name, {
          emailAddress: mailboxes[name] ?? "",
          credential: SERVICE_ACCOUNT,
          ...(names[name] !== undefined && { name: names[name] }),
        });
      }
    };
    const [before, after] = [
      { a: "1@example.com", b: "2@example.com" },
      { a: "2@example.com", b: "1@example.com" },
    ];
    await account.stack.up(swapped(before, {}));
    account.simulator.clearRequests();
    const { error } = await account.stack.preview(swapped(after, {}));
    expect(error).toContain("in one run, but is taken already as long as the old object of");
    expect(error).toContain("Take two runs");
    expect(account.simulator.requests()).toEqual([]);

    const { addresses } = account.simulator.state();
    const nameOf = (mailbox: string) =>
      addresses.find(({ emailAddress }) => emailAddress === mailbox)?.name ?? "";
    const names = { a: nameOf("1@example.com"), b: nameOf("2@example.com") };
    expect((await account.stack.up(swapped(after, names))).error).toBeUndefined();
    expect((await account.stack.preview(swapped(after, names), { refresh: true })).changes).toEqual([]);
  });
});

describe.each(ORDERS)("names pass from one resource to another in one run, $order", ({ arrange }) => {
  /** Profiles, addresses and mappings, each pair with these names. */
  const program = (names: Readonly<Record<string, string>>) => () => {
    for (const key of arrange(Object.keys(names))) {
      const name = names[key] ?? "";
      new EmailProfile(key, { name });
      const { emailAddress } = new EmailAddress(key, {
        emailAddress: `${key}@example.com`,
        name,
        credential: SERVICE_ACCOUNT,
      });
      new InteractionPlanMapping(key, { interactionPlan: "Sales", addresses: [emailAddress], name });
    }
  };

  test("where they needn't go round in a circle, by one write each", async () => {
    await account.stack.up(program({ a: "One", b: "Two", c: "Three" }));
    account.writes();
    const renamed = program({ a: "Two", b: "Three", c: "Four" });
    expect((await account.stack.up(renamed)).error).toBeUndefined();
    const kinds = ["address", "mapping", "profile"].flatMap((kind) => Array<string>(3).fill(`PATCH ${kind}`));
    expect(account.order().sort()).toEqual(kinds);
    expect((await account.stack.preview(renamed, { refresh: true })).changes).toEqual([]);
  });

  test("and not in a circle: the preview tells the two runs that it takes, which do", async () => {
    await account.stack.up(program({ a: "One", b: "Two" }));
    account.simulator.clearRequests();
    const swapped = program({ a: "Two", b: "One" });
    const { error = "" } = await account.stack.preview(swapped);
    expect(error).toMatch(/name: unique in the account; the resources .* pass theirs on in a circle/u);
    expect(account.simulator.requests()).toEqual([]);
    // In the error, the last one that was asked about is the one to change.
    const [, last = "", third = ""] = /first give "(.)" another name, such as "([^"]+)"/u.exec(error) ?? [];
    const names = { a: "Two", b: "One" };
    expect((await account.stack.up(program({ ...names, [last]: third }))).error).toBeUndefined();
    expect((await account.stack.up(swapped)).error).toBeUndefined();
    expect((await account.stack.preview(swapped, { refresh: true })).changes).toEqual([]);
  });
});

test("what a removed resource has goes at the end of a run: that is said, and two runs do it", async () => {
  const address = (name: string) =>
    new EmailAddress(name, { emailAddress: "support@example.com", credential: SERVICE_ACCOUNT });
  await account.stack.up(() => void address("old"));
  account.writes();
  const { error } = await account.stack.up(() => void address("new"));
  expect(error).toContain("run pulumi up without the new one first");
  expect(account.writes()).toEqual([]);
  expect((await account.stack.up(() => undefined)).error).toBeUndefined();
  expect((await account.stack.up(() => void address("new"))).error).toBeUndefined();
});

describe("where the engine comes to the giver only when the taker is done, nothing is deleted, and what is advised works", () => {
  const before = { a: "1@example.com", b: "2@example.com" };
  const after = { a: "2@example.com", b: "1@example.com" };
  /** Addresses of fixed names, each with a mapping; `b` depends on `a` where that is asked for. */
  const program = (mailboxes: Mailboxes, isDependent: boolean) => () => {
    const made: EmailAddress[] = [];
    for (const [name, emailAddress] of Object.entries(mailboxes)) {
      const args = { emailAddress, name: `Address ${name}`, credential: SERVICE_ACCOUNT };
      const address = new EmailAddress(name, args, { dependsOn: isDependent ? [...made] : [] });
      made.push(address);
      const addresses = [address.emailAddress];
      new InteractionPlanMapping(name, { interactionPlan: "Sales", addresses, name: `Mapping ${name}` });
    }
  };
  const expectSwapped = async (isDependent: boolean) => {
    expect(served()).toEqual({
      "1@example.com": ["Mapping b", undefined],
      "2@example.com": ["Mapping a", undefined],
    });
    const preview = await account.stack.preview(program(after, isDependent), { refresh: true });
    expect(preview.changes).toEqual([]);
  };

  test("with --parallel 1", async () => {
    await account.stack.up(program(before, false));
    account.writes();
    const { error } = await account.stack.up(program(after, false), { flags: ["--parallel", "1"] });
    expect(error).toContain(
      '"a" can\'t go from 1@example.com to 2@example.com: VCC has 2@example.com already',
    );
    expect(error).toContain("run pulumi up without --parallel");
    expect(account.writes()).toEqual([]);
    expect((await account.stack.up(program(after, false))).error).toBeUndefined();
    await expectSwapped(false);
  });

  test("with a giver that depends on the taker", async () => {
    await account.stack.up(program(before, true));
    account.writes();
    const { error } = await account.stack.up(program(after, true));
    expect(error).toContain('take two runs: first without it, and with "a" as it was');
    expect(account.writes()).toEqual([]);
    expect((await account.stack.up(program({ a: before.a }, true))).error).toBeUndefined();
    expect((await account.stack.up(program(after, true))).error).toBeUndefined();
    await expectSwapped(true);
  });
});
