import { randomUUID } from "node:crypto";
import { Contract } from "../../schema/contract/contract";
import type { ContractProfile } from "../../schema/contract/profile";
import { createVccApi } from "../../provider/client/api";
import { RunRegistry } from "../../provider/lifecycle/run-registry";
import { KINDS } from "../../provider/kinds/index";
import { type Kind, listsOf } from "../../provider/kinds/kind";
import { createLifecycle, type Lifecycle } from "../../provider/lifecycle/lifecycle";
import type { Context, ProbeResult } from "../../provider/ports";
import { createContext } from "../../provider/lifecycle/context";
import { StackIdentity } from "../../provider/lifecycle/stack-identity";
import { type RequestRecord, type RunningSimulator } from "../../provider/simulator/index";
import { startSimulatorOf } from "../../provider/simulator/start-simulator";
import { TOKEN_PATH } from "../../schema/api";
import { CLIENT_LIMITS } from "./client-fixture";
import { nounOf } from "./request-nouns";
import { scriptedCredentials } from "./scripted-credentials";

/** The lifecycles of all kinds in front of a simulated account, on a clock that only waiting moves. No engine. */
export interface EngineDouble {
  readonly simulator: RunningSimulator;
  /** Lines of `Context.say`. */
  readonly said: string[];
  /** Material of credentials by reference; change it to rotate one. */
  readonly material: Map<string, string>;
  /** Results of trying a mailbox's credential, by mailbox; it works where there is none. */
  readonly probes: Map<string, ProbeResult>;
  /** The id that only this double's stack has. */
  readonly stackIdentity: string;
  /** Lifecycle of a kind in the present run. */
  lifecycle(kind: string): Lifecycle;
  /** Another process, a while later: nothing of the last run is remembered. With a target, it isn't of the whole program. */
  newRun(limits?: Partial<Context["limits"]>, options?: { readonly hasTarget: boolean }): void;
  /** Now, in ms since 1970. */
  now(): number;
  /** Lets time pass. */
  pass(ms: number): void;
  /** Does this when the clock, which waiting moves, has reached that many ms from now. */
  after(ms: number, happens: () => void): void;
  /**
   * Requests since the last call in the words of the domain, such as `GET address`; then forgets them. Without the lists
   * that every run reads before its first write: see `lists`.
   */
  calls(): string[];
  /** The lists that this run has read before its first write, as far as `calls` has left them out. */
  lists(): string[];
  /** Those of them that changed the account, with their bodies: `PATCH mapping {"priority":1}`. */
  writes(): string[];
  stop(): Promise<void>;
}

const NO_PROFILE: ContractProfile = {};
const START_MS = Date.UTC(2026, 10, 1, 8);
/** Longer than any list is shared, and than any write is waited for. */
const BETWEEN_RUNS_MS = 10 * 60_000;
const LIMITS: Context["limits"] = { visibilityWaitMs: 30_000, consentWaitMs: 0, pollIntervalMs: 1_000 };

interface EngineDoubleOptions {
  /** Lead of this machine's clock over VCC's, in ms. */
  readonly clockAheadMs?: number;
  /** Default: all kinds of the package. */
  readonly kinds?: readonly Kind[];
  /** Profile that the account and its client speak. Default: the built-in contract. */
  readonly profile?: ContractProfile;
}

