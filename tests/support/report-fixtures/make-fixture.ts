import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningSimulator, startSimulator } from "../../../provider/simulator/index";
import { AN_HOUR_MS, openStack } from "../engine/account";
import { DAY_MS } from "../../../schema/time";
import { FIXTURES_FOLDER } from "../fixtures-folder";
import { sharedEngine } from "../engine/harness/found-engine";
import type { OperationResult } from "../engine/harness/operation";
import type { TestStack } from "../engine/harness/test-stack";
import { writePolicyPack } from "./policy-pack";
import type { ProgramFiles, Scenario, World } from "./scenario";
import { shortenedDigest, shortenedLog } from "./shortened";
import { withoutChance } from "./without-chance";

/** Files of a fixture, by name. */
type Fixture = Readonly<Record<string, string>>;

/** Run of the engine whose output is kept. */
interface Run {
  /** Name of the file for its standard output. */
  readonly output: string;
  /** Name of the file for its event log, where that is kept. */
  readonly log?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A scenario under way. */
interface Stage {
  readonly scenario: Scenario;
  readonly simulator: RunningSimulator;
  readonly stack: TestStack;
  readonly world: World;
}

/** Brings a scenario about on the engine and a simulated account, and gives what the engine says of it. */
export async function makeFixture(scenario: Scenario): Promise<Fixture> {
  const startedAtMs = Date.now();
  const simulator = await startSimulator(scenario.simulator);
  const stack = await openStack(simulator, scenario.environment, scenario.names);
  const day: World["day"] = (fromToday) =>
    new Date(startedAtMs + fromToday * DAY_MS).toISOString().slice(0, 10);
  try {
    const stage: Stage = { scenario, simulator, stack, world: { simulator, day } };
    scenario.given?.(stage.world);
    await applyBefore(stage);
    // Hands are slow: nobody waits any more for what the run before has written.
    simulator.skewClock(AN_HOUR_MS);
    scenario.byHand?.(stage.world);
    const files = await runAll(stage);
    const { identity } = stack.state();
    const kept: Fixture = Object.fromEntries(
      (scenario.keep ?? []).map((file) => [file, readFileSync(join(stack.folder, file), "utf8")] as const),
    );
    return { ...withoutChance(files, { startedAtMs, folder: stack.folder, identity }), ...kept };
  } finally {
    await stack.dispose();
    await simulator.stop();
  }
}

/** Puts a fixture in place of what was there. */
export function writeFixture(name: string, fixture: Fixture): void {
  const folder = join(FIXTURES_FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(fixture)) writeFileSync(join(folder, file), text);
}

async function applyBefore({ scenario, stack, world }: Stage): Promise<void> {
  for (const [key, value] of Object.entries(scenario.secrets ?? {}))
    await stack.command("config", "set", "--secret", key, value);
  if (scenario.before === undefined) return;
  writeProgram(stack, scenario.before(world));
  const { error } = await stack.up();
  if (error !== undefined) throw new Error(`The program before failed: ${error}`);
}

async function runAll({ scenario, stack, world }: Stage): Promise<Record<string, string>> {
  const { after = scenario.before, target = [], replace, isComplete = false } = scenario;
  if (after !== undefined) writeProgram(stack, await after(world));
  const urns = target.map(([kind, name]) => stack.urn(kind, name));
  const replaced = replace === undefined ? [] : ["--target-replace", stack.urn(...replace)];
  const policies = writePolicyPack(stack, scenario.policies);
  const files: Record<string, string> = {};
  const told: Record<string, unknown> = {};
  for (const { output, log, args, env } of runsOf(scenario)) {
    const options = {
      target: urns,
      flags: replaced,
      env: { ...scenario.environmentAfter, ...env, ...policies.env },
    };
    const flags = [...args, ...policies.args];
    const result = await stack.operation(flags, undefined, options);
    files[output] = isComplete ? result.stdout : shortenedDigest(result.stdout);
    if (log !== undefined) files[log] = isComplete ? result.eventLog : shortenedLog(result.eventLog);
    told[output] = toldOf(flags, result);
  }
  files["run.json"] = `${JSON.stringify({ engine: sharedEngine().version, ...told }, undefined, 2)}\n`;
  return files;
}

function toldOf(args: readonly string[], { exitCode, stderr }: OperationResult): object {
  return { command: ["pulumi", ...args].join(" "), exitCode, ...(stderr !== "" && { stderr }) };
}

const COMMANDS = {
  preview: ["preview"],
  destroy: ["destroy", "--preview-only"],
  refresh: ["refresh", "--preview-only"],
  import: ["import", "--preview-only", "--file", "import.json", "--generate-code=false", "--protect=false"],
} as const;

const REFRESH_FLAGS = ["--show-sames", "--show-replacement-steps", "--suppress-outputs"] as const;
const PREVIEW_FLAGS = ["--refresh", ...REFRESH_FLAGS] as const;

/** Flags that make a command tell all that JSON can, as far as it has them. */
const FULL = {
  preview: PREVIEW_FLAGS,
  destroy: PREVIEW_FLAGS,
  refresh: REFRESH_FLAGS,
  import: ["--suppress-outputs"],
} as const;

/** The runs of a scenario: all that JSON can be made to tell, what a pipeline usually has, and the other shapes. */
function runsOf(scenario: Scenario): readonly Run[] {
  const { isComplete = false } = scenario;
  const command: keyof typeof COMMANDS = scenario.command ?? "preview";
  const plain = [...COMMANDS[command], "--json"];
  const runs: Run[] = [
    { output: "digest.json", log: "events.ndjson", args: [...plain, ...FULL[command]] },
    { output: "plain.json", args: plain },
  ];
  if (!isComplete) return runs;
  // In colour, as settings may have it.
  const streaming = [...plain, "--refresh", "--color", "always"];
  return [
    ...runs,
    { output: "streaming.ndjson", args: streaming, env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" } },
    { output: "summary.json", args: [...COMMANDS[command], "--output", "json"] },
  ];
}

function writeProgram({ folder }: TestStack, program: ProgramFiles): void {
  const files = typeof program === "string" ? { "index.ts": program } : program;
  const main = JSON.stringify({ name: "test", main: "index.ts" });
  for (const [name, text] of Object.entries({ "package.json": main, ...files }))
    writeFileSync(join(folder, name), text);
}
