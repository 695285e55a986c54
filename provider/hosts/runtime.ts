import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { baseUrls } from "../client/base-urls";
import { createVccApi } from "../client/api";
import { Claims } from "../core/claims";
import { isPipeline } from "../core/pipeline";
import type { Context, Credentials } from "../core/ports";
import { toLine } from "../core/plain-text";
import { redact, rememberSecret } from "../core/redact";
import { startRun } from "../core/run";
import type { EndpointOverrides } from "../credentials/endpoints";
import { createCredentials } from "../credentials/index";
import type { SecretSources } from "../credentials/references";
import { ConfigError } from "../errors";
import { otherHostLines, readSettings, type Settings } from "./settings";

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
  let context: Context | undefined;
  const sources = { environment, folder: process.cwd(), config: (key: string) => config(key) };

  const openContext = (): Context => {
    const opened = createContext(readSettings({ config, environment }), sources, claims);
    otherHostLines({ config, environment }).forEach(opened.sayOnce);
    return opened;
  };

  const runtime: Runtime = {
    claims,
    configure(lookup) {
      config = lookup;
    },
    context: () => (context ??= openContext()),
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

function createContext(settings: Settings, sources: SecretSources, managedIds: Claims): Context {
  rememberSecret(settings.clientSecret);
  const { region, hostFamily, apiBaseUrl, authBaseUrl } = settings;
  const run = startRun(
    createVccApi({
      ...baseUrls({ region, hostFamily, overrides: { apiBaseUrl, authBaseUrl } }),
      clientId: settings.clientId,
      clientSecret: settings.clientSecret,
      requestTimeoutMs: settings.requestTimeoutSeconds * 1_000,
      concurrentReads: settings.concurrentReads,
      maxRetries: settings.maxRetries,
    }),
  );
  const credentials = createCredentials(sources, {
    identityEndpoints: endpointsOf(settings),
    requestTimeoutMs: settings.probeTimeoutSeconds * 1_000,
    concurrentProbes: settings.concurrentProbes,
  });
  const consentWaitSeconds =
    settings.consentWaitSeconds ?? (isAttended(sources.environment) ? TERMINAL_CONSENT_WAIT_SECONDS : 0);
  const said = new Set<string>();
  // The engine shows a provider's standard output to the person who runs it.
  const say = (line: string) => console.log(`vcc: ${toLine(redact(line))}`);
  return {
    ...run,
    credentials,
    managedIds,
    limits: {
      visibilityWaitMs: settings.visibilityWaitSeconds * 1_000,
      consentWaitMs: consentWaitSeconds * 1_000,
      pollIntervalMs: POLL_INTERVAL_MS,
    },
    sleep: async (ms) => sleep(ms),
    now: () => Date.now(),
    say,
    sayOnce: (line) => {
      if (said.has(line)) return;
      said.add(line);
      say(line);
    },
  };
}

function endpointsOf(settings: Settings): EndpointOverrides {
  const {
    googleTokenUrl,
    gmailRootUrl,
    iamRootUrl,
    googleCertificatesUrl,
    microsoftAuthority,
    graphRootUrl,
  } = settings;
  return {
    googleTokenUrl,
    gmailRootUrl,
    iamRootUrl,
    googleCertificatesUrl,
    microsoftAuthority,
    graphRootUrl,
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
