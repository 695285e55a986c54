import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { DEFAULT_LIMITS } from "../../provider/settings/settings";
import { type RequestRecord, type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { TOKEN_PATH } from "../../schema/api";
import { INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";
import type { Engine } from "../engine/engine";
import { AT_THE_END, createProject, GOOGLE_KEY, REFRESH, UP, UP_IDENTITY } from "./project";
import { printRow } from "./table";

const REPLY_MS = 50;
const MOST_INBOXES = 1_000;
const BARE_CALLS = 100;
/** The engine takes 4 a core side by side, of which those that need no call keep others from making theirs. */
const MANY_STEPS = "32";

/**
 * Prints how near a run comes to the limits of an account that takes 50 ms for a reply: writes one at a time, and
 * so many reads side by side as the settings say. From the first of them to the reply of the last one. Beside it, what
 * as many calls with canned replies would take a client that does nothing else: timers and connections take time, too.
 */
export async function measureDelays(engine: Engine, counts: readonly number[]): Promise<void> {
  const count = Math.min(Math.max(...counts), MOST_INBOXES);
  const simulator = await startSimulator();
  const { time, pulumi, remove } = await createProject(engine, "inboxes", count, {
    ...simulator.environment,
    GOOGLE_KEY,
  });
  try {
    console.log(`Replies of ${REPLY_MS} ms, ${count} inboxes`);
    const writes: Calls = { isMeant: isWrite, atOnce: 1, bareMs: await measureBareCalls(simulator, 1) };
    const { concurrentReads: atOnce } = DEFAULT_LIMITS;
    const bareMs = await measureBareCalls(simulator, atOnce);
    const reads: Calls = { isMeant: (method) => !isWrite(method), atOnce, bareMs };
    printRow("", ["calls", "limit s", "took s", "of limit", "of bare", "wall s"]);
    await pulumi.quietly(UP_IDENTITY);
    const measure = async (name: string, args: readonly string[], calls: Calls) => {
      simulator.clearFaults();
      simulator.addFault({ after: true, delayMs: REPLY_MS, times: Number.MAX_SAFE_INTEGER });
      simulator.clearRequests();
      const wall = await time(args, AT_THE_END);
      const { isMeant, atOnce, bareMs } = calls;
      const meant = simulator.requests().filter(({ method, path }) => path !== TOKEN_PATH && isMeant(method));
      const limit = (meant.length * REPLY_MS) / atOnce / 1_000;
      const took = (spanMs(meant) + REPLY_MS) / 1_000;
      const ofBare = (took * 1_000) / (meant.length * bareMs);
      const cells = [limit, took, took / limit, ofBare].map((value) => value.toFixed(2));
      printRow(name, [meant.length, ...cells, wall.toFixed(1)]);
    };
    await measure("create: writes", UP, writes);
    await measure("refresh: reads", REFRESH, reads);
    await measure(`refresh, --parallel ${MANY_STEPS}`, [...REFRESH, "--parallel", MANY_STEPS], reads);
    console.log("");
  } finally {
    await simulator.stop();
    await remove();
  }
}

/** Calls of one sort. */
interface Calls {
  readonly isMeant: (method: string) => boolean;
  /** Most of them that are under way at one time. */
  readonly atOnce: number;
  /** Time for each that a bare client takes, in ms. */
  readonly bareMs: number;
}

function isWrite(method: string): boolean {
  return method !== "GET";
}

/** Time for each of many calls, so many at once, each over the connection of one before. */
async function measureBareCalls(simulator: RunningSimulator, atOnce: number): Promise<number> {
  const total = BARE_CALLS * atOnce;
  simulator.addFault({ delayMs: REPLY_MS, status: 200, body: {}, times: total });
  const agent = new Agent({ keepAlive: true });
  const call = async (): Promise<void> => {
    const [reply] = (await once(get(simulator.url + INTERACTION_PLANS.path, { agent }), "response")) as [
      IncomingMessage,
    ];
    if (reply.statusCode !== 200) throw new Error(`A bare call got ${reply.statusCode}`);
    await once(reply.resume(), "end");
  };
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let count = 0; count < BARE_CALLS; count += 1) await call();
    }),
  );
  const tookMs = performance.now() - startedAt;
  agent.destroy();
  return tookMs / total;
}

/** From the arrival of the first to that of the last. */
function spanMs(records: readonly RequestRecord[]): number {
  const times = records.map(({ time }) => Date.parse(time));
  return Math.max(...times) - Math.min(...times);
}
