import * as fc from "fast-check";
import { waitUntilVisible } from "../../provider/consistency/read-your-writes";

/** A clock that only waiting and looking move. */
function fakeLooks(visibleAtMs: number, { lookMs = 0, pollIntervalMs = 1_000 } = {}) {
  let nowMs = 0;
  const looks: number[] = [];
  return {
    looks,
    limits: { visibilityWaitMs: 30_000, consentWaitMs: 0, pollIntervalMs },
    look: () => {
      looks.push(nowMs);
      const seen = nowMs >= visibleAtMs;
      nowMs += lookMs;
      return Promise.resolve(seen);
    },
    isVisible: (seen: boolean) => seen,
    sleep: (ms: number) => {
      nowMs += ms;
      return Promise.resolve();
    },
    now: () => nowMs,
  };
}

test.each([
  {
    rule: "what is visible at once costs one look",
    visibleAtMs: 0,
    waitMs: 30_000,
    looks: [0],
    seen: true,
  },
  {
    rule: "looks follow each other until the write is visible",
    visibleAtMs: 3_500,
    waitMs: 30_000,
    looks: [0, 1_000, 2_000, 3_000, 4_000],
    seen: true,
  },
  {
    rule: "the last look falls on the deadline, and is returned as it is",
    visibleAtMs: 9_000,
    waitMs: 2_500,
    looks: [0, 1_000, 2_000, 2_500],
    seen: false,
  },
  {
    rule: "a deadline that has passed allows one look",
    visibleAtMs: 9_000,
    waitMs: -1,
    looks: [0],
    seen: false,
  },
])("$rule", async ({ visibleAtMs, waitMs, looks, seen }) => {
  const fake = fakeLooks(visibleAtMs);
  expect(await waitUntilVisible(fake, { ...fake, waitMs })).toBe(seen);
  expect(fake.looks).toEqual(looks);
});

test("slow looks don't stretch the wait beyond one look after the deadline", async () => {
  const fake = fakeLooks(Number.POSITIVE_INFINITY, { lookMs: 4_000 });
  await waitUntilVisible(fake, { ...fake, waitMs: 10_000 });
  expect(fake.looks).toEqual([0, 5_000, 10_000]);
});

test("an error of a look ends the wait", async () => {
  const fake = fakeLooks(0);
  const look = (): Promise<boolean> => Promise.reject(new Error("refused"));
  await expect(waitUntilVisible(fake, { ...fake, look })).rejects.toThrow("refused");
});

test("a write that becomes visible by the deadline is always seen", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 30_000 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.nat({ max: 3_000 }),
      async (visibleAtMs, pollIntervalMs, lookMs) => {
        const fake = fakeLooks(visibleAtMs, { lookMs, pollIntervalMs });
        expect(await waitUntilVisible(fake, fake)).toBe(true);
      },
    ),
  );
});
