import { isDeepStrictEqual } from "node:util";
import { createSimulator, type Simulator } from "../../../provider/simulator/index";
import type { Bag } from "../../../provider/lifecycle/lifecycle";
import { ModelClock } from "./clock";
import type { Disturbance, End } from "./disturbances";
import { ModelEngine } from "./engine";
import type { RunResult, Stored } from "./engine-state";
import { MATERIAL, openInProcess, type OpenProvider } from "./in-process";
import { type Edit, goalsOf } from "./programs";
import type { Provider } from "./provider";
import { WatchedAccount } from "./watched-account";
import { QUIET, type Round, type World, type WorldKind } from "./world";

/** Longer than VCC's replies lag behind, and than the process remembers a list. */
const BETWEEN_RUNS_MS = 10 * 60_000;

/** A world in this process, on a model of the engine: its clock passes by itself. */
class ModelWorld implements World {
  readonly secrets: readonly string[];
  #engine = new ModelEngine();
  readonly #clock: ModelClock;
  readonly #account: WatchedAccount<Simulator>;
  readonly #unwatch: () => void;

  constructor(clock: ModelClock, account: WatchedAccount<Simulator>, unwatch: () => void) {
    this.#clock = clock;
    this.#account = account;
    this.#unwatch = unwatch;
    this.secrets = [MATERIAL, account.simulator.clientSecret];
  }

  get simulator(): Simulator {
    return this.#account.simulator;
  }

  stored(): readonly Stored[] {
    return this.#engine.state;
  }

  async close(): Promise<void> {
    this.#unwatch();
    this.simulator.stopWaiting();
    return Promise.resolve();
  }

  async up(edit: Edit, trouble: Disturbance = QUIET): Promise<Round> {
    this.#clock.pass(BETWEEN_RUNS_MS);
    this.#account.disturb(edit, trouble);
    const round = await this.#inProcess(trouble, async (provider, isCancelled) =>
      this.#engine.run(provider, goalsOf(edit), { refresh: true, isCancelled }),
    );
    this.#account.calm();
    return round;
  }

  async preview(edit: Edit): Promise<Round & { readonly drifted: readonly string[] }> {
    const before = this.#engine.state;
    const round = await this.#inProcess(QUIET, async (provider) => {
      await this.#engine.refresh(provider);
      const { steps, errors } = await this.#engine.preview(provider, goalsOf(edit));
      return { steps: steps.filter(({ op }) => op !== "same"), errors };
    });
    return { ...round, drifted: difference(before, this.#engine.state) };
  }

  async #inProcess(
    { end, skipsCheckpoints }: Disturbance,
    work: (provider: Provider, isCancelled: () => boolean) => Promise<RunResult>,
  ): Promise<Round> {
    const opened = await openInProcess(this.simulator, this.#clock, { skipsCheckpoints });
    this.#account.begin();
    const stored = this.#engine.state;
    const ending = this.#endAt(end);
    const provider = end?.by === "provider killed" ? mortal(opened.provider, ending.death) : opened.provider;
    const dead = end?.by === "engine killed" ? ending.death : new Promise<never>(() => undefined);
    const result = await Promise.race([work(provider, ending.isCancelled), dead.then(() => KILLED)]);
    if (result === KILLED) {
      const state = skipsCheckpoints ? stored : this.#engine.state;
      this.#engine = new ModelEngine();
      this.#engine.state = state;
    }
    await this.#bury(opened);
    return { ...result, stored, said: opened.said, ...this.#account.watched };
  }

  /** Nothing that the process still had in mind happens any more. */
  async #bury({ close }: OpenProvider): Promise<void> {
    this.#clock.fateOf = () => "is never sent";
    await this.#clock.forget();
    await close();
    this.#clock.fateOf = () => "passes";
  }

  #endAt(end: End | undefined) {
    let sent = 0;
    let isOver = false;
    let die: () => void = () => undefined;
    const death = new Promise<void>((resolve) => (die = resolve));
    this.#clock.fateOf = () => {
      if (end === undefined) return "passes";
      sent += 1;
      if (sent < end.request) return "passes";
      isOver = true;
      if (end.by === "ctrl-c") return "passes";
      die();
      return sent === end.request && end.isSent ? "is never answered" : "is never sent";
    };
    return { death, isCancelled: () => isOver && end?.by === "ctrl-c" };
  }
}

async function openModelWorld(): Promise<World> {
  const clock = new ModelClock();
  const account = await WatchedAccount.open((options) => createSimulator({ ...options, now: clock.now }));
  return new ModelWorld(clock, account, await clock.watch());
}

const KILLED: RunResult = { steps: [], errors: [{ urn: "", text: "killed" }] };

/** A provider whose operations fail as soon as its process is dead. */
function mortal(provider: Provider, death: Promise<void>): Provider {
  const died = death.then((): never => {
    throw new Error("the provider's process is dead");
  });
  died.catch(() => undefined);
  return {
    check: async (...args) => Promise.race([provider.check(...args), died]),
    diff: async (...args) => Promise.race([provider.diff(...args), died]),
    create: async (...args) => Promise.race([provider.create(...args), died]),
    read: async (...args) => Promise.race([provider.read(...args), died]),
    update: async (...args) => Promise.race([provider.update(...args), died]),
    delete: async (...args) => Promise.race([provider.delete(...args), died]),
  };
}

/** Resources whose stored inputs differ. */
function difference(before: readonly Stored[], after: readonly Stored[]): string[] {
  return before.flatMap((one) => {
    const now = after.find(({ urn, id }) => urn === one.urn && id === one.id);
    const [known, seen] = [shownOf(one.inputs), shownOf(now?.inputs)];
    return isDeepStrictEqual(known, seen)
      ? []
      : [`drift of ${one.urn}: ${JSON.stringify(known)} → ${JSON.stringify(seen)}`];
  });
}

/** Metadata with two underscores is never shown to people; `adopt` is a wish, which a read leaves out. */
function shownOf(inputs: Bag = {}): Bag {
  return Object.fromEntries(
    Object.entries(inputs).filter(([key]) => !key.startsWith("__") && key !== "adopt"),
  );
}

export const MODEL_WORLD: WorldKind = { open: openModelWorld, mostMs: 10_000 };
