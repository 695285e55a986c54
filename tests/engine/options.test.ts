import { EmailAddress, InteractionPlanMapping } from "../../provider/index";
import { type Account, inbox, openAccount, SERVICE_ACCOUNT } from "./account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

test("protect keeps the inbox", async () => {
  await account.stack.up(() => inbox({ options: { protect: true } }));
  account.writes();
  expect((await account.stack.destroy()).error).toContain("protected");
  expect(account.writes()).toEqual([]);
});

test("ignoreChanges leaves a property to VCC's screens", async () => {
  const program = () => inbox({ mapping: { priority: 1 }, options: { ignoreChanges: ["priority"] } });
  await account.stack.up(program);
  const [mapping] = account.simulator.state().mappings;
  account.simulator.edit("mapping", mapping?.mappingName ?? "", { priority: 9 });
  account.writes();
  expect(
    (await account.stack.up(program, { refresh: true })).changes.filter(
      (line) => !line.startsWith("refresh"),
    ),
  ).toEqual([]);
  expect(account.writes()).toEqual([]);
});

test("retainOnDelete leaves the objects in VCC", async () => {
  await account.stack.up(() => inbox({ options: { retainOnDelete: true } }));
  account.writes();
  expect((await account.stack.destroy()).error).toBeUndefined();
  expect(account.writes()).toEqual([]);
  expect(account.simulator.state().addresses).toHaveLength(1);
});

test("a resource renamed with an alias keeps its object and its generated name", async () => {
  const program = (name: string, alias?: string) => () => {
    new EmailAddress(
      name,
      { emailAddress: "support@example.com", credential: SERVICE_ACCOUNT },
      alias === undefined ? {} : { aliases: [{ name: alias }] },
    );
  };
  await account.stack.up(program("old"));
  account.writes();
  const { error, changes } = await account.stack.up(program("new", "old"));
  expect({ error, changes }).toEqual({ error: undefined, changes: [] });
  expect(account.writes()).toEqual([]);
});

test("target changes that resource alone", async () => {
  await account.stack.up(inbox);
  account.writes();
  const changed = () => inbox({ address: { description: "new" }, mapping: { priority: 1 } });
  const { error } = await account.stack.up(changed, {
    target: [account.stack.urn("InteractionPlanMapping", "support")],
  });
  expect(error).toBeUndefined();
  expect(account.writes()).toEqual(['PATCH mapping {"priority":1}']);
});

describe("Resource.get", () => {
  test("reads an object without managing it", async () => {
    await account.stack.up(inbox);
    const [address] = account.simulator.state().addresses;
    account.writes();
    const other = await account.stack.up(() => {
      inbox();
      const found = EmailAddress.get("found", address?.id ?? "");
      new InteractionPlanMapping("second", {
        interactionPlan: "Sales",
        addresses: [found.emailAddress],
        priority: 1,
      });
    });
    expect(other.error).toBeUndefined();
    expect(account.order()).toEqual(["POST mapping"]);
  });

  test("says so when there is no such object", async () => {
    const { error } = await account.stack.up(() => {
      EmailAddress.get("found", "adr_missing");
    });
    expect(error).toContain('There is no EmailAddress with the id "adr_missing" in this VCC account.');
  });
});

test("values that aren't known in a preview are previewed as such, and applied", async () => {
  const program = () => {
    const first = new EmailAddress("first", {
      emailAddress: "first@example.com",
      credential: SERVICE_ACCOUNT,
    });
    // Known only after apply: the second mailbox is named after the first one's id.
    const mailbox = first.id.apply((id) => `${id.toLowerCase()}@example.com`);
    const second = new EmailAddress("second", { emailAddress: mailbox, credential: SERVICE_ACCOUNT });
    new InteractionPlanMapping("second", {
      interactionPlan: "Sales",
      addresses: [second.emailAddress],
      priority: 7,
    });
  };
  const preview = await account.stack.preview(program);
  expect(preview.error).toBeUndefined();
  expect(preview.changes).toHaveLength(3);
  expect((await account.stack.up(program)).error).toBeUndefined();
  expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
});

test("a literal address in a mapping is warned of", async () => {
  const { notes } = await account.stack.preview(() => {
    new InteractionPlanMapping("m", { interactionPlan: "Sales", addresses: ["support@example.com"] });
  });
  expect(notes).toContainEqual(
    expect.objectContaining({
      severity: "warning",
      name: "m",
      text: expect.stringContaining("given as text"),
    }),
  );
});

test("unusable settings are told once, in full, before anything is made", async () => {
  const { stack } = account;
  const { error } = await stack.preview(inbox, {
    env: { VCC_CLIENT_ID: "", VCC_API_BASE_URL: "http://vcc.example.com" },
  });
  expect(error).toContain('Set it with "pulumi config set vcc:clientId …" or VCC_CLIENT_ID.');
});

test("a secret that is written where a reference belongs appears nowhere", async () => {
  const secret = "literal-secret-nobody-may-see";
  const result = await account.stack.up(() => {
    new EmailAddress("support", {
      emailAddress: "support@example.com",
      credential: { provider: "google", method: "serviceAccount", key: secret },
    });
  });
  expect(result.error).toContain("credential.key: a reference to a secret");
  expect(result.stdout + result.stderr + JSON.stringify(result.events)).not.toContain(secret);
  expect(account.stack.state().text).not.toContain(secret);
});
