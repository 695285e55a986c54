import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Inbox, InboxFleet, type InboxProps, InteractionPlanMapping } from "../../provider/index";
import { newFolder } from "../export/exporting";
import { type Account, nameOf, openAccount, SERVICE_ACCOUNT, serviceAccountKey } from "./account";
import { createTestStack, type TestStack } from "./harness/test-stack";

const MAILBOX = "support@example.com";
const HTML = "<p>Support</p>";

let account: Account;
/** Another stack, on the same account. */
let other: TestStack;
/** The mappings that had the mailbox's mail, as of each request; undefined where it was unrouted. */
let routes: Set<string | undefined>;
beforeEach(async () => {
  routes = new Set();
  account = await openAccount({
    simulator: {
      onRequest: () => {
        routes.add(account.simulator.route({ to: MAILBOX, from: "x@example.org" })?.mapping.mappingId);
      },
    },
  });
  const { url, clientId, clientSecret } = account.simulator;
  other = await createTestStack({
    simulatorUrl: url,
    env: {
      VCC_CLIENT_ID: clientId,
      VCC_CLIENT_SECRET: clientSecret,
      GOOGLE_KEY: serviceAccountKey(),
      CI: "true",
    },
  });
});
afterEach(async () => {
  await other.dispose();
  await account.dispose();
});

const support = (changed: Partial<InboxProps> = {}, retainOnDelete = false): Inbox =>
  new Inbox(
    "support",
    {
      emailAddress: MAILBOX,
      credential: SERVICE_ACCOUNT,
      signature: HTML,
      mapping: { interactionPlan: "Customer support", priority: 6000 },
      ...changed,
    },
    retainOnDelete ? { retainOnDelete } : {},
  );

const writes = () =>
  account.simulator
    .requests()
    .filter(({ committed }) => committed)
    .map(nameOf);

/** What taking over writes: names that another stack generated. */
const RENAMED = [
  expect.stringMatching(/^PATCH address \{"name":"support-[0-9a-f]{8}"\}$/u),
  expect.stringMatching(/^PATCH mapping \{"mappingName":"support-[0-9a-f]{8}"\}$/u),
];

const idsIn = ({ addresses, signatures, mappings }: ReturnType<Account["simulator"]["state"]>) => ({
  addresses: addresses.map(({ id, authentication }) => [id, authentication]),
  signatures,
  mappings: mappings.map(({ mappingId, priority, interactionPlanId }) => [
    mappingId,
    priority,
    interactionPlanId,
  ]),
});

describe("an inbox moves between two stacks", () => {
  test("with one mapping, never unrouted, and with nothing written but the names that the first had generated", async () => {
    expect((await account.stack.up(() => void support())).error).toBeUndefined();
    const before = account.simulator.state();
    account.simulator.clearRequests();
    routes.clear();

    // 1. The first stack lets go of it, without touching it.
    expect((await account.stack.up(() => void support({}, true))).error).toBeUndefined();
    // 2. The second stack takes it over.
    const taken = (): void => void support({ adopt: true });
    expect((await other.up(taken)).error).toBeUndefined();
    // 3. The first stack drops it.
    expect((await account.stack.up(() => undefined)).error).toBeUndefined();

    expect(account.writes()).toEqual(RENAMED);
    expect([...routes]).toEqual([before.mappings[0]?.mappingId]);
    expect(idsIn(account.simulator.state())).toEqual(idsIn(before));
    // Restored, the first program doesn't take it back.
    const { error } = await account.stack.up(() => void support());
    expect(error).toContain("Nothing proves that this stack made it.");
    expect(writes()).toEqual([]);
    expect((await account.stack.up(() => undefined)).error).toBeUndefined();
    expect(account.stack.state().resources.filter(({ id }) => id !== undefined && id !== "")).toEqual([]);

    // From then on it is the second one's, also without adopt: nothing differs, and changes and deletion work.
    for (const program of [taken, (): void => void support()]) {
      const flags = { refresh: true, flags: ["--expect-no-changes"] };
      expect((await other.up(program, flags)).error).toBeUndefined();
    }
    expect(writes()).toEqual([]);
    account.simulator.clearRequests();
    expect((await other.up(() => void support({ description: "Ours" }))).error).toBeUndefined();
    expect(account.writes()).toEqual(['PATCH address {"description":"Ours"}']);
    expect((await other.up(() => undefined)).error).toBeUndefined();
    expect(account.simulator.state()).toMatchObject({ addresses: [], signatures: [], mappings: [] });
  });
});

test("an inbox goes to another stack and back again, with one mapping, and never unrouted", async () => {
  const stacks = [account.stack, other] as const;
  expect((await account.stack.up(() => void support())).error).toBeUndefined();
  const before = account.simulator.state();
  account.simulator.clearRequests();
  routes.clear();
  for (const [from, to] of [stacks, [...stacks].reverse()] as [TestStack, TestStack][]) {
    expect((await from.up(() => void support({ adopt: true }, true))).error).toBeUndefined();
    expect((await to.up(() => void support({ adopt: true }))).error).toBeUndefined();
    expect((await from.up(() => undefined)).error).toBeUndefined();
  }
  expect(account.writes()).toEqual([...RENAMED, ...RENAMED]);
  expect([...routes]).toEqual([before.mappings[0]?.mappingId]);
  expect(idsIn(account.simulator.state())).toEqual(idsIn(before));
});

