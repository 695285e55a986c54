import { EMAIL_PROFILES } from "../../schema/email-profile";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { createVccApi } from "../../provider/client/api";
import { requestConsent } from "../../provider/kinds/email-address/calls";
import type { VccApi } from "../../provider/ports";
import { SharedList } from "../../provider/client/shared-list";
import { addressBody, addressDto, closeServers, failureOf, listOf, serve } from "../support/client-fixture";

afterEach(closeServers);

/** A list whose loads a test ends by hand, in any order. */
function stage() {
  let nowMs = 0;
  const loads: { readonly finish: (items: readonly string[]) => void; readonly fail: () => void }[] = [];
  const shared = new SharedList<readonly string[]>();
  const source = {
    load: () =>
      new Promise<readonly string[]>((resolve, reject) => {
        loads.push({ finish: resolve, fail: () => reject(new Error("load failed")) });
      }),
    sharedListMs: 1_000,
    now: () => nowMs,
    afterWrites: () => undefined,
  };
  return {
    loads,
    list: () => shared.list(source),
    listFresh: () => shared.listFresh(source),
    write: () => shared.invalidate(),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

test("readers share a listing under way, however long it takes", async () => {
  const { list, loads, pass } = stage();
  const first = list();
  pass(60_000);
  const second = list();
  expect(loads).toHaveLength(1);
  loads[0]?.finish(["a"]);
  expect(await Promise.all([first, second])).toEqual([["a"], ["a"]]);
});

test("a finished listing is shared until its time has passed", async () => {
  const { list, loads, pass } = stage();
  const first = list();
  loads[0]?.finish(["a"]);
  await first;
  pass(999);
  expect(await list()).toEqual(["a"]);
  pass(1);
  void list();
  expect(loads).toHaveLength(2);
});

test("a write ends the sharing of a finished listing", async () => {
  const { list, loads, write } = stage();
  const first = list();
  loads[0]?.finish(["a"]);
  await first;
  write();
  void list();
  expect(loads).toHaveLength(2);
});

test("a listing that began before a write is neither joined nor kept after it", async () => {
  const { list, loads, write } = stage();
  const early = list();
  write();
  const late = list();
  expect(loads).toHaveLength(2);
  loads[1]?.finish(["new"]);
  await late;
  loads[0]?.finish(["old"]);
  expect(await early).toEqual(["old"]);
  expect(await list()).toEqual(["new"]);
});

test("a failed listing isn't kept", async () => {
  const { list, loads } = stage();
  const first = failureOf(list());
  loads[0]?.fail();
  await first;
  const second = list();
  loads[1]?.finish(["a"]);
  expect(await second).toEqual(["a"]);
});

test("a fresh listing always asks, and replaces the shared copy", async () => {
  const { list, listFresh, loads } = stage();
  const first = list();
  loads[0]?.finish(["old"]);
  await first;
  const second = listFresh();
  expect(loads).toHaveLength(2);
  loads[1]?.finish(["new"]);
  await second;
  expect(await list()).toEqual(["new"]);
});

test("a fresh listing never begins before it is asked for, and all who ask meanwhile share the next", async () => {
  const { list, listFresh, loads } = stage();
  const first = listFresh();
  const others = [listFresh(), listFresh(), listFresh()];
  expect(loads).toHaveLength(1);
  loads[0]?.finish(["old"]);
  expect(await first).toEqual(["old"]);
  await Promise.resolve();
  expect(loads).toHaveLength(2);
  loads[1]?.finish(["new"]);
  expect(await Promise.all(others)).toEqual([["new"], ["new"], ["new"]]);
  expect(await list()).toEqual(["new"]);
});

test("a fresh listing that fails doesn't fail the next", async () => {
  const { listFresh, loads } = stage();
  const [first, second] = [listFresh(), listFresh()];
  loads[0]?.fail();
  await expect(first).rejects.toThrow("load failed");
  await Promise.resolve();
  loads[1]?.finish(["new"]);
  expect(await second).toEqual(["new"]);
});

test("over the wire: any number of readers and clients cost one listing", async () => {
  const { api, server, options } = await serve(() => listOf("addresses", [addressDto("adr_1")]));
  const another = createVccApi(options);
  await Promise.all(Array.from({ length: 50 }, () => api.collection(EMAIL_ADDRESSES).list()));
  await another.collection(EMAIL_ADDRESSES).list();
  expect(server.received).toHaveLength(1);
  await another.collection(EMAIL_ADDRESSES).listFresh();
  expect(server.received).toHaveLength(2);
});

const patched = (api: VccApi) => api.collection(EMAIL_ADDRESSES).patch("adr_1", { name: "Other" });

test.each([
  { rule: "that worked", write: patched, answer: { body: addressDto("adr_1") } },
  { rule: "that VCC refused", write: patched, answer: { status: 422, body: { message: "no" } } },
  { rule: "whose reply was lost", write: patched, answer: { hangUp: true } },
  {
    rule: "that asks for a consent",
    write: (api: VccApi) => requestConsent(api, "adr_1"),
    answer: { body: { authorizationUrl: "https://login.example.com", expiresAt: "2026-11-26T12:00:00Z" } },
  },
])(
  "over the wire: a write $rule ends the sharing of its kind's list and of no other",
  async ({ write, answer }) => {
    const { api, server } = await serve((request) => {
      if (request.method !== "GET") return answer;
      return request.path.includes("profiles")
        ? listOf("profiles", [])
        : listOf("addresses", [addressDto("adr_1")]);
    });
    const lists = () =>
      Promise.all([api.collection(EMAIL_ADDRESSES).list(), api.collection(EMAIL_PROFILES).list()]);
    await lists();
    await write(api).catch(() => undefined);
    await lists();
    expect(
      server.received.filter((request) => request.method === "GET").map((request) => request.path),
    ).toEqual(["/channels/email/addresses", "/channels/email/profiles", "/channels/email/addresses"]);
  },
);

test("over the wire: a listing overtaken by a write isn't shared after it", async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let name = "before";
  const { api } = await serve((request, count) => {
    if (request.method === "PATCH") {
      name = "after";
      return { body: addressDto("adr_1", { name }) };
    }
    const answer = listOf("addresses", [addressDto("adr_1", { name })]);
    return count === 1 ? { ...answer, after: held } : answer;
  });
  const overtaken = api.collection(EMAIL_ADDRESSES).list();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await api.collection(EMAIL_ADDRESSES).patch("adr_1", { name: "after" });
  release();
  expect((await overtaken)[0]?.name).toBe("before");
  expect((await api.collection(EMAIL_ADDRESSES).list())[0]?.name).toBe("after");
});

test("creates whose replies are lost side by side are looked for together", async () => {
  const lists = () => server.received.filter(({ method }) => method === "GET").length;
  const { api, server } = await serve(({ method }) =>
    method === "GET" ? listOf("addresses", [addressDto("adr_1")]) : { hangUp: true },
  );
  await Promise.all(
    Array.from({ length: 16 }, async (_, index) => {
      await failureOf(
        api.collection(EMAIL_ADDRESSES).create(addressBody(`a${index}@example.com`, `A${index}`)),
      );
      expect(await api.collection(EMAIL_ADDRESSES).listFresh()).toHaveLength(1);
    }),
  );
  // The last one may lose its reply just as the list begins.
  expect(lists()).toBeLessThanOrEqual(2);
});
