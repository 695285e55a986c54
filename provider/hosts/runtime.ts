import { setMaxListeners } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { baseUrls } from "../client/base-urls";
import { createVccApi } from "../client/api";
import { Claims } from "../lifecycle/run-registry";
import { isPipeline } from "../settings/ci";
import type { Context, Credentials } from "../ports";
import { toLine } from "../text/plain-text";
import { redact, rememberSecret } from "../text/redact";
import { LISTS } from "../kinds/index";
import { startRun } from "../consistency/first-look";
import { describeOtherHosts } from "../settings/secret-hosts";
import { StackIdentity } from "../lifecycle/stack-identity";
import { endpointOverrides } from "../credentials/endpoints";
import { createCredentials } from "../credentials/index";
import type { SecretSources } from "../credentials/references";
import { ConfigError, VccError } from "../errors";
import { readSettings, type Settings } from "../settings/settings";

const TERMINAL_CONSENT_WAIT_SECONDS = 300;
const POLL_INTERVAL_MS = 1_000;

type ConfigLookup = (key: string) => string | undefined;

/** What all resources of one run share: settings, one client with its token and lists, and what the run lays claim to. */
export interface Runtime {
  readonly claims: Claims;
  readonly stackIdentity: StackIdentity;
  /** Only stores the lookup: Pulumi may start operations before an awaited configuration would be done. */
  configure(config: ConfigLookup): void;
  credentials(): Credentials;
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
  const claims = new Claims();
  const stackIdentity = new StackIdentity({
    isStoredAtEnd: /^(1|true)$/iu.test(environment["PULUMI_SKIP_CHECKPOINTS"] ?? ""),
  });
  let config: ConfigLookup = () => undefined;
  let context: Context | undefined;
  const cancelled = new AbortController();
  // Hundreds of resources may wait at one time.
  setMaxListeners(0, cancelled.signal);
  const sources = { environment, folder: process.cwd(), config: (key: string) => config(key) };

  const openContext = (): Context => {
    const opened = createContext(readSettings({ config, environment }), {
      sources,
      claims,
      print,
      sleep: (ms) => sleepUnless(cancelled.signal, ms),
    });
    for (const line of describeOtherHosts({ config, environment })) opened.sayOnce(line);
    return opened;
  };

  const runtime: Runtime = {
    claims,
    stackIdentity,
    configure(lookup) {
      config = lookup;
    },
    context: () => (context ??= openContext()),
    cancel: () => cancelled.abort(),
    credentials() {
      try {
        return runtime.context().credentials;
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        // Unusable settings are told by whoever needs them; inputs can be checked all the same.
        return createCredentials(sources);
      }
    },
  };
  return runtime;
}

interface Surroundings extends Pick<Context, "claims" | "sleep"> {
  readonly sources: SecretSources;
  readonly print: (line: string) => void;
}

async function sleepUnless(signal: AbortSignal, ms: number): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new VccError("VCC_CANCELLED", "Cancelled while waiting: nothing more was sent.", {
      hint: "Run the same command again: it goes on from what VCC has.",
    });
  });
}

function createContext(settings: Settings, surroundings: Surroundings): Context {
  const { sources, claims, print, sleep: wait } = surroundings;
  rememberSecret(settings.clientSecret);
  const { region, hostFamily, apiBaseUrl, authBaseUrl } = settings;
  const say = (line: string) => print(`vcc: ${toLine(redact(line))}`);
  const run = startRun(
    createVccApi({
      sleep: wait,
      say,
      ...baseUrls({ region, hostFamily, overrides: { apiBaseUrl, authBaseUrl } }),
      clientId: settings.clientId,
      clientSecret: settings.clientSecret,
      requestTimeoutMs: settings.requestTimeoutSeconds * 1_000,
      concurrentReads: settings.concurrentReads,
      maxRetries: settings.maxRetries,
    }),
    LISTS,
  );
  const credentials = createCredentials(sources, {
    identityEndpoints: endpointOverrides((name) => settings[name]),
    requestTimeoutMs: settings.probeTimeoutSeconds * 1_000,
    concurrentProbes: settings.concurrentProbes,
  });
  const consentWaitSeconds =
    settings.consentWaitSeconds ?? (isAttended(sources.environment) ? TERMINAL_CONSENT_WAIT_SECONDS : 0);
  const said = new Set<string>();
  return {
    ...run,
    credentials,
    claims,
    limits: {
      visibilityWaitMs: settings.visibilityWaitSeconds * 1_000,
      consentWaitMs: consentWaitSeconds * 1_000,
      pollIntervalMs: POLL_INTERVAL_MS,
    },
    sleep: wait,
    now: () => Date.now(),
    say,
    sayOnce: (line) => {
      if (said.has(line)) return;
      said.add(line);
      say(line);
    },
  };
}

/** Whether a person watches. A provider's own input and output are pipes, so ask for the process's terminal. */
function isAttended(environment: SecretSources["environment"]): boolean {
  if (isPipeline(environment)) return false;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
