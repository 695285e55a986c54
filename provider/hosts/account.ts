import { closeSync, openSync } from "node:fs";
import { BUILT_IN_CONTRACT, type Contract } from "../../schema/contract/contract";
import { createVccApi } from "../client/api";
import type * as loading from "../contract/load-contract";
import type { Tokens } from "../client/token";
import { createCredentials } from "../credentials/index";
import type { SecretSources } from "../credentials/material/references";
import { LISTS } from "../kinds/index";
import { createContext } from "../lifecycle/context";
import type { Context } from "../ports";
import { isPipeline } from "../settings/ci";
import { DEFAULT_CONSENT_WAIT_SECONDS, type Settings } from "../settings/settings";
import { rememberSecret } from "../text/redact";

const POLL_INTERVAL_MS = 1_000;

interface AccountDeps extends Pick<Context, "registry" | "sleep" | "now"> {
  readonly sources: SecretSources;
  /** Default: nobody hears anything. */
  readonly say?: Context["say"];
  /** How the contract profile is read. */
  readonly profileOptions?: loading.ReadOptions;
  /** For Google's library. Default: its own. */
  readonly fetch?: typeof fetch | undefined;
}

/** A VCC account, ready for handlers; nothing has been sent yet. */
export interface Account {
  readonly context: Context;
  readonly tokens: Tokens;
  readonly contract: Contract;
}

/**
 * The account that the settings name. Whoever wants other waits or limits changes the settings before.
 * Error: a `ConfigError` for a contract profile that can't be used.
 */
export function openAccount(settings: Settings, deps: AccountDeps): Account {
  const { sources, registry, say = () => undefined, sleep, now, fetch, profileOptions } = deps;
  rememberSecret(settings.clientSecret);
  const { contractFile } = settings;
  const contract =
    contractFile === undefined
      ? BUILT_IN_CONTRACT
      : onFirstUse().loadContract(contractFile, sources.folder, sources, profileOptions);
  const requestTimeoutMs = settings.requestTimeoutSeconds * 1_000;
  const api = createVccApi({ ...settings, contract, requestTimeoutMs, say, sleep, now });
  const credentials = createCredentials(sources, {
    identityEndpoints: settings,
    requestTimeoutMs: settings.probeTimeoutSeconds * 1_000,
    concurrentProbes: settings.concurrentProbes,
    now,
    sleep,
    fetch,
  });
  const limits = {
    visibilityWaitMs: settings.visibilityWaitSeconds * 1_000,
    consentWaitMs: (settings.consentWaitSeconds ?? consentWaitSeconds(sources.environment)) * 1_000,
    pollIntervalMs: POLL_INTERVAL_MS,
  };
  const lists = LISTS.filter(({ kind }) => !contract.lacks(kind));
  const context = createContext({ api, contract, lists, credentials, registry, limits, say, sleep, now });
  return { context, tokens: api.tokens, contract };
}

/** The YAML parser is loaded by runs that have a contract profile, and by no others. */
function onFirstUse(): typeof loading {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- whoever opens an account can't wait for import()
  return require("../contract/load-contract") as typeof loading;
}

/** A person can be waited for in a terminal. A provider's own input and output are pipes: the process's counts. */
function consentWaitSeconds(environment: SecretSources["environment"]): number {
  if (isPipeline(environment)) return DEFAULT_CONSENT_WAIT_SECONDS.elsewhere;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return DEFAULT_CONSENT_WAIT_SECONDS.terminal;
  } catch {
    return DEFAULT_CONSENT_WAIT_SECONDS.elsewhere;
  }
}
