import type { IdentityEndpoints } from "./endpoints";
import type { Outages } from "./outages";

/** What both vendors' libraries are set up with. */
export interface VendorOptions {
  readonly endpoints: IdentityEndpoints;
  /** Longest wait for one reply, in ms. */
  readonly requestTimeoutMs: number;
  readonly now: () => number;
  readonly outages: Outages;
  /** Instead of the one that Google's library brings along, which alone goes through a proxy. */
  readonly fetch?: typeof fetch | undefined;
}
