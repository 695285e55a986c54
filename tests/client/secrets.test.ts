import { INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_PROFILES } from "../../schema/email-profile";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { authenticate } from "../../provider/kinds/email-address/calls";
import { inspect } from "node:util";
import * as fc from "fast-check";
import type { VccApi } from "../../provider/ports";
import type { Answer, Received } from "../support/scripted-server";
import { closeServers, failureOf, serve } from "../support/client-fixture";

afterEach(closeServers);

/** Text as secrets are: long enough to be no ordinary word, of any characters. */
const secret = fc.oneof(
  fc.string({ minLength: 12, maxLength: 40 }).filter((text) => text.trim().length >= 12),
  fc.string({ unit: "binary", minLength: 12, maxLength: 40 }).filter((text) => !/\p{Surrogate}/u.test(text)),
  fc.base64String({ minLength: 16, maxLength: 64 }),
  fc.stringMatching(/^[A-Za-z0-9"'\\<>&% ]{16,40}$/u),
);
const token = fc.stringMatching(/^[!-~]{16,60}$/u);

/** The ways in which a server or a gateway could hand a secret back. */
const ECHOES: readonly ((echo: string) => Answer)[] = [
  (echo) => ({ status: 400, body: { message: `bad ${echo} here` } }),
  (echo) => ({ status: 400, body: { statusCode: 400, error: echo, message: echo } }),
  (echo) => ({ status: 403, body: { error: { code: echo, message: echo } } }),
  (echo) => ({ status: 409, body: { status: 409, title: echo, errors: [{ message: echo, path: echo }] } }),
  (echo) => ({ status: 422, body: { status: 422, title: "x", detail: `${"y".repeat(290)}${echo}` } }),
  (echo) => ({ status: 404, body: { type: echo, title: echo, detail: echo, instance: echo } }),
  (echo) => ({ status: 401, body: { message: echo } }),
  (echo) => ({ status: 429, body: echo }),
  (echo) => ({ status: 502, body: `<html><title>${echo}</title></html>` }),
  (echo) => ({ status: 418, body: JSON.stringify(echo) }),
  (echo) => ({ status: 302, headers: { Location: `/${encodeURIComponent(echo)}` }, body: echo }),
  (echo) => ({ status: 500, headers: { "X-Request-Id": Buffer.from(echo).toString("base64") } }),
  (echo) => ({ status: 200, body: { id: echo, settings: { [echo]: null } } }),
  (echo) => ({ status: 200, body: echo }),
  () => ({ hangUp: true }),
];

const grantOf = (value: string) =>
  ({
    provider: "google",
    method: "serviceAccount",
    serviceAccountKey: { client_email: "robot@example.com", private_key: value },
    subject: "a@example.com",
  }) as const;

const CALLS: readonly ((api: VccApi, value: string) => Promise<unknown>)[] = [
  (api) => api.collection(EMAIL_ADDRESSES).get("adr_1"),
  (api) => api.collection(EMAIL_PROFILES).list(),
  (api) => api.collection(INTERACTION_PLAN_MAPPINGS).delete("map_1"),
  (api, value) => authenticate(api, "adr_1", grantOf(value)),
];

/** Every way in which an error reaches a log. */
function renderings(error: unknown): string {
  const own =
    error instanceof Error
      ? [error.message, error.stack, String(error), JSON.stringify(Object.entries(error))]
      : [];
  return [...own, JSON.stringify(error), inspect(error, { depth: Infinity, showHidden: true })].join("\n");
}

function expectWithout(text: string, value: string): void {
  for (const spelling of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) {
    expect(text).not.toContain(spelling);
  }
}

test("no error of a call shows the client's secret, the token or the grant", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ clientSecret: secret, accessToken: token, grantSecret: secret }),
      fc.constantFrom(...ECHOES),
      fc.constantFrom(...CALLS),
      async ({ clientSecret, accessToken, grantSecret }, answerWith, call) => {
        const all = [clientSecret, accessToken, grantSecret];
        const { api } = await serve((request: Received) => answerWith(`${all.join(" ")} ${request.body}`), {
          clientSecret,
          maxRetries: 0,
          answerToken: () => ({ body: { access_token: accessToken, expires_in: 7200 } }),
        });
        const error = await call(api, grantSecret).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        const text = renderings(error) + inspect(api, { depth: Infinity, showHidden: true });
        const named = call === CALLS.at(-1) ? all : [clientSecret, accessToken];
        for (const value of named) expectWithout(text, value);
        await closeServers();
      },
    ),
    { numRuns: 150 },
  );
}, 30_000);

test("no error of the token endpoint shows the client's secret", async () => {
  await fc.assert(
    fc.asyncProperty(secret, fc.constantFrom(...ECHOES), async (clientSecret, answerWith) => {
      const { api } = await serve(() => ({}), {
        clientSecret,
        maxRetries: 0,
        answerToken: (_count, form) => answerWith(`${clientSecret} ${form.toString()}`),
      });
      expectWithout(renderings(await failureOf(api.collection(EMAIL_ADDRESSES).get("adr_1"))), clientSecret);
      await closeServers();
    }),
    { numRuns: 80 },
  );
}, 30_000);

test("no error keeps or chains one of the HTTP library", async () => {
  const { api } = await serve(() => ({ status: 500 }), { maxRetries: 0 });
  const error = await failureOf(api.collection(EMAIL_ADDRESSES).get("adr_1"));
  expect(error).not.toHaveProperty("cause");
  expect(renderings(error)).not.toMatch(/axios|config|Authorization/iu);
});
