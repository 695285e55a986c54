import { ConflictError, isLastingConflict } from "../errors";
import type { ResourceDefinition } from "./definition";
import type { ResourceIdentity } from "./generated-name";
import type { Context, Handovers, Successor, UniqueValues } from "../ports";
import { type Waiting, waitUntilVisible } from "../consistency/read-your-writes";

/**
 * Limit of a wait for what another resource of the run gives up, in ms: its dependents go before it, one write at a
 * time.
 */
const HANDOVER_WAIT_MS = 120_000;
/**
 * Limit of a wait for the engine to ask about the next resource of the run, in ms: what this one does may depend on one
 * that it hasn't come to.
 */
export const ANNOUNCEMENT_WAIT_MS = 10_000;

/** Looks as `waitUntilVisible` does, and waits on for as long as the engine goes on asking about resources. */
export async function waitWhileAsked<Look>(
  context: Context,
  { asked, ...waiting }: Waiting<Look> & { readonly asked: () => number },
): Promise<Look> {
  for (;;) {
    const before = asked();
    const seen = await waitUntilVisible(context, { waitMs: ANNOUNCEMENT_WAIT_MS, ...waiting });
    if (waiting.isVisible(seen) || asked() === before) return seen;
  }
}

/** The unique values in a bag, as far as they are known. */
export function uniqueValues(
  { unique, spelling = {} }: Pick<ResourceDefinition, "unique" | "spelling">,
  bag: object,
): UniqueValues {
  const values = bag as Readonly<Record<string, unknown>>;
  const known = unique.flatMap((property): [string, string][] => {
    const value = values[property];
    return typeof value === "string" ? [[property, spelling[property]?.(value) ?? value]] : [];
  });
  return Object.fromEntries(known);
}

/**
 * Release of a unique value by the resource that has it: it changes it in place, its object goes before the next one is made,
 * or its object goes after all else, at the end of the run.
 */
export type Release = "inPlace" | "goesFirst" | "goesLast";

/** A unique value of one resource, as a check shows it. */
interface Change {
  readonly property: string;
  /** Present value of the resource; undefined where it is new. */
  readonly held: string | undefined;
  readonly wanted: string;
  readonly release: Release;
}

interface TrackedChange extends Change {
  readonly name: string;
  /** The name that its object has now in VCC, where that is known. */
  readonly nameInVcc: string | undefined;
  /** `held` until the value is free, or will not be. */
  state: "held" | "free" | "failed";
}

/**
 * Unique values that pass from one resource of a program to another in one run: a mailbox, a name. The engine works on
 * both side by side, and VCC refuses the value as long as the first one has it.
 */
export class RunHandovers implements Handovers {
  readonly #seen = new Set<string>();
  readonly #holders = new Map<string, TrackedChange>();
  readonly #claimants = new Map<string, TrackedChange>();
  readonly #kindsGoingFirst = new Set<string>();

  /**
   * Remembers what a resource of the program has and wants. Answers why that can't be done in one run, where it can't.
   * The engine asks about resources one by one: so it is told at the last of those that are concerned.
   */
  announce(kind: string, { urn, name }: ResourceIdentity, changes: readonly Change[]): Impossible[] {
    // Asked once more of a resource that is replaced, the engine leaves out what it has.
    if (this.#seen.has(urn)) return [];
    this.#seen.add(urn);
    const nameInVcc = changes.find(({ property }) => property === "name")?.held;
    const tracked = changes.map((change): TrackedChange => ({ ...change, name, nameInVcc, state: "held" }));
    for (const change of tracked) {
      if (change.held === change.wanted) continue;
      if (change.held !== undefined && change.release === "goesFirst") this.#kindsGoingFirst.add(kind);
      if (change.held !== undefined) this.#holders.set(keyOf(kind, change.property, change.held), change);
      this.#claimants.set(keyOf(kind, change.property, change.wanted), change);
    }
    const impossible = tracked.flatMap((change): Impossible[] => {
      const reason = this.#whyImpossible(kind, change);
      return reason === undefined ? [] : [{ property: change.property, reason }];
    });
    // Nobody is to wait for what a resource has whose check fails.
    if (impossible.length > 0) for (const change of tracked) change.state = "failed";
    return impossible;
  }

  /** Does what frees these values, and remembers whether it did. */
  async during<Result>(kind: string, values: UniqueValues, free: () => Promise<Result>): Promise<Result> {
    const holders = this.#holdersOf(kind, values);
    const become = (state: TrackedChange["state"]) => {
      for (const holder of holders) holder.state = state;
    };
    try {
      const result = await free();
      become("free");
      return result;
    } catch (error) {
      become("failed");
      throw error;
    }
  }

  async after<Dto>(
    context: Context,
    kind: string,
    values: UniqueValues,
    write: () => Promise<Dto>,
  ): Promise<Dto> {
    for (;;) {
      const holders = this.#holdersOf(kind, values).filter(({ state }) => state !== "free");
      try {
        return await write();
      } catch (error) {
        if (!isLastingConflict(error) || holders.length === 0) throw error;
        for (const holder of holders) await waitFor(context, holder);
      }
    }
  }

  successorOf(kind: string, values: UniqueValues): Successor | undefined {
    return this.#holdersOf(kind, values).find(
      ({ release, state }) => release === "goesFirst" && state === "held",
    );
  }

  hasSuccessors(kind: string): boolean {
    return this.#kindsGoingFirst.has(kind);
  }

