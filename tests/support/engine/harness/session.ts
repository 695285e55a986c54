import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Ended, EngineProcess } from "./engine-process";
import { startEngine } from "./engine-process";
import type { OperationResult } from "./operation";
import { toResult } from "./operation";
import type { Program } from "./program-server";
import { serveProgram } from "./program-server";
import { noteFailure } from "./unread-failures";

/** Options of one operation. */
export interface OperationOptions {
  /** Reads the real objects first. */
  readonly refresh?: boolean;
  /** URNs, see `TestStack.urn`: these alone. */
  readonly target?: readonly string[];
  /** Further flags of the command. */
  readonly flags?: readonly string[];
  /** Further variables, such as `PULUMI_SKIP_CHECKPOINTS`. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Kills engine and provider at once when this resolves, if they still run; the stack's lock is freed then. It gets
   * the command as it runs.
   */
  readonly killWhen?: (command: EngineProcess) => Promise<unknown>;
  /** Does what Ctrl-C does when this resolves. It gets the command as it runs. */
  readonly interruptWhen?: (command: EngineProcess) => Promise<unknown>;
}

/** Options of a refresh. */
export interface RefreshOptions extends Omit<OperationOptions, "refresh"> {
  /** Forgets creates that a killed run left unclear. No other operation can; each warns of them and goes on. */
  readonly clearPendingCreates?: boolean;
}

interface SessionOptions {
  /** Path of `pulumi`. */
  readonly engine: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Runs a command that changes or shows resources, with its program if it needs one. */
export type RunOperation = (
  args: readonly string[],
  program?: Program,
  options?: OperationOptions,
) => Promise<OperationResult>;

/** Commands of the engine in one folder. */
export interface Session {
  readonly command: (...args: string[]) => Promise<Ended>;
  readonly operation: RunOperation;
  /** Kills what runs. */
  end(): Promise<void>;
}

/** Opens a session: nothing runs yet. */
export function createSession({ engine, folder, environment }: SessionOptions): Session {
  const running = new Set<EngineProcess>();
  let operations = 0;

  const run = async (args: readonly string[], options: OperationOptions = {}): Promise<Ended> => {
    const color = args.includes("--color") ? [] : ["--color", "never"];
    const command = startEngine(engine, [...args, "--non-interactive", ...color], {
      cwd: folder,
      environment: { ...environment, ...options.env },
    });
    running.add(command);
    try {
      const [ended] = await Promise.all([
        command.ended,
        actWhen(command, options.killWhen, () => command.kill()),
        actWhen(command, options.interruptWhen, () => command.interrupt()),
      ]);
      return ended;
    } finally {
      running.delete(command);
    }
  };

  const operation: RunOperation = async (args, program, options = {}) => {
    operations += 1;
    const eventLog = join(folder, `.events-${operations}.json`);
    const served = program === undefined ? undefined : await serveProgram(program);
    const client = served === undefined ? [] : [`--client=${served.address}`, "--exec-kind", "auto.inline"];
    const startedAt = Date.now();
    let ended: Ended | undefined;
    try {
      ended = await run([...args, ...flagsOf(options), ...client, "--event-log", eventLog], options);
    } finally {
      served?.close(ended?.code !== 0);
    }
    const durationMs = Date.now() - startedAt;
    const result = toResult(ended, existsSync(eventLog) ? readFileSync(eventLog, "utf8") : "", durationMs);
    if (ended.code !== undefined)
      return noteFailure(`pulumi ${[...args, ...flagsOf(options)].join(" ")}`, result);
    // A killed run leaves the stack locked, for ever.
    await run(["cancel", "--yes"]);
    return result;
  };

  return {
    command: (...args) => run(args),
    operation,
    end: async () => {
      for (const command of running) command.kill();
      await Promise.all([...running].map((command) => command.ended));
    },
  };
}

async function actWhen(
  command: EngineProcess,
  when: ((command: EngineProcess) => Promise<unknown>) | undefined,
  act: () => void,
): Promise<void> {
  if (when === undefined) return;
  try {
    await Promise.race([when(command), command.ended]);
  } finally {
    act();
  }
}

function flagsOf({ refresh, target = [], flags = [] }: OperationOptions): string[] {
  return [
    ...(refresh === true ? ["--refresh"] : []),
    ...target.flatMap((urn) => ["--target", urn]),
    ...flags,
  ];
}
