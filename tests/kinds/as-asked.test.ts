import type { Fault } from "../../provider/simulator/index";
import { KINDS, prepareAddress } from "../support/kinds";
import { Managed } from "../support/managed-resource";
import { openStage, type Stage } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.stop());

const MAPPING = {
  interactionPlan: "Customer support",
  addresses: [MAILBOX],
  name: "Routing",
  priority: 9000,
};

async function mappingOf(args = MAPPING) {
  prepareAddress(stage.simulator);
  const mapping = new Managed(stage, "InteractionPlanMapping");
  await mapping.up(args);
  stage.newRun();
  stage.calls();
  return mapping;
}

describe("what VCC has already is not written", () => {
  test.each(KINDS.filter(({ kind }) => kind !== "EmailSignature"))(
    "$kind: somebody made the change by hand, and the program is brought in line without a refresh",
    async (row) => {
      const args = row.prepare(stage.simulator);
      const resource = new Managed(stage, row.kind);
      await resource.up(args);
      stage.newRun();
      stage.calls();
      stage.simulator.edit(row.noun, row.key, row.drift.fields);
      const changed = { ...args, ...row.drift.fields };
      expect(await resource.up(changed)).toBe("update");
      expect(stage.writes()).toEqual([]);
      expect(resource.preview(changed)).toBe("same");
    },
  );

  test("only what differs from VCC is sent, whatever the state says", async () => {
    const mapping = await mappingOf();
    stage.simulator.edit("mapping", "Routing", { priority: 7 });
    await mapping.up({ ...MAPPING, priority: 7, description: "d" });
    expect(stage.writes()).toEqual(['PATCH mapping {"mappingDescription":"d"}']);
  });

  test("one list a run serves many mappings, and none is read one by one", async () => {
    prepareAddress(stage.simulator);
    const names = ["a", "b", "c", "d", "e"];
    const mappings = names.map((name) => new Managed(stage, "InteractionPlanMapping", name));
    const up = (priority: number) =>
      Promise.all(mappings.map((mapping, index) => mapping.up({ ...MAPPING, name: names[index], priority })));
    await up(9000);
    stage.newRun();
    stage.calls();
    const before = mappings.map(({ state, inputs }) => ({ state, inputs }));
    await up(1);
    expect(stage.calls()).toEqual(names.map(() => "PATCH mapping"));
    expect(stage.lists().filter((list) => list === "LIST mapping")).toHaveLength(1);
    // Killed before the state was stored.
    mappings.forEach((mapping, index) => Object.assign(mapping, before[index]));
    stage.newRun();
    await up(1);
    expect(stage.calls()).toEqual(["LIST mapping"]);
  });

  test("a list that lags behind one's own last write is not believed", async () => {
    const mapping = await mappingOf();
    stage.simulator.setStaleReads({ lagMs: 20_000 });
    await mapping.up({ ...MAPPING, priority: 8000 });
    stage.newRun();
    stage.simulator.setStaleReads({ lagMs: 3_600_000 });
    await mapping.up(MAPPING);
    expect(stage.simulator.state().mappings[0]?.priority).toBe(9000);
  });

  test("a mapping that is gone is told as gone, and nothing is made behind anybody's back", async () => {
    const mapping = await mappingOf();
    stage.simulator.delete("mapping", "Routing");
    await expect(mapping.up({ ...MAPPING, priority: 1 })).rejects.toThrow("is gone");
    expect(stage.writes()).toEqual([]);
  });
});

