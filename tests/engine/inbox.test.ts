import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import {
  EmailAddress,
  EmailProfile,
  EmailSignature,
  Inbox,
  InboxFleet,
  InteractionPlanMapping,
} from "../../provider/index";
import { type Account, nameOf, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";
import { about, idsOf, takeWrites } from "../support/engine/writes";
import { newFolder } from "../support/folders";

let account: Account;
const open = async () => {
  account = await openAccount();
};
const close = async () => account.dispose();

const HTML = "<p>Support</p>";
const MAPPING = { interactionPlan: "Customer support", priority: 6000 };
const addressOf = (name: string) => ({
  emailAddress: `${name}@example.com`,
  credential: SERVICE_ACCOUNT,
});

describe("from single resources to Inbox to a fleet file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = newFolder();
    writeFileSync(join(folder, "inboxes.yaml"), FILE);
    await open();
  });
  afterAll(async () => {
    await close();
  });

  const profile = (name: string) => new EmailProfile(name, { settings: { maxOpenEmails: 3 } });
  /** An inbox as three single resources; names in VCC are generated. */
  const single = (name: string, { id: profileId }: EmailProfile): void => {
    const { id: addressId, emailAddress } = new EmailAddress(name, { ...addressOf(name), profileId });
    new EmailSignature(name, { addressId, html: HTML });
    new InteractionPlanMapping(name, { ...MAPPING, addresses: [emailAddress] });
  };
  /** Three inboxes: one that goes step by step, one that goes straight into the file, one that gets new names there. */
  const asSingleResources = (): void => {
    const care = profile("care");
    single("steps", care);
    single("straight", care);
    single("old", profile("former"));
  };
  const asInbox = (): void => {
    const care = profile("care");
    new Inbox("steps", { ...addressOf("steps"), profile: care, signature: HTML, mapping: MAPPING });
    single("straight", care);
    single("old", profile("former"));
  };
  const entry = (name: string, profileName: string) =>
    `    profile: ${profileName}
    emailAddress: ${name}@example.com
    credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false }
    signature: { html: "${HTML}" }
    mapping: { interactionPlan: Customer support, priority: 6000 }
`;
  const FILE = `
profiles:
  care: { settings: { maxOpenEmails: 3 } }
  agents: { formerNames: former, settings: { maxOpenEmails: 3 } }
inboxes:
  steps:
${entry("steps", "care")}
  straight:
${entry("straight", "care")}
  helpdesk:
    formerNames: old
${entry("old", "agents")}`;
  const asFleet = (): void => void InboxFleet.fromFile(join(folder, "inboxes.yaml"), { environment: "dev" });

  test("nothing changes in VCC at any step, also straight and under new names, and no object is made anew", async () => {
    expect((await account.stack.up(asSingleResources)).error).toBeUndefined();
    const before = account.simulator.state();
    account.simulator.clearRequests();
    const { error, changes } = await account.stack.up(asInbox);
    expect([error, changes]).toEqual([undefined, ["create Inbox steps"]]);

    const preview = await account.stack.preview(asFleet);
    const made = ["create Inbox helpdesk", "create Inbox straight", "create InboxFleet inboxes"];
    expect([preview.error, preview.changes]).toEqual([undefined, made]);
    expect(account.simulator.requests()).toEqual([]);
    const up = await account.stack.up(asFleet);
    expect([up.error, up.changes]).toEqual([undefined, made]);
    expect(account.writes()).toEqual([]);
    expect(account.simulator.state()).toEqual(before);
    const after = await account.stack.preview(asFleet, { refresh: true });
    expect([after.error, after.changes]).toEqual([undefined, []]);
  });
});

