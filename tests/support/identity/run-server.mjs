import { createServer } from "node:http";

/**
 * One identity provider in a process of its own: oidc-provider loads in no other way into CommonJS tests. The parent
 * gives the configuration as JSON, sends commands over IPC, and stops the process by its id.
 *
 * Every request passes the faults first: `{ path, times, status, headers, body, delayMs, drop }`, the first whose
 * `path` is part of the URL. Kept are what was asked, and the most that was under way at once, in all and for tokens.
 */
export async function runServer(build) {
  let faults = [];
  let requests = [];
  const sideBySide = new Map();
  const most = new Map();
  let built;

  /** Its own answer, unless nobody waits for one any more. */
  const answer = async (request, response) => {
    if (request.destroyed) return;
    await built.handle(request, response);
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    requests.push(`${request.method} ${pathname}`);
    for (const kind of pathname.endsWith("/token") ? ["all", "token"] : ["all"]) {
      const going = (sideBySide.get(kind) ?? 0) + 1;
      sideBySide.set(kind, going);
      most.set(kind, Math.max(most.get(kind) ?? 0, going));
      response.on("close", () => sideBySide.set(kind, sideBySide.get(kind) - 1));
    }

    const fault = faults.find(({ path, times }) => times > 0 && request.url.includes(path));
    if (fault === undefined) return void answer(request, response).catch(() => response.destroy());
    fault.times -= 1;
    if (fault.drop) return void request.socket.destroy();
    setTimeout(() => {
      if (fault.status === undefined) return void answer(request, response).catch(() => response.destroy());
      response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers });
      response.end(typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body));
    }, fault.delayMs ?? 0);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  built = await build(url, JSON.parse(process.argv[2] ?? "{}"));

  const commands = {
    faults: (list) => {
      faults = list.map((fault) => ({ times: Number.MAX_SAFE_INTEGER, ...fault }));
    },
    takeRequests: () => {
      const taken = { requests, most: Object.fromEntries(most) };
      requests = [];
      most.clear();
      return taken;
    },
    ...built.commands,
  };
  process.on("message", async ({ id, command, args }) => {
    try {
      process.send({ id, result: await commands[command](...args) });
    } catch (error) {
      process.send({ id, error: String(error?.stack ?? error) });
    }
  });
  process.on("disconnect", () => process.exit());
  process.send({ ready: url });
}

/** The whole body of a request. */
export async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

export function sendJson(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
