import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { goBuild } from "../engine/build";
import { cacheFolder } from "../engine/cache";
import type { Engine } from "../engine/engine";
import { programFile, whereIs } from "../engine/installed";
import { createProject, DESTROY, REFRESH, UP } from "./project";
import { printRow } from "./table";

const execute = promisify(execFile);
const MODULE = join(__dirname, "tofu");
const MOST_INBOXES = 1_000;

const APPLY = ["apply", "-auto-approve", "-no-color"];
const STEPS = [
  { name: "create", tofu: APPLY, pulumi: UP },
  { name: "no-op plan", tofu: ["plan", "-no-color"], pulumi: ["preview"] },
  { name: "refresh", tofu: [...APPLY, "-refresh-only"], pulumi: REFRESH },
  { name: "destroy", tofu: ["destroy", "-auto-approve", "-no-color"], pulumi: DESTROY },
];

/** As many resources with as many references as an inbox has; OpenTofu's own, which do nothing. */
const program = (count: number) => `
resource "terraform_data" "address" {
  count = ${count}
  input = "inbox-\${count.index}@example.com"
}
resource "terraform_data" "signature" {
  count = ${count}
  input = terraform_data.address[count.index].id
}
resource "terraform_data" "mapping" {
  count = ${count}
  input = [terraform_data.address[count.index].output]
}
`;

/** Prints the time of each step for OpenTofu with resources that do nothing, beside the engine's floor. */
export async function measureTofu(engine: Engine, counts: readonly number[]): Promise<void> {
  const built = await buildTofu();
  if ("reason" in built) {
    console.log(`OpenTofu: not measured: ${built.reason}\n`);
    return;
  }
  for (const count of counts.filter((each) => each <= MOST_INBOXES))
    await measure(engine, built.command, count);
}

async function measure(engine: Engine, command: string, count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-vcc-bench-"));
  const floor = await createProject(engine, "floor", count, {});
  try {
    await writeFile(join(folder, "main.tf"), program(count));
    const run = (args: readonly string[]) =>
      execute(command, args, {
        cwd: folder,
        env: { ...process.env, CHECKPOINT_DISABLE: "1" },
        maxBuffer: Number.POSITIVE_INFINITY,
      });
    await run(["init", "-no-color"]);
    console.log(`OpenTofu beside the engine's floor, ${3 * count} resources that do nothing`);
    printRow("", ["tofu s", "floor s"]);
    for (const { name, tofu, pulumi } of STEPS) {
      const start = performance.now();
      await run(tofu);
      const wall = (performance.now() - start) / 1_000;
      printRow(name, [wall.toFixed(1), (await floor.time(pulumi)).toFixed(1)]);
      if (name !== "create") continue;
      const state = await readFile(join(folder, "terraform.tfstate"));
      const bytes = Math.round(state.length / (3 * count));
      console.log(`  state bytes a resource: ${bytes}, floor ${await floor.stateBytes(3 * count)}`);
    }
    console.log("");
  } finally {
    await rm(folder, { recursive: true, force: true });
    await floor.remove();
  }
}

/** Builds it from source, once, with the Go of this machine; or tells why it isn't there. */
async function buildTofu(): Promise<{ readonly command: string } | { readonly reason: string }> {
  const go = whereIs("go", process.env);
  if (go === undefined) return { reason: "no Go on PATH" };
  const [, version] = /opentofu\/opentofu v(\S+)/u.exec(await readFile(join(MODULE, "go.mod"), "utf8")) ?? [];
  const command = join(dirname(cacheFolder(process.env)), "bench", `tofu-${version}`, programFile("tofu"));
  const isThere = await execute(command, ["version"]).then(
    () => true,
    () => false,
  );
  if (isThere) return { command };
  console.log("Building OpenTofu from source, once: some minutes");
  const source = "github.com/opentofu/opentofu/cmd/tofu";
  const failed = await goBuild(go, ["-ldflags", "-s -w", "-o", command, source], MODULE, process.env);
  return failed ?? { command };
}
