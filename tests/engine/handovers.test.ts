import {
  EmailAddress,
  type EmailAddressArgs,
  EmailProfile,
  Inbox,
  InteractionPlanMapping,
} from "../../provider/index";
import { type Account, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

/** Mailboxes, such as `a@example.com`, by the names of inboxes. */
type Mailboxes = Readonly<Record<string, string>>;

interface Order {
  readonly order: string;
  readonly arrange: (names: readonly string[]) => readonly string[];
}

/** Which of them the engine hears of first must not matter. */
const AS_DECLARED: Order = { order: "as declared", arrange: (names) => names };
const REVERSED: Order = { order: "the other way round", arrange: (names) => names.toReversed() };
const ORDERS = [AS_DECLARED, REVERSED];

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

describe("mailboxes pass from one inbox to another in one run", () => {
  const CASES: readonly { rule: string; before: Mailboxes; after: Mailboxes }[] = [
    {
      rule: "two that swap",
      before: { a: "1@example.com", b: "2@example.com" },
      after: { a: "2@example.com", b: "1@example.com" },
    },
    {
      rule: "three in a circle",
      before: { c: "3@example.com", d: "4@example.com", e: "5@example.com" },
      after: { c: "4@example.com", d: "5@example.com", e: "3@example.com" },
    },
    {
      rule: "one that takes what another leaves",
      before: { f: "6@example.com", g: "7@example.com" },
      after: { f: "7@example.com", g: "8@example.com" },
    },
  ];
  /** Names and mailboxes of each order are others, so that all of them go in one run. */
  const ofOrder = (mailboxes: Mailboxes, order: number): [string, string][] =>
    Object.entries(mailboxes).map(([name, mailbox]) => [`${name}${order}`, `${order}${mailbox}`]);

  /** Inboxes whose addresses have fixed names, so that each one has to go before its successor is made. */
  const inboxes = (mailboxes: readonly [string, string][]) => {
    for (const [name, emailAddress] of mailboxes) {
      new Inbox(name, {
        emailAddress,
        name: `Address ${name}`,
        credential: SERVICE_ACCOUNT,
        signature: `<p>${name}</p>`,
        mapping: { interactionPlan: "Sales", name: `Mapping ${name}` },
      });
    }
  };
  /** Addresses with generated names, whose old object goes first by option. */
  const swapped = (mailboxes: readonly [string, string][]) => {
    for (const [name, emailAddress] of mailboxes) {
      const args: EmailAddressArgs = { emailAddress, credential: SERVICE_ACCOUNT };
      new EmailAddress(name, args, { deleteBeforeReplace: true });
    }
  };
  const SWAP = {
    before: { h: "g1@example.com", i: "g2@example.com" },
    after: { h: "g2@example.com", i: "g1@example.com" },
  };

  test("two that swap, three in a circle, one that takes what another leaves, in either order of declaration; with generated names, too, where the option deleteBeforeReplace lets the old object go first", async () => {
    const program = (when: "before" | "after") => () => {
      for (const [at, { arrange }] of ORDERS.entries()) {
        const arranged = (mailboxes: Mailboxes) => {
          const pairs = ofOrder(mailboxes, at);
          const names = arrange(pairs.map(([name]) => name));
          return names.flatMap((name) => pairs.filter(([one]) => one === name));
        };
        for (const one of CASES) inboxes(arranged(one[when]));
        swapped(arranged(SWAP[when]));
      }
    };
    expect((await account.stack.up(program("before"))).error).toBeUndefined();
    expect((await account.stack.up(program("after"))).error).toBeUndefined();
    const expected = ORDERS.flatMap((_order, at) => [
      ...CASES.flatMap(({ after }) =>
        ofOrder(after, at).map(([name, mailbox]) => [mailbox, [`Mapping ${name}`, `<p>${name}</p>`]]),
      ),
      ...ofOrder(SWAP.after, at).map(([, mailbox]) => [mailbox, [undefined, undefined]]),
    ]);
    expect(served()).toEqual(Object.fromEntries(expected));
    expect((await account.stack.preview(program("after"), { refresh: true })).changes).toEqual([]);
  });

  test("but not while the old object goes last: the preview tells it, and what it advises works", async () => {
    const [before, after] = [
      { a: "1@example.com", b: "2@example.com" },
      { a: "2@example.com", b: "1@example.com" },
    ];
    const program =
      (mailboxes: Mailboxes, { arrange }: Order, names: Readonly<Record<string, string>> = {}) =>
      () => {
        for (const name of arrange(Object.keys(mailboxes))) {
          new EmailAddress(name, {
            emailAddress: mailboxes[name] ?? "",
            credential: SERVICE_ACCOUNT,
            ...(names[name] !== undefined && { name: names[name] }),
          });
        }
      };
    expect((await account.stack.up(program(before, AS_DECLARED))).error).toBeUndefined();
    account.simulator.clearRequests();
    let names: Readonly<Record<string, string>> = {};
    for (const order of ORDERS) {
      const { error = "" } = await account.stack.preview(program(after, order));
      expect(error).toContain("pass theirs on in a circle in one run");
      const advice = error.matchAll(/"(.)" name: "([^"]+)"/gu);
      names = Object.fromEntries([...advice].map(([, name = "", inVcc = ""]) => [name, inVcc]));
    }
    expect(account.simulator.requests()).toEqual([]);
    const advised = program(after, REVERSED, names);
    expect((await account.stack.up(advised)).error).toBeUndefined();
    expect((await account.stack.preview(advised, { refresh: true })).changes).toEqual([]);
  });
});

