/** How often a failed call is repeated, 5 if omitted: 6 attempts in all. */
export const DEFAULT_MAX_RETRIES = 5;
/** Longest wait that a `Retry-After` can ask for; a longer one is waited for in several attempts. Source: our choice. */
export const MAX_RETRY_AFTER_MS = 120_000;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** The fair-use limit "resets after a short period" (documented), so waiting less than a second only burns attempts. */
const SHORTEST_RATE_LIMIT_WAIT_MS = 1_000;
const FIRST_RATE_LIMIT_BACKOFF_MS = 4_000;
const LONGEST_RATE_LIMIT_BACKOFF_MS = 60_000;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** How one attempt failed. */
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
      /** Whether the request may have left this machine. */
      readonly sent: boolean;
      /** Whether repeating is pointless, as for an untrusted certificate. */
      readonly permanent?: boolean | undefined;
    };

/** What the attempts of one call have used up so far. */
export interface Attempts {
  /** Repetitions so far, without the one for a fresh token. */
  readonly retries: number;
  readonly maxRetries: number;
  /** Whether a 401 has already led to a fresh token. */
  readonly renewed: boolean;
}

/** What to do after a failed attempt. */
export type Decision =
  | { readonly action: "give up" }
  /** Repeat at once, with a fresh token. */
  | { readonly action: "renew token" }
  /** Repeat after `waitMs`. */
  | { readonly action: "wait"; readonly waitMs: number }
  /** Repeat after `waitMs`, during which no call of the account may start. */
  | { readonly action: "pause account"; readonly waitMs: number };

const REPEATED_STATUSES = new Set([500, 502, 503, 504]);

/**
 * Decides on the next attempt. Every method is repeated where VCC certainly did nothing: after 429, 401 (once, with a
 * fresh token), 409 "Simultaneous administration" and when the request never left. Otherwise:
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
  if (attempts.retries >= attempts.maxRetries) return { action: "give up" };
  if (failure.kind === "reply" && failure.status === 429) {
    return {
      action: "pause account",
      waitMs: rateLimitWaitMs(failure.retryAfterMs, attempts.retries, random),
    };
  }
  if (!isRepeatable(method, failure)) return { action: "give up" };
  const asked = failure.kind === "reply" ? failure.retryAfterMs : undefined;
  const waitMs = backoffMs(FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS, attempts.retries, random);
  return { action: "wait", waitMs: isWait(asked) ? asked : waitMs };
}

function isRepeatable(method: Method, failure: Failure): boolean {
  switch (failure.kind) {
    case "timeout":
      return isHarmlessTwice(method);
    case "network":
      return failure.permanent !== true && (!failure.sent || isHarmlessTwice(method));
    case "reply":
      if (failure.status === 409) return failure.simultaneous === true;
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
 * The wait that a `Retry-After` header asks for, in ms, at most `MAX_RETRY_AFTER_MS`; undefined when it is missing or
 * unreadable. A date is read against the reply's own `Date` header where there is one, as clocks differ.
 */
export function parseRetryAfter(
  header: string | undefined,
  date: string | undefined,
  nowMs: number,
): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+(?:\.\d+)?$/u.test(text)) return Math.min(MAX_RETRY_AFTER_MS, Math.ceil(Number(text) * 1_000));
  // Only real HTTP dates: Date.parse would take a bare "-5" for a year.
  const until = /^[A-Za-z]{3}/u.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const sent = Date.parse(date ?? "");
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(0, until - (Number.isNaN(sent) ? nowMs : sent)));
}
