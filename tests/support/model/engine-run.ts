import { isDeepStrictEqual } from "node:util";
import { Mutex } from "async-mutex";
import type { Bag } from "../../../provider/lifecycle/lifecycle";
import { UNKNOWN } from "../provider-process";
import type { EngineState, Goal, RunError, Step, Stored } from "./engine-state";
import type { HalfMade, Provider } from "./provider";

export interface RunOptions {
  readonly refresh?: boolean;
  /** Asked before each step: true after Ctrl-C. */
  readonly isCancelled?: () => boolean;
}

export class Run {
  readonly steps: Step[] = [];
  readonly errors: RunError[] = [];
  readonly #engine: EngineState;
  readonly #provider: Provider;
  readonly #deciding = new Mutex();
  readonly #options: RunOptions;
  /** URNs of dependents that were deleted because something that they refer to goes first. */
  readonly #recreated = new Set<string>();

  constructor(engine: EngineState, provider: Provider, options: RunOptions) {
    this.#engine = engine;
    this.#provider = provider;
    this.#options = options;
  }

  get #isOver(): boolean {
    if (this.#options.isCancelled?.() === true && this.errors.length === 0)
      this.errors.push({ urn: "", text: "cancelled" });
    return this.errors.length > 0;
  }

  async refresh(): Promise<void> {
    const live = this.#engine.state.filter((one) => !one.isPendingDelete && !one.isPendingReplacement);
    await Promise.all(live.map(async (old) => this.#attempt(old.urn, async () => this.#refreshOne(old))));
  }

  async #refreshOne(old: Stored): Promise<void> {
    const { id, properties, inputs } = await this.#provider.read(old.id, old.outputs);
    if (id === "") {
      this.steps.push({ op: "refresh", urn: old.urn });
      this.#engine.mark(old, undefined);
      return;
    }
    const next = { ...old, id, outputs: properties, inputs: inputs ?? old.inputs };
    this.#engine.mark(old, next);
  }

  async register(goals: readonly Goal[]): Promise<void> {
    const done = new Map<string, Promise<Stored | undefined>>();
    const known = new Map<string, Stored>();
    for (const goal of goals) {
      const needs = Object.values(goal.refersTo).flat();
      const made = Promise.all(needs.map(async (urn) => done.get(urn))).then(async (all) => {
        if (all.includes(undefined)) return undefined;
        const stored = await this.#attempt(goal.urn, async () => this.#registerOne(goal, known));
        if (stored !== undefined) known.set(goal.urn, stored);
        return stored;
      });
      done.set(goal.urn, made);
    }
    await Promise.all(done.values());
  }

  async #registerOne(goal: Goal, known: ReadonlyMap<string, Stored>): Promise<Stored | undefined> {
    const args = goal.args((urn) => outputsOf(known.get(urn)));
    const chain = await this.#deciding.runExclusive(async () =>
      this.#isOver ? undefined : this.#decide(goal, args),
    );
    return chain?.();
  }

  /** Decides on one resource; the answer does it. */
  async #decide(goal: Goal, args: Bag): Promise<() => Promise<Stored | undefined>> {
    const old = this.#engine.find(goal.urn, goal.alias);
    const isRecreated = this.#recreated.has(goal.urn);
    const inputs = await this.#check(old === undefined || isRecreated ? {} : old.inputs, args);
    if (old === undefined) return async () => this.#create(goal, inputs, undefined);
    if (isRecreated || old.isPendingReplacement === true) return async () => this.#create(goal, inputs, old);
    const diff = await this.#provider.diff(old.id, old.outputs, inputs);
    if (diff.replaces.length > 0) return this.#decideReplacement(goal, args, old, diff.deleteBeforeReplace);
    const isChanged =
      diff.changes === "some" || (diff.changes === "unknown" && !isDeepStrictEqual(old.inputs, inputs));
    if (isChanged || old.isUnfinished === true) return async () => this.#update(goal, inputs, old);
    return async () => Promise.resolve(this.#same(goal, inputs, old));
  }

  async #decideReplacement(goal: Goal, args: Bag, old: Stored, isToldToDeleteFirst: boolean) {
    const anew = await this.#check({}, args);
    if (goal.deletesFirst !== true && !isToldToDeleteFirst)
      return async () => this.#createFirst(goal, anew, old);
    const dependents = await this.#dependentsToReplace(old);
    for (const { urn } of dependents) this.#recreated.add(urn);
    return async () => this.#deleteFirst(goal, anew, old, dependents);
  }

  async #check(olds: Bag, args: Bag): Promise<Bag> {
    const { inputs, reasons } = await this.#provider.check(olds, args);
    if (reasons.length > 0) throw new Error(reasons.join("\n"));
    return inputs;
  }

  /** All that has to go before this one can, the last dependents first. */
  async #dependentsToReplace(root: Stored): Promise<readonly Stored[]> {
    const found: Stored[] = [];
    const gone = new Set([root.urn]);
    for (const one of this.#engine.state) {
      if (one.isPendingDelete === true || one.isPendingReplacement === true || gone.has(one.urn)) continue;
      const touched = Object.entries(one.refersTo).filter(([, urns]) => urns.some((urn) => gone.has(urn)));
      if (touched.length === 0 || this.#recreated.has(one.urn)) continue;
      const unknown = Object.fromEntries(touched.map(([property]) => [property, UNKNOWN]));
      const { replaces } = await this.#provider.diff(one.id, one.outputs, { ...one.inputs, ...unknown });
      if (replaces.length === 0) continue;
      found.unshift(one);
      gone.add(one.urn);
    }
    return found;
  }

  #same(goal: Goal, inputs: Bag, old: Stored): Stored {
    this.steps.push({ op: "same", urn: goal.urn });
    const next = { ...old, ...placeOf(goal), inputs };
    this.#engine.store(next, old);
    return next;
  }

  #made(goal: Goal, inputs: Bag, { id, properties }: HalfMade): Stored {
    return { ...placeOf(goal), serial: this.#engine.nextSerial(), id, inputs, outputs: properties };
  }

  async #create(goal: Goal, inputs: Bag, old: Stored | undefined): Promise<Stored | undefined> {
    if (this.#isOver) return undefined;
    this.steps.push({ op: "create", urn: goal.urn });
    const store = (made: HalfMade, isUnfinished: boolean) => {
      const next = { ...this.#made(goal, inputs, made), isUnfinished };
      this.#engine.store(next, old);
      return next;
    };
    return this.#keeping(async () => store(await this.#provider.create(inputs), false), store);
  }

  async #update(goal: Goal, inputs: Bag, old: Stored): Promise<Stored | undefined> {
    if (this.#isOver) return undefined;
    this.steps.push({ op: "update", urn: goal.urn });
    const next = { ...old, ...placeOf(goal) };
    const update = async () => {
      const outputs = await this.#provider.update(old.id, old.outputs, inputs);
      const stored = { ...next, inputs, outputs, isUnfinished: false };
      this.#engine.store(stored, old);
      return stored;
    };
    return this.#keeping(update, ({ properties }) => {
      this.#engine.store({ ...next, outputs: properties, isUnfinished: true }, old);
    });
  }

  async #createFirst(goal: Goal, inputs: Bag, old: Stored): Promise<Stored | undefined> {
    if (this.#isOver) return undefined;
    this.steps.push({ op: "replace", urn: goal.urn });
    const store = (made: HalfMade, isUnfinished: boolean) => {
      const next = { ...this.#made(goal, inputs, made), isUnfinished };
      this.#engine.mark(old, { ...old, isPendingDelete: true });
      this.#engine.store(next);
      return next;
    };
    return this.#keeping(async () => store(await this.#provider.create(inputs), false), store);
  }

  async #deleteFirst(
    goal: Goal,
    inputs: Bag,
    old: Stored,
    dependents: readonly Stored[],
  ): Promise<Stored | undefined> {
    this.steps.push({ op: "replace", urn: goal.urn });
    const leaving = new Set([...dependents, old].map(({ urn }) => urn));
    for (const one of [...dependents, old]) {
      if (this.#isOver) return undefined;
      await this.#remove(one, leaving);
      this.#engine.mark(one, { ...one, isPendingReplacement: true });
    }
    return this.#create(goal, inputs, this.#engine.find(old.urn));
  }

  /** Deletes what the program has no more, and old objects of replacements: what refers to another one goes before it. */
  async removeRest(goals: readonly Goal[]): Promise<void> {
    if (this.#isOver) return;
    const kept = new Set(goals.map(({ urn }) => urn));
    const rest = this.#engine.state.filter((one) => one.isPendingDelete === true || !kept.has(one.urn));
    const leaving = new Set(rest.map(({ urn }) => urn));
    const gone = new Map<Stored, Promise<unknown>>();
    for (const one of rest.toReversed()) {
      const users = rest.flatMap((other) => (refersTo(other, one.urn) ? (gone.get(other) ?? []) : []));
      const removed = Promise.all(users).then(async () => {
        if (this.#isOver) return;
        await this.#attempt(one.urn, async () => {
          this.steps.push({ op: "delete", urn: one.urn });
          if (one.isPendingReplacement !== true) await this.#remove(one, leaving);
          this.#engine.mark(one, undefined);
        });
      });
      gone.set(one, removed);
    }
    await Promise.all([...gone.values()]);
  }

  async #remove(one: Stored, leaving: ReadonlySet<string>): Promise<void> {
    if (one.deletedWith !== undefined && leaving.has(one.deletedWith)) return;
    await this.#provider.delete(one.id, one.outputs);
  }

  async #attempt<Value>(urn: string, work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      this.errors.push({ urn, text: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }

  async #keeping<Value>(
    work: () => Promise<Value>,
    store: (made: HalfMade, isUnfinished: boolean) => unknown,
  ): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      const made = halfMadeBy(error);
      if (made !== undefined) store(made, true);
      throw error;
    }
  }
}

function refersTo(one: Stored, urn: string): boolean {
  return Object.values(one.refersTo).some((urns) => urns.includes(urn));
}

function placeOf({ urn, refersTo: references, deletedWith }: Goal) {
  return { urn, refersTo: references, deletedWith };
}

function outputsOf(stored: Stored | undefined): Bag & { readonly id: string } {
  if (stored === undefined) throw new Error("A resource is asked for before it is there.");
  return { ...stored.outputs, id: stored.id };
}

function halfMadeBy(error: unknown): HalfMade | undefined {
  const { made, id, properties } = error as { made?: HalfMade; id?: string; properties?: Bag };
  if (made !== undefined) return made;
  return id === undefined || properties === undefined ? undefined : { id, properties };
}
