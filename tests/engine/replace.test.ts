import { EmailAddress, EmailProfile, InteractionPlanMapping } from "../../provider/index";
import { type Account, inbox, openAccount, SERVICE_ACCOUNT } from "./account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

/** What is mapped after each write since the log was last cleared. */
function mappedAfterEachWrite(): (readonly string[])[] {
  return account.simulator
    .requests()
    .filter(({ committed }) => committed)
    .map(({ mappedAddresses = [] }) => mappedAddresses);
}

test("with a generated name the new address is made and mapped in place before the old one goes", async () => {
  await account.stack.up(inbox);
  account.writes();
  const mappingId = account.simulator.state().mappings[0]?.mappingId;
  const changed = () => inbox({ address: { emailAddress: "help@example.com" } });

  const preview = await account.stack.preview(changed);
  expect(preview.changes).toContain("update InteractionPlanMapping support");

  const { error } = await account.stack.up(changed);
  expect(error).toBeUndefined();
  for (const mapped of mappedAfterEachWrite()) expect(mapped).toHaveLength(1);
  const order = account.order();
  expect(order.slice(0, 2)).toEqual(["POST address", "PUT sign-in"]);
  expect(order.slice(2, 4).sort()).toEqual(["PATCH mapping", "PUT signature"]);
  expect(order.slice(4)).toEqual(["DELETE signature", "DELETE address"]);
  expect(account.simulator.state()).toMatchObject({
    addresses: [{ emailAddress: "help@example.com" }],
    mappings: [{ mappingId, toAddresses: ["help@example.com"] }],
  });
  expect((await account.stack.preview(changed, { refresh: true })).changes).toEqual([]);
});

test("with a fixed name the order is mapping, signature, address, and back", async () => {
  await account.stack.up(() => inbox({ address: { name: "Support" } }));
  account.writes();
  const changed = () => inbox({ address: { name: "Support", emailAddress: "help@example.com" } });

  const preview = await account.stack.preview(changed);
  expect(preview.changes).toContain("delete-replaced InteractionPlanMapping support");

  const { error } = await account.stack.up(changed);
  expect(error).toBeUndefined();
  const order = account.order();
  expect(order.slice(0, 2).sort()).toEqual(["DELETE mapping", "DELETE signature"]);
  expect(order.slice(2, 5)).toEqual(["DELETE address", "POST address", "PUT sign-in"]);
  expect(order.slice(5).sort()).toEqual(["POST mapping", "PUT signature"]);
  expect((await account.stack.preview(changed, { refresh: true })).changes).toEqual([]);
});

test("a fixed name that changes with the mailbox needs no gap", async () => {
  await account.stack.up(() => inbox({ address: { name: "Support" } }));
  account.writes();
  await account.stack.up(() => inbox({ address: { name: "Help", emailAddress: "help@example.com" } }));
  for (const mapped of mappedAfterEachWrite()) expect(mapped).toHaveLength(1);
});

test("another case of the same mailbox is no change", async () => {
  await account.stack.up(inbox);
  account.writes();
  expect(
    (await account.stack.up(() => inbox({ address: { emailAddress: "Support@Example.com" } }))).changes,
  ).toEqual([]);
  expect(account.writes()).toEqual([]);
});

describe("a mapping of several addresses", () => {
  const program = (names: readonly string[]) => () => {
    const addresses = names.map(
      (name) => new EmailAddress(name, { emailAddress: `${name}@example.com`, credential: SERVICE_ACCOUNT }),
    );
    new InteractionPlanMapping("all", {
      interactionPlan: "Sales",
      addresses: addresses.map(({ emailAddress }) => emailAddress),
    });
  };

  test("lets one go before that address is deleted, and keeps the others mapped throughout", async () => {
    await account.stack.up(program(["a", "b", "c"]));
    account.writes();
    expect((await account.stack.up(program(["a", "c"]))).error).toBeUndefined();
    for (const mapped of mappedAfterEachWrite()) expect(mapped).toEqual(["a@example.com", "c@example.com"]);
    expect(account.order()).toEqual(["PATCH mapping", "DELETE address"]);
  });

  test("in another order is no change", async () => {
    await account.stack.up(program(["a", "b"]));
    account.writes();
    expect((await account.stack.up(program(["b", "a"]))).changes).toEqual([]);
    expect(account.writes()).toEqual([]);
  });
});

test("a profile is swapped: addresses move to the new one before the old one goes", async () => {
  const program = (profile: string) => () => {
    const { id } = new EmailProfile(profile);
    new EmailAddress("support", {
      emailAddress: "support@example.com",
      profileId: id,
      credential: SERVICE_ACCOUNT,
    });
  };
  await account.stack.up(program("old"));
  account.writes();
  expect((await account.stack.up(program("new"))).error).toBeUndefined();
  expect(account.order()).toEqual(["POST profile", "PATCH address", "DELETE profile"]);
});

test("two addresses that swap names are refused with a plain error, and nothing changes", async () => {
  const program = (first: string, second: string) => () => {
    new EmailAddress("a", { emailAddress: "a@example.com", name: first, credential: SERVICE_ACCOUNT });
    new EmailAddress("b", { emailAddress: "b@example.com", name: second, credential: SERVICE_ACCOUNT });
  };
  await account.stack.up(program("One", "Two"));
  account.writes();
  const swapped = await account.stack.up(program("Two", "One"));
  expect(swapped.error).toMatch(/name.*taken|taken.*name|already/iu);
  expect(account.writes()).toEqual([]);
  // A third name, one run in between, is the way.
  await account.stack.up(program("Three", "One"));
  expect((await account.stack.up(program("Two", "One"))).error).toBeUndefined();
  const names = account.simulator.state().addresses.map(({ emailAddress, name }) => [emailAddress, name]);
  expect(Object.fromEntries(names)).toEqual({ "a@example.com": "Two", "b@example.com": "One" });
});

test("a replacement that the program forces never takes up the object that is being replaced", async () => {
  const program = (description: string) => () => {
    new EmailAddress(
      "support",
      { emailAddress: "support@example.com", description, credential: SERVICE_ACCOUNT },
      { replaceOnChanges: ["description"] },
    );
  };
  await account.stack.up(program("one"));
  const [before] = account.simulator.state().addresses;
  account.writes();
  const { error } = await account.stack.up(program("two"));
  expect(error).toContain("exists already");
  expect(account.writes()).toEqual([]);
  expect(account.stack.state().resources).toMatchObject([{ id: before?.id }]);
});
