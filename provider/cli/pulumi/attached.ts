import { spawn } from "node:child_process";
import { EXIT_CODES } from "../output";

interface AttachedOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Runs the engine in this terminal, as if the person had typed its command, and answers its exit code. */
export async function runAttached(
  args: readonly string[],
  { folder, environment }: AttachedOptions,
): Promise<number> {
  const child = spawn(environment["PULUMI_VCC_ENGINE"] || "pulumi", args, {
    cwd: folder,
    env: environment,
    stdio: "inherit",
  });
  const pass = (signal: NodeJS.Signals) => {
    // A terminal's Ctrl-C reaches both, and the engine takes a second one for "at once".
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, pass);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => {
        resolve(code ?? EXIT_CODES.failed);
      });
    });
  } finally {
    for (const signal of signals) process.removeListener(signal, pass);
  }
}
