import { Agent, get } from "node:http";
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
 * the same number of calls takes a client that does nothing else: timers and connections take their time, too.
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
    const bareMs = await measureBareCall(simulator);
    printRow("", ["calls", "limit s", "took s", "of limit", "of bare", "wall s"]);
    await pulumi.quietly(UP_IDENTITY);
    const measure = async (name: string, args: readonly string[], isMeant: (method: string) => boolean) => {
      simulator.clearFaults();
      simulator.addFault({ after: true, delayMs: REPLY_MS, times: Number.MAX_SAFE_INTEGER });
      simulator.clearRequests();
      const wall = await time(args, AT_THE_END);
      const meant = simulator.requests().filter(({ method, path }) => path !== TOKEN_PATH && isMeant(method));
      const atOnce = isMeant("GET") ? DEFAULT_LIMITS.concurrentReads : 1;
      const limit = (meant.length * REPLY_MS) / atOnce / 1_000;
      const took = (spanMs(meant) + REPLY_MS) / 1_000;
      const ofBare = took / (limit * (bareMs / REPLY_MS));
      const cells = [limit, took, took / limit, ofBare].map((value) => value.toFixed(2));
      printRow(name, [meant.length, ...cells, wall.toFixed(1)]);
    };
    await measure("create: writes", UP, (method) => method !== "GET");
    await measure("refresh: reads", REFRESH, isRead);
    await measure(`refresh, --parallel ${MANY_STEPS}`, [...REFRESH, "--parallel", MANY_STEPS], isRead);
    console.log("");
  } finally {
    await simulator.stop();
    await remove();
  }
}

/** Time that a call takes one after another, over one connection, in ms. */
async function measureBareCall(simulator: RunningSimulator): Promise<number> {
  simulator.addFault({ delayMs: REPLY_MS, status: 200, body: {}, times: BARE_CALLS });
  const agent = new Agent({ keepAlive: true });
  const call = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const sent = get(simulator.url + INTERACTION_PLANS.path, { agent }, (reply) => {
        reply.resume().once("end", resolve);
      });
      sent.once("error", reject);
    });
  const startedAt = performance.now();
  for (let count = 0; count < BARE_CALLS; count += 1) await call();
  const tookMs = performance.now() - startedAt;
  agent.destroy();
  return tookMs / BARE_CALLS;
}

function isRead(method: string): boolean {
  return method === "GET";
}

/** From the arrival of the first to that of the last. */
function spanMs(records: readonly RequestRecord[]): number {
  const times = records.map(({ time }) => Date.parse(time));
  return Math.max(...times) - Math.min(...times);
}
