import { RunRegistry } from "../../provider/lifecycle/run-registry";
import type { Context, Reader } from "../../provider/ports";
import { SeenList } from "../../provider/consistency/seen-list";
import { warnOfOverlaps } from "../../provider/kinds/interaction-plan-mapping/overlapping-mappings";
import {
  INTERACTION_PLAN_MAPPINGS,
  type InteractionPlanMappingDto,
} from "../../schema/interaction-plan-mapping";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX } from "../support/identities";
import { createMapping, mappingId, prepareAddress } from "../support/account-objects";

const engine = useEngineDouble();
beforeEach(() => {
  prepareAddress(engine.simulator);
});

const MAPPING = { interactionPlan: "Sales", addresses: ["Support@example.com"], name: "Routing" };

const idOf = (name: string) => mappingId(engine.simulator, name);
const warnings = () => engine.said.filter((line) => line.startsWith("warning: mapping"));

test("a tie with somebody's mapping is warned of at the create, by both names and with the one that wins", async () => {
  createMapping(engine.simulator, "By hand");
  engine.pass(60_000);
  await new ManagedResource(engine, "InteractionPlanMapping").up(MAPPING);
  const [own, other] = [`mapping "Routing" (${idOf("Routing")})`, `mapping "By hand" (${idOf("By hand")})`];
  expect(warnings()).toEqual([
    `warning: ${own} and ${other} both take the mail of ${MAILBOX} with priority 5000, so VCC follows the one that was ` +
      `modified last, now ${own}. Give one of them another priority.`,
  ]);
});

test.each([
  { rule: "a higher one takes its mail", priority: 9000, low: "Routing", high: "By hand" },
  { rule: "it takes the mail of a lower one", priority: 1, low: "By hand", high: "Routing" },
])("$rule: who gets nothing is named", async ({ priority, low, high }) => {
  createMapping(engine.simulator, "By hand", { priority });
  await new ManagedResource(engine, "InteractionPlanMapping").up(MAPPING);
  expect(warnings()).toHaveLength(1);
  expect(warnings()[0]).toMatch(
    new RegExp(`^warning: mapping "${low}".* gets none .* mapping "${high}"`, "u"),
  );
});

test("a change that makes a tie is warned of, and one that ends it is not", async () => {
  createMapping(engine.simulator, "By hand", { priority: 6000 });
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await mapping.up({ ...MAPPING, addresses: [MAILBOX], priority: 7000 });
  engine.said.length = 0;
  await mapping.up({ ...MAPPING, addresses: [MAILBOX], priority: 6000 });
  expect(warnings()).toEqual([expect.stringContaining("both take the mail")]);
  engine.simulator.delete("mapping", "By hand");
  engine.newRun();
  engine.said.length = 0;
  await mapping.up({ ...MAPPING, addresses: [MAILBOX], priority: 5 });
  expect(warnings()).toEqual([]);
});

test("two mappings of one program that are made in one run are warned of once", async () => {
  await new ManagedResource(engine, "InteractionPlanMapping", "one").up({ ...MAPPING, name: "One" });
  await new ManagedResource(engine, "InteractionPlanMapping", "two").up({ ...MAPPING, name: "Two" });
  expect(warnings()).toHaveLength(1);
});

test("two of one program that swap their priorities are no tie, though they have one for a moment", async () => {
  const [one, two] = ["one", "two"].map(
    (name) => new ManagedResource(engine, "InteractionPlanMapping", name),
  );
  await one?.up({ ...MAPPING, name: "One", priority: 1 });
  await two?.up({ ...MAPPING, name: "Two", priority: 2 });
  engine.newRun();
  engine.said.length = 0;
  one?.preview({ ...MAPPING, name: "One", priority: 2 });
  two?.preview({ ...MAPPING, name: "Two", priority: 1 });
  await one?.up({ ...MAPPING, name: "One", priority: 2 });
  await two?.up({ ...MAPPING, name: "Two", priority: 1 });
  expect(warnings().filter((line) => line.includes("both take"))).toEqual([]);
});

