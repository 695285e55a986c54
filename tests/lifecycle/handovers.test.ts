import { ConflictError } from "../../provider/errors";
import { ANNOUNCEMENT_WAIT_MS, RunHandovers, type Release } from "../../provider/lifecycle/handovers";
import type { Context } from "../../provider/ports";

const KIND = "EmailAddress";

/** Resources by name, with what they have, want, and how they change. */
type Program = Readonly<
  Record<string, readonly [held: string | undefined, wanted: string, release: Release]>
>;

/** What is told of each resource, in the order of the program. */
function told(handovers: RunHandovers, program: Program): string[] {
  return Object.entries(program).map(([name, [held, wanted, release]]) =>
    handovers
      .announce(KIND, { urn: name, name, project: "", stack: "" }, [
        { property: "emailAddress", held, wanted, release },
        { property: "name", held: `${name} in VCC`, wanted: `${name} in VCC`, release },
      ])
      .map(({ reason }) => reason)
      .join(),
  );
}

describe("what can be done in one run", () => {
  test.each<{ rule: string; program: Program; last: RegExp | undefined }>([
    {
      rule: "nothing is handed on",
      program: { a: ["1", "1", "inPlace"], b: ["2", "3", "goesLast"] },
      last: undefined,
    },
    {
      rule: "a circle whose objects all go first",
      program: { a: ["1", "2", "goesFirst"], b: ["2", "3", "goesFirst"], c: ["3", "1", "goesFirst"] },
      last: undefined,
    },
    {
      rule: "a circle of which one goes first",
      program: { a: ["1", "2", "inPlace"], b: ["2", "1", "goesFirst"] },
      last: undefined,
    },
    {
      rule: "a chain of changes in place",
      program: { a: ["1", "2", "inPlace"], b: ["2", "3", "inPlace"] },
      last: undefined,
    },
    {
      rule: "but no circle of changes in place",
      program: { a: ["1", "2", "inPlace"], b: ["2", "3", "inPlace"], c: ["3", "1", "inPlace"] },
      last: /"c", "a", "b" pass theirs on in a circle.*first give "c" another emailAddress/su,
    },
    {
      rule: "nor a circle of which one goes last",
      program: { b: ["2", "1", "goesLast"], a: ["1", "2", "goesFirst"] },
      last: /"a", "b" pass theirs on in a circle.*what "b" had goes last.*give "b" name: "b in VCC", as it is now/su,
    },
    {
      rule: "nor one whose objects all go last",
      program: { a: ["1", "2", "goesLast"], b: ["2", "1", "goesLast"] },
      last: /what "b", "a" had goes last.*give "b" name: "b in VCC" and "a" name: "a in VCC", as it is now/su,
    },
    {
      rule: "nor what an object has that goes last, told at the claimant",
      program: { b: ["2", "3", "goesLast"], a: ["1", "2", "goesFirst"] },
      last: /"2" goes from the resource "b" to "a" in one run/u,
    },
    {
      rule: "nor what an object has that goes last, told at the holder",
      program: { a: [undefined, "2", "inPlace"], b: ["2", "3", "goesLast"] },
      last: /"2" goes from the resource "b" to "a" in one run/u,
    },
  ])("$rule", ({ program, last }) => {
    const reasons = told(new RunHandovers(), program);
    expect(reasons.slice(0, -1).join("")).toBe("");
    if (last === undefined) expect(reasons.at(-1)).toBe("");
    else expect(reasons.at(-1)).toMatch(last);
  });
});

