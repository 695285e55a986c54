import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import type { Variables } from "./engine";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

interface RunOptions {
  readonly environment: Variables;
  readonly cwd?: string;
  readonly timeoutMs: number;
}

/** How a command ended. `code` is -1 when it could not be started, was killed or ran into its time-out. */
export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. Never throws: what went wrong is in `stderr`. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as the command may start others that have to end with it.
    detached: process.platform !== "win32",
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const timer = setTimeout(() => {
    err.push(Buffer.from(`no end after ${options.timeoutMs / 1_000} s`));
    killGroup(child.pid);
  }, options.timeoutMs);
  const release = endWithUs(child);
  return new Promise((resolve) => {
    const end = (code: number): void => {
      clearTimeout(timer);
      release();
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    };
    child.once("error", (error) => {
      err.push(Buffer.from(error.message));
      end(-1);
    });
    child.once("close", (code) => end(code ?? -1));
  });
}

/**
 * Sees to it that a child that leads a group of its own ends when we do: Ctrl-C on a terminal reaches our group only.
 * Answers how to stop that.
 */
export function endWithUs(child: ChildProcess): () => void {
  const kill = (): void => killGroup(child.pid);
  const onSignal = (signal: NodeJS.Signals): void => {
    kill();
    process.kill(process.pid, signal);
  };
  process.once("exit", kill);
  for (const signal of SIGNALS) process.once(signal, onSignal);
  return () => {
    process.off("exit", kill);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}

/** Kills a process and all that it started, if it led a group. Gone already is fine. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "ESRCH") throw error;
  }
}
