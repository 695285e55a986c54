import type { Fault } from "../../provider/simulator/index";
import { KINDS } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { prepareAddress } from "../support/account-objects";

const engine = useEngineDouble();

const MAPPING = {
  interactionPlan: "Customer support",
  addresses: [MAILBOX],
  name: "Routing",
  priority: 9000,
};

async function mappingOf(args = MAPPING) {
  prepareAddress(engine.simulator);
  const mapping = new ManagedResource(engine, "InteractionPlanMapping");
  await mapping.up(args);
  engine.newRun();
  engine.calls();
  return mapping;
}

describe("what VCC has already is not written", () => {
  test.each(KINDS.filter(({ kind }) => kind !== "EmailSignature"))(
    "$kind: somebody made the change by hand, and the program is brought in line without a refresh",
    async (row) => {
      const args = row.prepare(engine.simulator);
      const resource = new ManagedResource(engine, row.kind);
      await resource.up(args);
      engine.newRun();
      engine.calls();
      engine.simulator.edit(row.noun, row.key, row.drift.fields);
      const changed = { ...args, ...row.drift.fields };
      expect(await resource.up(changed)).toBe("update");
      expect(engine.writes()).toEqual([]);
      expect(resource.preview(changed)).toBe("same");
    },
  );

  test("only what differs from VCC is sent, whatever the state says", async () => {
    const mapping = await mappingOf();
    engine.simulator.edit("mapping", "Routing", { priority: 7 });
    await mapping.up({ ...MAPPING, priority: 7, description: "d" });
    expect(engine.writes()).toEqual(['PATCH mapping {"mappingDescription":"d"}']);
  });

  test("one list a run serves many mappings, and none is read one by one", async () => {
    prepareAddress(engine.simulator);
    const names = ["a", "b", "c", "d", "e"];
    const mappings = names.map((name) => new ManagedResource(engine, "InteractionPlanMapping", name));
    const up = (priority: number) =>
      Promise.all(mappings.map((mapping, index) => mapping.up({ ...MAPPING, name: names[index], priority })));
    await up(9000);
    engine.newRun();
    engine.calls();
    const before = mappings.map(({ state, inputs }) => ({ state, inputs }));
    await up(1);
    expect(engine.calls()).toEqual(names.map(() => "PATCH mapping"));
    expect(engine.lists().filter((list) => list === "LIST mapping")).toHaveLength(1);
    // Killed before the state was stored.
    mappings.forEach((mapping, index) => Object.assign(mapping, before[index]));
    engine.newRun();
    await up(1);
    expect(engine.calls()).toEqual(["LIST mapping"]);
  });

  test("a list that lags behind one's own last write is not believed", async () => {
    const mapping = await mappingOf();
    engine.simulator.setStaleReads({ lagMs: 20_000 });
    await mapping.up({ ...MAPPING, priority: 8000 });
    engine.newRun();
    engine.simulator.setStaleReads({ lagMs: 3_600_000 });
    await mapping.up(MAPPING);
    expect(engine.simulator.state().mappings[0]?.priority).toBe(9000);
  });

  test("a mapping that is gone is told as gone, and nothing is made behind anybody's back", async () => {
    const mapping = await mappingOf();
    engine.simulator.delete("mapping", "Routing");
    await expect(mapping.up({ ...MAPPING, priority: 1 })).rejects.toThrow("is gone");
    expect(engine.writes()).toEqual([]);
  });
});

