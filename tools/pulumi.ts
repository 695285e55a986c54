import { spawn } from "node:child_process";

interface PulumiOptions {
  readonly command: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The engine's command line, as a user would call it. */
export interface Pulumi {
  /** Runs a command and shows the engine's own output. Error: when it fails. */
  run(args: readonly string[]): Promise<void>;
  /** The same for a command that has to fail. Error: when it does not. */
  runExpectingFailure(args: readonly string[]): Promise<void>;
  /** Runs a command without showing it, with more variables if given. Error: with its output, when it fails. */
  quietly(args: readonly string[], input?: string, more?: Readonly<Record<string, string>>): Promise<void>;
}

/** Pulumi in one project folder. */
export function createPulumi(options: PulumiOptions): Pulumi {
  return {
    async run(args) {
      console.log(`$ pulumi ${args.join(" ")}`);
      const { code } = await execute(options, args, "inherit");
      if (code !== 0) throw new Error(`pulumi ${args[0]} failed with exit code ${code}.`);
    },
    async runExpectingFailure(args) {
      console.log(`$ pulumi ${args.join(" ")}`);
      const { code } = await execute(options, args, "inherit");
      if (code === 0) throw new Error(`pulumi ${args[0]} was expected to fail, and did not.`);
    },
    async quietly(args, input = "", more = {}) {
      const environment = { ...options.environment, ...more };
      const { code, output } = await execute({ ...options, environment }, args, "pipe", input);
      if (code !== 0)
        throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed with exit code ${code}:\n${output}`);
    },
  };
}

async function execute(
  { command, folder, environment }: PulumiOptions,
  args: readonly string[],
  stdio: "inherit" | "pipe",
  input = "",
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      command,
      [...args, "--non-interactive", "--color", process.stdout.isTTY ? "always" : "never"],
      {
        cwd: folder,
        env: { ...process.env, ...environment },
        stdio: ["pipe", stdio, stdio],
      },
    );
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
    child.stdin?.end(input);
  });
}
