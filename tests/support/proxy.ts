import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type AddressInfo, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import type { TestCertificate } from "./certificates";

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** A port of this machine that speaks TLS for a plain server. */
export async function startTls(
  url: string,
  { certificate, privateKey }: TestCertificate,
): Promise<Listening> {
  const { hostname, port } = new URL(url);
  const server = createTlsServer({ cert: certificate, key: privateKey }, (secured) => {
    join(secured, connect(Number(port), hostname));
  });
  return listen(server);
}

export interface TestProxy extends Listening {
  /** Every request so far: user and password as decoded from base64, and the rest in clear. */
  readonly asked: { readonly credentials: string; readonly target: string; readonly headers: string }[];
}

/**
 * A CONNECT proxy that takes every host for this machine. `refuse` gives the status for a user and password, undefined
 * to connect, and 0 to stay silent. With a certificate, it speaks TLS itself.
 */
export async function startProxy(
  refuse: (credentials: string) => number | undefined,
  own?: TestCertificate,
): Promise<TestProxy> {
  const asked: TestProxy["asked"] = [];
  const onConnect = (request: IncomingMessage, socket: Duplex): void => {
    const target = request.url ?? "";
    const [, encoded = ""] = (request.headers["proxy-authorization"] ?? "").split("Basic ");
    const credentials = Buffer.from(encoded, "base64").toString();
    asked.push({ credentials, target, headers: request.rawHeaders.join("\n") });
    const status = refuse(credentials);
    socket.on("error", () => socket.destroy());
    if (status === 0) return;
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\n\r\nNo`);
      return;
    }
    const upstream = connect(Number(target.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      join(socket, upstream);
    });
  };
  const server =
    own === undefined
      ? createHttpServer()
      : createHttpsServer({ cert: own.certificate, key: own.privateKey });
  server.on("connect", onConnect);
  return { ...(await listen(server)), asked };
}

function join(left: Duplex, right: Duplex): void {
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
    from.pipe(to);
  }
}

async function listen(server: Server): Promise<Listening> {
  const open = new Set<Duplex>();
  server.on("connection", (socket: Duplex) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
