import { EMAIL_PROFILES } from "../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { TOKEN_PATH } from "../../schema/api";
import { type Fault } from "../../provider/simulator/index";
import { useSimulator } from "../support/wire-client";

const wire = useSimulator();

const statusOf = async (method: string, path: string, body?: unknown) =>
  (await wire.client.send(method, path, body)).status;

test.each<{ rule: string; fault: Fault; status: number; text?: string; retryAfter?: string | null }>([
  {
    rule: "429 with Retry-After",
    fault: { status: 429, headers: { "Retry-After": "2" } },
    status: 429,
    retryAfter: "2",
  },
  { rule: "429 without it", fault: { status: 429 }, status: 429, retryAfter: null },
  {
    rule: "a gateway's HTML",
    fault: { status: 502, body: "<h1>Bad Gateway</h1>" },
    status: 502,
    text: "<h1>Bad Gateway</h1>",
  },
  { rule: "plain text", fault: { status: 503, body: "busy" }, status: 503, text: "busy" },
])("$rule, once, and nothing is done", async ({ fault, status, text, retryAfter }) => {
  wire.simulator.addFault(fault);
  const reply = await wire.client.post(EMAIL_PROFILES.path, { name: "Care" });
  expect(reply.status).toBe(status);
  if (text !== undefined) expect(reply.body).toEqual({ text });
  if (retryAfter !== undefined) expect(reply.headers.get("retry-after")).toBe(retryAfter);
  expect(wire.simulator.state().profiles).toEqual([]);
  expect(await statusOf("POST", EMAIL_PROFILES.path, { name: "Care" })).toBe(201);
});

test.each([
  { type: "text/html", fault: { status: 500, body: "<p>" } },
  { type: "text/plain", fault: { status: 500, body: "x" } },
  { type: "application/json", fault: { status: 500, body: { message: "x" } } },
  {
    type: "application/problem+json",
    fault: { status: 500, body: "{}", headers: { "content-type": "application/problem+json" } },
  },
])("its content type is $type", async ({ type, fault }) => {
  wire.simulator.addFault(fault);
  expect((await wire.client.get(EMAIL_ADDRESSES.path)).headers.get("content-type")).toContain(type);
});

describe("matching", () => {
  test.each<{ rule: string; fault: Fault; expected: number[] }>([
    { rule: "one request unless told otherwise", fault: { status: 500 }, expected: [500, 200, 200, 201] },
    { rule: "as many as told", fault: { status: 500, times: 3 }, expected: [500, 500, 500, 201] },
    { rule: "after those that pass", fault: { status: 500, skip: 2 }, expected: [200, 200, 500, 201] },
    { rule: "by method", fault: { method: "post", status: 500 }, expected: [200, 200, 200, 500] },
    { rule: "by path as text", fault: { path: "profiles$", status: 500 }, expected: [200, 500, 200, 201] },
    {
      rule: "by path as an expression",
      fault: { path: /PROFILES/iu, status: 500 },
      expected: [200, 500, 200, 201],
    },
    {
      rule: "those that pass are matching ones",
      fault: { path: "profiles", skip: 1, status: 500 },
      expected: [200, 200, 200, 500],
    },
  ])("$rule", async ({ fault, expected }) => {
    await Promise.all([wire.client.token("admin:read"), wire.client.token("admin:write")]);
    wire.simulator.addFault(fault);
    const statuses = [
      await statusOf("GET", EMAIL_ADDRESSES.path),
      await statusOf("GET", EMAIL_PROFILES.path),
      await statusOf("GET", INTERACTION_PLAN_MAPPINGS.path),
      await statusOf("POST", EMAIL_PROFILES.path, { name: "Care" }),
    ];
    expect(statuses).toEqual(expected);
  });

  test("token requests are left alone unless their path is named", async () => {
    wire.simulator.addFault({ status: 500 });
    expect((await wire.client.token("admin:read")).length).toBeGreaterThan(10);
    expect(await statusOf("GET", EMAIL_ADDRESSES.path)).toBe(500);
    wire.simulator.addFault({ path: TOKEN_PATH, status: 429 });
    const response = await fetch(`${wire.simulator.authUrl}${TOKEN_PATH}`, { method: "POST" });
    expect(response.status).toBe(429);
  });

  test("the fault armed first comes first, and clearing forgets the rest", async () => {
    wire.simulator.addFault({ status: 500 });
    wire.simulator.addFault({ status: 503, times: 2 });
    expect([
      await statusOf("GET", EMAIL_ADDRESSES.path),
      await statusOf("GET", EMAIL_ADDRESSES.path),
    ]).toEqual([500, 503]);
    expect(wire.simulator.faults()).toEqual([{ status: 503, times: 1, skip: 0 }]);
    wire.simulator.clearFaults();
    expect(await statusOf("GET", EMAIL_ADDRESSES.path)).toBe(200);
  });
});

