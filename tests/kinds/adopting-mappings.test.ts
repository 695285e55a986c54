import { MAILBOX } from "../support/identities";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { createMapping } from "../support/account-objects";
import { ANNOUNCEMENT_WAIT_MS } from "../../provider/lifecycle/handovers";

const engine = useEngineDouble();
beforeEach(() => {
  engine.simulator.create("address", { emailAddress: MAILBOX, name: "By hand" });
});

const SUPPORT = { interactionPlan: "Customer support", addresses: [MAILBOX], adopt: true, priority: 5000 };
const VIP = { ...SUPPORT, priority: 9000 };
const SALES = { ...VIP, interactionPlan: "Sales" };

const mapping = (name: string) => new ManagedResource(engine, "InteractionPlanMapping", name);
const mappings = () => engine.simulator.state().mappings;

const makeByHand = (name: string, priority: number, plan?: string, mailbox = MAILBOX) =>
  createMapping(engine.simulator, name, {
    priority,
    toAddresses: [mailbox],
    ...(plan !== undefined && { plan }),
  });

async function messageOf(operation: Promise<unknown>): Promise<string> {
  return operation.then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe.each([
  { plan: "the same plan", second: VIP },
  { plan: "another plan", second: SALES },
  { plan: "the same plan and priority", second: SUPPORT },
])("adopt: true on an inbox without a mapping, for which the program has two, to $plan,", ({ second }) => {
  test.each(["one after the other", "side by side"])("makes both, %s", async (order) => {
    const first = mapping("support").up(SUPPORT);
    if (order === "one after the other") await first;
    await Promise.all([first, mapping("vip").up(second)]);
    expect(mappings()).toHaveLength(2);
  });
});

test.each([{ second: VIP }, { second: SALES }])(
  "a second mapping of an inbox is made beside the first one of the stack: $second",
  async ({ second }) => {
    const one = mapping("support");
    await one.up(SUPPORT);
    engine.newRun();
    expect(one.preview(SUPPORT)).toBe("same");
    await mapping("vip").up(second);
    expect(mappings()).toHaveLength(2);
  },
);

test("the first one of the stack is known also where the engine asks about it later", async () => {
  const one = mapping("support");
  await one.up(SUPPORT);
  engine.newRun();
  engine.after(2_000, () => void one.preview(SUPPORT));
  await mapping("vip").up(VIP);
  expect(mappings().map(({ priority }) => priority)).toEqual([5000, 9000]);
});

test("a second one that is equal to the first of the stack is refused: it was renamed without aliases", async () => {
  const one = mapping("support");
  await one.up(SUPPORT);
  engine.newRun();
  one.preview(SUPPORT);
  const message = await messageOf(mapping("again").up(SUPPORT));
  expect(message).toContain(`got "${one.id}", which another of its resources has. Nothing was made.`);
});

describe("of two resources, one mapping by hand goes to", () => {
  test.each(["first", "last"])("the one of its priority, which comes %s", async (place) => {
    const byHand = makeByHand("By hand", 5000);
    const [support, vip] = [mapping("support"), mapping("vip")];
    const ups = [
      [support, SUPPORT],
      [vip, VIP],
    ] as const;
    await Promise.all((place === "first" ? ups : [...ups].reverse()).map(([one, args]) => one.up(args)));
    expect(support.id).toBe(byHand);
    expect(mappings()).toMatchObject([
      { mappingId: byHand, priority: 5000 },
      { mappingId: vip.id, priority: 9000 },
    ]);
  });

  test("the one of its priority, also where the other one comes a moment before it", async () => {
    const byHand = makeByHand("By hand", 5000);
    const support = mapping("support");
    let later: Promise<unknown> | undefined;
    engine.after(2_000, () => {
      later = support.up(SUPPORT);
    });
    await mapping("vip").up(VIP);
    await later;
    expect(support.id).toBe(byHand);
    expect(mappings()).toHaveLength(2);
  });

  test("neither, where it is of neither's priority: both say so, and an id decides", async () => {
    const byHand = makeByHand("By hand", 7000);
    const [support, vip] = [mapping("support"), mapping("vip")];
    const both = (adopt: boolean | string) =>
      Promise.all([messageOf(support.up(SUPPORT)), messageOf(vip.up({ ...VIP, adopt }))]);
    for (const message of await both(true)) {
      expect(message).toContain("which several resources of the program want. These name it: ");
      expect(message).toContain(`"By hand" (${byHand})`);
      expect(message).toContain("Give adopt the id of the one that is meant");
    }
    expect(engine.writes()).toEqual([]);
    engine.newRun();
    expect(await both(byHand)).toEqual(["", ""]);
    expect(vip.id).toBe(byHand);
    expect(mappings()).toHaveLength(2);
  });
});

test("of two mappings by hand, each resource takes the one of its priority, and the last one what is left", async () => {
  const [low, high] = [makeByHand("Low", 5000), makeByHand("High", 7000)];
  const [support, vip] = [mapping("support"), mapping("vip")];
  await Promise.all([vip.up(VIP), support.up(SUPPORT)]);
  expect([support.id, vip.id]).toEqual([low, high]);
  expect(mappings().map(({ priority }) => priority)).toEqual([5000, 9000]);
});

test("a resource that is alone takes over the one mapping, of whatever priority", async () => {
  const byHand = makeByHand("By hand", 7000);
  const one = mapping("support");
  await one.up(VIP);
  expect(one.id).toBe(byHand);
  expect(engine.writes()).toEqual(['PATCH mapping {"priority":9000}']);
});

test("a mapping by hand to another plan isn't passed over, whatever the stack has besides", async () => {
  const byHand = makeByHand("By hand", 5000, "Sales");
  const message = await messageOf(mapping("support").up(SUPPORT));
  expect(message).toContain(`to this plan, which none does. These name it: "By hand" (${byHand}).`);
  expect(engine.writes()).toEqual([]);
});

const OTHER = "other@example.com";

type Args = Readonly<Record<string, unknown>>;

describe("a mapping that another resource means by mistake, though it leads mail that this one doesn't name,", () => {
  beforeEach(() => {
    engine.simulator.create("address", { emailAddress: OTHER, name: "Other" });
  });

  const mistakes = [
    { way: "by its id", args: (id: string) => ({ ...SALES, addresses: [OTHER], adopt: id }) },
    { way: "by its name", args: () => ({ ...SALES, addresses: [OTHER], name: "By hand" }) },
  ];
  const orders = ["first", "last", "first, side by side", "last, side by side"];
  const rows = mistakes.flatMap((mistake) => orders.map((order) => ({ ...mistake, order })));

  async function both(order: string, mistake: Args, other: Args): Promise<Record<string, string>> {
    const ups = [
      ["mistake", mistake],
      ["other", other],
    ] as const;
    const messages: Record<string, string> = {};
    const running: Promise<void>[] = [];
    for (const [name, args] of order.startsWith("first") ? ups : [...ups].reverse()) {
      const up = messageOf(mapping(name).up(args)).then((message) => void (messages[name] = message));
      running.push(up);
      if (!order.includes("side by side")) await up;
    }
    await Promise.all(running);
    return messages;
  }

  test.each(rows)("$way, is passed over by no other: the mistake comes $order", async ({ args, order }) => {
    const byHand = makeByHand("By hand", 5000);
    const messages = await both(order, args(byHand), SALES);
    expect(messages["mistake"]).toContain(`which leads the mail of ${MAILBOX}, too`);
    expect(messages["other"]).toContain(
      `to this plan, which none does. These name it: "By hand" (${byHand}).`,
    );
    expect(engine.writes()).toEqual([]);
  });

  test.each(rows)("$way, goes to the one that it fits: the mistake comes $order", async ({ args, order }) => {
    const byHand = makeByHand("By hand", 5000);
    const messages = await both(order, args(byHand), SUPPORT);
    expect(messages["mistake"]).not.toBe("");
    expect(messages["other"]).toBe("");
    expect(mappings()).toMatchObject([{ mappingId: byHand, toAddresses: [MAILBOX] }]);
    expect(engine.writes()).toEqual([]);
  });

  test("is told as overlapping one that is made beside it", async () => {
    const byHand = makeByHand("By hand", 5000);
    await messageOf(mapping("mistake").up({ ...SALES, addresses: [OTHER], adopt: byHand }));
    await mapping("other").up({ ...SALES, adopt: false });
    expect(engine.said).toContainEqual(
      expect.stringContaining(`"By hand" (${byHand}), priority 5000, gets none`),
    );
  });

  test("isn't deleted with the resource that had it", async () => {
    const old = mapping("old");
    await old.up({ ...SUPPORT, adopt: false });
    engine.newRun();
    expect(await messageOf(mapping("new").up({ ...SALES, addresses: [OTHER], adopt: old.id }))).not.toBe("");
    // As the engine does with --continue-on-error.
    await old.destroy();
    expect(mappings()).toHaveLength(1);
  });
});

test("a mapping that a resource failed to change is passed over by no other, and goes to none", async () => {
  const byHand = makeByHand("By hand", 5000);
  engine.simulator.addFault({ method: "PATCH", path: "/mappings", status: 400 });
  expect(await messageOf(mapping("vip").up({ ...VIP, adopt: byHand }))).not.toBe("");
  expect(await messageOf(mapping("sales").up(SALES))).toContain(`These name it: "By hand" (${byHand}).`);
  expect(await messageOf(mapping("support").up(SUPPORT))).toContain("which another of its resources has");
  expect(mappings()).toHaveLength(1);
});

test("a plan that one resource names and the other gives by its GUID is the same plan", async () => {
  makeByHand("By hand", 7000);
  const plan = engine.simulator.state().plans.find((one) => one.interactionPlanName === "Customer support");
  const ups = [SUPPORT, { ...VIP, interactionPlan: plan?.interactionPlanId.toUpperCase() }];
  const messages = await Promise.all(
    ups.map(async (args, index) => messageOf(mapping(`one-${index}`).up(args))),
  );
  for (const message of messages) expect(message).toContain("which several resources of the program want");
  expect(engine.writes()).toEqual([]);
});

describe("the wait for what the engine may ask about next", () => {
  const MAILBOXES = ["a@example.com", "b@example.com", "c@example.com", "d@example.com"];
  beforeEach(() => {
    for (const emailAddress of MAILBOXES) {
      engine.simulator.create("address", { emailAddress, name: emailAddress });
      makeByHand(emailAddress, 7000, "Customer support", emailAddress);
    }
  });

  test("is cut to one look once it was in vain, as it is where the engine works on one resource at a time", async () => {
    const start = engine.now();
    for (const address of MAILBOXES) await mapping(address).up({ ...SUPPORT, addresses: [address] });
    expect(engine.now() - start).toBe(ANNOUNCEMENT_WAIT_MS + 3 * 1_000);
    expect(mappings()).toHaveLength(MAILBOXES.length);
  });

  test("goes on being long enough for what the program declares beside it", async () => {
    const byHand = makeByHand("By hand", 5000);
    const [support, vip] = [mapping("support"), mapping("vip")];
    await mapping("before").up({ ...SUPPORT, addresses: MAILBOXES.slice(0, 1) });
    let later: Promise<unknown> | undefined;
    engine.after(500, () => {
      later = support.up(SUPPORT);
    });
    await vip.up(VIP);
    await later;
    expect(support.id).toBe(byHand);
    expect(vip.id).not.toBe(byHand);
  });
});
