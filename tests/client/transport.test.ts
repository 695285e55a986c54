import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { putSignature } from "../../provider/kinds/email-signature/calls";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { VccApi } from "../../provider/ports";
import type { Answer, ScriptedServer } from "../support/scripted-server";
import { addressBody, sentAnew, closeServers, failureOf, ok, serve } from "../support/client-fixture";

afterEach(closeServers);

const POST = addressBody("support@example.com", "Support");
const create = (api: VccApi) => api.collection(EMAIL_ADDRESSES).create(POST);
const read = (api: VccApi) => api.collection(EMAIL_ADDRESSES).get("adr_1");
const update = (api: VccApi) => api.collection(EMAIL_ADDRESSES).patch("adr_1", { name: "Other" });
const setSignature = (api: VccApi) => putSignature(api, "adr_1", "<p>Hi</p>");
const remove = (api: VccApi) => api.collection(EMAIL_ADDRESSES).delete("adr_1");

/** Long enough for a busy machine to answer a request for a token, short enough to wait for. */
const SHORT_TIMEOUT_MS = 300;
const timeoutFor = (answer: Answer): number => (answer.silent === true ? SHORT_TIMEOUT_MS : 10_000);

test.each([
  { rule: "a POST whose reply is lost isn't repeated", call: create, answer: { hangUp: true }, requests: 1 },
  {
    rule: "a POST without answer in time isn't repeated",
    call: create,
    answer: { silent: true },
    requests: 1,
  },
  { rule: "a POST that meets 503 isn't repeated", call: create, answer: { status: 503 }, requests: 1 },
  { rule: "a PATCH whose reply is lost isn't repeated", call: update, answer: { hangUp: true }, requests: 1 },
  {
    rule: "a PUT whose reply is lost is repeated",
    call: setSignature,
    answer: { hangUp: true },
    requests: 3,
  },
  {
    rule: "a DELETE without answer in time is repeated",
    call: remove,
    answer: { silent: true },
    requests: 3,
  },
])("$rule, and its error says that it may have landed", async ({ call, answer, requests }) => {
  const { api, server } = await serve(() => answer, { maxRetries: 2, requestTimeoutMs: timeoutFor(answer) });
  expect(await failureOf(call(api))).toMatchObject({ code: "VCC_OUTCOME_UNKNOWN" });
  expect(server.received).toHaveLength(requests);
});

test.each([
  { rule: "a lost reply", answer: { hangUp: true }, code: "VCC_NO_ANSWER" },
  { rule: "no answer in time", answer: { silent: true }, code: "VCC_NO_ANSWER" },
  { rule: "503", answer: { status: 503 }, code: "VCC_SERVER_ERROR" },
])("a read is repeated after $rule, and is never ambiguous", async ({ answer, code }) => {
  const { api, server } = await serve(() => answer, { maxRetries: 2, requestTimeoutMs: timeoutFor(answer) });
  expect(await failureOf(read(api))).toMatchObject({ code });
  expect(server.received).toHaveLength(3);
});

describe("a write goes over", () => {
  test("the connection of the write before", async () => {
    const { api, server } = await serve(ok);
    await create(api);
    await setSignature(api).catch(() => undefined);
    await update(api);
    const [first, ...others] = server.received.map(({ socket }) => socket);
    expect(others).toEqual([first, first]);
  });

  test("a new one where that was idle for a second, as a server may close it at any moment", async () => {
    const { api, server } = await serve(ok);
    await create(api);
    await isClosed(server);
    await create(api);
    const [first, second] = server.received.map(({ socket }) => socket);
    expect(second).not.toBe(first);
  });
});

test("a write that takes longer than connections may be idle isn't cut off, also over one that was used before", async () => {
  const other = await serve(ok);
  const { api } = await serve(async (_request, count) => {
    if (count === 1) return ok();
    await create(other.api);
    return { ...ok(), after: isClosed(other.server) };
  });
  await create(api);
  expect(await update(api)).toMatchObject({ id: "adr_1" });
});

/** Resolves once the client has closed the connection of the first request. */
async function isClosed({ received }: ScriptedServer): Promise<void> {
  const socket = received[0]?.socket;
  if (socket?.destroyed === false) await once(socket, "close");
}

test("a reply that is cut in its body is a lost reply, whatever its status promised", async () => {
  const { api, server } = await serve(() => ({ ...ok(), status: 201, cut: true }));
  expect(await failureOf(create(api))).toMatchObject({ code: "VCC_OUTCOME_UNKNOWN" });
  expect(server.received).toHaveLength(1);
});