/** An engine double in front of an account of its own. */
export async function createEngineDouble({
  clockAheadMs = 0,
  kinds = KINDS,
  profile = NO_PROFILE,
}: EngineDoubleOptions = {}): Promise<EngineDouble> {
  const said: string[] = [];
  const material = new Map([["env:KEY", "the key"]]);
  const clock = createClock();
  const localNow = () => clock.now() + clockAheadMs;
  // What a process remembers of an account, it remembers by its URL and this id.
  const simulated = kinds.map((kind) => kind.simulated);
  const simulator = await startSimulatorOf(simulated, {
    now: clock.now,
    clientId: randomUUID(),
    contract: profile,
  });
  const contract = new Contract(
    profile,
    profile === NO_PROFILE ? undefined : { file: "vcc-contract.yaml", digest: "sha256:0" },
  );
  const probes = new Map<string, ProbeResult>();
  const credentials = scriptedCredentials(material, probes);
  let isBeforeFirstWrite = true;
  /** Number of the run's first request, or less. */
  let runStart = 0;
  let lists: string[] = [];
  let lifecycles = createRun();

  function createRun(
    limits: Partial<Context["limits"]> = {},
    { hasTarget } = { hasTarget: false },
  ): ReadonlyMap<string, Lifecycle> {
    const registry = new RunRegistry();
    const say = (line: string) => {
      said.push(line);
    };
    isBeforeFirstWrite = true;
    runStart = (simulator.requests().at(-1)?.sequence ?? runStart) + 1;
    const api = createVccApi({
      apiBaseUrl: simulator.url,
      authBaseUrl: simulator.authUrl,
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      ...CLIENT_LIMITS,
      contract,
      sleep: clock.sleep,
      now: localNow,
    });
    const context: Context = {
      ...createContext({
        api,
        lists: listsOf(kinds).filter(({ kind }) => !contract.lacks(kind)),
        credentials,
        registry,
        contract,
        sleep: clock.sleep,
        now: localNow,
      }),
      limits: { ...LIMITS, ...limits },
      say,
      sayOnce: say,
    };
    const identity = new StackIdentity();
    if (!hasTarget) identity.declare();
    const parts = {
      registry,
      stackIdentity: identity,
      credentials: () => credentials,
      contract: () => contract,
      context: () => context,
    };
    return new Map(kinds.map(({ resource }) => [resource.kind, createLifecycle(resource, parts)]));
  }

  const takeRequests = () => {
    const records = simulator.requests().filter(({ path }) => path !== TOKEN_PATH);
    simulator.clearRequests();
    const firstWrite = records.find(({ method, sequence }) => sequence >= runStart && method !== "GET");
    if (!isBeforeFirstWrite || firstWrite === undefined) return records;
    isBeforeFirstWrite = false;
    const isFirstLook = (record: RequestRecord) =>
      record.sequence >= runStart && record.sequence < firstWrite.sequence && isListing(record);
    lists = records.filter(isFirstLook).map(nameOf);
    return records.filter((record) => !isFirstLook(record));
  };
  return {
    simulator,
    said,
    material,
    probes,
    stackIdentity: randomUUID(),
    lifecycle(kind) {
      const lifecycle = lifecycles.get(kind);
      if (lifecycle === undefined) throw new Error(`There is no kind ${kind}.`);
      return lifecycle;
    },
    newRun(limits, options) {
      clock.pass(BETWEEN_RUNS_MS);
      lifecycles = createRun(limits, options);
    },
    now: clock.now,
    pass: clock.pass,
    after: (ms, happens) => clock.after(ms, happens),
    calls: () => takeRequests().map(nameOf),
    lists: () => lists,
    writes: () =>
      takeRequests()
        .filter(({ committed }) => committed)
        .map((record) => describe(simulator, record)),
    stop: async () => simulator.stop(),
  };
}

/** An engine double of its own for each test of the file. */
export function useEngineDouble(options?: EngineDoubleOptions): EngineDouble {
  const engine = {} as EngineDouble;
  beforeEach(async () => {
    Object.assign(engine, await createEngineDouble(options));
  });
  afterEach(() => engine.stop());
  return engine;
}

function createClock() {
  let nowMs = START_MS;
  const planned: { readonly atMs: number; readonly happens: () => void }[] = [];
  const pass = (ms: number) => {
    nowMs += ms;
    while (planned[0] !== undefined && planned[0].atMs <= nowMs) planned.shift()?.happens();
  };
  return {
    now: () => nowMs,
    pass,
    sleep: (ms: number) => {
      pass(ms);
      return Promise.resolve();
    },
    after(ms: number, happens: () => void) {
      planned.push({ atMs: nowMs + ms, happens });
      planned.sort((a, b) => a.atMs - b.atMs);
    },
  };
}

/** A request in the words of the domain: `LIST address`, `PATCH mapping`. */
function nameOf({ method, path, query }: RequestRecord): string {
  return `${isListing({ query }) ? "LIST" : method} ${nounOf(path)}`;
}

function isListing({ query }: Pick<RequestRecord, "query">): boolean {
  return "page" in query;
}

/** The same with its body, in which plans are called by name. */
function describe(simulator: RunningSimulator, record: RequestRecord): string {
  const body = record.body === undefined ? "" : ` ${JSON.stringify(record.body)}`;
  return simulator
    .state()
    .plans.reduce(
      (text, plan) => text.replaceAll(plan.interactionPlanId, `<${plan.interactionPlanName}>`),
      `${nameOf(record)}${body}`,
    );
}
