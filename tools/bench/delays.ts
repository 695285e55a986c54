import { DEFAULT_LIMITS } from "../../provider/settings/settings";
import { type RequestRecord, startSimulator } from "../../provider/simulator/index";
import { TOKEN_PATH } from "../../schema/api";
import type { Engine } from "../engine/engine";
import { AT_THE_END, createProject, GOOGLE_KEY, REFRESH, UP, UP_IDENTITY } from "./project";
import { printRow } from "./table";

const REPLY_MS = 50;
const MOST_INBOXES = 1_000;

/**
 * Prints how near a run comes to the limits of an account that takes 50 ms for a reply: writes one at a time, and
 * so many reads side by side as the settings say. From the first of them to the reply of the last one.
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
    printRow("", ["calls", "limit s", "took s", "of limit", "wall s"]);
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
      const cells = [limit, took, took / limit].map((value) => value.toFixed(2));
      printRow(name, [meant.length, ...cells, wall.toFixed(1)]);
    };
    await measure("create: writes", UP, (method) => method !== "GET");
    await measure("refresh: reads", REFRESH, (method) => method === "GET");
    console.log("");
  } finally {
    await simulator.stop();
    await remove();
  }
}

/** From the arrival of the first to that of the last. */
function spanMs(records: readonly RequestRecord[]): number {
  const times = records.map(({ time }) => Date.parse(time));
  return Math.max(...times) - Math.min(...times);
}
