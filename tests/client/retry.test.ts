import * as fc from "fast-check";
import {
  decide,
  MAX_RETRY_AFTER_MS,
  parseRetryAfter,
  type Decision,
  type Failure,
  type Method,
} from "../../provider/client/retry";

const FIRST = { retries: 0, maxRetries: 5, renewed: false, yieldedMs: 0, patienceMs: 600_000 };
const METHODS: readonly Method[] = ["GET", "PUT", "DELETE", "PATCH", "POST"];
const half = (): number => 0.5;

const reply = (status: number, rest: Partial<Extract<Failure, { kind: "reply" }>> = {}): Failure => ({
  kind: "reply",
  status,
  ...rest,
});
const SENT: Failure = { kind: "network", sent: true };
const NOT_SENT: Failure = { kind: "network", sent: false };

const ALL = "GET PUT DELETE PATCH POST";
const HARMLESS_TWICE = "GET PUT DELETE";

test.each<{ rule: string; failure: Failure; repeated: string }>([
  { rule: "429 is repeated by every method", failure: reply(429), repeated: ALL },
  { rule: "401 is repeated with a fresh token by every method", failure: reply(401), repeated: ALL },
  { rule: "a request that never left is repeated by every method", failure: NOT_SENT, repeated: ALL },
  {
    rule: "simultaneous administration is repeated by every method",
    failure: reply(409, { simultaneous: true }),
    repeated: ALL,
  },
  { rule: "any other 409 is never repeated", failure: reply(409), repeated: "" },
  { rule: "a lost reply is repeated where twice is harmless", failure: SENT, repeated: HARMLESS_TWICE },
  {
    rule: "a time-out is repeated where twice is harmless",
    failure: { kind: "timeout" },
    repeated: HARMLESS_TWICE,
  },
  { rule: "500 is repeated where twice is harmless", failure: reply(500), repeated: HARMLESS_TWICE },
  { rule: "502 is repeated where twice is harmless", failure: reply(502), repeated: HARMLESS_TWICE },
  { rule: "503 is repeated where twice is harmless", failure: reply(503), repeated: HARMLESS_TWICE },
  { rule: "504 is repeated where twice is harmless", failure: reply(504), repeated: HARMLESS_TWICE },
  { rule: "408 is repeated where twice is harmless", failure: reply(408), repeated: HARMLESS_TWICE },
  { rule: "520 is repeated where twice is harmless", failure: reply(520), repeated: HARMLESS_TWICE },
  { rule: "524 is repeated where twice is harmless", failure: reply(524), repeated: HARMLESS_TWICE },
  { rule: "an oversized reply is never repeated", failure: { kind: "oversized" }, repeated: "" },
  {
    rule: "a wait of a day isn't waited for",
    failure: reply(429, { retryAfterMs: 86_400_000 }),
    repeated: "",
  },
  {
    rule: "503 with Retry-After is repeated by PATCH too",
    failure: reply(503, { retryAfterMs: 1_000 }),
    repeated: `${HARMLESS_TWICE} PATCH`,
  },
  {
    rule: "502 with Retry-After isn't repeated by PATCH",
    failure: reply(502, { retryAfterMs: 1_000 }),
    repeated: HARMLESS_TWICE,
  },
  { rule: "501 is never repeated", failure: reply(501), repeated: "" },
  { rule: "302 is never repeated", failure: reply(302), repeated: "" },
  { rule: "400 is never repeated", failure: reply(400), repeated: "" },
  { rule: "403 is never repeated", failure: reply(403), repeated: "" },
  { rule: "404 is never repeated", failure: reply(404), repeated: "" },
  { rule: "422 is never repeated", failure: reply(422), repeated: "" },
  {
    rule: "an untrusted certificate is never repeated",
    failure: { kind: "network", sent: false, permanent: true },
    repeated: "",
  },
])("$rule", ({ failure, repeated }) => {
  const doing = METHODS.filter((method) => decide(method, failure, FIRST, half).action !== "give up");
  expect(doing.join(" ")).toBe(repeated);
});