  async isAnnounced(context: Context, kind: string, values: UniqueValues): Promise<boolean> {
    const holders = await waitWhileAsked(context, {
      look: () => Promise.resolve(this.#holdersOf(kind, values)),
      isVisible: ({ length }) => length > 0,
      asked: () => this.#seen.size,
    });
    return holders.length > 0;
  }

  async whenAnnounced<Result>(
    context: Context,
    kind: string,
    values: UniqueValues,
    attempt: () => Promise<Result>,
  ): Promise<Result> {
    const isKnown = this.#holdersOf(kind, values).length > 0;
    try {
      return await attempt();
    } catch (error) {
      if (isKnown || !isLastingConflict(error)) throw error;
      if (!(await this.isAnnounced(context, kind, values))) throw error;
      return attempt();
    }
  }

  #holdersOf(kind: string, values: UniqueValues): TrackedChange[] {
    return Object.entries(values).flatMap(
      ([property, value]) => this.#holders.get(keyOf(kind, property, value)) ?? [],
    );
  }

  #whyImpossible(kind: string, change: TrackedChange): string | undefined {
    const { property, held, wanted } = change;
    const circle = this.#circleOf(kind, change);
    const last = circle.filter(({ release }) => release === "goesLast");
    if (circle.length > 1 && last.length > 0) return failed(circle, tooLateAllRound(circle, last));
    const holder = this.#holders.get(keyOf(kind, property, wanted));
    if (holder?.release === "goesLast" && holder !== change) return failed([holder], tooLate(holder, change));
    const claimant = held === undefined ? undefined : this.#claimants.get(keyOf(kind, property, held));
    if (claimant !== undefined && claimant !== change && change.release === "goesLast") {
      return failed([change], tooLate(change, claimant));
    }
    if (circle.length < 2 || circle.some(({ release }) => release !== "inPlace")) return undefined;
    return failed(circle, noneCanStart(circle));
  }

  /** The resources that hand a value on to each other all around, this one first; empty where they don't. */
  #circleOf(kind: string, first: TrackedChange): TrackedChange[] {
    const circle = [first];
    for (;;) {
      const last = circle.at(-1) ?? first;
      const holder = this.#holders.get(keyOf(kind, last.property, last.wanted));
      if (holder === undefined) return [];
      if (holder === first) return circle;
      circle.push(holder);
    }
  }
}

/** Reason why a handover can't be done in one run. */
interface Impossible {
  readonly property: string;
  readonly reason: string;
}

/** Marks handovers that some of the run wait for as failed. */
function failed(holders: readonly TrackedChange[], reason: string): string {
  for (const holder of holders) holder.state = "failed";
  return reason;
}

function keyOf(kind: string, property: string, value: string): string {
  return JSON.stringify([kind, property, value]);
}

async function waitFor(context: Context, holder: TrackedChange): Promise<void> {
  await waitUntilVisible(context, {
    look: () => Promise.resolve(holder.state),
    isVisible: (state) => state !== "held",
    waitMs: HANDOVER_WAIT_MS,
  });
  if (holder.state === "free") return;
  const { property, held, name, state } = holder;
  const what = `${property} ${JSON.stringify(held)}: taken already, by the resource "${name}", which gives it up in this run`;
  const why =
    state === "failed" ? "but that failed" : `but hasn't within ${HANDOVER_WAIT_MS / 1_000} seconds`;
  throw new ConflictError("VCC_HANDOVER_FAILED", `${what}, ${why}.`, {
    hint: `Run pulumi up again once "${name}" is changed, with --target for it alone where the two hinder each other.`,
  });
}

function tooLate(holder: TrackedChange, claimant: TrackedChange): string {
  const { property, held, name } = holder;
  return (
    `${property}: unique in the account; ${JSON.stringify(held)} goes from the resource "${name}" to "${claimant.name}" in ` +
    `one run, but is taken already as long as the old object of "${name}" is there, which goes last. Let the old object ` +
    `go first, and mail unrouted meanwhile: ${goFirst([holder])}. Or, where it all is no circle, take two runs: first ` +
    `without "${claimant.name}", or with it as it was.`
  );
}

function tooLateAllRound(circle: readonly TrackedChange[], last: readonly TrackedChange[]): string {
  const [{ property }] = circle as readonly [TrackedChange, ...TrackedChange[]];
  return (
    `${property}: unique in the account; the resources ${quoted(circle)} pass theirs on in a circle in one run, but each ` +
    `is taken already as long as its old object is there, and what ${quoted(last)} had goes last. Let the old objects go ` +
    `first, and mail unrouted meanwhile: ${goFirst(last)}.`
  );
}

/** Instruction to let old objects go before the new ones are made. */
function goFirst(holders: readonly TrackedChange[]): string {
  const names = holders.map(({ name, nameInVcc }) =>
    nameInVcc === undefined ? `"${name}"` : `"${name}" name: ${JSON.stringify(nameInVcc)}`,
  );
  return `give ${names.join(" and ")}, as it is now, or the option deleteBeforeReplace`;
}

function quoted(holders: readonly TrackedChange[]): string {
  return holders.map(({ name }) => `"${name}"`).join(", ");
}

function noneCanStart(circle: readonly TrackedChange[]): string {
  const [first] = circle as readonly [TrackedChange, ...TrackedChange[]];
  return (
    `${first.property}: unique in the account; the resources ${quoted(circle)} pass theirs on in a circle, so each one is taken ` +
    `already when it is wanted. Take two runs: first give "${first.name}" another ${first.property}, such as ` +
    `${JSON.stringify(`${first.wanted} (new)`)}, and then ${JSON.stringify(first.wanted)}.`
  );
}
