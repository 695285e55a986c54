import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { argumentError, ConfigError } from "../../errors";
import { engineFailure } from "./engine-failure";
import { isFolder } from "./project";

/**
 * The engine's command line in one folder, of one stack. Answers its standard output, which may hold secrets. `input`
 * goes to standard input, because arguments can be seen by everybody on this machine.
 * Error: a `ConfigError` that says why it failed, or that there is no engine.
 */
export type PulumiCommand = (args: readonly string[], input?: string) => Promise<string>;

/** Result of a command of the engine, also of one that failed. */
interface Ran {
  readonly stdout: string;
  /** Undefined where it went well. */
  readonly failure: ConfigError | undefined;
}

interface PulumiOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Default: the selected one. */
  readonly stack?: string | undefined;
  /** Ends what runs. */
  readonly signal?: AbortSignal;
}

/** The engine that `PULUMI_VCC_ENGINE` names, or `pulumi` on the path. */
export function pulumiCommand(options: PulumiOptions): PulumiCommand {
  const run = pulumiRunner(options);
  return async (args, input) => {
    const { stdout, failure } = await run(args, input);
    if (failure !== undefined) throw failure;
    return stdout;
  };
}

/** The same for a command whose output counts, too, where it fails. Error: where the engine can't be run at all. */
export function pulumiRunner({
  folder,
  environment,
  stack,
  signal,
}: PulumiOptions): (args: readonly string[], input?: string) => Promise<Ran> {
  const engine = environment["PULUMI_VCC_ENGINE"] || "pulumi";
  const flags = [...(stack === undefined ? [] : ["--stack", stack]), "--non-interactive", "--color", "never"];
  return async (args, input = "") => {
    if (!isFolder(folder))
      throw argumentError(`There is no folder ${folder}.`, "Name the program's with --cwd.");
    const running = promisify(execFile)(engine, [...args, ...flags], {
      cwd: folder,
      env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
      maxBuffer: Number.POSITIVE_INFINITY,
      ...(signal && { signal }),
    });
    // A command that doesn't read its input has its reason, which its exit code tells.
    running.child.stdin?.on("error", () => undefined);
    running.child.stdin?.end(input);
    return running.then(
      ({ stdout }) => ({ stdout, failure: undefined }),
      (error: unknown) => {
        const { code, stdout = "" } = error as ExecError;
        const failure = toConfigError(error as ExecError, engine, args, folder);
        if (typeof code !== "number") throw failure;
        return { stdout, failure };
      },
    );
  };
}

/** There is no engine to ask. */
export class NoEngineError extends ConfigError {
  constructor(engine: string) {
    super(
      "VCC_PULUMI_MISSING",
      `There is no ${engine}${/[\\/]/u.test(engine) ? "" : " on the path"}, so the stack can't be asked.`,
      {
        hint: "Install Pulumi, or name its command in PULUMI_VCC_ENGINE.",
      },
    );
  }
}

/** Error of `execFile`: `code` is the command's exit code, null where a signal ended it, or why it can't be run. */
interface ExecError extends Error {
  readonly code?: number | string | null;
  readonly stdout?: string;
  readonly stderr?: string;
}

function toConfigError(
  { code, name, stderr = "" }: ExecError,
  engine: string,
  args: readonly string[],
  folder: string,
): ConfigError {
  if (code === "ENOENT") return new NoEngineError(engine);
  if (typeof code === "string" || code === undefined)
    return new ConfigError("VCC_PULUMI_FAILED", `${engine} can't be run (${code ?? name}).`, {
      hint: "Name the command of Pulumi in PULUMI_VCC_ENGINE.",
    });
  return engineFailure({ args, folder, stderr, code });
}
