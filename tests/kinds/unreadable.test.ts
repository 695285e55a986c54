import { concludeHealth } from "../../provider/kinds/email-address/health";
import { EmailAddressDto } from "../../schema/email-address";
import { InteractionPlanMappingDto } from "../../schema/interaction-plan-mapping";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX } from "../support/identities";
import { createMapping, mappingId, prepareAddress, showAltered } from "../support/account-objects";

const engine = useEngineDouble();
beforeEach(() => {
  prepareAddress(engine.simulator);
});

const MAPPING = { interactionPlan: "Sales", addresses: [MAILBOX], adopt: true };

const makeByHand = (name: string, toAddresses: readonly string[]) =>
  createMapping(engine.simulator, name, { plan: "Sales", toAddresses });

const show = (name: string, fields: object) => showAltered(engine.simulator, "mappings", name, fields);

const idOf = (name: string) => mappingId(engine.simulator, name);

test("adopt: true takes over a mapping whose priority comes as text", async () => {
  makeByHand("By hand", [MAILBOX]);
  engine.simulator.create("address", { emailAddress: "other@example.com", name: "Other" });
  makeByHand("Other", ["other@example.com"]);
  show("By hand", { priority: "5000" });
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await mapping.up(MAPPING);
  expect(mapping.id).toBe(idOf("By hand"));
  expect(engine.writes()).toEqual([]);
});

test("adopt: true makes no second mapping beside one that can't be read, as that may be the one", async () => {
  makeByHand("By hand", [MAILBOX]);
  engine.simulator.create("address", { emailAddress: "other@example.com", name: "Other" });
  makeByHand("Other", ["other@example.com"]);
  show("By hand", { toAddresses: { secret: MAILBOX } });
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await expect(mapping.up(MAPPING)).rejects.toThrow(
    `adopt: true for an interaction-plan mapping that can be read. None of those is the one, which may be ${idOf("By hand")} that VCC ` +
      "shows in another form than this release knows: toAddresses is not of type array.",
  );
  expect(engine.writes()).toEqual([]);
  await mapping.up({ ...MAPPING, adopt: false });
  expect(engine.writes()).toEqual([expect.stringContaining("POST mapping")]);
});

test("adopt: true makes no second mapping beside one of which VCC tells no addresses, as that may be the one", async () => {
  makeByHand("By hand", [MAILBOX]);
  show("By hand", { toAddresses: undefined });
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await expect(mapping.up(MAPPING)).rejects.toThrow(
    `None of those leads ${MAILBOX}, but it doesn't tell those of "By hand" (${idOf("By hand")}).`,
  );
  expect(engine.writes()).toEqual([]);
  await mapping.up({ ...MAPPING, adopt: false });
  expect(engine.writes()).toEqual([expect.stringContaining("POST mapping")]);
});

test("a mapping of this stack of which VCC tells no addresses isn't in the way of another one", async () => {
  const own = new ManagedResource(engine, "InteractionPlanMapping", "own");
  const args = { ...MAPPING, name: "Own", adopt: false };
  await own.up(args);
  engine.newRun();
  show("Own", { toAddresses: undefined });
  own.preview(args);
  await new ManagedResource(engine, "InteractionPlanMapping", "vip").up({ ...MAPPING, priority: 9000 });
  expect(engine.simulator.state().mappings).toHaveLength(2);
});

test("a mapping that can't be read may overlap, which is told when one is written", async () => {
  makeByHand("By hand", [MAILBOX]);
  engine.simulator.create("address", { emailAddress: "other@example.com", name: "Other" });
  makeByHand("Other", ["other@example.com"]);
  show("By hand", { toAddresses: 7 });
  await new ManagedResource(engine, "InteractionPlanMapping").up({ ...MAPPING, adopt: false });
  expect(engine.said.filter((line) => line.startsWith("warning: mapping"))).toEqual([
    `warning: mapping ${idOf("By hand")}: VCC shows it in another form than this release knows: toAddresses is not of ` +
      "type array. Whether it takes mail of other mappings can't be told: look at it in VCC's own screens.",
  ]);
});

test("a mapping that the list shows in a form that can't be read is not gone, whatever a 404 says", async () => {
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await mapping.up({ interactionPlan: "Sales", addresses: [MAILBOX], name: "Routing" });
  engine.simulator.create("address", { emailAddress: "other@example.com", name: "Other" });
  makeByHand("Other", ["other@example.com"]);
  show("Routing", { toAddresses: 7 });
  engine.newRun();
  const body = { status: 404, title: "Not Found" };
  engine.simulator.addFault({ path: "/mappings/[^/]+$", status: 404, body, times: 100 });
  await expect(mapping.destroy()).rejects.toThrow(
    /answers 404 to the interaction-plan mapping .*, but still shows it/u,
  );
});

describe("what can be read in another form", () => {
  const mapping = { mappingId: "map_1", mappingName: "M", interactionPlanId: "p", toAddresses: [] };

  test.each([
    { told: 5000, read: 5000 },
    { told: "5000", read: 5000 },
    { told: null, read: null },
    { told: undefined, read: undefined },
  ])("a priority of $told", ({ told, read }) => {
    expect(InteractionPlanMappingDto.parse({ ...mapping, priority: told }).priority).toBe(read);
  });

  test.each(["high", "", "-1", {}, []])("a priority of %j can't", (told) => {
    expect(InteractionPlanMappingDto.safeParse({ ...mapping, priority: told }).success).toBe(false);
  });

  test.each([null, undefined, {}, { status: null }])(
    "authentication of %j tells nothing: neither signed in nor lost",
    (authentication) => {
      const dto = EmailAddressDto.parse({ id: "adr_1", emailAddress: MAILBOX, authentication });
      const said: string[] = [];
      const context = { sayOnce: (line: string) => said.push(line) } as never;
      const healthReason =
        "VCC doesn't tell its status, so nothing is done about it. See in VCC's own screens whether the mailbox is signed in.";
      expect(concludeHealth(context, { dto, credential: undefined, probe: undefined })).toEqual({
        status: "",
        health: "unknown",
        healthReason,
      });
      expect(said).toEqual([`warning: ${MAILBOX}: ${healthReason}`]);
    },
  );
});
