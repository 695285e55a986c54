import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { EmailAddress, Inbox, InboxFleet } from "../../provider/index";
import type { RequestRecord } from "../../provider/simulator/index";
import { type Account, nameOf, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";
import { about, idsOf, takeWrites } from "../support/engine/writes";
import { newFolder } from "../support/folders";

const HTML = "<p>Support</p>";
const FILE = `
inboxes:
  filed:
    emailAddress: filed@example.com
    credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false }
    signature: { html: "${HTML}" }
    mapping: { interactionPlan: Customer support }
`;

let account: Account;
let folder: string;
beforeAll(async () => {
  account = await openAccount();
  folder = newFolder();
  writeFileSync(join(folder, "inboxes.yaml"), FILE);
});
afterAll(async () => {
  await account.dispose();
});

interface Changed {
  readonly mailbox?: string;
  readonly name?: string;
}

const MAPPING = { interactionPlan: "Customer support" };
/** An inbox, whose mailbox has its name unless another is given. */
const inbox = (resource: string, { mailbox = resource, name }: Changed = {}): Inbox =>
  new Inbox(resource, {
    emailAddress: `${mailbox}@example.com`,
    credential: SERVICE_ACCOUNT,
    signature: HTML,
    mapping: MAPPING,
    ...(name !== undefined && { name }),
  });
const nothing = (): void => undefined;

describe("an inbox that another stack's mapping names", () => {
  const WAYS = [
    { way: "an Inbox", mailbox: "support@example.com" },
    { way: "a fleet file", mailbox: "filed@example.com" },
  ];
  const program = (): void => {
    inbox("support");
    InboxFleet.fromFile(join(folder, "inboxes.yaml"), { environment: "dev" });
  };
  /** The engine goes on after a failure, so one run tries to remove both inboxes. */
  const ONWARDS = { flags: ["--continue-on-error"] };
  type State = ReturnType<Account["simulator"]["state"]>;
  let before: State;
  let afterRefusal: State;
  let afterRestoring: State;
  let error: string | undefined;
  let refused: readonly RequestRecord[];
  let restored: readonly RequestRecord[];
  /** Ids of each mailbox's address, and of the mapping that its program made. */
  let ids: Record<string, string[]>;

  beforeAll(async () => {
    const { simulator, stack } = account;
    expect((await stack.up(program)).error).toBeUndefined();
    before = simulator.state();
    ids = Object.fromEntries(WAYS.map(({ mailbox }) => [mailbox, idsOf(stack, mailbox.split("@")[0] ?? "")]));
    for (const { mailbox } of WAYS) mapElsewhere(mailbox);
    simulator.clearRequests();
    error = (await stack.up(nothing, ONWARDS)).error;
    refused = takeWrites(simulator);
    afterRefusal = simulator.state();
    expect((await stack.up(program)).error).toBeUndefined();
    restored = takeWrites(simulator);
    afterRestoring = simulator.state();
  });

  /** A mapping that another stack, or a person, made for the inbox. */
  function mapElsewhere(mailbox: string): void {
    account.simulator.create("mapping", {
      mappingName: `Night shift of ${mailbox}`,
      mappingDescription: "",
      interactionPlanId: account.simulator.state().plans[0]?.interactionPlanId ?? "",
      toAddresses: [mailbox],
      priority: 100,
    });
  }

  test.each(WAYS)("and that is $way can't be removed, and keeps its signature", ({ mailbox }) => {
    const nightShift = `Night shift of ${mailbox}`;
    const mapping = afterRefusal.mappings.find(({ mappingName }) => mappingName === nightShift);
    expect(error).toContain(`The email address ${mailbox} can't be deleted`);
    expect(error).toContain(`"${nightShift}" (${mapping?.mappingId})`);
    expect(about(refused, ids[mailbox] ?? []).map(nameOf)).toEqual(["DELETE mapping"]);
    expect(afterRefusal.addresses).toEqual(before.addresses);
    expect(afterRefusal.signatures).toEqual(before.signatures);
  });

  test.each(WAYS)("and that is $way comes back whole with its program", ({ mailbox }) => {
    // The signature is taken up, and written anew though equal: its time tells whose it is.
    const order = about(restored, [mailbox, ...(ids[mailbox] ?? [])]).map(nameOf);
    expect(order.sort()).toEqual(["POST mapping", "PUT signature"]);
    const { addresses, signatures, mappings } = afterRestoring;
    expect(addresses).toEqual(before.addresses);
    expect(signatures.map(({ html }) => html)).toEqual(before.signatures.map(({ html }) => html));
    expect(mappings.filter(({ toAddresses }) => toAddresses.includes(mailbox))).toHaveLength(2);
  });

  test("has nothing to change then, and goes once the other mapping is gone", async () => {
    const { simulator, stack } = account;
    const preview = await stack.preview(program, { refresh: true });
    expect([preview.error, preview.changes]).toEqual([undefined, []]);
    for (const { mailbox } of WAYS) simulator.delete("mapping", `Night shift of ${mailbox}`);
    simulator.clearRequests();
    expect((await stack.up(nothing)).error).toBeUndefined();
    const writes = takeWrites(simulator);
    const { mappings } = afterRestoring;
    for (const { mailbox } of WAYS) {
      const own = mappings.filter(({ toAddresses }) => toAddresses.includes(mailbox));
      const words = [...(ids[mailbox] ?? []), ...own.map(({ mappingId }) => mappingId)];
      expect(about(writes, words).map(nameOf)).toEqual(["DELETE mapping", "DELETE address"]);
    }
    expect(simulator.state()).toMatchObject({ addresses: [], signatures: [], mappings: [] });
  });
});

describe("the signature of an Inbox", () => {
  let writes: readonly RequestRecord[];
  let before: string[];
  const mailboxId = (mailbox: string) =>
    account.simulator.state().addresses.find(({ emailAddress }) => emailAddress === mailbox)?.id ?? "";
  const signatures = () =>
    account.simulator.state().signatures.map(({ addressId, html }) => {
      const address = account.simulator.state().addresses.find(({ id }) => id === addressId);
      return [address?.emailAddress, html];
    });
  const orderOf = (words: readonly string[]) => about(writes, words).map(nameOf);
  const THEIRS = ["by-id@example.com", "by-get@example.com"] as const;

  beforeAll(async () => {
    const { simulator, stack } = account;
    for (const emailAddress of THEIRS) simulator.create("address", { emailAddress, name: emailAddress });
    const [byId, byGet] = THEIRS.map(mailboxId);
    const program = (): void => {
      inbox("first");
      inbox("last", { name: "Last" });
      inbox("unsigned");
      Inbox.fromAddressId("by-id", byId ?? "").addSignature(HTML);
      Inbox.fromAddress("by-get", EmailAddress.get("by-get", byGet ?? "")).addSignature(HTML);
    };
    expect((await stack.up(program)).error).toBeUndefined();
    before = ["first", "last"].map((name) => mailboxId(`${name}@example.com`));
    simulator.clearRequests();
    const changed = (): void => {
      inbox("first", { mailbox: "new-first" });
      inbox("last", { mailbox: "new-last", name: "Last" });
      const unsigned = { emailAddress: "unsigned@example.com", mapping: MAPPING };
      new Inbox("unsigned", { ...unsigned, credential: SERVICE_ACCOUNT });
    };
    expect((await stack.up(changed)).error).toBeUndefined();
    writes = takeWrites(simulator);
    const preview = await stack.preview(changed, { refresh: true });
    expect([preview.error, preview.changes]).toEqual([undefined, []]);
  });

  test("is made for a new address that is made before the old one goes", () => {
    expect(signatures()).toContainEqual(["new-first@example.com", HTML]);
    const order = orderOf(["new-first@example.com", mailboxId("new-first@example.com"), before[0] ?? ""]);
    expect(order).toContain("PUT signature");
    expect(order.slice(-1)).toEqual(["DELETE address"]);
  });

  test("is made for a new address that is made after the old one goes, as both have one name", () => {
    expect(signatures()).toContainEqual(["new-last@example.com", HTML]);
    const order = orderOf(["new-last@example.com", mailboxId("new-last@example.com"), before[1] ?? ""]);
    expect(order.indexOf("POST address")).toBeGreaterThan(order.indexOf("DELETE address"));
    expect(order.slice(-1)).toEqual([expect.stringMatching(/^P/u)]);
  });

  test("goes alone where the address stays", () => {
    expect(orderOf([mailboxId("unsigned@example.com"), "unsigned@example.com"])).toEqual([
      "DELETE signature",
    ]);
  });

  test.each(THEIRS)("goes with the Inbox where the address is read, and stays: %s", (mailbox) => {
    expect(orderOf([mailboxId(mailbox)])).toEqual(["DELETE signature"]);
    expect(signatures().map(([address]) => address)).not.toContain(mailbox);
  });
});
