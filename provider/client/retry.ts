import { fromGmt } from "../values/gmt";
import type { ProxyFault } from "../net/tunnel";

/** A longer wait that a `Retry-After` asks for isn't waited for: the call fails, and says so. Source: our choice. */
export const MAX_RETRY_AFTER_MS = 300_000;
/**
 * Limit of the waits that a server asks for, in ms, over all calls of an account, without any success. Source: our
 * choice.
 */
export const MAX_PATIENCE_MS = 600_000;
/**
 * Limit of a call's waits for others who change the account, in ms, whatever the number of repetitions. Source: our
 * choice.
 */
const SIMULTANEOUS_PATIENCE_MS = 120_000;
const SHORTEST_SIMULTANEOUS_WAIT_MS = 250;
const LONGEST_SIMULTANEOUS_BACKOFF_MS = 10_000;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** The fair-use limit "resets after a short period" (documented), so waiting less than a second only burns attempts. */
const SHORTEST_RATE_LIMIT_WAIT_MS = 1_000;
const FIRST_RATE_LIMIT_BACKOFF_MS = 4_000;
const LONGEST_RATE_LIMIT_BACKOFF_MS = 60_000;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Failure of one attempt. */
export type Failure =
  | {
      readonly kind: "reply";
      readonly status: number;
      /** Wait asked for by `Retry-After`, in ms. */
      readonly retryAfterMs?: number | undefined;
      /** 409 `{"message":"Simultaneous administration"}`: somebody else was writing, nothing is taken or in use. */
      readonly simultaneous?: boolean | undefined;
    }
  | { readonly kind: "timeout" }
  | {
      readonly kind: "network";
      /** True if the request may have left this machine. */
      readonly sent: boolean;
      /** True if repeating is pointless, as for an untrusted certificate. */
      readonly permanent?: boolean | undefined;
      /** Fault of the proxy; present if the request got no further. */
      readonly proxy?: ProxyFault | undefined;
    }
  /** A reply that is larger than what is read of one. */
  | { readonly kind: "oversized" };

/** Repetitions and waits that a call has used up so far. */
export interface Attempts {
  /** Repetitions so far, without the one for a fresh token. */
  readonly retries: number;
  readonly maxRetries: number;
  /** True if a 401 has already led to a fresh token. */
  readonly renewed: boolean;
  /** Waits for others who change the account, so far, in ms. */
  readonly yieldedMs: number;
  /** Rest of `MAX_PATIENCE_MS` for the account, in ms. */
  readonly patienceMs: number;
}

/** Next step after a failed attempt. */
export type Decision =
  | { readonly action: "give up" }
  /** Repeat at once, with a fresh token. */
  | { readonly action: "renew token" }
  /** Repeat after `waitMs`. */
  | { readonly action: "wait"; readonly waitMs: number }
  /** Repeat after `waitMs`, because somebody else changes the account. */
  | { readonly action: "yield"; readonly waitMs: number }
  /** Repeat after `waitMs`, during which no call of the account may start. */
  | { readonly action: "pause account"; readonly waitMs: number };

