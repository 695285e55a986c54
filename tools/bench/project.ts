import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IDENTITY, resourceType } from "../../provider/pulumi/provider-text";
import type { Engine } from "../engine/engine";
import { createPulumi, type Pulumi } from "../pulumi";

/** Of an inbox's credential, which nobody tries. */
export const GOOGLE_KEY = JSON.stringify({
  type: "service_account",
  client_email: "a@b.iam",
  private_key: "made up for a benchmark",
});

const ROOT = join(__dirname, "..", "..");
const IDENTITY_URN = `urn:pulumi:bench::bench::${resourceType(IDENTITY.kind)}::${IDENTITY.name}`;
/** Applies without a preview. */
export const UP = ["up", "--yes", "--skip-preview"];
export const REFRESH = ["refresh", "--yes", "--skip-preview"];
export const DESTROY = ["destroy", "--yes", "--skip-preview"];
/** Applies the stack's identity alone, which the engine would store only at the end, too, with `AT_THE_END`. */
export const UP_IDENTITY = [...UP, "--target", IDENTITY_URN];
/** One write of the state, where the engine writes it after each step otherwise. */
export const AT_THE_END = { PULUMI_SKIP_CHECKPOINTS: "true" };

/** Programs below `programs/`. */
type Program = "inboxes" | "floor" | "plain" | "changes";

/** A stack in a folder of its own. */
export interface Project {
  readonly pulumi: Pulumi;
  readonly folder: string;
  /** Wall time of a command, in seconds. */
  readonly time: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<number>;
  /** Bytes of the state for each of that many resources; a backend that is no folder has none to measure. */
  readonly stateBytes: (resources: number) => Promise<number>;
  readonly remove: () => Promise<void>;
}

/** A stack that no command has run in. `backend`: its URL; a folder of its own when left out. */
export async function createProject(
  engine: Engine,
  program: Program,
  count: number,
  settings: Readonly<Record<string, string>>,
  backend?: string,
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-vcc-bench-"));
  await mkdir(join(folder, "state"));
  await cp(join(__dirname, "programs"), folder, { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const name = backend === undefined ? "bench" : `bench-${program}`;
  await writeFile(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: ${program}.cjs\n`);
  const pulumi = createPulumi({
    command: engine.command,
    folder,
    environment: {
      ...engine.environment,
      ...settings,
      COUNT: String(count),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: backend ?? `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
    },
  });
  await pulumi.quietly(["stack", "init", "bench"]);
  return {
    pulumi,
    folder,
    async time(args, environment) {
      const start = performance.now();
      await pulumi.quietly(args, "", environment);
      return (performance.now() - start) / 1_000;
    },
    async stateBytes(resources) {
      const state = await readFile(join(folder, "state", ".pulumi", "stacks", name, "bench.json"));
      return Math.round(state.length / resources);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
