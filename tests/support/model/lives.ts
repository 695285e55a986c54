import * as fc from "fast-check";
import { type Disturbance, disturbance } from "./disturbances";
import { findStored, type RunError } from "./engine-state";
import { type Edit, edits, type Program, urnOf } from "./programs";
import { brokenByRun, brokenWhenApplied, orphansOf, unroutedNeedlessly } from "./promises";
import type { Round, World, WorldKind } from "./world";

const MOST_EDITS = 4;
/** Runs that a program may take once all trouble is over. */
const QUIET_RUNS = 2;

/** Refusals of changes that take two runs, as their texts say. */
const TAKES_TWO_RUNS = /[Tt]ake two runs|run pulumi up without the new one first|goes last/u;

/** Taking over what nothing proves to be one's own, as texts say. */
const ADOPT = /add adopt: "([^"]+)"/u;
/** The former name of a resource that was renamed in the program. */
const FORMER_NAME = "its former name, as aliases";
/** A name for a new resource, whose generated one another has kept. */
const NAME = /of "(.+)" and "(.+)" that is new in this program/u;
/** Bound of runs with all advice followed. */
const MOST_STEPS = 8;

interface Chapter {
  readonly edit: Edit;
  readonly trouble: Disturbance | undefined;
  /** True if the next program follows without another run of this one. */
  readonly isGivenUp: boolean;
}

/** Lives of a stack: programs one after another, most of them applied in trouble first. */
const lives = edits(MOST_EDITS).chain((all) =>
  fc.tuple(
    ...all.map((edit): fc.Arbitrary<Chapter> =>
      fc.record({
        edit: fc.constant(edit),
        trouble: fc.option(disturbance, { nil: undefined, freq: 4 }),
        isGivenUp: fc.nat({ max: 3 }).map((one) => one === 0),
      }),
    ),
  ),
);

/**
 * Lives through that many lives of a stack. Expects, whatever goes wrong in a run: two quiet runs later VCC and state are as
 * the program says, in between nothing was doubled, unrouted without need, written without need or touched of others.
 * Error: one that names the seed and the life.
 */
export async function liveThrough(
  lifeCount: number,
  seed: number | undefined,
  { open, mostMs }: WorldKind,
): Promise<void> {
  const property = fc.asyncProperty(lives, async (life) => {
    const world = await open();
    try {
      let names: Names = {};
      for (const [index, { edit: next, trouble, isGivenUp }] of life.entries()) {
        const edit = { ...next, names: carried(names, next) };
        if (trouble !== undefined) expectKept(world, edit, await world.up(edit, trouble));
        // What a killed run has left can only be known by the same program.
        const mayGiveUp = trouble !== undefined && index < life.length - 1 && orphansOf(world).length === 0;
        const last = !isGivenUp || !mayGiveUp ? await applyInPeace(world, edit) : edit;
        names = last.names ?? {};
      }
    } finally {
      await world.close();
    }
  });
  await fc.assert(property, {
    numRuns: lifeCount,
    timeout: mostMs,
    ...(seed !== undefined && { seed }),
  });
}

type Names = NonNullable<Edit["names"]>;

/** Names that were given on advice, which the program goes on giving, also to a resource under another name. */
function carried(names: Names, { renamed }: Edit): Names {
  const keys = new Map(Object.entries(renamed).map(([key, former]) => [former, key]));
  return Object.fromEntries(
    Object.entries(names).map(([urn, name]) => [
      urn.replace(/[^:]*$/u, keys.get(nameIn(urn)) ?? nameIn(urn)),
      name,
    ]),
  );
}

