import { EMAIL_PROFILES } from "../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import * as fc from "fast-check";
import { Journal } from "../../provider/simulator/account/journal";
import { Table } from "../../provider/simulator/account/table";
import { useSimulator } from "../support/wire-client";

const LAG_MS = 30_000;
const clock = { nowMs: 0 };
const wire = useSimulator({ now: () => clock.nowMs });
beforeEach(() => {
  clock.nowMs = Date.parse("2026-11-01T08:00:00Z");
});

const names = async () =>
  ((await wire.client.get(EMAIL_PROFILES.path)).body.profiles as { name: string }[]).map(({ name }) => name);

test("a new object is 404 for a while, and missing from lists", async () => {
  wire.simulator.setStaleReads({ lagMs: LAG_MS });
  const path = `${EMAIL_PROFILES.path}/${await wire.client.profile("Care")}`;
  clock.nowMs += LAG_MS - 1;
  expect((await wire.client.get(path)).status).toBe(404);
  expect(await names()).toEqual([]);
  clock.nowMs += 1;
  expect((await wire.client.get(path)).status).toBe(200);
  expect(await names()).toEqual(["Care"]);
});

test("a deleted object still answers, a changed one answers as before", async () => {
  const gone = await wire.client.profile("Gone");
  const kept = await wire.client.profile("Kept");
  wire.simulator.setStaleReads({ lagMs: LAG_MS });
  await wire.client.delete(`${EMAIL_PROFILES.path}/${gone}`);
  await wire.client.patch(`${EMAIL_PROFILES.path}/${kept}`, { name: "Changed" });
  expect(await names()).toEqual(["Gone", "Kept"]);
  clock.nowMs += LAG_MS;
  expect(await names()).toEqual(["Changed"]);
});

test("a write's own checks and its reply see the truth", async () => {
  wire.simulator.setStaleReads({ lagMs: LAG_MS });
  const profileId = await wire.client.profile("Care");
  expect((await wire.client.post(EMAIL_PROFILES.path, { name: "Care" })).status).toBe(409);
  const id = await wire.client.address("a@example.com", { profileId });
  expect((await wire.client.patch(`${EMAIL_ADDRESSES.path}/${id}`, { description: "d" })).body).toMatchObject(
    {
      description: "d",
    },
  );
  const mapping = await wire.client.mapping(["a@example.com"]);
  await wire.client.delete(`${INTERACTION_PLAN_MAPPINGS.path}/${mapping}`);
  expect((await wire.client.delete(`${INTERACTION_PLAN_MAPPINGS.path}/${mapping}`)).status).toBe(404);
  expect((await wire.client.delete(`${EMAIL_ADDRESSES.path}/${id}`)).status).toBe(204);
});

test("reads may jump back and forth", async () => {
  wire.simulator.setStaleReads({ lagMs: LAG_MS, everyNth: 2 });
  await wire.client.profile("Care");
  const seen = [await names(), await names(), await names(), await names()];
  expect(new Set(seen.map((list) => list.length))).toEqual(new Set([0, 1]));
  expect(seen[0]).toEqual(seen[2]);
  expect(seen[1]).toEqual(seen[3]);
});

test("switched off, everything shows at once", async () => {
  wire.simulator.setStaleReads({ lagMs: LAG_MS });
  await wire.client.profile("Care");
  wire.simulator.setStaleReads({ lagMs: 0 });
  expect(await names()).toEqual(["Care"]);
});

test("a stale read is what the account was that long ago", () => {
  const step = fc.oneof(
    fc.record({ waitMs: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ id: fc.constantFrom("a", "b", "c"), row: fc.option(fc.nat(), { nil: undefined }) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 25 }), fc.array(step, { maxLength: 60 }), (lagMs, steps) => {
      let nowMs = 1_000;
      const journal = new Journal(() => nowMs);
      const table = new Table<{ readonly id: string; readonly row: number }>(journal);
      journal.setStaleReads({ lagMs });
      const truth = new Map<string, number>();
      const history = [{ atMs: 0, rows: new Map<string, number>() }];
      for (const one of steps) {
        if ("waitMs" in one) nowMs += one.waitMs;
        else {
          if (one.row === undefined) truth.delete(one.id);
          else truth.set(one.id, one.row);
          if (one.row === undefined) table.remove(one.id);
          else table.put(one.id, { id: one.id, row: one.row });
          journal.commit();
          table.settle();
          history.push({ atMs: nowMs, rows: new Map(truth) });
        }
        const expected =
          history.findLast(({ atMs }) => atMs <= nowMs - lagMs)?.rows ?? new Map<string, number>();
        const seen = new Map(table.list(journal.readAt()).map(({ id, row }) => [id, row]));
        expect(seen).toEqual(expected);
        expect(new Map(table.list().map(({ id, row }) => [id, row]))).toEqual(truth);
      }
    }),
  );
});
