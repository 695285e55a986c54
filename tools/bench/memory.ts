import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startSimulator } from "../../provider/simulator/index";
import type { Engine } from "../engine/engine";
import { AT_THE_END, createProject, GOOGLE_KEY, REFRESH, UP, UP_IDENTITY } from "./project";
import { printRow } from "./table";

const FEW = 100;
const MANY = 5_000;
const STEPS = [
  { name: "create", args: UP },
  { name: "no-op preview", args: ["preview"] },
  { name: "refresh", args: REFRESH },
];

/** Memory of the provider's process at its most, in bytes. */
interface Memory {
  /** After a collection of garbage. */
  readonly heap: number;
  readonly rss: number;
}

/** Prints the memory of the provider's process at 100 and 5,000 inboxes, and what each one more takes. */
export async function measureMemory(engine: Engine): Promise<void> {
  console.log("Memory of the provider's process");
  const few = await memoryOf(engine, FEW);
  const many = await memoryOf(engine, MANY);
  printRow("", [`MB at ${FEW}`, `MB at ${MANY}`, "bytes each", "peak RSS"]);
  for (const [index, { name }] of STEPS.entries()) {
    const [less, more] = [few[index], many[index]];
    if (less === undefined || more === undefined) continue;
    const each = Math.round((more.heap - less.heap) / (MANY - FEW));
    printRow(name, [megabytes(less.heap), megabytes(more.heap), each, megabytes(more.rss)]);
  }
  console.log("");
}

async function memoryOf(engine: Engine, count: number): Promise<readonly Memory[]> {
  const simulator = await startSimulator();
  const { pulumi, folder, remove } = await createProject(engine, "inboxes", count, {
    ...simulator.environment,
    GOOGLE_KEY,
  });
  try {
    await pulumi.quietly(UP_IDENTITY);
    const found: Memory[] = [];
    for (const { name, args } of STEPS) {
      const file = join(folder, `${name}.json`);
      await pulumi.quietly(args, "", {
        ...AT_THE_END,
        BENCH_HEAP: file,
        NODE_OPTIONS: `--require ${join(folder, "watch-provider.cjs")}`,
      });
      found.push(JSON.parse(await readFile(file, "utf8")) as Memory);
    }
    return found;
  } finally {
    await simulator.stop();
    await remove();
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
