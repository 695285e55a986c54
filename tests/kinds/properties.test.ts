import * as fc from "fast-check";
import type { Bag } from "../../provider/lifecycle/lifecycle";
import { isUsableKey } from "../../schema/fields";
import { KINDS } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";
import { createEngineDouble, type EngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { prepareAddress } from "../support/account-objects";

const RUNS = 30;
const OTHER_MAILBOX = "returns@example.com";

const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const description = fc.string({ unit: "grapheme", maxLength: 60 });
const key = fc.stringMatching(/^[^()$:]{1,12}$/u).filter((text) => text !== "__proto__" && isUsableKey(text));
const dataSources = fc.dictionary(key, fc.string({ unit: "grapheme", maxLength: 20 }), {
  maxKeys: 4,
  noNullPrototype: true,
});
const setting = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const plan = fc.constantFrom("Customer support", "Sales", "Quality testing");
const spelled = (mailbox: string) => fc.constantFrom(mailbox, mailbox.toUpperCase());
const text = fc.string({ unit: "grapheme", maxLength: 30 });
const html = fc
  .array(fc.record({ tag: fc.constantFrom("p", "b", "a", "pre"), title: text, inner: text }), {
    maxLength: 4,
  })
  .map((parts) =>
    parts
      .map(({ tag, title, inner }) => `<${tag} title='${title.replace(/'/gu, "")}'>${inner}</${tag}>`)
      .join("\n"),
  );

/** Valid arguments of each kind, without those that name other objects. */
const ARGS: Record<(typeof KINDS)[number]["kind"], fc.Arbitrary<Bag>> = {
  EmailProfile: fc.record(
    { name, description, settings: fc.dictionary(key, setting, { maxKeys: 4, noNullPrototype: true }) },
    { requiredKeys: [], noNullPrototype: true },
  ),
  EmailAddress: fc.record(
    {
      emailAddress: spelled(MAILBOX),
      name,
      description,
      serviceNameForReports: fc.constantFrom("destinationName", "interactionPlanName", "reportingGroup"),
      dataSources,
      credential: fc.constant(SERVICE_ACCOUNT),
    },
    { requiredKeys: ["emailAddress", "credential"], noNullPrototype: true },
  ),
  EmailSignature: fc.record({ html }, { noNullPrototype: true }),
  InteractionPlanMapping: fc.record(
    {
      interactionPlan: plan,
      addresses: fc.shuffledSubarray([MAILBOX, OTHER_MAILBOX], { minLength: 1 }),
      name,
      description,
      dataSources,
      priority: fc.integer({ min: 1, max: 10_000 }),
      testing: fc.record(
        {
          interactionPlan: plan,
          fromAddresses: fc.shuffledSubarray(["qa@example.com", "QB@example.com"], { minLength: 1 }),
        },
        { noNullPrototype: true },
      ),
    },
    { requiredKeys: ["interactionPlan", "addresses"], noNullPrototype: true },
  ),
};

/** What happens to a resource, one thing after the other. */
type Event =
  | { readonly happens: "up"; readonly args: Bag }
  | { readonly happens: "up again" | "refresh" | "drift" | "delete" };

const eventsOf = (kind: keyof typeof ARGS): fc.Arbitrary<readonly Event[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: ARGS[kind].map((args): Event => ({ happens: "up", args })) },
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

/** Arguments of other objects, made anew. */
function prepare(kind: string): Bag {
  engine.simulator.reset();
  engine.newRun();
  if (kind === "EmailSignature") return { addressId: prepareAddress(engine.simulator) };
  if (kind !== "InteractionPlanMapping") return {};
  prepareAddress(engine.simulator);
  engine.simulator.create("address", { emailAddress: OTHER_MAILBOX, name: "Other" });
  return {};
}

describe.each(KINDS)(
  "$kind, whatever valid arguments it has and whatever happens to it",
  ({ kind, noun, drift }) => {
    test("after each up there is nothing left to do, to write, or to see", async () => {
      await fc.assert(
        fc.asyncProperty(ARGS[kind], eventsOf(kind), async (first, events) => {
          const references = prepare(kind);
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
