import type { Ended } from "./engine-process";
import { sharedEngine } from "./found-engine";
import type { OperationResult } from "./operation";
import type { Program } from "./program-server";
import { startKeyService } from "./key-service";
import { createProjectFolder } from "./project-folder";
import type { OperationOptions, RefreshOptions, RunOperation } from "./session";
import { createSession } from "./session";
import type { StackState } from "./stack-state";
import { readState } from "./stack-state";
import { LAZY_MODULES, withoutOwnSettings } from "../../repository";

/** Names of a project and of its stack. */
export interface StackNames {
  readonly project: string;
  readonly stack: string;
}

interface StackOptions {
  /** Default: `test` and `dev`. A copied program has a project of its own. */
  readonly names?: StackNames | undefined;
  /** Where a simulator listens: sets the provider's base URLs and its client credentials. */
  readonly simulatorUrl?: string;
  /** Variables for every command, so for the provider too; not for programs, which run in the test's own process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Plain configuration, such as `"vcc:region": "emea"`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Encrypted configuration. */
  readonly secretConfig?: Readonly<Record<string, string>>;
  /** Further files in the project's folder, where the provider's process works. */
  readonly files?: Readonly<Record<string, string>>;
  /** A program folder to copy and run, such as `examples/one-inbox`; else each operation brings its program. */
  readonly copyOf?: string;
  /** Takes the key of secrets from a passphrase, which takes each command a million rounds; else from a key service. */
  readonly passphrase?: boolean;
  /** A program's folder to run as it is, with the modules that it finds; it is removed with the stack. */
  readonly at?: string;
}

/** A stack of its own on the real engine. Operations that fail don't throw: the result says so. */
export interface TestStack {
  /** The project's folder. */
  readonly folder: string;
  /** Variables of every command, with the engine as the commands of the package find it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  up(program?: Program, options?: OperationOptions): Promise<OperationResult>;
  preview(program?: Program, options?: OperationOptions): Promise<OperationResult>;
  refresh(options?: RefreshOptions): Promise<OperationResult>;
  destroy(options?: OperationOptions): Promise<OperationResult>;
  /** Any other command that changes or shows resources: `["import", "--file", "…"]`. */
  readonly operation: RunOperation;
  /** Any other command: `command("stack", "output", "--json")`. */
  readonly command: (...args: string[]) => Promise<Ended>;
  /** What is stored now, also after a crash. */
  state(): StackState;
  /** URN of a resource that has no parent, for `target`: `urn("EmailAddress", "support")`. */
  urn(kind: string, name: string): string;
  /** Ends what runs and removes the folder. */
  dispose(): Promise<void>;
}

/** What takes work from processes that live for a second or two. */
export const QUICK = {
  ...LAZY_MODULES,
  // Go collects garbage less often.
  GOGC: "400",
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
} as const;

/** For an operation that checks the types of its program first, as the engine does by default. It takes seconds. */
export const CHECKED_TYPES = { PULUMI_NODEJS_TRANSPILE_ONLY: "false" } as const;

const NAMES: StackNames = { project: "test", stack: "dev" };

/** Makes a stack in a new project folder. Error: there's no engine, or dist/ isn't built. */
export async function createTestStack(options: StackOptions = {}): Promise<TestStack> {
  const engine = sharedEngine();
  const { project, stack } = options.names ?? NAMES;
  const folder = createProjectFolder({ ...options, project });
  const keyService = options.passphrase === true ? undefined : await startKeyService();
  const environment = {
    ...withoutOwnSettings(process.env),
    ...engine.environment,
    ...folder.environment,
    // Without it, the command takes no --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
    ...QUICK,
    ...keyService?.environment,
    ...simulatorSettings(options.simulatorUrl),
    ...options.env,
  };
  const session = createSession({ engine: engine.command, folder: folder.path, environment });
  const { operation, command } = session;
  const keys = keyService === undefined ? [] : ["--secrets-provider", keyService.secretsProvider];
  await mustWork(command("stack", "init", stack, ...keys));
  const config = configFlags(options);
  if (config.length > 0) await mustWork(command("config", "set-all", ...config));
  return {
    folder: folder.path,
    environment: { ...environment, PULUMI_VCC_ENGINE: engine.command },
    operation,
    command,
    up: (program, more) => operation(["up", "--yes", "--skip-preview"], program, more),
    preview: (program, more) => operation(["preview"], program, more),
    refresh: ({ clearPendingCreates, ...more } = {}) => {
      const clear = clearPendingCreates === true ? ["--clear-pending-creates"] : [];
      return operation(["refresh", "--yes", "--skip-preview", ...clear], undefined, more);
    },
    destroy: (more) => operation(["destroy", "--yes", "--skip-preview"], undefined, more),
    state: () => readState(folder.stateFile(stack)),
    urn: (kind, name) => `urn:pulumi:${stack}::${folder.project}::pulumi-nodejs:dynamic/vcc:${kind}::${name}`,
    dispose: async () => {
      await session.end();
      keyService?.close();
      folder.remove();
    },
  };
}

function simulatorSettings(url: string | undefined): Record<string, string> {
  if (url === undefined) return {};
  return { VCC_API_BASE_URL: url, VCC_AUTH_BASE_URL: url, VCC_CLIENT_ID: "test", VCC_CLIENT_SECRET: "test" };
}

function configFlags({ config = {}, secretConfig = {} }: StackOptions): string[] {
  return [
    ...Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]),
    ...Object.entries(secretConfig).flatMap(([key, value]) => ["--secret", `${key}=${value}`]),
  ];
}

async function mustWork(command: Promise<Ended>): Promise<void> {
  const { code, stdout, stderr } = await command;
  if (code !== 0) throw new Error(`${stderr}${stdout}`);
}
