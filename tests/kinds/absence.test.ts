import { KINDS } from "../support/kinds";
import { ManagedResource, makeInFormerRun } from "../support/managed-resource";
import { pathsOf } from "../support/request-nouns";
import { useEngineDouble } from "../support/engine-double";

const engine = useEngineDouble();

/** VCC's own words, as they stand for "gone" and for "not permitted" alike. */
const NOT_FOUND = { status: 404, body: { status: 404, title: "Not Found" } };
const ALWAYS = { times: 1_000 };

describe.each(KINDS)("$kind", (row) => {
  const { noun } = row;
  const { one: own, oneAndOwner: all } = pathsOf(noun);

  async function made() {
    return { ...(await makeInFormerRun(engine, row)), before: engine.simulator.state() };
  }

  test.each([
    { whose: "without a word", body: "" },
    { whose: "of a gateway", body: "<html><title>404 Not Found</title></html>" },
  ])("is neither gone nor deleted by a 404 $whose", async ({ body }) => {
    const { resource, before } = await made();
    const { id, state } = resource;
    engine.simulator.addFault({ path: own, status: 404, body, ...ALWAYS });
    if (noun === "signature")
      await expect(resource.refresh()).rejects.toMatchObject({ code: "VCC_DOUBTFUL_404" });
    await expect(resource.destroy()).rejects.toMatchObject({ code: "VCC_DOUBTFUL_404" });
    expect([resource.id, resource.state]).toEqual([id, state]);
    expect(engine.simulator.state()).toEqual(before);
  });

  test("is not deleted where VCC answers 404 to everything about it, but lists it", async () => {
    const { resource, before } = await made();
    engine.simulator.addFault({ path: all, ...NOT_FOUND, ...ALWAYS });
    await expect(resource.destroy()).rejects.toThrow(/VCC answers 404 to the .*, but still shows it/u);
    expect(resource.id).toBeDefined();
    expect(engine.simulator.state()).toEqual(before);
  });

  test("is not gone where VCC answers 404 to everything about it, but lists it", async () => {
    const { args, resource, before } = await made();
    const { id } = resource;
    if (noun !== "signature") {
      // So that the list's entry is older than what is stored, and the object is asked for.
      resource.state = { ...resource.state, updatedAt: new Date(engine.now() + 60_000).toISOString() };
    }
    engine.simulator.addFault({ method: "GET", path: all, ...NOT_FOUND, ...ALWAYS });
    await expect(resource.refresh()).rejects.toThrow(/VCC answers 404 to the .*, but still shows it/u);
    expect(resource.id).toBe(id);
    expect(resource.preview(args)).toBe("same");
    expect(engine.simulator.state()).toEqual(before);
  });
});

describe("a signature that VCC answers 404 to, though it shows the address", () => {
  const [row] = KINDS.filter(({ kind }) => kind === "EmailSignature");
  if (row === undefined) throw new Error("no row");
  const { prepare, key } = row;

  test.each([
    { way: "read", act: async (resource: ManagedResource) => resource.refresh() },
    { way: "deleted", act: async (resource: ManagedResource) => resource.destroy() },
  ])("is taken for gone when it is $way, and that is said", async ({ act }) => {
    const resource = new ManagedResource(engine, "EmailSignature");
    await resource.up(prepare(engine.simulator));
    engine.newRun();
    engine.simulator.delete("signature", key);
    await act(resource);
    expect(resource.id).toBeUndefined();
    expect(engine.said).toEqual([
      expect.stringContaining(
        "the signature of support@example.com: VCC answers 404, though it shows the address",
      ),
    ]);
  });

  test("and then shows again isn't overwritten by what was taken for gone", async () => {
    const args = prepare(engine.simulator);
    const resource = new ManagedResource(engine, "EmailSignature");
    await resource.up(args);
    engine.newRun();
    engine.simulator.edit("signature", key, { html: "<p>By a person</p>" });
    engine.simulator.addFault({ method: "GET", path: "/signature$", ...NOT_FOUND, times: 2 });
    expect(await resource.refresh()).toBe("gone");
    engine.calls();
    await expect(resource.up(args)).rejects.toThrow("has a signature already");
    expect(engine.writes()).toEqual([]);
  });

  test("goes with its address without a word", async () => {
    const resource = new ManagedResource(engine, "EmailSignature");
    await resource.up(prepare(engine.simulator));
    engine.newRun();
    engine.simulator.delete("address", key);
    expect(await resource.refresh()).toBe("gone");
    expect(engine.said).toEqual([]);
  });
});
