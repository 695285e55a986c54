import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { baseUrls } from "../client/base-urls";
import { createVccApi } from "../client/api";
import { Claims } from "../core/claims";
import type { Context, Credentials } from "../core/ports";
import { redact, rememberSecret } from "../core/redact";
import { createCredentials } from "../credentials/index";
import { readSettings, type Settings } from "./settings";

const TERMINAL_CONSENT_WAIT_SECONDS = 300;
const POLL_INTERVAL_MS = 1_000;

type ConfigLookup = (key: string) => string | undefined;

/** What all resources of one run share: settings, one client with its token and lists, and what the run lays claim to. */
export interface Runtime {
  readonly claims: Claims;
  /** Only stores the lookup: Pulumi may start operations before an awaited configuration would be done. */
  configure(config: ConfigLookup): void;
  credentials(): Credentials;
  /** Throws a `ConfigError` that lists every unusable setting. */
  context(): Context;
}

/** A runtime for one process. */
export function createRuntime(environment: NodeJS.ProcessEnv = process.env): Runtime {
  const claims = new Claims();
  let config: ConfigLookup = () => undefined;
  let credentials: Credentials | undefined;
  let context: Context | undefined;

  const runtime: Runtime = {
    claims,
    configure(lookup) {
      config = lookup;
    },
    credentials: () =>
      (credentials ??= createCredentials({
        environment,
        folder: process.cwd(),
        config: (key) => config(key),
      })),
    context: () =>
      (context ??= createContext(readSettings({ config, environment }), {
        environment,
        managedIds: claims,
        credentials: runtime.credentials(),
      })),
  };
  return runtime;
}

interface ContextParts {
  readonly environment: NodeJS.ProcessEnv;
  readonly managedIds: Claims;
  readonly credentials: Credentials;
}

function createContext(settings: Settings, { environment, managedIds, credentials }: ContextParts): Context {
  rememberSecret(settings.clientSecret);
  const { region, hostFamily, apiBaseUrl, authBaseUrl } = settings;
  const api = createVccApi({
    ...baseUrls({ region, host: hostFamily, overrides: { apiBaseUrl, authBaseUrl } }),
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    requestTimeoutMs: settings.requestTimeoutSeconds * 1_000,
    concurrentReads: settings.concurrentReads,
    maxRetries: settings.maxRetries,
  });
  const consentWaitSeconds =
    settings.consentWaitSeconds ?? (isAttended(environment) ? TERMINAL_CONSENT_WAIT_SECONDS : 0);
  return {
    api,
    credentials,
    managedIds,
    limits: {
      visibilityWaitMs: settings.visibilityWaitSeconds * 1_000,
      consentWaitMs: consentWaitSeconds * 1_000,
      pollIntervalMs: POLL_INTERVAL_MS,
    },
    sleep: async (ms) => sleep(ms),
    now: () => Date.now(),
    // The engine shows a provider's standard output to the person who runs it.
    say: (line) => console.log(`vcc: ${redact(line)}`),
  };
}

/** Whether a person watches. A provider's own input and output are pipes, so ask for the process's terminal. */
function isAttended(environment: NodeJS.ProcessEnv): boolean {
  if (environment["CI"] !== undefined && environment["CI"] !== "false") return false;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