describe("after the work is done", () => {
  test("5xx: it has happened all the same", async () => {
    wire.simulator.addFault({ status: 500, after: true });
    expect(await statusOf("POST", EMAIL_PROFILES.path, { name: "Care" })).toBe(500);
    expect(wire.simulator.state().profiles).toMatchObject([{ name: "Care" }]);
    expect(await statusOf("POST", EMAIL_PROFILES.path, { name: "Care" })).toBe(409);
  });

  test("a lost reply: it has happened all the same", async () => {
    wire.simulator.addFault({ method: "POST", close: true, after: true });
    await expect(wire.client.post(EMAIL_PROFILES.path, { name: "Care" })).rejects.toThrow("fetch failed");
    expect(wire.simulator.state().profiles).toMatchObject([{ name: "Care" }]);
    expect(wire.simulator.requests().at(-1)).toMatchObject({ status: null, faulted: true, committed: true });
  });

  test("work that fails by itself leaves the fault for the next request", async () => {
    wire.simulator.addFault({ method: "POST", status: 500, after: true });
    expect(await statusOf("POST", EMAIL_PROFILES.path, {})).toBe(400);
    expect(await statusOf("POST", EMAIL_PROFILES.path, { name: "Care" })).toBe(500);
  });
});

test("a cut connection before the work: nothing has happened", async () => {
  wire.simulator.addFault({ method: "POST", close: true });
  await expect(wire.client.post(EMAIL_PROFILES.path, { name: "Care" })).rejects.toThrow("fetch failed");
  expect(wire.simulator.state().profiles).toEqual([]);
  expect(wire.simulator.requests().at(-1)).toMatchObject({ status: null, faulted: true, committed: false });
});

test("a delay alone only delays", async () => {
  await wire.client.token("admin:read");
  wire.simulator.addFault({ delayMs: 80 });
  const startMs = performance.now();
  expect(await statusOf("GET", EMAIL_ADDRESSES.path)).toBe(200);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(75);
});

test("stopping doesn't wait for a delay, and does the work no more", async () => {
  await wire.client.token("admin:write");
  wire.simulator.addFault({ delayMs: 60_000 });
  const lost = wire.client.post(EMAIL_PROFILES.path, { name: "Care" }).catch(() => "cut");
  while (wire.simulator.faults().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await wire.simulator.stop();
  expect(await lost).toBe("cut");
  expect(wire.simulator.state().profiles).toEqual([]);
});

describe("simultaneous administration", () => {
  const names = ["a", "b", "c"];
  const writeAll = async () =>
    (await Promise.all(names.map((name) => statusOf("POST", EMAIL_PROFILES.path, { name })))).sort();

  test("overlapping writes answer the one 409 that is worth a retry, reads don't mind", async () => {
    await Promise.all([wire.client.token("admin:read"), wire.client.token("admin:write")]);
    wire.simulator.set({ detectsOverlappingWrites: true, writeDurationMs: 100 });
    const reads = names.map(() => statusOf("GET", EMAIL_PROFILES.path));
    expect(await writeAll()).toEqual([201, 409, 409]);
    expect(await Promise.all(reads)).toEqual([200, 200, 200]);
    const refused = await Promise.all([
      wire.client.post(EMAIL_PROFILES.path, { name: "x" }),
      wire.client.post(EMAIL_PROFILES.path, { name: "y" }),
    ]);
    expect(refused.find(({ status }) => status === 409)?.body).toEqual({
      message: "Simultaneous administration",
    });
  });

  test("writes one after the other are fine", async () => {
    wire.simulator.set({ detectsOverlappingWrites: true, writeDurationMs: 10 });
    for (const name of names) expect(await statusOf("POST", EMAIL_PROFILES.path, { name })).toBe(201);
    expect(wire.simulator.mostWritesAtOnce).toBe(1);
  });

  test("unless asked to detect them, overlaps are only counted", async () => {
    wire.simulator.set({ writeDurationMs: 100 });
    expect(await writeAll()).toEqual([201, 201, 201]);
    expect(wire.simulator.mostWritesAtOnce).toBe(3);
  });
});
