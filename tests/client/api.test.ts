import { addressDto, closeServers, failureOf, listOf, serve } from "./fixtures";

afterEach(closeServers);

test("smoke", async () => {
  const { api, server } = await serve((request) =>
    request.query.has("page") ? listOf("addresses", [addressDto("a")]) : request.method === "DELETE" ? { status: 204 } : { body: addressDto("a") });
  console.log(await api.addresses.list(), await api.addresses.get("a/b"));
  await api.addresses.delete("x");
  console.log(server.received, server.tokenRequests);
});
test("smoke retry", async () => {
  const { api, server, waits } = await serve((request, n) => n < 3 ? { status: 503 } : { body: addressDto("a") });
  await api.addresses.get("a");
  console.log(server.received.length, waits);
  const { api: b } = await serve(() => ({ hangUp: true }), {});
  console.log(await failureOf(b.addresses.get("a")), await failureOf(b.addresses.create({ emailAddress: "a@b.de", name: "x" })));
  const { api: c } = await serve(() => ({ silent: true }), { requestTimeoutMs: 50 });
  console.log(await failureOf(c.addresses.get("a")), await failureOf(c.addresses.create({ emailAddress: "a@b.de", name: "x" })));
});