/** Applies a program as somebody does who does what errors advise. */
async function applyInPeace(world: World, edit: Edit): Promise<Edit> {
  let advised: Edit = edit;
  let runs = 0;
  let failures: readonly RunError[] = [];
  for (let step = 0; step < MOST_STEPS && runs < QUIET_RUNS; step += 1) {
    const round = await world.up(advised);
    expectKept(world, edit, round);
    failures = round.errors;
    if (failures.length === 0) break;
    const next = await follow(world, advised, round);
    if (next === undefined) runs += 1;
    advised = next ?? advised;
  }
  expect(failures).toEqual([]);
  expect(brokenWhenApplied(world, edit)).toEqual([]);
  const { steps, errors, drifted, writes } = await world.preview(advised);
  expect({ steps, errors, drifted, writes }).toEqual({ steps: [], errors: [], drifted: [], writes: [] });
  return advised;
}

/** Does what the errors advise; undefined where that is to run again. */
async function follow(world: World, edit: Edit, { errors, stored }: Round): Promise<Edit | undefined> {
  const isForgotten = edit.isAliasForgotten === true && errors.some(({ text }) => text.includes(FORMER_NAME));
  if (isForgotten) return { ...edit, isAliasForgotten: false };
  const takesTwoRuns = errors.some(({ text }) => TAKES_TWO_RUNS.test(text));
  if (takesTwoRuns) await runWithoutNew(world, edit, errors);
  const adopts = errors.flatMap(({ urn, text }): [string, string][] => {
    const [, id] = ADOPT.exec(text) ?? [];
    // What another resource of the stack has is only freed by the first of two runs.
    return id === undefined || stored.some((one) => one.id === id) ? [] : [[urn, id]];
  });
  const names = errors.flatMap(({ urn, text }): [string, string][] => {
    const both =
      NAME.exec(text)
        ?.slice(1)
        .map((name) => urn.replace(/[^:]*$/u, name)) ?? [];
    const fresh = both.find((one) => !stored.some((other) => other.urn === one));
    return fresh === undefined ? [] : [[fresh, `${nameIn(fresh)}, with a name of its own`]];
  });
  const next = {
    ...edit,
    adopts: { ...edit.adopts, ...Object.fromEntries(adopts) },
    names: { ...edit.names, ...Object.fromEntries(names) },
  };
  const isNew =
    JSON.stringify([next.adopts, next.names]) !== JSON.stringify([edit.adopts ?? {}, edit.names ?? {}]);
  return isNew || takesTwoRuns ? next : undefined;
}

function expectKept(world: World, edit: Edit, round: Round): void {
  const broken = [...brokenByRun(world, round), ...unroutedNeedlessly(edit, round)];
  expect({ broken, errors: broken.length > 0 ? round.errors : [] }).toEqual({ broken: [], errors: [] });
}

/** The first of two runs. What it is refused itself is left out, too. */
async function runWithoutNew(world: World, edit: Edit, errors: readonly RunError[]): Promise<void> {
  let refused: readonly string[] = [];
  let next = errors;
  for (let step = 0; step < MOST_STEPS && next.length > 0; step += 1) {
    refused = [...refused, ...next.map(({ urn }) => nameIn(urn))];
    const first = await world.up(withoutMoved(world, edit, refused));
    expectKept(world, edit, first);
    next = first.errors;
  }
}

/** The last part of a URN. */
function nameIn(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

/** The program without the inboxes that take a mailbox or a name from elsewhere, or that were refused. */
function withoutMoved(world: World, { program, renamed, ...rest }: Edit, refused: readonly string[]): Edit {
  const stays = Object.entries(program.inboxes).filter(([key, { mailbox, name }]) => {
    const then = findStored(
      world.stored(),
      urnOf("EmailAddress", key),
      urnOf("EmailAddress", renamed[key] ?? key),
    );
    if (refused.includes(key)) return false;
    return then?.inputs["emailAddress"] === mailbox && (name === undefined || then.inputs["name"] === name);
  });
  const keys = stays.map(([key]) => key);
  const members = program.shared?.inboxes.filter((key) => keys.includes(key)) ?? [];
  const { shared } = program;
  const left: Program = {
    ...program,
    inboxes: Object.fromEntries(stays),
    shared: shared && members.length > 0 ? { ...shared, inboxes: members } : undefined,
  };
  return { ...rest, program: left, renamed };
}