describe("a value that another resource gives up in this run", () => {
  const taken = new ConflictError("VCC_CONFLICT", "taken");
  let nowMs: number;
  let planned: { readonly atMs: number; readonly happens: () => void }[];
  beforeEach(() => {
    nowMs = 0;
    planned = [];
  });
  const context = {
    limits: { pollIntervalMs: 1_000 },
    now: () => nowMs,
    async sleep(ms: number) {
      nowMs += ms;
      for (const { atMs, happens } of planned) if (atMs === nowMs) happens();
      await new Promise(setImmediate);
    },
  } as unknown as Context;
  const at = (atMs: number, happens: () => void) => planned.push({ atMs, happens });

  /** Writes as soon as VCC has freed the value; answers the number of attempts, and when it succeeded. */
  function writing(handovers: RunHandovers, isFree: () => boolean) {
    let attempts = 0;
    const write = async () => {
      attempts += 1;
      await Promise.resolve();
      if (!isFree()) throw taken;
      return { attempts, atMs: nowMs };
    };
    const values = { emailAddress: "2" };
    return handovers.whenAnnounced(context, KIND, values, () =>
      handovers.after(context, KIND, values, write),
    );
  }

  test("is waited for, and asked for once more", async () => {
    const handovers = new RunHandovers();
    let isFree = false;
    told(handovers, { a: ["1", "2", "goesFirst"], b: ["2", "1", "goesFirst"] });
    at(7_000, () => {
      void handovers.during(KIND, { emailAddress: "2" }, () => Promise.resolve((isFree = true)));
    });
    expect(await writing(handovers, () => isFree)).toEqual({ attempts: 2, atMs: 7_000 });
  });

  test("is waited for, also where the engine asks about the other one only later", async () => {
    const handovers = new RunHandovers();
    let isFree = false;
    told(handovers, { a: ["1", "2", "goesFirst"] });
    at(3_000, () => told(handovers, { b: ["2", "1", "goesFirst"] }));
    at(7_000, () => {
      void handovers.during(KIND, { emailAddress: "2" }, () => Promise.resolve((isFree = true)));
    });
    expect(await writing(handovers, () => isFree)).toMatchObject({ atMs: 7_000 });
  });

  test("that isn't given up in time is an error that names the other one", async () => {
    const handovers = new RunHandovers();
    told(handovers, { a: ["1", "2", "goesFirst"], b: ["2", "1", "goesFirst"] });
    await expect(writing(handovers, () => false)).rejects.toThrow(
      'emailAddress "2": taken already, by the resource "b", which gives it up in this run, but hasn\'t within 120 seconds.',
    );
    expect(nowMs).toBe(120_000);
  });

  test("whose giving up fails is an error at once", async () => {
    const handovers = new RunHandovers();
    told(handovers, { a: ["1", "2", "goesFirst"], b: ["2", "1", "goesFirst"] });
    at(2_000, () => {
      void handovers.during(KIND, { emailAddress: "2" }, () => Promise.reject(taken)).catch(() => undefined);
    });
    await expect(writing(handovers, () => false)).rejects.toThrow(
      "gives it up in this run, but that failed.",
    );
    expect(nowMs).toBeLessThanOrEqual(3_000);
  });

  test("but can't, as the check of the last of a circle shows, is an error at once", async () => {
    const handovers = new RunHandovers();
    told(handovers, { a: ["1", "2", "inPlace"] });
    at(2_000, () => told(handovers, { b: ["2", "1", "inPlace"] }));
    await expect(writing(handovers, () => false)).rejects.toThrow(
      "gives it up in this run, but that failed.",
    );
    expect(nowMs).toBe(2_000);
  });

  test("but won't, as the holder's own check fails, is an error at once", async () => {
    const handovers = new RunHandovers();
    told(handovers, { a: ["1", "2", "goesLast"] });
    at(2_000, () => told(handovers, { b: ["2", "1", "goesLast"] }));
    await expect(writing(handovers, () => false)).rejects.toThrow(
      "gives it up in this run, but that failed.",
    );
    expect(nowMs).toBe(2_000);
  });

  test("is waited for, also on a slow machine, as long as the engine goes on asking", async () => {
    const handovers = new RunHandovers();
    told(handovers, { a: ["1", "2", "goesFirst"] });
    for (const [index, name] of ["c", "d", "e"].entries())
      at(8_000 * (index + 1), () => told(handovers, { [name]: [undefined, name, "inPlace"] }));
    at(32_000, () => told(handovers, { b: ["2", "1", "goesFirst"] }));
    await expect(writing(handovers, () => nowMs >= 32_000)).resolves.toMatchObject({ attempts: 2 });
  });

  test("that nobody of this program has is VCC's own refusal, soon", async () => {
    await expect(writing(new RunHandovers(), () => false)).rejects.toBe(taken);
    expect(nowMs).toBe(ANNOUNCEMENT_WAIT_MS);
  });
});