/** One stack, whose program changes from case to case. */
describe("an Inbox", () => {
  beforeAll(open);
  afterAll(close);
  const whole = (mailbox: string) => () => {
    const inbox = new Inbox("support", {
      ...addressOf(mailbox),
      profile: { description: "Own" },
      signature: HTML,
      mapping: { interactionPlan: "Customer support" },
    });
    inbox.addMapping("Sales", { id: "vip", priority: 9000 });
    return { inbox: inbox.outputs };
  };
  const theirsId = () => account.simulator.state().addresses.find(({ name }) => name === "Theirs")?.id ?? "";
  /** Inboxes that are to stay: the address of one is managed elsewhere. */
  const staying = (options: { readonly retains: boolean }) => () => {
    const parts = { signature: HTML, mapping: { interactionPlan: "Customer support" } };
    new Inbox("protected", { ...addressOf("protected"), ...parts }, { protect: true });
    if (!options.retains) return;
    new Inbox("retained", { ...addressOf("retained"), ...parts }, { retainOnDelete: true });
    Inbox.fromAddressId("theirs", theirsId()).addMapping("Sales");
  };

  test("is made in the order of its parts, and gives other stacks what they need", async () => {
    expect((await account.stack.up(whole("support"))).error).toBeUndefined();
    const made = account.order();
    expect(made.slice(0, 3)).toEqual(["POST profile", "POST address", "PUT sign-in"]);
    expect(made.slice(3).sort()).toEqual(["POST mapping", "POST mapping", "PUT signature"]);
    const { stdout } = await account.stack.command("stack", "output", "--json");
    const { addresses, mappings, profiles } = account.simulator.state();
    const mappingOf = (priority: number) => mappings.find((one) => one.priority === priority)?.mappingId;
    expect(JSON.parse(stdout)).toEqual({
      inbox: {
        addressId: addresses[0]?.id,
        emailAddress: "support@example.com",
        name: addresses[0]?.name,
        profileId: profiles[0]?.id,
        status: "Active",
        mappingIds: { support: mappingOf(5000), "support-vip": mappingOf(9000) },
      },
    });
  });

  test("that gets another address is never unrouted: the mappings move before the old one goes", async () => {
    expect((await account.stack.up(whole("help"))).error).toBeUndefined();
    expect(account.order().filter((write) => /address|mapping/u.test(write))).toEqual([
      "POST address",
      "PATCH mapping",
      "PATCH mapping",
      "DELETE address",
    ]);
  });

  test("is deleted in the reverse order of its parts", async () => {
    account.simulator.create("address", { emailAddress: "theirs@example.com", name: "Theirs" });
    account.simulator.clearRequests();
    expect((await account.stack.up(staying({ retains: true }))).error).toBeUndefined();
    const writes = takeWrites(account.simulator);
    // VCC deletes the signature with its address.
    expect(writes.map(nameOf).filter((write) => write.startsWith("DELETE"))).toEqual([
      "DELETE mapping",
      "DELETE mapping",
      "DELETE address",
      "DELETE profile",
    ]);
    const { addresses, signatures } = account.simulator.state();
    expect(signatures.map(({ addressId }) => addressId).sort()).toEqual(
      addresses
        .filter(({ name }) => name !== "Theirs")
        .map(({ id }) => id)
        .sort(),
    );
    // An inbox whose address is managed elsewhere is a mapping, and never touches the address.
    expect(about(writes, [theirsId(), "theirs@example.com"]).map(nameOf)).toEqual(["POST mapping"]);
  });

  test("with retainOnDelete stays in VCC with all its parts; one whose address is managed elsewhere leaves the address", async () => {
    const theirs = idsOf(account.stack, "theirs");
    const before = account.simulator.state();
    expect((await account.stack.up(staying({ retains: false }))).error).toBeUndefined();
    const writes = takeWrites(account.simulator);
    expect([writes.map(nameOf), about(writes, theirs)]).toEqual([["DELETE mapping"], writes]);
    const { addresses, signatures } = account.simulator.state();
    expect({ addresses, signatures }).toEqual({ addresses: before.addresses, signatures: before.signatures });
    expect(idsOf(account.stack, "retained")).toEqual([]);
  });

  test("with protect stays in VCC with all its parts: Pulumi refuses", async () => {
    const before = account.simulator.state();
    expect((await account.stack.up(() => undefined)).error).toContain("protected");
    expect(account.writes()).toEqual([]);
    expect(account.simulator.state()).toEqual(before);
  });
});

describe("after a run that failed, a new place is told as the error says, and nothing is written", () => {
  beforeAll(open);
  afterAll(close);
  const PARTS = { ...addressOf("support"), name: "Support", profile: { name: "Care" }, signature: HTML };
  const inbox = (name: string, options?: ComponentResourceOptions) => () => {
    const made = new Inbox(name, { ...PARTS, mapping: MAPPING }, options);
    made.addMapping("Sales", { id: "vip", priority: 9000 });
  };
  const inTeam = (name: string, options?: ComponentResourceOptions) => () => {
    const parent = new ComponentResource("shop:index:Team", name, {}, options);
    new EmailProfile(`${name}-shared`, { name: "Shared" }, { parent });
    inbox("new", { parent })();
  };
  /** Goes on to the new program without aliases, which fails; with them, all is as before. */
  const move = async (without: () => void, withAliases: () => void) => {
    const before = account.simulator.state();
    expect((await account.stack.up(without)).error).toMatch(/aliases: \[\{ name: "OLD" \}\]/u);
    account.writes();
    const mended = await account.stack.up(withAliases);
    expect([mended.error, account.writes(), account.simulator.state()]).toEqual([undefined, [], before]);
    const after = await account.stack.preview(without, { refresh: true });
    expect([after.error, after.changes]).toEqual([undefined, []]);
  };

  test("of an Inbox, by its aliases", async () => {
    expect((await account.stack.up(inbox("old"))).error).toBeUndefined();
    await move(inbox("new"), inbox("new", { aliases: [{ name: "old" }] }));
  });

  test("of a component of the program's own", async () => {
    expect((await account.stack.up(inTeam("red"))).error).toBeUndefined();
    await move(inTeam("blue"), inTeam("blue", { aliases: [{ name: "red" }] }));
  });
});
