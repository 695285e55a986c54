import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  EmailAddress,
  EmailProfile,
  EmailSignature,
  Inbox,
  InboxFleet,
  InteractionPlanMapping,
} from "../../provider/index";
import { newFolder } from "../export/exporting";
import { type Account, openAccount, SERVICE_ACCOUNT } from "./account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

const ADDRESS = { emailAddress: "support@example.com", credential: SERVICE_ACCOUNT };
const HTML = "<p>Support</p>";

/** An inbox as four single resources; names in VCC are generated. */
function singleResources(): void {
  const care = new EmailProfile("care", { settings: { maxOpenEmails: 3 } });
  const support = new EmailAddress("support", { ...ADDRESS, profileId: care.id });
  new EmailSignature("support", { addressId: support.id, html: HTML });
  new InteractionPlanMapping("support", {
    interactionPlan: "Customer support",
    addresses: [support.emailAddress],
    priority: 6000,
  });
}

/** The same as an `Inbox`. */
function asInbox(): void {
  const care = new EmailProfile("care", { settings: { maxOpenEmails: 3 } });
  new Inbox("support", {
    ...ADDRESS,
    profile: care,
    signature: HTML,
    mapping: { interactionPlan: "Customer support", priority: 6000 },
  });
}

/** The same as a fleet file. */
const FILE = `
profiles: { care: { settings: { maxOpenEmails: 3 } } }
inboxes:
  support:
    emailAddress: support@example.com
    credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false }
    profile: care
    signature: { html: "${HTML}" }
    mapping: { interactionPlan: Customer support, priority: 6000 }
`;

describe("from single resources to Inbox to a fleet file", () => {
  let folder: string;
  beforeEach(() => {
    folder = newFolder();
    writeFileSync(join(folder, "inboxes.yaml"), FILE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const asFleet = (): void => void InboxFleet.fromFile(join(folder, "inboxes.yaml"), { environment: "dev" });

  test("nothing changes in VCC at any step, and no object is made anew", async () => {
    expect((await account.stack.up(singleResources)).error).toBeUndefined();
    const before = account.simulator.state();
    account.writes();
    const steps = [
      { program: asInbox, changes: ["create Inbox support"] },
      { program: asFleet, changes: ["create InboxFleet inboxes"] },
    ];
    for (const { program, changes } of steps) {
      const preview = await account.stack.preview(program);
      expect([preview.error, preview.changes]).toEqual([undefined, changes]);
      expect(account.simulator.requests()).toEqual([]);
      const up = await account.stack.up(program);
      expect([up.error, up.changes]).toEqual([undefined, changes]);
      const again = await account.stack.preview(program, { flags: ["--expect-no-changes"] });
      expect(again.error).toBeUndefined();
    }
    expect(account.writes()).toEqual([]);
    expect(account.simulator.state()).toEqual(before);
    expect((await account.stack.preview(asFleet, { refresh: true })).changes).toEqual([]);
  });

  test("straight from single resources to the file, too", async () => {
    await account.stack.up(singleResources);
    account.writes();
    const { error, changes } = await account.stack.up(asFleet);
    expect([error, changes]).toEqual([undefined, ["create Inbox support", "create InboxFleet inboxes"]]);
    expect(account.writes()).toEqual([]);
  });

  test("and under new names, where the file tells the former ones", async () => {
    await account.stack.up(singleResources);
    account.writes();
    const renamed = FILE.replace("  support:\n", "  helpdesk:\n    formerNames: support\n")
      .replace("care: { settings", "agents: { formerNames: care, settings")
      .replace("profile: care", "profile: agents");
    writeFileSync(join(folder, "inboxes.yaml"), renamed);
    const { error, changes } = await account.stack.up(asFleet);
    expect([error, changes]).toEqual([undefined, ["create Inbox helpdesk", "create InboxFleet inboxes"]]);
    expect(account.writes()).toEqual([]);
  });
});

describe("an Inbox", () => {
  test("is made in the order of its parts, and deleted in the reverse one", async () => {
    const program = (): object => {
      const inbox = new Inbox("support", {
        ...ADDRESS,
        profile: { description: "Own" },
        signature: HTML,
        mapping: { interactionPlan: "Customer support" },
      });
      inbox.addMapping("Sales", { id: "vip", priority: 9000 });
      return { inbox: inbox.outputs };
    };
    const { error } = await account.stack.up(program);
    expect(error).toBeUndefined();
    const made = account.order();
    expect(made.slice(0, 3)).toEqual(["POST profile", "POST address", "PUT sign-in"]);
    expect(made.slice(3).sort()).toEqual(["POST mapping", "POST mapping", "PUT signature"]);

    expect((await account.stack.up(() => undefined)).error).toBeUndefined();
    // VCC deletes the signature with its address.
    expect(account.order()).toEqual(["DELETE mapping", "DELETE mapping", "DELETE address", "DELETE profile"]);
    expect(account.simulator.state().signatures).toEqual([]);
  });

  test("gives other stacks what they need", async () => {
    await account.stack.up(() => {
      const inbox = new Inbox("support", { ...ADDRESS, mapping: { interactionPlan: "Customer support" } });
      return { inbox: inbox.outputs };
    });
    const { stdout } = await account.stack.command("stack", "output", "--json");
    const { addresses, mappings } = account.simulator.state();
    expect(JSON.parse(stdout)).toEqual({
      inbox: {
        addressId: addresses[0]?.id,
        emailAddress: "support@example.com",
        name: addresses[0]?.name,
        status: "Active",
        mappingIds: { support: mappings[0]?.mappingId },
      },
    });
  });

  test("that gets another address is never unrouted: the mapping moves before the old one goes", async () => {
    const program = (emailAddress: string) => () => {
      new Inbox("support", {
        ...ADDRESS,
        emailAddress,
        signature: HTML,
        mapping: { interactionPlan: "Customer support" },
      });
    };
    await account.stack.up(program("support@example.com"));
    account.writes();
    expect((await account.stack.up(program("help@example.com"))).error).toBeUndefined();
    const order = account.order();
    expect(order.filter((write) => /address|mapping/u.test(write))).toEqual([
      "POST address",
      "PATCH mapping",
      "DELETE address",
    ]);
  });

  test("whose address is managed elsewhere gets a mapping, and never touches the address", async () => {
    account.simulator.create("address", { emailAddress: "theirs@example.com", name: "Theirs" });
    const id = account.simulator.state().addresses[0]?.id ?? "";
    const program = (): void => void Inbox.fromAddressId("theirs", id).addMapping("Sales");
    expect((await account.stack.up(program)).error).toBeUndefined();
    expect(account.order()).toEqual(["POST mapping"]);
    expect((await account.stack.destroy()).error).toBeUndefined();
    expect(account.order()).toEqual(["DELETE mapping"]);
    expect(account.simulator.state().addresses).toHaveLength(1);
  });

  test.each([
    { option: { protect: true }, told: "protected" },
    { option: { retainOnDelete: true }, told: undefined },
  ])("with $option stays in VCC with all its parts", async ({ option, told }) => {
    const program = (): void => {
      const props = { ...ADDRESS, signature: HTML, mapping: { interactionPlan: "Customer support" } };
      new Inbox("support", props, option);
    };
    await account.stack.up(program);
    account.writes();
    const { error } = await account.stack.up(() => undefined);
    if (told === undefined) expect(error).toBeUndefined();
    else expect(error).toContain(told);
    expect(account.writes()).toEqual([]);
    expect(account.simulator.state()).toMatchObject({ addresses: [{}], signatures: [{}], mappings: [{}] });
  });
});