describe("names pass from one resource to another in one run", () => {
  /** Profiles, addresses and mappings, each three with these names. */
  const program =
    (names: Readonly<Record<string, string>>, orders: readonly Order[] = ORDERS) =>
    () => {
      for (const { order, arrange } of orders) {
        for (const key of arrange(Object.keys(names))) {
          const name = `${names[key] ?? ""} ${order}`;
          const resource = `${key} ${order}`;
          new EmailProfile(resource, { name });
          const { emailAddress } = new EmailAddress(resource, {
            emailAddress: `${resource.replaceAll(" ", "-")}@example.com`,
            name,
            credential: SERVICE_ACCOUNT,
          });
          new InteractionPlanMapping(resource, { interactionPlan: "Sales", addresses: [emailAddress], name });
        }
      }
    };

  test("where they needn't go round in a circle, by one write each, in either order of declaration", async () => {
    expect((await account.stack.up(program({ a: "One", b: "Two", c: "Three" }))).error).toBeUndefined();
    account.writes();
    const renamed = program({ a: "Two", b: "Three", c: "Four" });
    expect((await account.stack.up(renamed)).error).toBeUndefined();
    const kinds = ["address", "mapping", "profile"].flatMap((kind) => Array<string>(6).fill(`PATCH ${kind}`));
    expect(account.order().sort()).toEqual(kinds);
    expect((await account.stack.preview(renamed, { refresh: true })).changes).toEqual([]);
  });

  test("and not in a circle, in either order of declaration: the preview tells the two runs that it takes, which do", async () => {
    const inOrder = (names: Readonly<Record<string, string>>, { arrange }: Order) =>
      program(names, [{ order: "round", arrange }]);
    expect((await account.stack.up(inOrder({ a: "One", b: "Two" }, AS_DECLARED))).error).toBeUndefined();
    account.simulator.clearRequests();
    const names = { a: "Two", b: "One" };
    let advised: Readonly<Record<string, string>> = {};
    for (const order of ORDERS) {
      const { error = "" } = await account.stack.preview(inOrder(names, order));
      expect(error).toMatch(/name: unique in the account; the resources .* pass theirs on in a circle/u);
      // In the error, the last one that was asked about is the one to change.
      const [, last = "", third = ""] =
        /first give "(.)[^"]*" another name, such as "([^"]+)"/u.exec(error) ?? [];
      advised = { ...names, [last]: third };
    }
    expect(account.simulator.requests()).toEqual([]);
    expect((await account.stack.up(inOrder(advised, REVERSED))).error).toBeUndefined();
    expect((await account.stack.up(inOrder(names, REVERSED))).error).toBeUndefined();
    expect((await account.stack.preview(inOrder(names, REVERSED), { refresh: true })).changes).toEqual([]);
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

describe("where the engine comes to the holder only when the claimant is done, nothing is deleted, and what is advised works", () => {
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

  test("with a holder that depends on the claimant", async () => {
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
