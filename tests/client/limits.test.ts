import { createVccApi } from "../../provider/client/api";
import { createPause } from "../../provider/client/pause";
import type { Answer } from "./scripted-server";
import { addressDto, closeServers, serve } from "./fixtures";

afterEach(closeServers);

const soon = (ms = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const ok = (): Answer => ({ body: addressDto("adr_1") });
const okSoon = (): Answer => ({ ...ok(), after: soon() });

test("writes of an account go one by one, whichever client makes them", async () => {
  const { api, server, options } = await serve(okSoon);
  const another = createVccApi(options);
  await Promise.all([
    api.addresses.patch("adr_1", { name: "A" }),
    another.addresses.patch("adr_2", { name: "B" }),
    api.addresses.create({ emailAddress: "c@example.com", name: "C" }),
    another.signatures.put("adr_1", "<p>Hi</p>").catch(() => undefined),
    api.addresses.delete("adr_4").catch(() => undefined),
  ]);
  expect(server.received).toHaveLength(5);
  expect(server.mostAtOnce()).toBe(1);
});

test("a write that waits for its retry lets no other write pass", async () => {
  const { api, server } = await serve((_request, count) =>
    count === 1 ? { status: 409, body: { message: "Simultaneous administration" } } : ok(),
  );
  await Promise.all([
    api.addresses.patch("adr_1", { name: "A" }),
    api.addresses.patch("adr_2", { name: "B" }),
  ]);
  expect(server.received.map((request) => request.path.at(-1))).toEqual(["1", "1", "2"]);
});

test.each([
  { rule: "8 unless told", concurrentReads: undefined, expected: 8 },
  { rule: "as told", concurrentReads: 3, expected: 3 },
])("reads go side by side: $rule", async ({ concurrentReads, expected }) => {
  const { api, server } = await serve(okSoon, concurrentReads === undefined ? {} : { concurrentReads });
  await Promise.all(Array.from({ length: 30 }, (_, index) => api.addresses.get(`adr_${index}`)));
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
  const first = api.addresses.get("adr_1");
  while (waits.length === 0) await soon();
  const others = [api.addresses.get("adr_2"), api.addresses.patch("adr_3", { name: "C" })];
  await soon(50);
  expect(server.received).toHaveLength(1);

  resume();
  await Promise.all([first, ...others]);
  expect(waits).toEqual([30_000]);
  expect(server.received).toHaveLength(4);
});

test("a rate limit that never ends is a RateLimitError after 5 retries", async () => {
  const { api, server, waits } = await serve(() => ({ status: 429, headers: { "Retry-After": "1" } }));
  await expect(api.addresses.get("adr_1")).rejects.toMatchObject({ code: "ERR_RATE_LIMIT" });
  expect(server.received).toHaveLength(6);
  expect(waits).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
});

test("a POST that meets the rate limit did nothing, so it is repeated", async () => {
  const { api, server } = await serve((_request, count) => (count === 1 ? { status: 429 } : ok()));
  await api.addresses.create({ emailAddress: "a@example.com", name: "A" });
  expect(server.received).toHaveLength(2);
});

test("a pause is prolonged by a longer one and not by a shorter one", async () => {
  const ends: (() => void)[] = [];
  const sleep = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  const pause = createPause();
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