/** With those of gateways: 408 and 520 to 524 come from load balancers and Cloudflare. */
const REPEATED_STATUSES = new Set([408, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/**
 * Decides on the next attempt. Every method is repeated where VCC certainly did nothing: after 429, 401 (once, with a
 * fresh token), 409 "Simultaneous administration" (for two minutes) and when the request never left. Otherwise:
 *
 * - GET, PUT and DELETE are repeated: doing them twice is doing them once.
 * - PATCH is repeated only after a 503 with `Retry-After`, by which a gateway says that it didn't let the call in. A
 *   repeated PATCH would write the same content, but a write that changes nothing still makes a mapping the most
 *   recently modified one, which wins ties; the caller can look first and send it again only where it is missing.
 * - POST isn't repeated: it would make a second object, or meet its own orphan as a conflict.
 *
 * Waits are exponential with full jitter: `random` of the bound, which doubles with every attempt.
 */
export function decide(method: Method, failure: Failure, attempts: Attempts, random: () => number): Decision {
  if (failure.kind === "reply" && failure.status === 401) {
    return attempts.renewed ? { action: "give up" } : { action: "renew token" };
  }
  if (failure.kind === "reply" && failure.simultaneous === true) return decideToYield(attempts, random);
  if (attempts.retries >= attempts.maxRetries || asksTooMuch(failure, attempts)) return { action: "give up" };
  const asked = failure.kind === "reply" ? failure.retryAfterMs : undefined;
  if (failure.kind === "reply" && failure.status === 429) {
    return { action: "pause account", waitMs: rateLimitWaitMs(asked, attempts.retries, random) };
  }
  return isRepeatable(method, failure)
    ? { action: "wait", waitMs: failureWaitMs(asked, attempts.retries, random) }
    : { action: "give up" };
}

function failureWaitMs(askedMs: number | undefined, retries: number, random: () => number): number {
  return isWait(askedMs) ? askedMs : backoffMs(FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS, retries, random);
}

/** Others may take their time, and one call of theirs after the other may be in the way: so it's time that counts. */
function decideToYield({ retries, maxRetries, yieldedMs }: Attempts, random: () => number): Decision {
  if (maxRetries === 0 || yieldedMs >= SIMULTANEOUS_PATIENCE_MS) return { action: "give up" };
  const waitMs = backoffMs(FIRST_BACKOFF_MS, LONGEST_SIMULTANEOUS_BACKOFF_MS, retries, random);
  return { action: "yield", waitMs: Math.max(SHORTEST_SIMULTANEOUS_WAIT_MS, waitMs) };
}

/** True if the server asks for a wait that is longer than a run waits, at once or together with those before. */
function asksTooMuch(failure: Failure, { patienceMs }: Attempts): boolean {
  if (failure.kind !== "reply") return false;
  const { status, retryAfterMs = 0 } = failure;
  if (status === 429 && patienceMs <= 0) return true;
  return retryAfterMs > Math.min(MAX_RETRY_AFTER_MS, patienceMs);
}

function isRepeatable(method: Method, failure: Failure): boolean {
  switch (failure.kind) {
    case "timeout":
      return isHarmlessTwice(method);
    case "oversized":
      return false;
    case "network":
      return failure.permanent !== true && (!failure.sent || isHarmlessTwice(method));
    case "reply":
      if (failure.status === 503 && method === "PATCH") return failure.retryAfterMs !== undefined;
      return REPEATED_STATUSES.has(failure.status) && isHarmlessTwice(method);
  }
}

function isHarmlessTwice(method: Method): boolean {
  return method === "GET" || method === "PUT" || method === "DELETE";
}

function rateLimitWaitMs(retryAfterMs: number | undefined, retries: number, random: () => number): number {
  if (isWait(retryAfterMs)) return retryAfterMs;
  const waitMs = backoffMs(FIRST_RATE_LIMIT_BACKOFF_MS, LONGEST_RATE_LIMIT_BACKOFF_MS, retries, random);
  return Math.max(SHORTEST_RATE_LIMIT_WAIT_MS, waitMs);
}

/** `Retry-After: 0`, or a date that has passed, says nothing: the back-off decides. */
function isWait(retryAfterMs: number | undefined): retryAfterMs is number {
  return retryAfterMs !== undefined && retryAfterMs > 0;
}

function backoffMs(firstMs: number, longestMs: number, retries: number, random: () => number): number {
  return Math.round(random() * Math.min(longestMs, firstMs * 2 ** retries));
}

/**
 * The wait that a `Retry-After` header asks for, in ms; undefined when it is missing or unreadable. A date is read against
 * the reply's own `Date` header where there is one, because clocks differ.
 */
export function parseRetryAfter(
  header: string | undefined,
  date: string | undefined,
  nowMs: number,
): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/u.test(text)) return Math.ceil(Number(text) * 1_000);
  const until = fromGmt(text);
  return until === undefined ? undefined : Math.max(0, until - (fromGmt(date) ?? nowMs));
}
