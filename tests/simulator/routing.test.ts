import * as fc from "fast-check";
import { rankMappings, type RoutableMapping, routeMail } from "../../provider/simulator/index";
import { useSimulator } from "../support/wire-client";

const START_MS = Date.parse("2026-11-01T08:00:00Z");

function mapping(mappingId: string, fields: Partial<RoutableMapping> = {}): RoutableMapping {
  const updatedAt = new Date(START_MS).toISOString();
  const toAddresses = ["a@example.com"];
  return {
    mappingId,
    toAddresses,
    priority: 5000,
    interactionPlanId: "plan",
    testing: null,
    updatedAt,
    ...fields,
  };
}

const later = new Date(START_MS + 1).toISOString();

test.each([
  {
    rule: "the higher priority comes first",
    mappings: [mapping("low", { priority: 1 }), mapping("high", { priority: 2 })],
    expected: ["high", "low"],
  },
  {
    rule: "priorities are numbers, not text",
    mappings: [mapping("9", { priority: 9 }), mapping("10", { priority: 10 })],
    expected: ["10", "9"],
  },
  {
    rule: "on a tie the one modified last comes first",
    mappings: [mapping("old"), mapping("new", { updatedAt: later })],
    expected: ["new", "old"],
  },
  {
    rule: "priority outweighs being new",
    mappings: [mapping("high", { priority: 9 }), mapping("new", { priority: 8, updatedAt: later })],
    expected: ["high", "new"],
  },
  {
    rule: "other addresses' mappings take no part",
    mappings: [mapping("other", { toAddresses: ["b@example.com"] })],
    expected: [],
  },
  {
    rule: "addresses are compared without case",
    mappings: [mapping("it", { toAddresses: ["b@x.org", "A@EXAMPLE.com"] })],
    expected: ["it"],
  },
])("$rule", ({ mappings, expected }) => {
  expect(rankMappings(mappings, "A@example.com").map(({ mappingId }) => mappingId)).toEqual(expected);
});

const aMapping = fc
  .record({
    priority: fc.integer({ min: 1, max: 3 }),
    modified: fc.integer({ min: 0, max: 50 }),
    isNamed: fc.boolean(),
  })
  .map(({ priority, modified, isNamed }) => ({
    priority,
    updatedAt: new Date(START_MS + modified).toISOString(),
    toAddresses: [isNamed ? "a@example.com" : "b@example.com"],
  }));

// Stamps never repeat in the simulator, and so they don't here.
const someMappings = fc
  .uniqueArray(aMapping, { selector: ({ updatedAt }) => updatedAt })
  .map((rows) => rows.map((row, index) => mapping(String(index), row)));

test("the order they were made in means nothing", () => {
  fc.assert(
    fc.property(someMappings, fc.infiniteStream(fc.nat()), (mappings, keys) => {
      const shuffled = mappings
        .map((row) => ({ row, key: keys.next().value }))
        .sort((one, other) => one.key - other.key);
      const ranked = rankMappings(
        shuffled.map(({ row }) => row),
        "a@example.com",
      );
      expect(ranked).toEqual(rankMappings(mappings, "a@example.com"));
    }),
  );
});

test("no mapping beats the one that takes the mail", () => {
  fc.assert(
    fc.property(someMappings, (mappings) => {
      const named = mappings.filter(({ toAddresses }) => toAddresses.includes("a@example.com"));
      const winner = routeMail(mappings, { to: "a@example.com", from: "x@x.org" })?.mapping;
      expect(winner === undefined).toBe(named.length === 0);
      for (const other of named) {
        const isBetter = other.priority > (winner?.priority ?? 0);
        const isNewer = other.priority === winner?.priority && other.updatedAt > winner.updatedAt;
        expect(isBetter || isNewer).toBe(false);
      }
    }),
  );
});

test.each([
  {
    rule: "a sender of the testing block gets the testing plan",
    from: "QA@Example.com",
    expected: "test plan",
  },
  { rule: "everybody else gets the mapping's plan", from: "you@example.com", expected: "plan" },
])("$rule", ({ from, expected }) => {
  const testing = { interactionPlanId: "test plan", fromAddresses: ["qa@example.com"] };
  const route = routeMail([mapping("m", { testing })], { to: "a@example.com", from });
  expect(route).toMatchObject({ interactionPlanId: expected, isTesting: expected === "test plan" });
});

describe("in an account", () => {
  // A clock that stands still: even then no two writes share a stamp.
  const wire = useSimulator({ now: () => START_MS });

  async function winner(): Promise<string | undefined> {
    return Promise.resolve(
      wire.simulator.route({ to: "a@example.com", from: "x@x.org" })?.mapping.mappingName,
    );
  }

  test("a write that changes nothing reroutes mail between equal priorities", async () => {
    await wire.client.address("a@example.com");
    wire.simulator.signIn("a@example.com");
    const one = await wire.client.mapping(["a@example.com"], { mappingName: "One" });
    await wire.client.mapping(["a@example.com"], { mappingName: "Two" });
    expect(await winner()).toBe("Two");
    await wire.client.patch(`/interactionplanmanager/mappings/${one}`, {});
    expect(await winner()).toBe("One");
  });

  test("mail to a mailbox that isn't signed in goes nowhere", async () => {
    await wire.client.address("a@example.com");
    await wire.client.mapping(["a@example.com"], { mappingName: "One" });
    expect(await winner()).toBeUndefined();
    wire.simulator.signIn("a@example.com");
    expect(await winner()).toBe("One");
    wire.simulator.expire("a@example.com");
    expect(await winner()).toBeUndefined();
  });
});
