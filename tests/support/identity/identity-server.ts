import { fork } from "node:child_process";
import { join } from "node:path";

/** A reply, or a silence, instead of the server's own answer. */
export interface Fault {
  /** Part of the URL. */
  readonly path: string;
  /** How often; for ever if absent. */
  readonly times?: number;
  /** Of the scripted reply; without it, the server's own answer comes after `delayMs`. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly delayMs?: number;
  readonly drop?: boolean;
}

export interface IdentityServer {
  readonly url: string;
  send(command: string, ...args: readonly unknown[]): Promise<unknown>;
  faults(...faults: readonly Fault[]): Promise<void>;
  /** What was asked since the last time, as `POST /token`, and the most that was under way at once. */
  takeRequests(): Promise<{
    readonly requests: readonly string[];
    readonly most: number;
    readonly mostForTokens: number;
  }>;
  issueRefreshToken(
    clientId: string,
    accountId: string,
    seconds?: number,
  ): Promise<{ readonly token: string; readonly grantId: string }>;
  stop(): Promise<void>;
}

interface Message {
  readonly ready?: string;
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** One of the servers beside this file, in a process of its own. */
export async function startIdentityServer(name: string, configuration: object): Promise<IdentityServer> {
  const child = fork(join(__dirname, `${name}.mjs`), [JSON.stringify(configuration)], {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "", NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const waiting = new Map<number, (message: Message) => void>();
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${name}.mjs ended with ${String(code)}: ${complaints}`)));
    child.on("message", (message: Message) => {
      if (message.ready !== undefined) resolve(message.ready);
      if (message.id !== undefined) waiting.get(message.id)?.(message);
    });
  });

  // A server that broke fails what is asked of it, rather than leave it waiting.
  child.once("exit", (code) => {
    for (const settle of waiting.values())
      settle({ error: `${name}.mjs ended with ${String(code)}: ${complaints}` });
  });
  let last = 0;
  const send = (command: string, ...args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (!child.connected) {
        reject(new Error(`${name}.mjs has ended: ${complaints}`));
        return;
      }
      const id = (last += 1);
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(error));
      });
      child.send({ id, command, args });
    });
  return {
    url,
    send,
    faults: async (...faults) => {
      await send("faults", faults);
    },
    takeRequests: async () => {
      const taken = (await send("takeRequests")) as {
        requests: string[];
        most: { all?: number; token?: number };
      };
      return { requests: taken.requests, most: taken.most.all ?? 0, mostForTokens: taken.most.token ?? 0 };
    },
    issueRefreshToken: async (clientId, accountId, seconds = 3_600) =>
      (await send("issueRefreshToken", clientId, accountId, seconds)) as { token: string; grantId: string },
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.signalCode === null) child.kill();
      else return;
      await ended;
    },
  };
}