describe("a whole inbox that somebody made by hand", () => {
  beforeEach(() => {
    const plan = account.simulator
      .state()
      .plans.find((one) => one.interactionPlanName === "Customer support");
    account.simulator.create("address", {
      emailAddress: MAILBOX,
      name: "By hand",
      description: "First line",
    });
    account.simulator.create("signature", { emailAddress: MAILBOX, html: HTML });
    account.simulator.create("mapping", {
      mappingName: "Hand made",
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId ?? "",
      toAddresses: [MAILBOX],
      priority: 6000,
    });
    account.simulator.signIn(MAILBOX);
    account.simulator.clearRequests();
  });
  const byHand = { credential: { method: "interactive" }, description: "First line" } as const;

  test("is told as a whole where it isn't adopted", async () => {
    const { mappings } = account.simulator.state();
    const { error } = await account.stack.up(() => void support(byHand));
    expect(error).toContain(`It has a signature and the mappings "Hand made" (${mappings[0]?.mappingId})`);
    expect(error).toContain("adopt: true on an Inbox");
    expect(writes()).toEqual([]);
  });

  test("is taken over by its mailbox in one step, as it is, names included", async () => {
    const before = account.simulator.state();
    const program = (): void => void support({ ...byHand, adopt: true });
    expect((await account.stack.up(program)).error).toBeUndefined();
    expect(writes()).toEqual([]);
    expect(account.simulator.state()).toEqual(before);
    expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
    // What changes later is that alone: the names stay.
    expect(
      (await account.stack.up(() => void support({ ...byHand, description: "Ours" }))).error,
    ).toBeUndefined();
    expect(account.writes()).toEqual(['PATCH address {"description":"Ours"}']);
  });

  test("is taken over from a fleet file, too", async () => {
    const folder = newFolder();
    try {
      writeFileSync(
        join(folder, "inboxes.yaml"),
        `inboxes: { support: { emailAddress: ${MAILBOX}, description: First line, adopt: true, signature: { html: "${HTML}" }, mapping: { interactionPlan: Customer support, priority: 6000 } } }`,
      );
      const program = (): void =>
        void InboxFleet.fromFile(join(folder, "inboxes.yaml"), { environment: "dev" });
      expect((await account.stack.up(program)).error).toBeUndefined();
      expect(writes()).toEqual([]);
      expect((await account.stack.preview(program, { refresh: true })).changes).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("but another mapping beside its own isn't made: the error names those that there are", async () => {
    const { mappings } = account.simulator.state();
    const program = (): void =>
      void support({ ...byHand, adopt: true, mapping: { interactionPlan: "Sales" } });
    const { error } = await account.stack.up(program);
    expect(error).toContain(`which none does. These name it: "Hand made" (${mappings[0]?.mappingId}).`);
    expect(writes()).toEqual([]);
  });

  test("that has two equal mappings: the error names both, and the id of one of them is what it takes", async () => {
    const [first] = account.simulator.state().mappings;
    account.simulator.create("mapping", {
      mappingName: "Hand made, too",
      mappingDescription: "",
      interactionPlanId: first?.interactionPlanId ?? "",
      toAddresses: [MAILBOX],
      priority: 6000,
    });
    const before = account.simulator.state();
    const [, second] = before.mappings;
    const program = (adopt: boolean | string) => () =>
      void support({
        ...byHand,
        adopt: true,
        mapping: { interactionPlan: "Customer support", priority: 6000, adopt },
      });
    const { error } = await account.stack.up(program(true));
    for (const mapping of before.mappings)
      expect(error).toContain(`"${mapping.mappingName}" (${mapping.mappingId})`);
    const taken = await account.stack.up(program(second?.mappingId ?? ""));
    expect(taken.error).toBeUndefined();
    expect(taken.notes.map(({ text }) => text).join()).toContain("both take the mail of support@example.com");
    expect(writes()).toEqual([]);
    expect(account.simulator.state()).toEqual(before);
  });

  test("keeps what the program leaves out, and says so; the next preview shows it, and up brings it in line", async () => {
    account.simulator.create("profile", { name: "Theirs" });
    const [profile] = account.simulator.state().profiles;
    account.simulator.edit("address", MAILBOX, { profileId: profile?.id });
    account.simulator.clearRequests();
    const program = (): void => void support({ ...byHand, adopt: true });
    const { error, notes } = await account.stack.up(program);
    expect(error).toBeUndefined();
    expect(notes.map(({ text }) => text).join()).toContain(
      "was taken over with what the program leaves out: profileId is",
    );
    expect(account.writes()).toEqual([]);
    expect((await account.stack.preview(program)).changes).toEqual(["update EmailAddress support"]);
    expect((await account.stack.up(program)).error).toBeUndefined();
    expect(account.writes()).toEqual(['PATCH address {"profileId":null}']);
  });

  test("isn't adopted twice by one stack, nor silently made anew", async () => {
    const twice = (adopt: boolean | string) => () => {
      const { emailAddress } = support({ ...byHand, adopt: true });
      new InteractionPlanMapping("again", {
        interactionPlan: "Customer support",
        addresses: [emailAddress],
        adopt,
      });
    };
    await account.stack.up(() => void support({ ...byHand, adopt: true }));
    const { mappingId = "" } = account.simulator.state().mappings[0] ?? {};
    for (const adopt of [true, mappingId]) {
      const { error } = await account.stack.up(twice(adopt));
      expect(error).toContain(`got "${mappingId}", which another of its resources has. Nothing was made.`);
    }
    expect(writes()).toEqual([]);
    expect(account.simulator.state().mappings).toHaveLength(1);
  });
});