describe("a mapping of the same stack", () => {
  const other = { ...MAPPING, name: "Other", priority: 6000 };
  const overlap = () => engine.simulator.edit("mapping", "Other", { priority: 5000 });
  let one: ManagedResource;
  let two: ManagedResource;
  beforeEach(async () => {
    one = new ManagedResource(engine, "InteractionPlanMapping", "one");
    two = new ManagedResource(engine, "InteractionPlanMapping", "two");
    await two.up(other);
    await one.up({ ...MAPPING, priority: 4000 });
    engine.newRun();
    engine.said.length = 0;
  });

  test("that somebody changed by hand, and that this run leaves alone, overlaps", async () => {
    overlap();
    expect(two.preview(other)).toBe("same");
    await one.up({ ...MAPPING, priority: 5000 });
    expect(warnings()).toEqual([expect.stringContaining("both take the mail")]);
  });

  test("that somebody changed by hand, and that this run changes, is looked at when it is done", async () => {
    overlap();
    two.preview({ ...other, priority: 7000 });
    await one.up({ ...MAPPING, priority: 5000 });
    expect(warnings()).toEqual([]);
    await two.up({ ...other, priority: 7000 });
    expect(warnings()).toEqual([expect.stringMatching(/^warning: mapping "Routing".* gets none/u)]);
  });

  test("overlaps, too, where VCC has what both are to be already", async () => {
    overlap();
    engine.simulator.edit("mapping", "Routing", { priority: 5000 });
    two.preview({ ...other, priority: 5000 });
    await one.up({ ...MAPPING, priority: 5000 });
    engine.calls();
    await two.up({ ...other, priority: 5000 });
    expect(engine.calls()).toEqual([]);
    expect(warnings()).toEqual([expect.stringContaining("both take the mail")]);
  });
});

test("is told by what else names the address now, not by what named it when the run began", async () => {
  createMapping(engine.simulator, "By hand");
  for (const one of ["elsewhere", "nowhere"])
    engine.simulator.create("address", { emailAddress: `${one}@example.com`, name: one });
  const routing = new ManagedResource(engine, "InteractionPlanMapping");
  await routing.up({ ...MAPPING, addresses: ["elsewhere@example.com"] });
  const own = new ManagedResource(engine, "InteractionPlanMapping", "two");
  await own.up({ ...MAPPING, name: "Two", priority: 6000 });
  engine.said.length = 0;
  await own.up({ ...MAPPING, name: "Two", addresses: ["nowhere@example.com"] });
  await routing.up({ ...MAPPING, priority: 7000 });
  expect(warnings()).toEqual([expect.stringMatching(/^warning: mapping "By hand".* gets none/u)]);
});

test("many mappings with many that overlap are one list, and cost by their own number", async () => {
  const mappings = Array.from({ length: 5_000 }, (_, index) => ({
    mappingId: `id-${index}`,
    mappingName: `${index}`,
    updatedAt: "",
    priority: index % 2,
    toAddresses: [`inbox-${Math.floor(index / 2)}@example.com`],
  })) as unknown as InteractionPlanMappingDto[];
  let lists = 0;
  let addressesRead = 0;
  for (const mapping of mappings) {
    const { toAddresses } = mapping;
    Object.defineProperty(mapping, "toAddresses", {
      get: () => {
        addressesRead += 1;
        return toAddresses;
      },
    });
  }
  const seen = new SeenList<InteractionPlanMappingDto>(
    {
      list: () => {
        lists += 1;
        return Promise.resolve(mappings);
      },
      unreadable: () => Promise.resolve([]),
    } as unknown as Reader<InteractionPlanMappingDto>,
    INTERACTION_PLAN_MAPPINGS,
  );
  const said: string[] = [];
  const context = {
    seen: { of: () => seen },
    registry: new RunRegistry(),
    sayOnce: (line: string) => said.push(line),
  };
  for (const mapping of mappings) await warnOfOverlaps(context as unknown as Context, mapping);
  expect(lists).toBe(1);
  expect(said).toHaveLength(5_000);
  expect(addressesRead).toBeLessThanOrEqual(3 * mappings.length);
});
