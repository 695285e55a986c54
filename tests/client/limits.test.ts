import { putSignature } from "../../provider/kinds/email-signature/calls";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { gzipSync } from "node:zlib";
import { createVccApi } from "../../provider/client/api";
import { RateLimitGate } from "../../provider/client/rate-limit-gate";
import type { Answer } from "../support/scripted-server";
import { addressBody, closeServers, ok, serve } from "../support/client-fixture";

afterEach(closeServers);

const soon = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const okSoon = (): Answer => ({ ...ok(), after: soon() });

test("writes of an account go one by one, whichever client makes them", async () => {
  const { api, server, options } = await serve(okSoon);
  const another = createVccApi(options);
  await Promise.all([
    api.collection(EMAIL_ADDRESSES).patch("adr_1", { name: "A" }),
    another.collection(EMAIL_ADDRESSES).patch("adr_2", { name: "B" }),
    api.collection(EMAIL_ADDRESSES).create(addressBody("c@example.com", "C")),
    putSignature(another, "adr_1", "<p>Hi</p>").catch(() => undefined),
    api
      .collection(EMAIL_ADDRESSES)
      .delete("adr_4")
      .catch(() => undefined),
  ]);
  expect(server.received).toHaveLength(5);
  expect(server.mostAtOnce()).toBe(1);
});

test("a write that waits for its retry lets no other write pass", async () => {
  const { api, server } = await serve((_request, count) =>
    count === 1 ? { status: 409, body: { message: "Simultaneous administration" } } : ok(),
  );
  await Promise.all([
    api.collection(EMAIL_ADDRESSES).patch("adr_1", { name: "A" }),
    api.collection(EMAIL_ADDRESSES).patch("adr_2", { name: "B" }),
  ]);
  expect(server.received.map((request) => request.path.at(-1))).toEqual(["1", "1", "2"]);
});

test.each([
  { rule: "8 unless told", concurrentReads: undefined, expected: 8 },
  { rule: "as told", concurrentReads: 3, expected: 3 },
])("reads go side by side: $rule", async ({ concurrentReads, expected }) => {
  // None is answered before as many as may be open are open, and one too many has had its chance.
  let allOpen = (): void => undefined;
  const open = new Promise<void>((resolve) => (allOpen = resolve)).then(() => soon());
  const answer = (_request: unknown, count: number): Answer => {
    if (count === expected) allOpen();
    return { ...ok(), after: open };
  };
  const { api, server } = await serve(answer, concurrentReads === undefined ? {} : { concurrentReads });
  await Promise.all(
    Array.from({ length: 30 }, (_, index) => api.collection(EMAIL_ADDRESSES).get(`adr_${index}`)),
  );
  expect(server.mostAtOnce()).toBe(expected);
});

test("a rate limit pauses every call of the account until Retry-After has passed", async () => {
  let resume = (): void => {};
  const waits: number[] = [];
  const { api, server } = await serve(
    (_request, count) => (count === 1 ? { status: 429, headers: { "Retry-After": "30" } } : ok()),
    {
      sleep: (ms) => {
        waits.push(ms);
        return new Promise((resolve) => {
          resume = resolve;
        });
      },
    },
  );
  const first = api.collection(EMAIL_ADDRESSES).get("adr_1");
  while (waits.length === 0) await soon();
  const others = [
    api.collection(EMAIL_ADDRESSES).get("adr_2"),
    api.collection(EMAIL_ADDRESSES).patch("adr_3", { name: "C" }),
  ];
  await soon(50);
  expect(server.received).toHaveLength(1);

  resume();
  await Promise.all([first, ...others]);
  expect(waits).toEqual([30_000]);
  expect(server.received).toHaveLength(4);
});

test("a rate limit that never ends fails after 5 retries", async () => {
  const { api, server, waits } = await serve(() => ({ status: 429, headers: { "Retry-After": "1" } }));
  await expect(api.collection(EMAIL_ADDRESSES).get("adr_1")).rejects.toMatchObject({
    code: "VCC_RATE_LIMITED",
  });
  expect(server.received).toHaveLength(6);
  expect(waits).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
});

test("a wait of a day fails at once, and the error says for how long VCC can't be asked", async () => {
  const { api, server, waits } = await serve(() => ({ status: 429, headers: { "Retry-After": "86400" } }));
  await expect(api.collection(EMAIL_ADDRESSES).get("adr_1")).rejects.toMatchObject({
    code: "VCC_RATE_LIMITED",
    message: expect.stringContaining("24 hours") as string,
  });
  expect(server.received).toHaveLength(1);
  expect(waits).toEqual([]);
});

