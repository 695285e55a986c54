import { setTimeout as wait } from "node:timers/promises";
import type { EndpointOverrides } from "./endpoints";
import { identityEndpoints } from "./endpoints";
import { createGoogle } from "./google";
import { createGoogleProbes, type GoogleProbes } from "./google-probes";
import { atMost } from "./limits";
import { createMicrosoft } from "./microsoft";
import { createMicrosoftProbes, type MicrosoftProbes } from "./microsoft-probes";
import { Outages } from "./outages";
import type { SecretSources } from "./references";
import { DEFAULT_LIMITS } from "../settings/settings";

/** How identity providers are asked. */
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

/** What a method probes with. */
export interface Probing {
  readonly sources: SecretSources;
  readonly now: () => number;
  readonly google: GoogleProbes;
  readonly microsoft: MicrosoftProbes;
}

/** Loads no vendor's code: that happens with the first call to it. */
export function createProbing(sources: SecretSources, options: ProbeOptions): Probing {
  const now = options.now ?? (() => Date.now());
  const vendor = {
    endpoints: identityEndpoints(options.identityEndpoints),
    requestTimeoutMs: options.requestTimeoutMs ?? DEFAULT_LIMITS.probeTimeoutSeconds * 1_000,
    now,
    outages: new Outages(now),
    fetch: options.fetch,
  };
  const surroundings = {
    limit: atMost(options.concurrentProbes ?? DEFAULT_LIMITS.concurrentProbes),
    sleep: options.sleep ?? wait,
    now,
  };
  return {
    sources,
    now,
    google: createGoogleProbes(createGoogle(vendor), {
      ...surroundings,
      certificatesUrl: vendor.endpoints.googleCertificatesUrl,
    }),
    microsoft: createMicrosoftProbes(createMicrosoft(vendor), surroundings),
  };
}
