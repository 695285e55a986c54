import { NotFoundError } from "../../provider/errors";
import { KINDS } from "../support/kinds";
import { ManagedResource, makeInFormerRun } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";

const engine = useEngineDouble();

describe.each(KINDS)("$kind", (row) => {
  const { kind, noun, drift } = row;

  const made = () => makeInFormerRun(engine, row);

  test("is made by the calls it takes, and only once", async () => {
    const args = row.prepare(engine.simulator);
    const before = row.count(engine.simulator);
    expect(await new ManagedResource(engine, kind).up(args)).toBe("create");
    expect(engine.calls()).toEqual(row.create);
    expect(row.count(engine.simulator)).toBe(before + 1);
  });

  test("check and diff make no API call", async () => {
    const { args, resource } = await made();
    for (const { field, value } of row.changes) {
      expect(resource.preview({ ...args, [field]: value })).toBe("update");
    }
    expect(engine.calls()).toEqual([]);
  });

  test("what didn't change costs no call, also where the engine asks for an update", async () => {
    const { args, resource } = await made();
    expect(await resource.up(args)).toBe("same");
    resource.unfinished = true;
    expect(await resource.up(args)).toBe("update");
    expect(engine.calls()).toEqual([]);
  });

  test("arguments of the same meaning are no change", async () => {
    const { args, resource } = await made();
    expect(await resource.up({ ...args, ...row.sameMeaning })).toBe("same");
    await resource.refresh();
    expect(resource.preview({ ...args, ...row.sameMeaning })).toBe("same");
  });

  test.each(row.changes)("$field changes in place, by one write with just that", async (change) => {
    const { args, resource } = await made();
    const { id } = resource;
    expect(await resource.up({ ...args, [change.field]: change.value })).toBe("update");
    expect(engine.writes()).toEqual([change.write]);
    expect(await resource.up(args)).toBe("update");
    expect(engine.writes()).toEqual([change.undo]);
    expect(resource.id).toBe(id);
  });

  test("all fields change by one write together", async () => {
    const { args, resource } = await made();
    const changes = row.changes.map(({ field, value }) => [field, value] as const);
    await resource.up({ ...args, ...Object.fromEntries(changes) });
    expect(engine.writes()).toHaveLength(1);
    engine.newRun();
    await resource.refresh();
    expect(resource.preview({ ...args, ...Object.fromEntries(changes) })).toBe("same");
  });

  test("a refresh of what is as it was shows nothing, and writes nothing", async () => {
    const { args, resource } = await made();
    const { state } = resource;
    expect(await resource.refresh()).toBe("there");
    expect(engine.calls()).toEqual(row.read);
    expect(resource.state).toEqual(state);
    expect(resource.preview(args)).toBe("same");
  });

  test("what somebody changed is drift, and one write repairs it", async () => {
    const { args, resource } = await made();
    engine.simulator.edit(noun, row.key, drift.fields);
    await resource.refresh();
    expect(engine.calls()).toEqual(row.read);
    expect(await resource.up(args)).toBe("update");
    expect(engine.writes()).toEqual([drift.repair]);
    engine.newRun();
    await resource.refresh();
    expect(resource.preview(args)).toBe("same");
  });

  test("what somebody deleted is gone at once, and is made again", async () => {
    const { args, resource } = await made();
    engine.simulator.delete(noun, row.key);
    const startedMs = engine.now();
    expect(await resource.refresh()).toBe("gone");
    expect(engine.calls()).toEqual(row.readGone);
    expect(engine.now()).toBe(startedMs);
    expect(await resource.up(args)).toBe("create");
    expect(engine.calls()).toEqual(row.create);
  });

  test("is deleted by few calls, and deleting it again is no error", async () => {
    const { resource } = await made();
    const { id = "", state } = resource;
    await resource.destroy();
    await engine.lifecycle(kind).delete(id, state);
    const looks = noun === "signature" ? ["GET signature", "GET address"] : [`LIST ${noun}`];
    expect(engine.calls()).toEqual([...row.delete, ...row.delete, ...looks]);
  });

  test("is looked up by id where nothing is stored of it", async () => {
    const { resource } = await made();
    const found = await engine.lifecycle(kind).read(resource.id ?? "", {});
    expect(found?.state).toMatchObject({ __v: 1, updatedAt: resource.state["updatedAt"] });
    expect(engine.writes()).toEqual([]);
  });

  test("a missing object that was looked up by id is an error that says so", async () => {
    await expect(engine.lifecycle(kind).read("no-such-id", {})).rejects.toThrow(NotFoundError);
    await expect(engine.lifecycle(kind).read("no-such-id", {})).rejects.toThrow(
      `There is no ${kind} with the id "no-such-id" in this VCC account.`,
    );
  });
});
