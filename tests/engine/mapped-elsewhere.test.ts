import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EmailAddress, Inbox, InboxFleet } from "../../provider/index";
import { newFolder } from "../export/exporting";
import { type Account, openAccount, SERVICE_ACCOUNT } from "./account";

const HTML = "<p>Support</p>";
const FILE = `
inboxes:
  support:
    emailAddress: support@example.com
    credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false }
    signature: { html: "${HTML}" }
    mapping: { interactionPlan: Customer support }
`;

let account: Account;
let folder: string;
beforeEach(async () => {
  account = await openAccount();
  folder = newFolder();
  writeFileSync(join(folder, "inboxes.yaml"), FILE);
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await account.dispose();
});

interface Changed {
  readonly emailAddress?: string;
  readonly name?: string;
  readonly signature?: string;
}

const support = (changed: Changed = {}): Inbox =>
  new Inbox("support", {
    emailAddress: "support@example.com",
    credential: SERVICE_ACCOUNT,
    signature: HTML,
    mapping: { interactionPlan: "Customer support" },
    ...changed,
  });
const fromFile = () => InboxFleet.fromFile(join(folder, "inboxes.yaml"), { environment: "dev" });
const nothing = (): void => undefined;

/** A mapping that another stack, or a person, made for the inbox. */
function mapElsewhere(): string {
  const plan = account.simulator.state().plans[0]?.interactionPlanId ?? "";
  account.simulator.create("mapping", {
    mappingName: "Night shift",
    mappingDescription: "",
    interactionPlanId: plan,
    toAddresses: ["support@example.com"],
    priority: 100,
  });
  account.simulator.clearRequests();
  return (
    account.simulator.state().mappings.find(({ mappingName }) => mappingName === "Night shift")?.mappingId ??
    ""
  );
}

describe.each([
  { way: "an Inbox", program: (): void => void support() },
  { way: "a fleet file", program: (): void => void fromFile() },
])("an inbox of $way that another stack's mapping names", ({ program }) => {
  test("can't be removed, keeps its signature, and comes back whole with its program", async () => {
    await account.stack.up(program);
    const before = account.simulator.state();
    const mappingId = mapElsewhere();

    const removed = await account.stack.up(nothing);
    expect(removed.error).toContain("The email address support@example.com can't be deleted");
    expect(removed.error).toContain(`"Night shift" (${mappingId})`);
    expect(account.order()).toEqual(["DELETE mapping"]);
    expect(account.simulator.state().addresses).toEqual(before.addresses);
    expect(account.simulator.state().signatures).toEqual(before.signatures);
    // As often as one tries.
    expect((await account.stack.up(nothing)).error).toContain("Night shift");
    expect(account.order()).toEqual([]);

    const restored = await account.stack.up(program);
    expect(restored.error).toBeUndefined();
    // The signature is taken up, and written anew though equal: its time tells whose it is.
    expect(account.order().sort()).toEqual(["POST mapping", "PUT signature"]);
    const { addresses, signatures, mappings } = account.simulator.state();
    expect(addresses).toEqual(before.addresses);
    expect(signatures.map(({ html }) => html)).toEqual(before.signatures.map(({ html }) => html));
    expect(mappings).toHaveLength(2);
    expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);

    account.simulator.delete("mapping", "Night shift");
    account.simulator.clearRequests();
    expect((await account.stack.up(nothing)).error).toBeUndefined();
    expect(account.order()).toEqual(["DELETE mapping", "DELETE address"]);
    expect(account.simulator.state()).toMatchObject({ addresses: [], signatures: [], mappings: [] });
  });
});

describe("the signature of an Inbox", () => {
  const signatures = () => {
    const { addresses, signatures: stored } = account.simulator.state();
    return stored.map(({ addressId, html }) => ({
      of: addresses.find(({ id }) => id === addressId)?.emailAddress,
      html,
    }));
  };

  test.each([
    { way: "made before the old one goes", name: undefined, gone: ["DELETE address"] },
    { way: "made after the old one goes", name: "Support", gone: [] },
  ])("is made for a new address that is $way", async ({ name, gone }) => {
    const named = name === undefined ? {} : { name };
    await account.stack.up(() => void support(named));
    account.writes();
    const changed = (): void => void support({ ...named, emailAddress: "help@example.com" });
    expect((await account.stack.up(changed)).error).toBeUndefined();
    expect(signatures()).toEqual([{ of: "help@example.com", html: HTML }]);
    expect(account.order().slice(-1)).toEqual(gone.length > 0 ? gone : [expect.stringMatching(/^P/u)]);
    expect((await account.stack.preview(changed, { refresh: true })).changes).toEqual([]);
  });

  test("goes alone where the address stays", async () => {
    await account.stack.up(() => void support());
    account.writes();
    const without = (): void => {
      new Inbox("support", {
        emailAddress: "support@example.com",
        credential: SERVICE_ACCOUNT,
        mapping: { interactionPlan: "Customer support" },
      });
    };
    expect((await account.stack.up(without)).error).toBeUndefined();
    expect(account.order()).toEqual(["DELETE signature"]);
  });

  test.each([
    { whose: "by its id", around: (id: string) => Inbox.fromAddressId("theirs", id) },
    {
      whose: "by EmailAddress.get",
      around: (id: string) => Inbox.fromAddress("theirs", EmailAddress.get("theirs", id)),
    },
  ])("goes with the Inbox where the address is read, $whose, and stays", async ({ around }) => {
    account.simulator.create("address", { emailAddress: "theirs@example.com", name: "Theirs" });
    const id = account.simulator.state().addresses[0]?.id ?? "";
    await account.stack.up(() => void around(id).addSignature(HTML));
    account.writes();
    expect((await account.stack.up(nothing)).error).toBeUndefined();
    expect(account.order()).toEqual(["DELETE signature"]);
  });
});
