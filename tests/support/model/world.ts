import { isDeepStrictEqual } from "node:util";
import { createSimulator, type RequestRecord, type Simulator } from "../../../provider/simulator/index";
import type { Bag } from "../../../provider/lifecycle/lifecycle";
import { ModelClock } from "./clock";
import { type Disturbance, editByHand, type End } from "./disturbances";
import { ModelEngine } from "./engine";
import type { RunResult, Stored } from "./engine-state";
import { MATERIAL, openInProcess, type OpenProvider } from "./in-process";
import { type Edit, goalsOf, PLANS } from "./programs";
import type { Provider } from "./provider";

const QUIET: Disturbance = { faults: [], lagMs: 0, dropsTokens: false, skipsCheckpoints: false };
/** Longer than VCC's replies lag behind, and than the process remembers a list. */
const BETWEEN_RUNS_MS = 10 * 60_000;
export const STRANGER = "stranger@example.com";

/** Run of a program, and what could be seen of it from outside. */
export interface Round extends RunResult {
  /** The engine's state when it began. */
  readonly stored: readonly Stored[];
  readonly said: readonly string[];
  /** Writes that changed the account, with its content before and after. */
  readonly writes: readonly Write[];
  readonly requests: readonly Readonly<RequestRecord>[];
}

export interface Write {
  readonly request: Readonly<RequestRecord>;
  readonly before: string;
  readonly after: string;
}

/** A stack, an account in which others have objects as well, and an engine that can be disturbed. */
export class World {
  readonly clock: ModelClock;
  readonly simulator: Simulator;
  readonly secrets: readonly string[];
  engine = new ModelEngine();
  #writes: Write[] = [];
  #requests: Readonly<RequestRecord>[] = [];
  #content = "";
  readonly #unwatch: () => void;

  static async open(): Promise<World> {
    const clock = new ModelClock();
    return new World(clock, await clock.watch());
  }

  private constructor(clock: ModelClock, unwatch: () => void) {
    this.clock = clock;
    this.#unwatch = unwatch;
    this.simulator = createSimulator({
      now: clock.now,
      plans: PLANS,
      onRequest: (record) => this.#onRequest(record),
    });
    this.secrets = [MATERIAL, this.simulator.clientSecret];
    this.#addStranger();
  }

  close(): void {
    this.#unwatch();
    this.simulator.stopWaiting();
  }

  /** Applies a program with `up --refresh`, in trouble or in peace. */
  async up(edit: Edit, trouble: Disturbance = QUIET): Promise<Round> {
    const { simulator } = this;
    this.clock.pass(BETWEEN_RUNS_MS);
    const ours = Object.values(edit.program.inboxes).map(({ mailbox }) => mailbox);
    if (trouble.byHand !== undefined)
      editByHand(simulator, trouble.byHand, (mailbox) => ours.includes(mailbox));
    simulator.setStaleReads({ lagMs: trouble.lagMs, everyNth: 2 });
    for (const fault of trouble.faults) simulator.addFault(fault);
    if (trouble.dropsTokens) simulator.revokeTokens();
    const round = await this.#inProcess(trouble, async (provider, isCancelled) =>
      this.engine.run(provider, goalsOf(edit), { refresh: true, isCancelled }),
    );
    simulator.clearFaults();
    simulator.setStaleReads({ lagMs: 0 });
    return round;
  }

  /** Steps that a further `up` would take, after a look at what VCC has. */
  async preview(edit: Edit): Promise<Round & { readonly drifted: readonly string[] }> {
    const before = this.engine.state;
    const round = await this.#inProcess(QUIET, async (provider) => {
      await this.engine.refresh(provider);
      const { steps, errors } = await this.engine.preview(provider, goalsOf(edit));
      return { steps: steps.filter(({ op }) => op !== "same"), errors };
    });
    return { ...round, drifted: difference(before, this.engine.state) };
  }

  /** Content of the account without its times. */
  content(): string {
    const { addresses, signatures, mappings, profiles } = this.simulator.state();
    return JSON.stringify({ addresses, signatures, mappings, profiles }, (key, value: unknown) =>
      /^(?:updated|created|authenticated)At$/u.test(key) ? undefined : value,
    );
  }

  async #inProcess(
    { end, skipsCheckpoints }: Disturbance,
    work: (provider: Provider, isCancelled: () => boolean) => Promise<RunResult>,
  ): Promise<Round> {
    const opened = await openInProcess(this.simulator, this.clock, { skipsCheckpoints });
    this.#requests = [];
    this.#writes = [];
    this.#content = this.content();
    const stored = this.engine.state;
    const ending = this.#endAt(end);
    const provider = end?.by === "provider killed" ? mortal(opened.provider, ending.death) : opened.provider;
    const dead = end?.by === "engine killed" ? ending.death : new Promise<never>(() => undefined);
    const result = await Promise.race([work(provider, ending.isCancelled), dead.then(() => KILLED)]);
    if (result === KILLED) {
      const state = skipsCheckpoints ? stored : this.engine.state;
      this.engine = new ModelEngine();
      this.engine.state = state;
    }
    await this.#bury(opened);
    return { ...result, stored, said: opened.said, writes: this.#writes, requests: this.#requests };
  }

  /** Nothing that the process still had in mind happens any more. */
  async #bury({ close }: OpenProvider): Promise<void> {
    this.clock.fateOf = () => "is never sent";
    await this.clock.forget();
    await close();
    this.clock.fateOf = () => "passes";
  }

  #endAt(end: End | undefined) {
    let sent = 0;
    let isOver = false;
    let die: () => void = () => undefined;
    const death = new Promise<void>((resolve) => (die = resolve));
    this.clock.fateOf = () => {
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

  #onRequest(record: Readonly<RequestRecord>): void {
    this.#requests.push({ ...record });
    if (!record.committed) return;
    const after = this.content();
    this.#writes.push({ request: { ...record }, before: this.#content, after });
    this.#content = after;
  }

  #addStranger(): void {
    const { simulator } = this;
    const [plan] = simulator.state().plans;
    simulator.create("address", { emailAddress: STRANGER, name: "Stranger" });
    simulator.create("signature", { emailAddress: STRANGER, html: "<p>Not yours</p>" });
    simulator.create("mapping", {
      mappingName: "Stranger",
      mappingDescription: "",
      interactionPlanId: plan?.interactionPlanId,
      toAddresses: [STRANGER],
    });
  }
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
