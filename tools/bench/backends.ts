import { startSimulator } from "../../provider/simulator/index";
import type { Engine } from "../engine/engine";
import { startPostgres } from "./postgres";
import { createProject, DESTROY, GOOGLE_KEY, REFRESH, UP } from "./project";
import { printRow } from "./table";

const INBOXES = 100;
const STEPS = [
  { name: "create", args: UP },
  { name: "no-op preview", args: ["preview"] },
  { name: "refresh", args: REFRESH },
  { name: "destroy", args: DESTROY },
];

/** Prints the wall time of each step with the state in a folder and in a PostgreSQL server of this machine. */
export async function measureBackends(engine: Engine): Promise<void> {
  const postgres = await startPostgres();
  try {
    console.log(`${INBOXES} inboxes by backend`);
    printRow("", ["wall s", "floor s", "of floor"]);
    await measureBackend(engine, "folder", undefined);
    if ("reason" in postgres) console.log(`  PostgreSQL: not measured: ${postgres.reason}`);
    else await measureBackend(engine, "PostgreSQL", postgres.url);
    console.log("");
  } finally {
    if (!("reason" in postgres)) await postgres.stop();
  }
}

async function measureBackend(engine: Engine, backend: string, url: string | undefined): Promise<void> {
  const simulator = await startSimulator();
  const settings = { ...simulator.environment, GOOGLE_KEY };
  const inboxes = await createProject(engine, "inboxes", INBOXES, settings, url);
  const floor = await createProject(engine, "floor", INBOXES, {}, url);
  try {
    for (const { name, args } of STEPS) {
      const [wall, least] = [await inboxes.time(args), await floor.time(args)];
      printRow(`${backend}: ${name}`, [wall.toFixed(1), least.toFixed(1), (wall / least).toFixed(2)]);
    }
  } finally {
    await simulator.stop();
    await inboxes.remove();
    await floor.remove();
  }
}