describe("a 2xx that isn't as asked", () => {
  const alters: Fault = { path: "/mappings", alters: { priority: 5000 } };

  test("fails a create, keeps the object, and shows in the next preview", async () => {
    prepareAddress(stage.simulator);
    stage.simulator.addFault({ ...alters, method: "POST" });
    const mapping = new Managed(stage, "InteractionPlanMapping");
    await expect(mapping.up(MAPPING)).rejects.toThrow("priority is 5000 where 9000 was sent");
    expect(mapping.id).toBe(stage.simulator.state().mappings[0]?.mappingId);
    expect(mapping.state["priority"]).toBe(5000);
    expect(mapping.preview(MAPPING)).toBe("update");
    stage.newRun();
    stage.calls();
    expect(await mapping.up(MAPPING)).toBe("update");
    expect(stage.writes()).toEqual(['PATCH mapping {"priority":9000}']);
    expect(mapping.preview(MAPPING)).toBe("same");
  });

  test("fails an update, and the state holds what VCC has", async () => {
    const mapping = await mappingOf();
    stage.simulator.addFault({ ...alters, method: "PATCH" });
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
    if (kind !== "EmailAddress") prepareAddress(stage.simulator);
    stage.simulator.create("address", { emailAddress: "returns@example.com", name: "Returns" });
    stage.simulator.addFault({ method: "POST", ...fault });
    const resource = new Managed(stage, kind);
    await expect(resource.up(args)).rejects.toThrow(told);
    expect(resource.id).toBeDefined();
  });

  test("VCC's own spelling and order of addresses is as asked", async () => {
    prepareAddress(stage.simulator);
    stage.simulator.create("address", { emailAddress: "a@example.com", name: "A" });
    const mapping = new Managed(stage, "InteractionPlanMapping");
    await mapping.up({ ...MAPPING, addresses: ["SUPPORT@example.com", "A@example.com"] });
    expect(mapping.unfinished).toBe(false);
  });
});

describe("HTML that VCC reshapes", () => {
  const SENT = '<p onclick="x()">Hi <b>there</b></p>';
  const KEPT = "<p>Hi <b>there</b></p>";

  async function signatureOf(html: string) {
    const addressId = prepareAddress(stage.simulator);
    const signature = new Managed(stage, "EmailSignature");
    stage.simulator.addFault({ method: "PUT", path: "/signature$", alters: { html: KEPT } });
    await signature.up({ addressId, html });
    stage.newRun();
    return { signature, args: { addressId, html } };
  }

  test("is warned of once, and equal from then on", async () => {
    const { signature, args } = await signatureOf(SENT);
    expect(stage.said.filter((line) => line.includes("VCC keeps other HTML than was sent"))).toHaveLength(1);
    for (let run = 0; run < 3; run += 1) {
      await signature.refresh();
      expect(await signature.up(args)).toBe("same");
    }
    expect(stage.said).toHaveLength(1);
    expect(JSON.stringify(signature.state)).not.toContain(KEPT);
  });

  test("is drift where it becomes something else", async () => {
    const { signature, args } = await signatureOf(SENT);
    stage.simulator.edit("signature", MAILBOX, { html: "<p>By hand</p>" });
    await signature.refresh();
    expect(signature.state["html"]).toBe("<p>By hand</p>");
    stage.calls();
    expect(await signature.up(args)).toBe("update");
    expect(stage.writes()).toEqual([`PUT signature ${JSON.stringify({ html: SENT })}`]);
  });

  test("is a failure where nothing of it is left", async () => {
    const addressId = prepareAddress(stage.simulator);
    const signature = new Managed(stage, "EmailSignature");
    stage.simulator.addFault({ method: "PUT", path: "/signature$", alters: { html: "" } });
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
    const address = new Managed(stage, "EmailAddress");
    await address.up(args);
    stage.simulator.overwrite("address", "Support", { serviceNameForReports: "queueName" });
    stage.newRun();
    await address.refresh();
    stage.calls();
    expect(await address.up(args)).toBe("same");
    expect(await address.up({ ...args, description: "d" })).toBe("update");
    expect(stage.writes()).toEqual(['PATCH address {"description":"d"}']);
  });

  test("a mapping without a priority", async () => {
    const mapping = await mappingOf();
    const [stored] = stage.simulator.state().mappings;
    const { priority: _untold, ...rest } = { ...stored };
    const body = { mappings: [rest], meta: { page: 1, count: 1, pageCount: 1, totalCount: 1 } };
    stage.simulator.addFault({ method: "GET", path: "/mappings$", status: 200, body, times: 100 });
    await mapping.refresh();
    expect(await mapping.up(MAPPING)).toBe("same");
    stage.calls();
    await mapping.up({ ...MAPPING, priority: 1 });
    expect(stage.writes()).toEqual(['PATCH mapping {"priority":1}']);
  });
});
