import { EmailAddress, EmailProfile, EmailSignature, InteractionPlanMapping } from "../../provider/index";
import { type Account, openAccount } from "../support/engine/account";

const HTML = "<p>Kind regards</p>";

let account: Account;

interface Ids {
  readonly address: string;
  readonly profile: string;
  readonly mapping: string;
}

/** An inbox that somebody has clicked together. */
function makeByHand(name: string): Ids {
  const { simulator } = account;
  const last = () => {
    const { profiles, addresses, mappings } = simulator.state();
    return {
      profile: profiles.find((one) => one.name === `${name} care`)?.id ?? "",
      address: addresses.find((one) => one.name === name)?.id ?? "",
      mapping: mappings.find((one) => one.mappingName === `${name} routing`)?.mappingId ?? "",
    };
  };
  simulator.create("profile", { name: `${name} care`, settings: { maxOpenEmails: 3 } });
  simulator.create("address", { emailAddress: `${name}@example.com`, name, profileId: last().profile });
  simulator.signIn(`${name}@example.com`);
  simulator.create("signature", { emailAddress: `${name}@example.com`, html: HTML });
  simulator.create("mapping", {
    mappingName: `${name} routing`,
    mappingDescription: "",
    interactionPlanId: simulator.state().plans[0]?.interactionPlanId,
    toAddresses: [`${name}@example.com`],
  });
  return last();
}

interface Difference {
  readonly description?: string;
  readonly html?: string;
  readonly priority?: number;
  readonly settings?: Record<string, number>;
}

/** The same inbox in a program, which takes it over where ids are given. */
function inbox(name: string, ids: Ids | undefined, difference: Difference = {}): void {
  const { description, html = HTML, priority, settings = { maxOpenEmails: 3 } } = difference;
  const taking = (id: string | undefined) => (id === undefined ? {} : { adopt: id });
  const care = new EmailProfile(name, { name: `${name} care`, settings, ...taking(ids?.profile) });
  const address = new EmailAddress(name, {
    emailAddress: `${name.toLowerCase()}@example.com`,
    name,
    profileId: care.id,
    ...(description !== undefined && { description }),
    ...taking(ids?.address),
  });
  new EmailSignature(name, { addressId: address.id, html, ...taking(ids?.address) });
  new InteractionPlanMapping(name, {
    interactionPlan: "Customer support",
    addresses: [address.emailAddress],
    name: `${name} routing`,
    ...(priority !== undefined && { priority }),
    ...taking(ids?.mapping),
  });
}

const DIFFERENCE = { description: "New", html: "<p>New</p>", priority: 1, settings: { maxOpenEmails: 4 } };

/** One account that goes from refusals to being managed. */
describe("two inboxes that somebody made", () => {
  let same: Ids;
  let other: Ids;
  beforeAll(async () => {
    account = await openAccount();
    same = makeByHand("Same");
    other = makeByHand("Other");
  });
  afterAll(async () => account.dispose());

  test("are never taken without adopt, nor with the id of another address: the errors name them", async () => {
    const program = () => {
      inbox("Same", undefined);
      const sales = { emailAddress: "sales@example.com", name: "Sales" };
      new EmailAddress("sales", { ...sales, adopt: other.address });
    };
    const { error } = await account.stack.up(program, { flags: ["--continue-on-error"] });
    expect(error).toContain(same.profile);
    expect(error).toContain(`adopt: the id of sales@example.com, got "${other.address}"`);
    expect(account.writes()).toEqual([]);
  });

  test("are taken over, all four kinds: as they are without a write, and where they differ by what differs only", async () => {
    const { error, changes } = await account.stack.up(() => {
      inbox("Same", same);
      inbox("Other", other, DIFFERENCE);
    });
    const kinds = ["EmailAddress", "EmailProfile", "EmailSignature", "InteractionPlanMapping"];
    expect(error).toBeUndefined();
    expect(changes).toEqual(kinds.flatMap((kind) => [`create ${kind} Other`, `create ${kind} Same`]));
    expect(account.stack.state().resources.map(({ id }) => id)).toEqual(
      expect.arrayContaining([...Object.values(same), ...Object.values(other)]),
    );
    expect(account.writes().sort()).toEqual([
      'PATCH address {"description":"New"}',
      'PATCH mapping {"priority":1}',
      'PATCH profile {"settings":{"maxOpenEmails":4}}',
      'PUT signature {"html":"<p>New</p>"}',
    ]);
  });

  test("need adopt no longer, and nothing differs", async () => {
    const { error, changes } = await account.stack.up(
      () => {
        inbox("Same", undefined);
        inbox("Other", undefined, DIFFERENCE);
      },
      { refresh: true, flags: ["--expect-no-changes"] },
    );
    expect([error, changes, account.writes()]).toEqual([undefined, [], []]);
  });
});
