import { setTimeout as wait } from "node:timers/promises";
import { DEFAULT_LIMITS } from "../settings/settings";
import type { EndpointOverrides } from "./endpoints";
import { identityEndpoints } from "./endpoints";
import { GoogleClient } from "./google/client";
import type { GoogleProbeDeps } from "./google/probe";
import type { SecretSources } from "./material/references";
import { MicrosoftClient } from "./microsoft/client";
import type { MicrosoftProbeDeps } from "./microsoft/probe";
import { withCircuitBreaker } from "./probe/client-options";
import { atMost } from "./probe/concurrency";
import { TokenCache } from "./probe/token-cache";

/** Settings of probes. */
export interface ProbeOptions {
  readonly identityEndpoints?: EndpointOverrides | undefined;
  /** Longest wait for one reply, in ms. Default: the setting `probeTimeoutSeconds`'s. */
  readonly requestTimeoutMs?: number | undefined;
  /** Calls for probes side by side, over all mailboxes and providers. Default: the setting's. */
  readonly concurrentProbes?: number | undefined;
  readonly now?: (() => number) | undefined;
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** For Google's library. Default: its own, which alone goes through a proxy. */
  readonly fetch?: typeof fetch | undefined;
}

/** Clients, caches and limits that all probes of a process share. */
export interface ProbeServices {
  readonly sources: SecretSources;
  readonly now: () => number;
  /** The end of a key or secret, which its identity provider is asked for once. */
  readonly endOf: (key: string, ask: () => Promise<number | undefined>) => Promise<number | undefined>;
  readonly google: GoogleProbeDeps;
  readonly microsoft: MicrosoftProbeDeps;
}

/** Loads no vendor's code: that happens with the first call to it. */
export function createProbeServices(sources: SecretSources, options: ProbeOptions): ProbeServices {
  const now = options.now ?? (() => Date.now());
  const endpoints = identityEndpoints(options.identityEndpoints);
  const client = withCircuitBreaker({
    endpoints,
    requestTimeoutMs: options.requestTimeoutMs ?? DEFAULT_LIMITS.probeTimeoutSeconds * 1_000,
    now,
    fetch: options.fetch,
  });
  const shared = {
    limit: atMost(options.concurrentProbes ?? DEFAULT_LIMITS.concurrentProbes),
    sleep: options.sleep ?? wait,
  };
  const ends = new Map<string, Promise<number | undefined>>();
  return {
    sources,
    now,
    endOf(key, ask) {
      const end = ends.get(key) ?? shared.limit(ask);
      ends.set(key, end);
      return end;
    },
    google: {
      ...shared,
      client: new GoogleClient(client),
      tokens: new TokenCache(now),
      certificatesUrl: endpoints.googleCertificatesUrl,
    },
    microsoft: { ...shared, client: new MicrosoftClient(client), tokens: new TokenCache(now) },
  };
}
