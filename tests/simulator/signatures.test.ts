import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { errorPaths, useSimulator } from "../support/wire-client";

const wire = useSimulator();

async function newPath(): Promise<string> {
  return `${EMAIL_ADDRESSES.path}/${await wire.client.address("a@example.com")}/signature`;
}

test("none at first; then put, get, put again, delete, and none again", async () => {
  const path = await newPath();
  expect((await wire.client.get(path)).status).toBe(404);
  const first = await wire.client.put(path, { html: "<p>Kind regards</p>" });
  expect(first).toMatchObject({ status: 200, body: { html: "<p>Kind regards</p>" } });
  expect(Object.keys(first.body).sort()).toEqual(["html", "updatedAt"]);
  const second = await wire.client.put(path, { html: "<p>Bye</p>" });
  expect(String(second.body.updatedAt) > String(first.body.updatedAt)).toBe(true);
  expect((await wire.client.get(path)).body).toEqual(second.body);
  expect((await wire.client.delete(path)).status).toBe(204);
  expect((await wire.client.get(path)).status).toBe(404);
  expect((await wire.client.delete(path)).status).toBe(404);
});

test("comes back in the server's own spelling", async () => {
  const path = await newPath();
  const { body } = await wire.client.put(path, { html: "<P title='x' class=b>A &copy;\n  B</P>" });
  expect(body.html).toBe('<p class="b" title="x">A © B</p>');
});

test.each([
  { rule: "102,400 bytes of UTF-8 fit", html: "é".repeat(51_200), status: 200 },
  { rule: "one byte more doesn't", html: `${"é".repeat(51_200)}x`, status: 400 },
  { rule: "no text at all fits", html: "", status: 200 },
  { rule: "a number is no HTML", html: 5, status: 400 },
])("$rule: $status", async ({ html, status }) => {
  const reply = await wire.client.put(await newPath(), { html });
  expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({
    status,
    paths: status === 400 ? ["html"] : [],
  });
});

test("takes no other fields", async () => {
  expect(errorPaths(await wire.client.put(await newPath(), { html: "", css: "" }))).toEqual(["css"]);
});

test("leaves the address's updatedAt alone", async () => {
  const path = await newPath();
  const before = wire.simulator.state().addresses;
  await wire.client.put(path, { html: "<p>x</p>" });
  expect(wire.simulator.state().addresses).toEqual(before);
});
