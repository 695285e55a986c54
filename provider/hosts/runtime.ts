import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { BUILT_IN_CONTRACT, type Contract } from "../../schema/contract/contract";
import { RunRegistry } from "../lifecycle/run-registry";
import type { Context, Credentials } from "../ports";
import { toLine } from "../text/plain-text";
import { redact } from "../text/redact";
import { describeOtherHosts } from "../settings/secret-urls";
import { StackIdentity } from "../lifecycle/stack-identity";
import { createCredentials } from "../credentials/index";
import { ConfigError, VccError } from "../errors";
import { readSettings } from "../settings/settings";
import { type Account, openAccount } from "./account";

type ConfigLookup = (key: string) => string | undefined;

/** Settings, one client with its token and lists, and the registry of the run, shared by all its resources. */
export interface Runtime {
  readonly registry: RunRegistry;
  readonly stackIdentity: StackIdentity;
  /** Only stores the lookup: Pulumi may start operations before an awaited configuration would be done. */
  configure(config: ConfigLookup): void;
  credentials(): Credentials;
  /** The built-in contract where settings are unusable: those are told by whoever needs them. */
  contract(): Contract;
  /** Throws a `ConfigError` that lists every unusable setting. */
  context(): Context;
  /** Ends every wait, now and later: what waits fails. What is under way is finished. */
  cancel(): void;
}

/** A runtime for one process. */
export function createRuntime(
  environment: NodeJS.ProcessEnv = process.env,
  // The engine shows a provider's standard output to the person who runs it.
  print: (line: string) => void = console.log,
): Runtime {
  const registry = new RunRegistry();
  const stackIdentity = new StackIdentity({
    isStoredAtEnd: /^(1|true)$/iu.test(environment["PULUMI_SKIP_CHECKPOINTS"] ?? ""),
  });
  let config: ConfigLookup | undefined;
  let account: Account | undefined;
  const cancelled = new AbortController();
  // Hundreds of resources may wait at one time.
  setMaxListeners(0, cancelled.signal);
  const sources = () => ({ environment, folder: process.cwd(), config });

  const open = (): Account => {
    const opened = openAccount(readSettings(sources()), {
      sources: sources(),
      registry,
      say: (line) => print(`vcc: ${toLine(redact(line))}`),
      sleep: (ms) => sleepUnless(cancelled.signal, ms),
      now: () => Date.now(),
    });
    for (const line of describeOtherHosts(sources(), opened.contract.hosts)) opened.context.sayOnce(line);
    return opened;
  };

  const runtime: Runtime = {
    registry,
    stackIdentity,
    configure(lookup) {
      config = lookup;
    },
    context: () => (account ??= open()).context,
    contract: () =>
      withUsableSettings(
        () => (account ??= open()).contract,
        () => BUILT_IN_CONTRACT,
      ),
    cancel: () => cancelled.abort(),
    credentials: () =>
      withUsableSettings(
        () => runtime.context().credentials,
        () => createCredentials(sources()),
      ),
  };
  return runtime;
}

/** Unusable settings are told by whoever needs them; inputs can be checked all the same. */
function withUsableSettings<T>(work: () => T, otherwise: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return otherwise();
  }
}

async function sleepUnless(signal: AbortSignal, ms: number): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new VccError("VCC_CANCELLED", "Cancelled while waiting: nothing more was sent.", {
      hint: "Run the same command again: it goes on from what VCC has.",
    });
  });
}
