import { interactionPlanMapping } from "../../provider/kinds/interaction-plan-mapping/handler";
import type { Bag } from "../../provider/lifecycle/lifecycle";
import { useEngineDouble } from "../support/engine-double";

const INBOXES = 200;

const engine = useEngineDouble();

interface Stored {
  readonly kind: "EmailAddress" | "EmailSignature" | "InteractionPlanMapping";
  readonly id: string;
  readonly state: Bag;
}

/** An account with that many inboxes, and their stored states. */
async function inboxes(): Promise<readonly Stored[]> {
  const { simulator } = engine;
  const [plan] = simulator.state().plans;
  for (let index = 0; index < INBOXES; index += 1) {
    const emailAddress = `inbox-${index}@example.com`;
    simulator.create("address", { emailAddress, name: emailAddress });
    simulator.create("signature", { emailAddress, html: `<p>${index}</p>` });
    simulator.create("mapping", {
      mappingName: emailAddress,
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId,
      toAddresses: [emailAddress],
    });
  }
  const { addresses, mappings } = simulator.state();
  const found = [
    ...addresses.map(({ id }) => ({ kind: "EmailAddress", id }) as const),
    ...addresses.map(({ id }) => ({ kind: "EmailSignature", id }) as const),
    ...mappings.map(({ mappingId }) => ({ kind: "InteractionPlanMapping", id: mappingId }) as const),
  ];
  return Promise.all(
    found.map(async ({ kind, id }) => {
      const read = await engine.lifecycle(kind).read(id, {});
      return { kind, id, state: read?.state ?? {} };
    }),
  );
}

function count(calls: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const call of calls) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
}

test(`a refresh of ${INBOXES} inboxes reads pages, and only signatures one by one`, async () => {
  const all = await inboxes();
  engine.newRun();
  engine.calls();
  const read = await Promise.all(all.map(({ kind, id, state }) => engine.lifecycle(kind).read(id, state)));
  expect(count(engine.calls())).toEqual({
    "GET signature": INBOXES,
    "LIST address": 1,
    "LIST mapping": 1,
    "LIST plan": 1,
  });
  expect(read.map((found) => found?.state)).toEqual(all.map(({ state }) => state));
});

test("a deletion of one among them costs one more look", async () => {
  const all = await inboxes();
  engine.simulator.delete("mapping", "inbox-7@example.com");
  engine.newRun();
  engine.calls();
  const mappings = all.filter(({ kind }) => kind === "InteractionPlanMapping");
  const read = await Promise.all(
    mappings.map(({ kind, id, state }) => engine.lifecycle(kind).read(id, state)),
  );
  expect(read.filter((found) => found === undefined)).toHaveLength(1);
  expect(count(engine.calls())).toEqual({ "LIST mapping": 1, "GET mapping": 1, "LIST plan": 1 });
});

test.each([
  {
    what: "a refresh",
    run: ({ id, state }: Stored) => engine.lifecycle("InteractionPlanMapping").read(id, state),
  },
  {
    what: "a change of all",
    run: ({ id, state }: Stored) =>
      engine.lifecycle("InteractionPlanMapping").update(id, state, { ...state, description: "changed" }),
  },
])("$what looks at each object a few times, and not at all of them for each", async ({ run }) => {
  const mappings = (await inboxes()).filter(({ kind }) => kind === "InteractionPlanMapping");
  engine.newRun();
  const looks = jest.spyOn(interactionPlanMapping as unknown as { idOf(dto: object): string }, "idOf");
  await Promise.all(mappings.map(async (stored): Promise<unknown> => run(stored)));
  expect(looks.mock.calls.length).toBeGreaterThanOrEqual(INBOXES);
  expect(looks.mock.calls.length).toBeLessThan(10 * INBOXES);
  looks.mockRestore();
});
