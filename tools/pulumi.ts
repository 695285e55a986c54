import { spawn } from "node:child_process";
import { isAbsolute, join, relative } from "node:path";

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
  /** The same for a command whose standard output is what matters; answers it. */
  printed(args: readonly string[], more?: Readonly<Record<string, string>>): Promise<string>;
  /** Runs a command of this package there, and shows it. Error: when it fails. */
  ourCommand(args: readonly string[]): Promise<void>;
}

const OUR_COMMAND = join(__dirname, "..", "bin", "pulumi-vcc.js");

/** Pulumi in one project folder. */
export function createPulumi(options: PulumiOptions): Pulumi {
  return {
    async run(args) {
      console.log(`$ pulumi ${args.join(" ")}`);
      const { code } = await execute(options, args, "inherit");
      if (code !== 0) throw new Error(`pulumi ${args[0]} failed with exit code ${code}.`);
    },
    async ourCommand(args) {
      console.log(
        `$ npx pulumi-vcc ${args.map((word) => (isAbsolute(word) ? relative(process.cwd(), word) : word)).join(" ")}`,
      );
      const environment = { ...options.environment, PULUMI_VCC_ENGINE: options.command };
      const ours = { command: process.execPath, folder: options.folder, environment };
      const { code } = await spawned(ours, [OUR_COMMAND, ...args], "inherit");
      if (code !== 0) throw new Error(`pulumi-vcc ${args[0]} failed with exit code ${code}.`);
    },
    async runExpectingFailure(args) {
      console.log(`$ pulumi ${args.join(" ")}`);
      const { code } = await execute(options, args, "inherit");
      if (code === 0) throw new Error(`pulumi ${args[0]} was expected to fail, and did not.`);
    },
    async quietly(args, input = "", more = {}) {
      await succeeded(options, args, input, more);
    },
    async printed(args, more = {}) {
      const { stdout } = await succeeded(options, args, "", more);
      return stdout;
    },
  };
}

async function succeeded(
  options: PulumiOptions,
  args: readonly string[],
  input: string,
  more: Readonly<Record<string, string>>,
): Promise<Executed> {
  const environment = { ...options.environment, ...more };
  const executed = await execute({ ...options, environment }, args, "pipe", input);
  const { code, output } = executed;
  if (code !== 0)
    throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed with exit code ${code}:\n${output}`);
  return executed;
}

/** A command of the engine, with the flags that all of them get. */
async function execute(
  options: PulumiOptions,
  args: readonly string[],
  stdio: "inherit" | "pipe",
  input = "",
): Promise<Executed> {
  const color = process.stdout.isTTY ? "always" : "never";
  return spawned(options, [...args, "--non-interactive", "--color", color], stdio, input);
}

interface Executed {
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  readonly stdout: string;
}

async function spawned(
  { command, folder, environment }: PulumiOptions,
  args: readonly string[],
  stdio: "inherit" | "pipe",
  input = "",
): Promise<Executed> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ["pipe", stdio, stdio],
    });
    const chunks: Buffer[] = [];
    const printed: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      printed.push(chunk);
    });
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, output: Buffer.concat(chunks).toString(), stdout: Buffer.concat(printed).toString() }),
    );
    child.stdin?.end(input);
  });
}
