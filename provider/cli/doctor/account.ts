import { setTimeout as sleep } from "node:timers/promises";
import { accountOf } from "../../client/account";
import { createVccApi } from "../../client/api";
import { baseUrls } from "../../client/base-urls";
import { createTokens, type Tokens } from "../../client/token";
import { createSend } from "../../client/transport";
import { Claims } from "../../lifecycle/run-registry";
import type { Context } from "../../ports";
import { LISTS } from "../../kinds/index";
import { startRun } from "../../consistency/first-look";
import { endpointOverrides } from "../../credentials/endpoints";
import { createCredentials } from "../../credentials/index";
import type { SecretSources } from "../../credentials/references";
import type { Settings } from "../../settings/settings";

/** Somebody waits for an answer. */
const MOST_RETRIES = 2;
/** A mailbox that doesn't answer may take this part of the time that there is for all. */
const SHARE_OF_ONE = 0.2;

/** What a look at an account is made with. */
export interface DoctorAccount {
  /** As handlers have it; nobody hears what it says. */
  readonly context: Context;
  readonly tokens: Tokens;
}

interface AccountOptions {
  readonly sources: SecretSources;
  /** For all of it, in ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly fetch: typeof fetch | undefined;
}

/** Made as the provider makes it, from the same settings. Error: a `ConfigError` for an unusable one. */
export function openAccount(settings: Settings, options: AccountOptions): DoctorAccount {
  const { sources, timeoutMs, signal, now } = options;
  const { region, hostFamily, apiBaseUrl, authBaseUrl, clientId, clientSecret } = settings;
  const urls = baseUrls({ region, hostFamily, overrides: { apiBaseUrl, authBaseUrl } });
  const calls = {
    requestTimeoutMs: Math.min(settings.requestTimeoutSeconds * 1_000, timeoutMs),
    maxRetries: Math.min(settings.maxRetries, MOST_RETRIES),
    sleep: async (ms: number) => sleep(ms, undefined, { signal }),
    now,
  };
  const client = { ...urls, clientId, clientSecret };
  const send = createSend({
    account: accountOf(urls, clientId),
    ...calls,
    say: () => undefined,
    random: Math.random,
  });
  const credentials = createCredentials(sources, {
    identityEndpoints: endpointOverrides((name) => settings[name]),
    requestTimeoutMs: Math.min(settings.probeTimeoutSeconds * 1_000, timeoutMs * SHARE_OF_ONE),
    concurrentProbes: settings.concurrentProbes,
    now,
    sleep: calls.sleep,
    fetch: options.fetch,
  });
  return {
    tokens: createTokens({ ...client, send, now }),
    context: {
      ...startRun(createVccApi({ ...client, ...calls, concurrentReads: settings.concurrentReads }), LISTS),
      credentials,
      limits: { visibilityWaitMs: 0, consentWaitMs: 0, pollIntervalMs: 0 },
      claims: new Claims(),
      sleep: calls.sleep,
      now,
      say: () => undefined,
      sayOnce: () => undefined,
    },
  };
}
