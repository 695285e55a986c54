import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { EmailAddress, type EmailAddressArgs, InteractionPlanMapping } from "../../provider/index";
import type { RequestRecord } from "../../provider/simulator/index";
import { type Account, nameOf, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";
import type { OperationResult } from "../support/engine/harness/operation";
import { about, idsOf, takeWrites } from "../support/engine/writes";

/** One stack, in the order of the cases. */
let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(async () => account.dispose());

type Address = Partial<EmailAddressArgs> & { readonly options?: CustomResourceOptions };

function address(name: string, { options = {}, ...args }: Address = {}): EmailAddress {
  const emailAddress = `${name}@example.com`;
  return new EmailAddress(name, { emailAddress, credential: SERVICE_ACCOUNT, ...args }, options);
}

function map(
  name: string,
  emailAddress: Input<string>,
  priority = 5000,
  options: CustomResourceOptions = {},
): void {
  const args = { interactionPlan: "Sales", addresses: [emailAddress], name, priority };
  new InteractionPlanMapping(name, args, options);
}

describe("before anything is made", () => {
  test("unusable settings are told once, in full", async () => {
    const { error } = await account.stack.preview(() => void address("support"), {
      env: { VCC_CLIENT_ID: "", VCC_API_BASE_URL: "http://vcc.example.com" },
    });
    expect(error).toContain('Set it with "pulumi config set vcc:clientId …" or VCC_CLIENT_ID.');
  });

  test("a secret that is written where a reference belongs is refused, and appears nowhere", async () => {
    const secret = "literal-secret-nobody-may-see";
    const credential = { provider: "google", method: "serviceAccount", key: secret } as const;
    const result = await account.stack.up(() => void address("support", { credential }));
    expect(result.error).toContain("credential.key: a reference to a secret");
    expect(result.stdout + result.stderr + JSON.stringify(result.events)).not.toContain(secret);
    expect(account.stack.state().text).not.toContain(secret);
  });

  test("Resource.get says so when there is no such object", async () => {
    const { error } = await account.stack.up(() => void EmailAddress.get("found", "adr_missing"));
    expect(error).toContain('There is no EmailAddress with the id "adr_missing" in this VCC account.');
  });
});

interface Changed {
  readonly priority?: number;
  readonly description?: string;
}

/** Each case has resources of its own. */
function always({ priority = 5000, description = "" }: Changed = {}): void {
  // Known only after apply: the second mailbox is named after the first one's id.
  const mailbox = address("first").id.apply((id) => `${id.toLowerCase()}@example.com`);
  map("second", address("second", { emailAddress: mailbox }).emailAddress);
  // What stands for an address as text makes no order.
  const dependsOn = address("support");
  map("literal", "support@example.com", undefined, { dependsOn });
  map("ignoring", address("ignoring").emailAddress, 1, { ignoreChanges: ["priority"] });
  map("targeted", address("targeted", { description }).emailAddress, priority);
  address("protected", { options: { protect: true } });
}
const before = (): void => {
  always();
  address("old");
  address("retained", { options: { retainOnDelete: true } });
};
/** `foundId` is the id of an address that the program only reads. */
const after = (foundId: string, changed?: Changed) => (): void => {
  always(changed);
  address("new", { emailAddress: "old@example.com", options: { aliases: [{ name: "old" }] } });
  map("reading", EmailAddress.get("found", foundId).emailAddress);
};

describe("a program's options", () => {
  let preview: OperationResult;
  let first: OperationResult;
  let later: OperationResult;
  let writes: readonly RequestRecord[];
  let foundId: string;
  let retained: string[];
  const changesOf = (name: string) => later.changes.filter((line) => line.endsWith(` ${name}`));

  beforeAll(async () => {
    const { simulator, stack } = account;
    preview = await stack.preview(before);
    expect(preview.error).toBeUndefined();
    first = await stack.up(before);
    expect(first.error).toBeUndefined();
    retained = idsOf(stack, "retained");
    simulator.create("address", { emailAddress: "theirs@example.com", name: "Theirs" });
    foundId = simulator.state().addresses.find(({ name }) => name === "Theirs")?.id ?? "";
    simulator.edit("mapping", "ignoring", { priority: 9 });
    simulator.clearRequests();
    later = await stack.up(after(foundId), { refresh: true });
    expect(later.error).toBeUndefined();
    writes = takeWrites(simulator);
  });

  test("values that aren't known in a preview are previewed as such, and applied", () => {
    const shown = preview.changes.filter((line) => /(?:first|second)$/u.test(line));
    expect(shown).toEqual([
      "create EmailAddress first",
      "create EmailAddress second",
      "create InteractionPlanMapping second",
    ]);
    const [made] = idsOf(account.stack, "first");
    const mailbox = `${made?.toLowerCase()}@example.com`;
    const { mappings } = account.simulator.state();
    expect(mappings.find(({ mappingName }) => mappingName === "second")?.toAddresses).toEqual([mailbox]);
    expect([...changesOf("first"), ...changesOf("second")]).toEqual([]);
  });

  test("a literal address in a mapping is warned of", () => {
    for (const { notes } of [preview, first]) {
      expect(notes.filter(({ name }) => name === "literal")).toEqual([
        expect.objectContaining({ severity: "warning", text: expect.stringContaining("given as text") }),
      ]);
      expect(notes.filter(({ name }) => name === "second")).toEqual([]);
    }
  });

  test("ignoreChanges leaves a property to VCC's screens", () => {
    expect(changesOf("ignoring").filter((line) => !line.startsWith("refresh"))).toEqual([]);
    const mapping = account.simulator.state().mappings.find(({ mappingName }) => mappingName === "ignoring");
    expect(mapping?.priority).toBe(9);
  });

  test("a resource renamed with an alias keeps its object and its generated name", () => {
    expect([...changesOf("old"), ...changesOf("new")]).toEqual([]);
    const address = account.simulator.state().addresses.find((one) => one.emailAddress === "old@example.com");
    expect([idsOf(account.stack, "new"), address?.name]).toEqual([
      [address?.id],
      expect.stringMatching(/^old-[0-9a-f]{8}$/u),
    ]);
  });

  test("Resource.get reads an object without managing it", () => {
    expect(about(writes, ["theirs@example.com", foundId]).map(nameOf)).toEqual(["POST mapping"]);
  });

  test("retainOnDelete leaves the object in VCC", () => {
    expect(idsOf(account.stack, "retained")).toEqual([]);
    expect(account.simulator.state().addresses.map(({ id }) => id)).toEqual(expect.arrayContaining(retained));
  });

  test("and nothing else is written", () => {
    expect(writes.map(nameOf)).toEqual(["POST mapping"]);
  });

  test("target changes that resource alone", async () => {
    const changed = after(foundId, { priority: 1, description: "new" });
    const target = [account.stack.urn("InteractionPlanMapping", "targeted")];
    expect((await account.stack.up(changed, { target })).error).toBeUndefined();
    expect(account.writes()).toEqual(['PATCH mapping {"priority":1}']);
  });

  test("protect keeps the object", async () => {
    const { simulator, stack } = account;
    const ids = idsOf(stack, "protected");
    expect((await stack.destroy()).error).toContain("protected");
    expect(ids).toHaveLength(1);
    expect(simulator.state().addresses.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect(idsOf(stack, "protected")).toEqual(ids);
  });
});
