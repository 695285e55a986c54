import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { redact } from "../../text/redact";
import { ConfigError } from "../../errors";

type Environment = Readonly<Record<string, string | undefined>>;

/** Result of a run of the engine's command line. Its output may hold secrets. */
interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly complaints: string;
}

/** The engine's command line in one folder. */
export interface PulumiCommand {
  /**
   * Its standard output. `input` goes to standard input, because arguments can be seen by everybody on this machine.
   * Error: a `ConfigError` with the engine's own words, or one that says that there is no engine.
   */
  run(args: readonly string[], input?: string): Promise<string>;
}

interface PulumiOptions {
  readonly folder: string;
  readonly environment: Environment;
  /** Ends what runs. */
  readonly signal?: AbortSignal;
}

/** The engine that `PULUMI_VCC_ENGINE` names, or `pulumi` on the path. */
export function pulumiCommand(options: PulumiOptions): PulumiCommand {
  const { folder, environment } = options;
  const engine = environment["PULUMI_VCC_ENGINE"] || "pulumi";
  return {
    async run(args, input = "") {
      if (!isFolder(folder)) throw new ConfigError("VCC_ARGUMENT_INVALID", `There is no folder ${folder}.`);
      const { code, output, complaints } = await ended(engine, args, input, options);
      if (code === 0) return output;
      const words = redact(complaints)
        .replace(/^error:\s*/u, "")
        .trim()
        .split(/\r?\n/u)[0];
      throw new ConfigError(
        "VCC_PULUMI_FAILED",
        `pulumi ${args.slice(0, 2).join(" ")} failed: ${words || `exit code ${code}`}.`.replace(
          /\.\.$/u,
          ".",
        ),
      );
    },
  };
}

/** There is no engine to ask. */
export class NoEngineError extends ConfigError {
  constructor(engine: string) {
    super("VCC_PULUMI_MISSING", `There is no ${engine} on the path, so the stack can't be asked.`, {
      hint: "Install Pulumi, or name its command in PULUMI_VCC_ENGINE.",
    });
  }
}

function ended(
  engine: string,
  args: readonly string[],
  input: string,
  { folder, environment, signal }: PulumiOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(engine, [...args, "--non-interactive", "--color", "never"], {
      cwd: folder,
      env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
      stdio: ["pipe", "pipe", "pipe"],
      ...(signal && { signal }),
    });
    const [output, complaints] = [collect(child.stdout), collect(child.stderr)];
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "ENOENT"
          ? new NoEngineError(engine)
          : new ConfigError("VCC_PULUMI_FAILED", `${engine} can't be run (${error.code ?? error.name}).`),
      ),
    );
    child.on("close", (code) => resolve({ code, output: output(), complaints: complaints() }));
    // A command that doesn't read its input has its reason, which its exit code tells.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
