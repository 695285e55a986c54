import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Inbox, InboxFleet, type InboxProps, InteractionPlanMapping } from "../../provider/index";
import { type Account, openAccount, openStack, SERVICE_ACCOUNT } from "../support/engine/account";
import type { OperationResult } from "../support/engine/harness/operation";
import type { TestStack } from "../support/engine/harness/test-stack";
import { idsOf } from "../support/engine/writes";
import { MAILBOX } from "../support/identities";
import { newFolder } from "../support/folders";

const HTML = "<p>Support</p>";
const ROUTING = { interactionPlan: "Customer support", priority: 6000 } as const;
const nothing = (): void => undefined;

type State = ReturnType<Account["simulator"]["state"]>;

describe("an inbox moves between two stacks", () => {
  let account: Account;
  /** Another stack, on the same account. */
  let other: TestStack;
  /** The mappings that had the mailbox's mail, as of each request; undefined where it was unrouted. */
  const routes = new Set<string | undefined>();
  beforeAll(async () => {
    const onRequest = () => {
      routes.add(account.simulator.route({ to: MAILBOX, from: "x@example.org" })?.mapping.mappingId);
    };
    account = await openAccount({ simulator: { onRequest } });
    other = await openStack(account.simulator);
  });
  afterAll(async () => {
    await other.dispose();
    await account.dispose();
  });

  const support = (changed: Partial<InboxProps> = {}, retainOnDelete = false) => {
    return (): void => {
      const made = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT, signature: HTML, mapping: ROUTING };
      new Inbox("support", { ...made, ...changed }, retainOnDelete ? { retainOnDelete } : {});
    };
  };
  const mustWork = async (run: Promise<OperationResult>): Promise<void> =>
    expect((await run).error).toBeUndefined();

  /** What taking over writes: names that another stack generated. */
  const RENAMED = [
    expect.stringMatching(/^PATCH address \{"name":"support-[0-9a-f]{8}"\}$/u),
    expect.stringMatching(/^PATCH mapping \{"mappingName":"support-[0-9a-f]{8}"\}$/u),
  ];
  const withoutNames = ({ addresses, signatures, mappings }: State) => ({
    addresses: addresses.map(({ id, authentication }) => [id, authentication]),
    signatures,
    mappings: mappings.map(({ mappingId, priority, interactionPlanId }) => [
      mappingId,
      priority,
      interactionPlanId,
    ]),
  });
  let before: State;
  const isAsBefore = () => {
    expect([...routes]).toEqual([before.mappings[0]?.mappingId]);
    expect(withoutNames(account.simulator.state())).toEqual(withoutNames(before));
  };

  test("with one mapping, never unrouted, and with nothing written but the names that the first had generated", async () => {
    await mustWork(account.stack.up(support()));
    before = account.simulator.state();
    account.simulator.clearRequests();
    routes.clear();
    // 1. The first stack lets go of it, without touching it.
    await mustWork(account.stack.up(support({}, true)));
    // 2. The second stack takes it over.
    await mustWork(other.up(support({ adopt: true })));
    // 3. The first stack drops it.
    await mustWork(account.stack.up(nothing));
    expect(account.writes()).toEqual(RENAMED);
    isAsBefore();
  });

  test("whose first program, restored, doesn't take it back", async () => {
    const { error } = await account.stack.up(support());
    expect(error).toContain("Nothing proves that this stack made it.");
    expect(account.writes()).toEqual([]);
    expect(idsOf(account.stack, "support")).toEqual([]);
  });

  test("and is the second one's from then on, without adopt: nothing differs, and changes are its own", async () => {
    const { error, changes } = await other.up(support(), { refresh: true, flags: ["--expect-no-changes"] });
    expect([error, changes, account.writes()]).toEqual([undefined, [], []]);
    await mustWork(other.up(support({ description: "Ours" }, true)));
    expect(account.writes()).toEqual(['PATCH address {"description":"Ours"}']);
  });

  test("and back again, in the same way; whoever took it over deletes it", async () => {
    await mustWork(account.stack.up(support({ description: "Ours", adopt: true })));
    await mustWork(other.up(nothing));
    expect(account.writes()).toEqual(RENAMED);
    isAsBefore();
    await mustWork(account.stack.up(nothing));
    expect(account.simulator.state()).toMatchObject({ addresses: [], signatures: [], mappings: [] });
  });
});