describe("a 2xx that isn't as asked", () => {
  const alters: Fault = { path: "/mappings", alters: { priority: 5000 } };

  test("fails a create, keeps the object, and shows in the next preview", async () => {
    prepareAddress(engine.simulator);
    engine.simulator.addFault({ ...alters, method: "POST" });
    const mapping = new ManagedResource(engine, "InteractionPlanMapping");
    await expect(mapping.up(MAPPING)).rejects.toThrow("priority is 5000 where 9000 was sent");
    expect(mapping.id).toBe(engine.simulator.state().mappings[0]?.mappingId);
    expect(mapping.state["priority"]).toBe(5000);
    expect(mapping.preview(MAPPING)).toBe("update");
    engine.newRun();
    engine.calls();
    expect(await mapping.up(MAPPING)).toBe("update");
    expect(engine.writes()).toEqual(['PATCH mapping {"priority":9000}']);
    expect(mapping.preview(MAPPING)).toBe("same");
  });

  test("fails an update, and the state holds what VCC has", async () => {
    const mapping = await mappingOf();
    engine.simulator.addFault({ ...alters, method: "PATCH" });
    await expect(mapping.up({ ...MAPPING, priority: 1 })).rejects.toMatchObject({ code: "VCC_NOT_AS_ASKED" });
    expect(mapping.state["priority"]).toBe(5000);
    expect(mapping.preview({ ...MAPPING, priority: 1 })).toBe("update");
  });

  test.each([
    {
      kind: "EmailProfile",
      path: "/profiles$",
      alters: { settings: { a: 2 } },
      args: { name: "Care", settings: { a: 1 } },
      told: "settings is a map where a map was sent",
    },
    {
      kind: "EmailAddress",
      path: "/addresses$",
      alters: { name: "Other" },
      args: { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT },
      told: 'name is "Other" where "Support" was sent',
    },
    {
      kind: "InteractionPlanMapping",
      path: "/mappings$",
      alters: { toAddresses: ["returns@example.com"] },
      args: MAPPING,
      told: 'addresses is ["returns@example.com"] where',
    },
  ] as const)("of $kind is told by property", async ({ kind, args, told, ...fault }) => {
    if (kind !== "EmailAddress") prepareAddress(engine.simulator);
    engine.simulator.create("address", { emailAddress: "returns@example.com", name: "Returns" });
    engine.simulator.addFault({ method: "POST", ...fault });
    const resource = new ManagedResource(engine, kind);
    await expect(resource.up(args)).rejects.toThrow(told);
    expect(resource.id).toBeDefined();
  });

  test("VCC's own spelling and order of addresses is as asked", async () => {
    prepareAddress(engine.simulator);
    engine.simulator.create("address", { emailAddress: "a@example.com", name: "A" });
    const mapping = new ManagedResource(engine, "InteractionPlanMapping");
    await mapping.up({ ...MAPPING, addresses: ["SUPPORT@example.com", "A@example.com"] });
    expect(mapping.unfinished).toBe(false);
  });
});

describe("HTML that VCC reshapes", () => {
  const SENT = '<p onclick="x()">Hi <b>there</b></p>';
  const KEPT = "<p>Hi <b>there</b></p>";

  async function signatureOf(html: string) {
    const addressId = prepareAddress(engine.simulator);
    const signature = new ManagedResource(engine, "EmailSignature");
    engine.simulator.addFault({ method: "PUT", path: "/signature$", alters: { html: KEPT } });
    await signature.up({ addressId, html });
    engine.newRun();
    return { signature, args: { addressId, html } };
  }

  test("is warned of once, and equal from then on", async () => {
    const { signature, args } = await signatureOf(SENT);
    expect(engine.said.filter((line) => line.includes("VCC keeps other HTML than was sent"))).toHaveLength(1);
    for (let run = 0; run < 3; run += 1) {
      await signature.refresh();
      expect(await signature.up(args)).toBe("same");
    }
    expect(engine.said).toHaveLength(1);
    expect(JSON.stringify(signature.state)).not.toContain(KEPT);
  });

  test("is drift where it becomes something else", async () => {
    const { signature, args } = await signatureOf(SENT);
    engine.simulator.edit("signature", MAILBOX, { html: "<p>By hand</p>" });
    await signature.refresh();
    expect(signature.state["html"]).toBe("<p>By hand</p>");
    engine.calls();
    expect(await signature.up(args)).toBe("update");
    expect(engine.writes()).toEqual([`PUT signature ${JSON.stringify({ html: SENT })}`]);
  });

  test("is a failure where nothing of it is left", async () => {
    const addressId = prepareAddress(engine.simulator);
    const signature = new ManagedResource(engine, "EmailSignature");
    engine.simulator.addFault({ method: "PUT", path: "/signature$", alters: { html: "" } });
    await expect(signature.up({ addressId, html: SENT })).rejects.toThrow(
      "html is text of 0 characters where",
    );
    expect(signature.id).toBe(addressId);
  });
});

describe("what VCC doesn't tell, or tells in words that this release doesn't know, leads to no write", () => {
  test("an unknown service name for reports", async () => {
    const args = {
      emailAddress: MAILBOX,
      name: "Support",
      serviceNameForReports: "destinationName",
      credential: SERVICE_ACCOUNT,
    };
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up(args);
    engine.simulator.overwrite("address", "Support", { serviceNameForReports: "queueName" });
    engine.newRun();
    await address.refresh();
    engine.calls();
    expect(await address.up(args)).toBe("same");
    expect(await address.up({ ...args, description: "d" })).toBe("update");
    expect(engine.writes()).toEqual(['PATCH address {"description":"d"}']);
  });

  test("a mapping without a priority", async () => {
    const mapping = await mappingOf();
    const [stored] = engine.simulator.state().mappings;
    const { priority: _untold, ...rest } = { ...stored };
    const body = { mappings: [rest], meta: { page: 1, count: 1, pageCount: 1, totalCount: 1 } };
    engine.simulator.addFault({ method: "GET", path: "/mappings$", status: 200, body, times: 100 });
    await mapping.refresh();
    expect(await mapping.up(MAPPING)).toBe("same");
    engine.calls();
    await mapping.up({ ...MAPPING, priority: 1 });
    expect(engine.writes()).toEqual(['PATCH mapping {"priority":1}']);
  });
});
