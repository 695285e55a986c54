import { createReadOnlySend, type ReadOnlySend } from "../../provider/client/read-only";
import type { WireRequest } from "../../provider/client/transport";
import { TOKEN_PATH } from "../../schema/api";

const AUTH = "https://auth.example";
const request = (method: string, url: string): WireRequest =>
  ({ doing: "try it", method, url, namesObject: false, accept: "application/json" }) as WireRequest;

/** What gets through, by a send that takes anything. */
async function offered(one: WireRequest): Promise<readonly string[]> {
  const sent: string[] = [];
  let counted = 0;
  const send = createReadOnlySend(
    ({ method, url, onSend }) => {
      onSend?.();
      sent.push(`${method} ${url}`);
      return Promise.resolve({ status: 200, body: "" });
    },
    AUTH,
    () => {
      counted += 1;
    },
  );
  await send(one as Parameters<ReadOnlySend>[0]).catch((error: unknown) => {
    expect(error).toMatchObject({ message: `only what reads is sent here, not ${one.method}` });
  });
  expect(counted).toBe(sent.length);
  return sent;
}

test("a read and the call for a token are sent", async () => {
  expect(await offered(request("GET", "https://api.example/channels"))).toHaveLength(1);
  expect(await offered(request("POST", AUTH + TOKEN_PATH))).toHaveLength(1);
});

test.each(["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "post", "MOVE"])(
  "%s isn't",
  async (method) => {
    expect(await offered(request(method, "https://api.example/channels"))).toEqual([]);
    expect(await offered(request(method, `https://other.example${TOKEN_PATH}`))).toEqual([]);
  },
);

test("its type takes a read, and no write", () => {
  type Taken = Parameters<ReadOnlySend>[0];
  const { method: _method, body: _body, ...rest } = request("GET", "https://api.example/channels");
  const get: Taken = { ...rest, method: "GET" };
  // @ts-expect-error -- a change of an object
  const patch: Taken = { ...rest, method: "PATCH" };
  // @ts-expect-error -- a new object: unlike the call for a token, twice isn't once
  const post: Taken = { ...rest, method: "POST" };
  expect([get.method, patch.method, post.method]).toEqual(["GET", "PATCH", "POST"]);
});