describe("whole inboxes that somebody made by hand", () => {
  let account: Account;
  let folder: string;
  let before: State;
  const NAMES = ["plain", "filed", "routed", "twins", "profiled"] as const;
  type Name = (typeof NAMES)[number];

  beforeAll(async () => {
    account = await openAccount();
    folder = newFolder();
    for (const name of NAMES) makeByHand(name);
    const { simulator } = account;
    map("twins", "twins, too");
    simulator.create("profile", { name: "Theirs" });
    const profileId = simulator.state().profiles[0]?.id;
    simulator.edit("address", "profiled@example.com", { profileId });
    simulator.clearRequests();
    before = simulator.state();
    writeFileSync(
      join(folder, "inboxes.yaml"),
      `inboxes: { filed: { emailAddress: filed@example.com, description: First line, adopt: true, signature: { html: "${HTML}" }, mapping: { interactionPlan: Customer support, priority: 6000 } } }`,
    );
  });
  afterAll(async () => {
    await account.dispose();
  });

  function makeByHand(name: Name): void {
    const emailAddress = `${name}@example.com`;
    account.simulator.create("address", {
      emailAddress,
      name: `${name} by hand`,
      description: "First line",
    });
    account.simulator.create("signature", { emailAddress, html: HTML });
    account.simulator.signIn(emailAddress);
    map(name, name);
  }
  function map(name: Name, mappingName: string): void {
    const { plans } = account.simulator.state();
    const plan = plans.find((one) => one.interactionPlanName === "Customer support");
    account.simulator.create("mapping", {
      mappingName,
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId ?? "",
      toAddresses: [`${name}@example.com`],
      priority: 6000,
    });
  }
  const mappingId = (name: string) =>
    before.mappings.find(({ mappingName }) => mappingName === name)?.mappingId ?? "";

  const inbox = (name: Name, changed: Partial<InboxProps> = {}): Inbox =>
    new Inbox(name, {
      emailAddress: `${name}@example.com`,
      credential: { method: "interactive" },
      description: "First line",
      signature: HTML,
      mapping: ROUTING,
      adopt: true,
      ...changed,
    });
  /** All of them; the plain one may have changed, and further resources may go with it. */
  const adopting =
    (plain: Partial<InboxProps> = {}, more: (plain: Inbox) => void = nothing) =>
    (): void => {
      more(inbox("plain", plain));
      inbox("routed");
      inbox("twins", { mapping: { ...ROUTING, adopt: mappingId("twins, too") } });
      inbox("profiled");
      InboxFleet.fromFile(join(folder, "inboxes.yaml"), { environment: "dev" });
    };
  /** The engine goes on after a failure, so one run shows all of them. */
  const ONWARDS = { flags: ["--continue-on-error"] };

  describe("refused", () => {
    let error: string | undefined;
    beforeAll(async () => {
      const program = (): void => {
        inbox("plain", { adopt: false });
        inbox("routed", { mapping: { interactionPlan: "Sales" } });
        inbox("twins");
      };
      error = (await account.stack.up(program, ONWARDS)).error;
    });

    test("as a whole where one isn't adopted: the error says what there is, and how to take it over", () => {
      expect(error).toContain(`It has a signature and the mappings "plain" (${mappingId("plain")})`);
      expect(error).toContain("adopt: true on an Inbox");
    });

    test("where another mapping would be made beside its own: the error names those that there are", () => {
      expect(error).toContain(`which none does. These name it: "routed" (${mappingId("routed")}).`);
    });

    test("where there are two equal mappings: the error names both", () => {
      for (const name of ["twins", "twins, too"]) expect(error).toContain(`"${name}" (${mappingId(name)})`);
    });

    test("without a write", () => {
      expect(account.writes()).toEqual([]);
    });
  });

  describe("taken over by their mailboxes in one step", () => {
    let up: OperationResult;
    const said = (words: string) => up.notes.filter(({ text }) => text.includes(words));
    beforeAll(async () => {
      up = await account.stack.up(adopting());
      expect(up.error).toBeUndefined();
    });

    test("as they are, names included, from a program and a fleet file", () => {
      expect(account.writes()).toEqual([]);
      expect(account.simulator.state()).toEqual(before);
      for (const name of NAMES) {
        const mapping = mappingId(name === "twins" ? "twins, too" : name);
        const address = before.addresses.find(({ emailAddress }) => emailAddress === `${name}@example.com`);
        expect(idsOf(account.stack, name)).toEqual(expect.arrayContaining([address?.id, mapping]));
      }
    });

    test("by the id of one of two equal mappings, which take the same mail", () => {
      expect(said("both take the mail of twins@example.com")).toHaveLength(1);
    });

    test("with what the program leaves out, which is said", () => {
      const leavesOut = "was taken over with what the program leaves out:";
      expect(said(leavesOut).map(({ text }) => text)).toEqual([
        expect.stringContaining(`${leavesOut} profileId is`),
      ]);
    });

    test("after which nothing differs but what was left out", async () => {
      const { error, changes } = await account.stack.preview(adopting(), { refresh: true });
      expect([error, changes]).toEqual([undefined, ["update EmailAddress profiled"]]);
    });

    test("after which up brings that in line, and writes what else changes alone", async () => {
      const { error } = await account.stack.up(adopting({ adopt: false, description: "Ours" }));
      expect(error).toBeUndefined();
      expect(account.writes().sort()).toEqual([
        'PATCH address {"description":"Ours"}',
        'PATCH address {"profileId":null}',
      ]);
    });

    test.each([true, "its id"])("and not twice by one stack, nor silently made anew: by %j", async (way) => {
      const adopt = way === true ? true : mappingId("plain");
      const program = adopting({ description: "Ours" }, ({ emailAddress }) => {
        const args = { interactionPlan: "Customer support", addresses: [emailAddress], priority: 6000 };
        new InteractionPlanMapping("again", { ...args, adopt });
      });
      const { error } = await account.stack.up(program);
      expect(error).toContain(
        `got "${mappingId("plain")}", which another of its resources has. Nothing was made.`,
      );
      expect(account.writes()).toEqual([]);
      expect(account.simulator.state().mappings).toEqual(before.mappings);
    });
  });
});
