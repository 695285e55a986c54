import type { IdentityEndpoints } from "../endpoints";
import { CircuitBreaker } from "./circuit-breaker";

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

/** Options with a circuit breaker of their own, which all calls that share them share. */
export function withCircuitBreaker(options: Omit<ClientOptions, "circuitBreaker">): ClientOptions {
  return { ...options, circuitBreaker: new CircuitBreaker(options.now) };
}
