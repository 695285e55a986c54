import * as fc from "fast-check";
import type { Bag } from "../../provider/lifecycle/lifecycle";
import { KINDS } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";
import { createEngineDouble, type EngineDouble } from "../support/engine-double";

const RUNS = 15;

/** What happens to a resource, one thing after the other. */
type Event =
  | { readonly happens: "up"; readonly args: Bag }
  | { readonly happens: "up again" | "refresh" | "drift" | "delete" };

const eventsOf = (args: fc.Arbitrary<Bag>): fc.Arbitrary<readonly Event[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: args.map((some): Event => ({ happens: "up", args: some })) },
      {
        weight: 2,
        arbitrary: fc
          .constantFrom("up again" as const, "refresh" as const, "drift" as const, "delete" as const)
          .map((happens): Event => ({ happens })),
      },
    ),
    { minLength: 1, maxLength: 6 },
  );

let engine: EngineDouble;
beforeAll(async () => {
  engine = await createEngineDouble();
});
afterAll(async () => engine.stop());

describe.each(KINDS)(
  "$kind, whatever valid arguments it has and whatever happens to it",
  ({ kind, noun, drift, valid, references: prepare }) => {
    test("after each up there is nothing left to do, to write, or to see", async () => {
      await fc.assert(
        fc.asyncProperty(valid, eventsOf(valid), async (first, events) => {
          engine.simulator.reset();
          engine.newRun();
          const references = prepare?.(engine.simulator);
          const resource = new ManagedResource(engine, kind);
          let args = { ...first, ...references };
          const goUp = async () => {
            await resource.up(args);
            engine.calls();
            engine.newRun();
            expect(resource.preview(args)).toBe("same");
            expect(await resource.up(args)).toBe("same");
            expect(engine.calls()).toEqual([]);
            expect(await resource.refresh()).toBe("there");
            expect(resource.preview(args)).toBe("same");
            expect(engine.writes()).toEqual([]);
          };
          await goUp();
          for (const event of events) {
            engine.newRun();
            const id = resource.id ?? "";
            const exists =
              engine.simulator.state().addresses.some((address) => address.id === id) || noun !== "signature";
            if (event.happens === "up") args = { ...event.args, ...references };
            if (event.happens === "drift" && exists) engine.simulator.edit(noun, id, drift.fields);
            if (event.happens === "delete" && exists) engine.simulator.delete(noun, id);
            await resource.refresh();
            if (event.happens !== "refresh") await goUp();
          }
          engine.newRun();
          await resource.destroy();
          expect(engine.writes()).toEqual([`DELETE ${noun}`]);
        }),
        { numRuns: RUNS },
      );
    });
  },
);