test("nothing listens: a write certainly didn't land, so even a POST is repeated", async () => {
  const port = await freePort();
  const { api, server, waits } = await serve(ok, { apiBaseUrl: `http://127.0.0.1:${port}` });
  const error = await failureOf(create(api));
  expect(error).toMatchObject({
    code: "VCC_NO_ANSWER",
    message: `Failed to create email address support@example.com: no answer from 127.0.0.1:${port} (ECONNREFUSED). Check the network and the addresses (vcc:region, vcc:apiBaseUrl, vcc:authBaseUrl), and run it again.`,
  });
  expect(waits).toHaveLength(5);
  expect(server.received).toHaveLength(0);
});

test("a later attempt that certainly didn't land doesn't hide an earlier one that may have", async () => {
  const { api, server } = await serve((_request, count) => (count === 1 ? { hangUp: true } : ok()), {
    sleep: () => server.close(),
  });
  expect(await failureOf(setSignature(api))).toMatchObject({ code: "VCC_OUTCOME_UNKNOWN" });
});

test("a retry that works returns the object", async () => {
  const { api, server, waits } = await serve((_request, count) =>
    count < 3 ? { status: 502, body: "<p>x" } : ok(),
  );
  expect(await read(api)).toMatchObject({ id: "adr_1" });
  expect(server.received).toHaveLength(3);
  expect(waits).toEqual([250, 500]);
});

test("simultaneous administration is repeated, also a POST", async () => {
  const busy = { status: 409, body: { message: "Simultaneous administration" } };
  const { api, server } = await serve((_request, count) => (count < 3 ? busy : { ...ok(), status: 201 }));
  expect(await create(api)).toMatchObject({ id: "adr_1" });
  expect(server.received.map((request) => request.body)).toEqual(
    Array.from({ length: 3 }, () => JSON.stringify(sentAnew(POST))),
  );
});

test("a conflict isn't repeated", async () => {
  const taken = { status: 409, title: "Conflict", errors: [{ message: "taken", path: "emailAddress" }] };
  const { api, server } = await serve(() => ({ status: 409, body: taken }));
  expect(await failureOf(create(api))).toMatchObject({ code: "VCC_CONFLICT" });
  expect(server.received).toHaveLength(1);
});

test("a redirect isn't followed, as the token would travel along", async () => {
  const elsewhere = await serve(ok);
  const { api } = await serve(() => ({ status: 307, headers: { Location: `${elsewhere.server.url}/x` } }));
  expect(await failureOf(read(api))).toMatchObject({ code: "VCC_UNEXPECTED_STATUS" });
  expect(elsewhere.server.received).toHaveLength(0);
});

test("the request id of a gateway is part of the error", async () => {
  const { api } = await serve(() => ({
    status: 422,
    headers: { "X-Request-Id": "req-77" },
    body: { message: "no" },
  }));
  expect(await failureOf(read(api))).toMatchObject({
    message: expect.stringContaining("(request req-77)") as string,
  });
});

test("the time-out counts for each attempt anew", async () => {
  const { api } = await serve((_request, count) => (count < 3 ? { silent: true } : ok()), {
    requestTimeoutMs: SHORT_TIMEOUT_MS,
  });
  expect(await read(api)).toMatchObject({ id: "adr_1" });
});

test("this machine is never reached through a proxy", async () => {
  const before = process.env["HTTP_PROXY"];
  process.env["HTTP_PROXY"] = `http://127.0.0.1:${await freePort()}`;
  try {
    const { api } = await serve(ok);
    expect(await read(api)).toMatchObject({ id: "adr_1" });
  } finally {
    if (before === undefined) delete process.env["HTTP_PROXY"];
    else process.env["HTTP_PROXY"] = before;
  }
});

test("other hosts are reached through the proxy that the environment names, which sees no more than their name", async () => {
  const seen: string[] = [];
  const proxy = createServer((socket) => {
    socket.once("data", (data) => {
      seen.push(data.toString());
      socket.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const before = process.env["HTTPS_PROXY"];
  process.env["HTTPS_PROXY"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  try {
    const { api } = await serve(ok, { apiBaseUrl: "https://vcc.invalid", maxRetries: 0 });
    await failureOf(read(api));
    await failureOf(create(api));
  } finally {
    if (before === undefined) delete process.env["HTTPS_PROXY"];
    else process.env["HTTPS_PROXY"] = before;
    await new Promise((resolve) => proxy.close(resolve));
  }
  expect(seen).toHaveLength(2);
  for (const text of seen) expect(text).toMatch(/^CONNECT vcc\.invalid:443 /u);
  expect(seen.join()).not.toMatch(/authorization|token|channels/iu);
});

test("the server's clock is that of its last reply, and unknown before the first", async () => {
  const nowMs = Date.parse("2026-11-01T08:00:00Z");
  const { api } = await serve(() => ({ ...ok(), headers: { Date: "Sun, 01 Nov 2026 08:02:00 GMT" } }), {
    now: () => nowMs,
  });
  expect(api.serverNow()).toBeUndefined();
  await read(api);
  expect(api.serverNow()).toBe(nowMs + 120_000);
});

/** A port where nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
