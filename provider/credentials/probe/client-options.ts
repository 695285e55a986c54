import type { IdentityEndpoints } from "../endpoints";
import type { CircuitBreaker } from "./circuit-breaker";

/** Settings of both vendors' libraries. */
export interface ClientOptions {
  readonly endpoints: IdentityEndpoints;
  /** Longest wait for one reply, in ms. */
  readonly requestTimeoutMs: number;
  readonly now: () => number;
  readonly circuitBreaker: CircuitBreaker;
  /** Instead of the one that Google's library brings along, which alone goes through a proxy. */
  readonly fetch?: typeof fetch | undefined;
}
