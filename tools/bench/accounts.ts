import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IDENTITY, resourceType } from "../../provider/pulumi/provider-text";
import { startSimulator } from "../../provider/simulator/index";
import type { Engine } from "../engine/engine";
import { createPulumi, type Pulumi } from "../pulumi";

/** Of an inbox's credential, which nobody tries. */
export const GOOGLE_KEY = JSON.stringify({
  type: "service_account",
  client_email: "a@b.iam",
  private_key: "made up for a benchmark",
});

const ROOT = join(__dirname, "..", "..");

interface Step {
  readonly name: string;
  /** What the inboxes' stack needs before, unmeasured. */
  readonly prepare?: readonly string[];
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const IDENTITY_URN = `urn:pulumi:bench::bench::${resourceType(IDENTITY.kind)}::${IDENTITY.name}`;
/** Applies without a preview. */
export const UP = ["up", "--yes", "--skip-preview"];
/** The same for the stack's identity alone, which the engine would store only at the end, too, with `AT_THE_END`. */
export const UP_IDENTITY = [...UP, "--target", IDENTITY_URN];
/** One write of the state, where the engine writes it after each step otherwise. */
export const AT_THE_END = { PULUMI_SKIP_CHECKPOINTS: "true" };
const DESTROY: Step = { name: "destroy", args: ["destroy", "--yes", "--skip-preview"] };
const STEPS: readonly Step[] = [
  { name: "create", args: UP },
  { name: "no-op preview", args: ["preview"] },
  { name: "refresh", args: ["refresh", "--yes", "--skip-preview"] },
  DESTROY,
  {
    name: "create, one state write at the end",
    // Nothing is made before it is stored.
    prepare: UP_IDENTITY,
    args: UP,
    environment: AT_THE_END,
  },
  { ...DESTROY, environment: AT_THE_END, name: "destroy, the same" },
];

/** Prints calls and wall time of every step for so many inboxes, with the engine's floor in the same run. */
export async function measureAccounts(engine: Engine, count: number): Promise<void> {
  const simulator = await startSimulator();
  const inboxes = await createProject(engine, "inboxes", count, {
    ...simulator.environment,
    GOOGLE_KEY,
  });
  const floor = await createProject(engine, "floor", count, {});
  try {
    console.log(`${count} ${count === 1 ? "inbox" : "inboxes"}, ${3 * count} resources`);
    console.log(
      `  ${"".padEnd(36)}${["API calls", "wall s", "floor s", "ratio"].map((title) => title.padStart(10)).join("")}`,
    );
    for (const { name, prepare, args, environment } of STEPS) {
      if (prepare !== undefined) await inboxes.pulumi.quietly(prepare);
      simulator.clearRequests();
      const wall = await time(inboxes.pulumi, args, environment);
      const calls = simulator.requests().length;
      const least = await time(floor.pulumi, args, environment);
      const cells = [String(calls), wall.toFixed(1), least.toFixed(1), (wall / least).toFixed(2)];
      console.log(`  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(10)).join("")}`);
      if (name === "create")
        console.log(
          `  state bytes a resource: ${await stateBytes(inboxes.folder, 3 * count)}, floor ${await stateBytes(floor.folder, 3 * count)}`,
        );
    }
    console.log("");
  } finally {
    await simulator.stop();
    await rm(inboxes.folder, { recursive: true, force: true });
    await rm(floor.folder, { recursive: true, force: true });
  }
}

async function time(
  pulumi: Pulumi,
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<number> {
  const start = performance.now();
  await pulumi.quietly(args, "", environment);
  return (performance.now() - start) / 1_000;
}

async function stateBytes(folder: string, resources: number): Promise<number> {
  const state = await readFile(join(folder, "state", ".pulumi", "stacks", "bench", "bench.json"));
  return Math.round(state.length / resources);
}

/** A stack in a folder of its own that no command has run in. */
export async function createProject(
  engine: Engine,
  program: "inboxes" | "floor" | "changes",
  count: number,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly pulumi: Pulumi; readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-vcc-bench-"));
  await mkdir(join(folder, "state"));
  await cp(join(__dirname, "programs"), folder, { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "Pulumi.yaml"), `name: bench\nruntime: nodejs\nmain: ${program}.cjs\n`);
  const pulumi = createPulumi({
    command: engine.command,
    folder,
    environment: {
      ...engine.environment,
      ...settings,
      COUNT: String(count),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
    },
  });
  await pulumi.quietly(["stack", "init", "bench"]);
  return { pulumi, folder };
}