test("all calls of an account share its patience of 10 minutes, which a success renews", async () => {
  let isRefused = true;
  const { api, waits } = await serve(() =>
    isRefused ? { status: 429, headers: { "Retry-After": "250" } } : ok(),
  );
  await expect(api.collection(EMAIL_ADDRESSES).get("adr_1")).rejects.toMatchObject({
    code: "VCC_RATE_LIMITED",
  });
  expect(waits).toEqual([250_000, 250_000]);
  await expect(api.collection(EMAIL_ADDRESSES).get("adr_2")).rejects.toMatchObject({
    code: "VCC_RATE_LIMITED",
  });
  expect(waits).toHaveLength(2);
  isRefused = false;
  await api.collection(EMAIL_ADDRESSES).get("adr_3");
  isRefused = true;
  await expect(api.collection(EMAIL_ADDRESSES).get("adr_4")).rejects.toMatchObject({
    code: "VCC_RATE_LIMITED",
  });
  expect(waits).toHaveLength(4);
});

test.each([
  { reply: { status: 429, headers: { "Retry-After": "30" } }, told: "VCC asks for a pause" },
  { reply: { status: 503, headers: { "Retry-After": "30" } }, told: "VCC answers with status 503" },
])("a wait is told with its reason: $told", async ({ reply, told }) => {
  const lines: string[] = [];
  const { api } = await serve((_request, count) => (count === 1 ? reply : ok()), {
    say: (line) => lines.push(line),
  });
  await api.collection(EMAIL_ADDRESSES).get("adr_1");
  expect(lines).toEqual([expect.stringMatching(`^Waiting: ${told}.* in 30 s\\.$`)]);
});

test("a wait is told once, however many calls share it", async () => {
  const told: string[] = [];
  const { api } = await serve(
    (_request, count) => (count <= 3 ? { status: 429, headers: { "Retry-After": "30" } } : ok()),
    { say: (line) => told.push(line) },
  );
  await Promise.all([
    api.collection(EMAIL_ADDRESSES).get("adr_1"),
    api.collection(EMAIL_ADDRESSES).get("adr_2"),
    api.collection(EMAIL_ADDRESSES).get("adr_3"),
  ]);
  expect(told).toEqual([expect.stringMatching(/^Waiting: VCC asks for a pause.* 30 s\.$/u)]);
});

test("writes wait for two minutes for others who change the account", async () => {
  const told: string[] = [];
  const { api, waits } = await serve(
    () => ({ status: 409, body: { message: "Simultaneous administration" } }),
    { say: (line) => told.push(line) },
  );
  await expect(api.collection(EMAIL_ADDRESSES).delete("adr_1")).rejects.toMatchObject({
    code: "VCC_BUSY",
  });
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeGreaterThanOrEqual(120_000);
  expect(total).toBeLessThan(130_000);
  expect(told).toEqual([expect.stringContaining("somebody else is changing this account")]);
});

test("of a reply that unpacks to more than 64 MB no more is read, and it isn't asked for again", async () => {
  const { api, server } = await serve(() => ({
    headers: { "Content-Encoding": "gzip", "Content-Type": "application/json" },
    body: gzipSync(Buffer.alloc(80_000_000, "x")),
  }));
  await expect(api.collection(EMAIL_ADDRESSES).get("adr_1")).rejects.toMatchObject({
    code: "VCC_UNREADABLE_REPLY",
    message: expect.stringContaining("more than 64 MB") as string,
  });
  expect(server.received).toHaveLength(1);
});

test("a POST that meets the rate limit did nothing, so it is repeated", async () => {
  const { api, server } = await serve((_request, count) => (count === 1 ? { status: 429 } : ok()));
  await api.collection(EMAIL_ADDRESSES).create(addressBody("a@example.com", "A"));
  expect(server.received).toHaveLength(2);
});

test("a pause is prolonged by a longer one and not by a shorter one", async () => {
  const ends: (() => void)[] = [];
  const sleep = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  const pause = new RateLimitGate();
  let open = false;
  pause.start(1_000, sleep, 0);
  pause.start(500, sleep, 100);
  pause.start(2_000, sleep, 100);
  expect(ends).toHaveLength(2);
  void pause.over().then(() => {
    open = true;
  });
  ends[0]?.();
  await soon();
  expect(open).toBe(false);
  ends[1]?.();
  await soon();
  expect(open).toBe(true);
});
