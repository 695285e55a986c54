import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The connection that it came over. */
  readonly socket: Socket;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes out as JSON, a string as it is. */
  readonly body?: object | string;
  /** Answers only when this resolves. */
  readonly after?: Promise<unknown>;
  /** Cuts the connection instead of answering. */
  readonly hangUp?: boolean;
  /** Cuts the connection in the middle of the body. */
  readonly cut?: boolean;
  /** Never answers. */
  readonly silent?: boolean;
}

export interface ScriptedServer {
  readonly url: string;
  /** Every request but those for tokens, in order of arrival. */
  readonly received: Received[];
  /** The scopes of the tokens asked for. */
  readonly tokenRequests: URLSearchParams[];
  /** Most requests, tokens aside, that were open at one time. */
  readonly mostAtOnce: () => number;
  close(): Promise<void>;
}

interface Script {
  readonly answer: (request: Received, count: number) => Answer | Promise<Answer>;
  /** The answer to the nth request for a token, from 1; by default `token-n` for two hours. */
  readonly answerToken?: (count: number, form: URLSearchParams) => Answer | Promise<Answer>;
}

/** A server on a port of its own that says what the test scripts. */
export async function startServer(script: Script): Promise<ScriptedServer> {
  const received: Received[] = [];
  const tokenRequests: URLSearchParams[] = [];
  let open = 0;
  let most = 0;

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const incoming = await receive(request);
    if (incoming.path === "/Auth/connect/token") {
      tokenRequests.push(new URLSearchParams(incoming.body));
      const count = tokenRequests.length;
      const usual = {
        body: { access_token: `token-number-${count}`, token_type: "bearer", expires_in: 7200 },
      };
      send(response, (await script.answerToken?.(count, new URLSearchParams(incoming.body))) ?? usual);
      return;
    }
    received.push(incoming);
    open += 1;
    most = Math.max(most, open);
    const answer = await script.answer(incoming, received.length);
    await answer.after;
    open -= 1;
    send(response, answer);
  }

  const server = createServer((request, response) => {
    void reply(request, response);
  });
  // It's the client that closes idle connections.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    tokenRequests,
    mostAtOnce: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? "/", "http://server");
  return {
    method: request.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers as Record<string, string | undefined>,
    body: Buffer.concat(chunks).toString("utf8"),
    socket: request.socket,
  };
}

function send(
  response: ServerResponse,
  { status = 200, headers = {}, body, hangUp, cut, silent }: Answer,
): void {
  if (silent === true) return;
  if (hangUp === true) {
    response.destroy();
    return;
  }
  const type =
    typeof body === "object" && !Buffer.isBuffer(body) ? { "Content-Type": "application/json" } : {};
  response.writeHead(status, {
    ...type,
    ...headers,
    ...(cut === true ? { "Content-Length": "100000" } : {}),
  });
  const text = typeof body === "object" && !Buffer.isBuffer(body) ? JSON.stringify(body) : body;
  if (cut !== true) response.end(text);
  else response.write(text, () => response.destroy());
}
