import { EmailAddress, EmailProfile, EmailSignature, InteractionPlanMapping } from "../../provider/index";
import { type Account, openAccount } from "./account";

const HTML = "<p>Kind regards</p>";

let account: Account;
let ids: { readonly address: string; readonly profile: string; readonly mapping: string };

/** One inbox that somebody has clicked together. */
beforeEach(async () => {
  account = await openAccount();
  const { simulator } = account;
  simulator.create("profile", { name: "Care", settings: { maxOpenEmails: 3 } });
  const profile = simulator.state().profiles[0]?.id ?? "";
  simulator.create("address", { emailAddress: "Support@example.com", name: "Support", profileId: profile });
  simulator.signIn("support@example.com");
  simulator.create("signature", { emailAddress: "support@example.com", html: HTML });
  const interactionPlanId = simulator.state().plans[0]?.interactionPlanId;
  simulator.create("mapping", {
    mappingName: "Routing",
    mappingDescription: "",
    interactionPlanId,
    toAddresses: ["support@example.com"],
  });
  const { addresses, mappings } = simulator.state();
  ids = { profile, address: addresses[0]?.id ?? "", mapping: mappings[0]?.mappingId ?? "" };
});
afterEach(async () => account.dispose());

interface Difference {
  readonly description?: string;
  readonly html?: string;
  readonly priority?: number;
  readonly settings?: Record<string, number>;
}

/** The same inbox as a program, which takes it over where `adopt` says so. */
const program =
  ({ adopt }: { readonly adopt: boolean }, difference: Difference = {}) =>
  () => {
    const { description, html = HTML, priority, settings = { maxOpenEmails: 3 } } = difference;
    const taking = (id: string) => (adopt ? { adopt: id } : {});
    const care = new EmailProfile("care", { name: "Care", settings, ...taking(ids.profile) });
    const support = new EmailAddress("support", {
      emailAddress: "support@example.com",
      name: "Support",
      profileId: care.id,
      ...(description !== undefined && { description }),
      ...taking(ids.address),
    });
    new EmailSignature("support", { addressId: support.id, html, ...taking(ids.address) });
    new InteractionPlanMapping("support", {
      interactionPlan: "Customer support",
      addresses: [support.emailAddress],
      name: "Routing",
      ...(priority !== undefined && { priority }),
      ...taking(ids.mapping),
    });
  };

test("objects of all four kinds are taken over as they are, without a write; then adopt can go", async () => {
  const { error, changes } = await account.stack.up(program({ adopt: true }));
  expect([error, changes]).toEqual([
    undefined,
    [
      "create EmailAddress support",
      "create EmailProfile care",
      "create EmailSignature support",
      "create InteractionPlanMapping support",
    ],
  ]);
  expect(account.writes()).toEqual([]);
  expect(account.stack.state().resources.map(({ id }) => id)).toEqual(
    expect.arrayContaining(Object.values(ids)),
  );
  for (const adopt of [true, false]) {
    const flags = { refresh: true, flags: ["--expect-no-changes"] };
    expect((await account.stack.up(program({ adopt }), flags)).error).toBeUndefined();
  }
  expect(account.writes()).toEqual([]);
});

test("taking over brings an object in line with the program, and sends what differs only", async () => {
  const difference = { description: "New", html: "<p>New</p>", priority: 1, settings: { maxOpenEmails: 4 } };
  const { error } = await account.stack.up(program({ adopt: true }, difference));
  expect(error).toBeUndefined();
  expect(account.writes().sort()).toEqual([
    'PATCH address {"description":"New"}',
    'PATCH mapping {"priority":1}',
    'PATCH profile {"settings":{"maxOpenEmails":4}}',
    'PUT signature {"html":"<p>New</p>"}',
  ]);
});

test("without adopt, what exists is never taken, and the error names it", async () => {
  const { error } = await account.stack.up(program({ adopt: false }));
  expect(error).toContain(ids.profile);
  expect(account.writes()).toEqual([]);
});

test("an id of another address is refused", async () => {
  const wrong = () =>
    new EmailAddress("sales", { emailAddress: "sales@example.com", name: "Sales", adopt: ids.address });
  const { error } = await account.stack.up(wrong);
  expect(error).toContain(`adopt: the id of sales@example.com, got "${ids.address}"`);
  expect(account.writes()).toEqual([]);
});
