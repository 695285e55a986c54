import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { killTree } from "./process-tree";

interface CommandOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How the command ended. `code` is undefined when it was killed. */
export interface Ended {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of the engine that runs. */
export interface EngineProcess {
  readonly ended: Promise<Ended>;
  readonly pid: number | undefined;
  /** What it has printed so far. */
  printed(): string;
  /** What Ctrl-C does: the engine's own process gets it, and tells its plugins. */
  interrupt(): void;
  /** Kills it with everything that it started. */
  kill(): void;
}

/** Commands that run now: none may outlive the tests, whatever ends them. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) if (child.pid !== undefined) killTree(child.pid);
});

/** Starts a command of the engine. */
export function startEngine(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): EngineProcess {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      running.delete(child);
      const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString());
      resolve({ code: code ?? undefined, stdout: stdout ?? "", stderr: stderr ?? "" });
    });
  });
  return {
    ended,
    pid: child.pid,
    printed: () => Buffer.concat(out).toString(),
    interrupt: () => {
      child.kill("SIGINT");
    },
    kill: () => {
      if (running.has(child) && child.pid !== undefined) killTree(child.pid);
    },
  };
}