test.each<{ rule: string; failure: Failure; attempts?: Partial<typeof FIRST>; expected: Decision }>([
  {
    rule: "429 waits as long as Retry-After says, and the account with it",
    failure: reply(429, { retryAfterMs: 2_000 }),
    expected: { action: "pause account", waitMs: 2_000 },
  },
  {
    rule: "429 without Retry-After backs off by seconds",
    failure: reply(429),
    expected: { action: "pause account", waitMs: 2_000 },
  },
  {
    rule: "429 with a Retry-After of 0 backs off all the same",
    failure: reply(429, { retryAfterMs: 0 }),
    expected: { action: "pause account", waitMs: 2_000 },
  },
  {
    rule: "the first wait is jitter of 500 ms",
    failure: reply(503),
    expected: { action: "wait", waitMs: 250 },
  },
  {
    rule: "the bound of the wait doubles with every retry",
    failure: reply(503),
    attempts: { retries: 3 },
    expected: { action: "wait", waitMs: 2_000 },
  },
  {
    rule: "503 waits as long as Retry-After says",
    failure: reply(503, { retryAfterMs: 7_000 }),
    expected: { action: "wait", waitMs: 7_000 },
  },
  {
    rule: "a second 401 ends it",
    failure: reply(401),
    attempts: { renewed: true },
    expected: { action: "give up" },
  },
  {
    rule: "a fresh token is still allowed after the last retry",
    failure: reply(401),
    attempts: { retries: 5 },
    expected: { action: "renew token" },
  },
  {
    rule: "a wait that the account's patience doesn't cover ends it",
    failure: reply(503, { retryAfterMs: 60_000 }),
    attempts: { patienceMs: 59_000 },
    expected: { action: "give up" },
  },
  {
    rule: "without patience left, a rate limit ends it",
    failure: reply(429),
    attempts: { patienceMs: 0 },
    expected: { action: "give up" },
  },
  {
    rule: "simultaneous administration is waited for beyond the last retry",
    failure: reply(409, { simultaneous: true }),
    attempts: { retries: 9, yieldedMs: 119_000 },
    expected: { action: "yield", waitMs: 5_000 },
  },
  {
    rule: "after two minutes simultaneous administration ends it",
    failure: reply(409, { simultaneous: true }),
    attempts: { yieldedMs: 120_000 },
    expected: { action: "give up" },
  },
  {
    rule: "after the last retry 429 ends it too",
    failure: reply(429),
    attempts: { retries: 5 },
    expected: { action: "give up" },
  },
])("$rule", ({ failure, attempts, expected }) => {
  expect(decide("GET", failure, { ...FIRST, ...attempts }, half)).toEqual(expected);
});

test("no wait is negative or longer than 5 minutes, and every loop ends", () => {
  const failures = fc.oneof(
    fc.record({
      kind: fc.constant("reply" as const),
      status: fc.integer({ min: 300, max: 599 }),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: MAX_RETRY_AFTER_MS }), { nil: undefined }),
      simultaneous: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("network" as const), sent: fc.boolean() }),
    fc.constant({ kind: "timeout" as const }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...METHODS),
      failures,
      fc.nat({ max: 20 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (method, failure, maxRetries, random) => {
        let renewed = false;
        let yieldedMs = 0;
        // The shortest wait for others is a quarter of a second, the longest time for them two minutes.
        for (let retries = 0; retries <= Math.max(maxRetries, 480);) {
          const attempts = { ...FIRST, retries, maxRetries, renewed, yieldedMs };
          const decision = decide(method, failure, attempts, () => random);
          if (decision.action === "give up") return;
          if (decision.action === "renew token") renewed = true;
          else {
            expect(decision.waitMs).toBeGreaterThanOrEqual(0);
            expect(decision.waitMs).toBeLessThanOrEqual(MAX_RETRY_AFTER_MS);
            if (decision.action === "yield") yieldedMs += decision.waitMs;
            else expect(retries).toBeLessThan(maxRetries);
            retries += 1;
          }
        }
        throw new Error("decided on more than maxRetries repetitions");
      },
    ),
  );
});

const NOW = Date.parse("2026-11-01T08:00:00Z");
const DATE = "Sun, 01 Nov 2026 08:05:00 GMT";

test.each([
  { rule: "seconds", header: "2", expected: 2_000 },
  { rule: "fractions of a second", header: "0.5", expected: 500 },
  { rule: "a date, against the local clock", header: "Sun, 01 Nov 2026 08:00:03 GMT", expected: 3_000 },
  {
    rule: "a date, against the server's own clock",
    header: "Sun, 01 Nov 2026 08:05:04 GMT",
    date: DATE,
    expected: 4_000,
  },
  { rule: "a date that has passed", header: "Sun, 01 Nov 2026 07:00:00 GMT", expected: 0 },
  { rule: "a day", header: "86400", expected: 86_400_000 },
  { rule: "the date of another day", header: "Mon, 02 Nov 2026 08:00:00 GMT", expected: 86_400_000 },
  { rule: "no header", header: undefined, expected: undefined },
  { rule: "an empty header", header: " ", expected: undefined },
  { rule: "a negative number", header: "-5", expected: undefined },
  { rule: "a word", header: "soon", expected: undefined },
])("Retry-After: $rule", ({ header, date, expected }) => {
  expect(parseRetryAfter(header, date, NOW)).toBe(expected);
});
