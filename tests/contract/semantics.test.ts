import { useEngineDouble } from "../support/engine-double";
import { KINDS, type KindRow } from "../support/kinds";
import { makeInFormerRun } from "../support/managed-resource";

const rowOf = (kind: KindRow["kind"]): KindRow => {
  const row = KINDS.find((one) => one.kind === kind);
  if (row === undefined) throw new Error(`no row of ${kind}`);
  return row;
};

describe("null clears nothing", () => {
  const engine = useEngineDouble({
    profile: {
      kinds: {
        emailAddress: { semantics: { nullClears: false } },
        interactionPlanMapping: { semantics: { nullClears: false } },
      },
    },
  });

  test.each([
    { kind: "EmailAddress" as const, field: "profileId" },
    { kind: "InteractionPlanMapping" as const, field: "testing" },
  ])("$kind: $field isn't taken away by a write that VCC would pass over", async ({ kind, field }) => {
    const row = rowOf(kind);
    const { args, resource } = await makeInFormerRun(engine, row);
    const given = { ...args, [field]: valueOf(field) };
    await resource.up(given);
    engine.newRun();
    engine.calls();
    const { [field]: _left, ...without } = given;
    await expect(resource.up(without as typeof args)).rejects.toMatchObject({ code: "VCC_NOT_IN_CONTRACT" });
    expect(engine.writes()).toEqual([]);
  });

  function valueOf(field: string): unknown {
    if (field === "testing") return { interactionPlan: "Quality testing", fromAddresses: ["qa@example.com"] };
    engine.simulator.create("profile", { name: "Another", description: "", settings: {} });
    return engine.simulator.state().profiles.find(({ name }) => name === "Another")?.id;
  }
});

describe("VCC deletes a mapped address", () => {
  const engine = useEngineDouble({
    profile: { kinds: { emailAddress: { semantics: { refusesMapped: false } } } },
  });

  test("so it isn't asked to, as long as a mapping names it; one that its own run has deleted a moment ago is none", async () => {
    const { resource } = await makeInFormerRun(engine, rowOf("EmailAddress"));
    engine.simulator.create("mapping", {
      mappingName: "Of somebody",
      mappingDescription: "",
      interactionPlanId: engine.simulator.state().plans[0]?.interactionPlanId,
      toAddresses: ["support@example.com"],
    });
    await expect(resource.destroy()).rejects.toMatchObject({ code: "VCC_STILL_MAPPED" });
    expect(engine.writes().filter((write) => write.startsWith("DELETE"))).toEqual([]);
    engine.newRun();
    engine.after(5_000, () => engine.simulator.delete("mapping", "Of somebody"));
    await resource.destroy();
    expect(engine.simulator.state().addresses).toEqual([]);
  });

  test("nor is it asked to while a mapping can't be read, which may name it", async () => {
    const { resource } = await makeInFormerRun(engine, rowOf("EmailAddress"));
    const plan = engine.simulator.state().plans[0]?.interactionPlanId;
    engine.simulator.create("mapping", {
      mappingName: "Of somebody",
      mappingDescription: "",
      interactionPlanId: plan,
      toAddresses: ["support@example.com"],
    });
    engine.simulator.addFault({ method: "GET", path: "mappings", tells: { mappingName: 7 }, times: 100 });
    await expect(resource.destroy()).rejects.toMatchObject({ code: "VCC_UNREADABLE_REPLY" });
    expect(engine.writes().filter((write) => write.startsWith("DELETE"))).toEqual([]);
  });
});
