import { fork } from "node:child_process";
import { join } from "node:path";
import { CLIENT, CLIENT_SECRET, PUBLIC_CLIENT, TENANT, WORKLOAD_TOKEN } from "../identities";

/** A reply, or a silence, instead of the server's own answer. */
export interface Fault {
  /** Part of the URL. */
  readonly path: string;
  /** Number of times; for ever if absent. */
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
  /** Settings of the provider that lead to this server instead of the vendor. */
  readonly environment: Readonly<Record<string, string>>;
  send(command: string, ...args: readonly unknown[]): Promise<unknown>;
  faults(...faults: readonly Fault[]): Promise<void>;
  /** Requests since the last call, as `POST /token`, and the most that were under way at once. */
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

/** Names of the servers beside this file, and which settings lead to them. */
const VENDORS = {
  google: (url: string) => ({
    VCC_GOOGLE_AUTHORIZATION_URL: `${url}/o/oauth2/v2/auth`,
    VCC_GOOGLE_TOKEN_URL: `${url}/token`,
    VCC_GMAIL_ROOT_URL: url,
  }),
  microsoft: (url: string) => ({ VCC_MICROSOFT_AUTHORITY: url, VCC_GRAPH_ROOT_URL: url }),
} as const;
type Vendor = keyof typeof VENDORS;

/** A client as oidc-provider takes it. */
export function client(client_id: string, token_endpoint_auth_method: string, more: object = {}) {
  return {
    client_id,
    token_endpoint_auth_method,
    grant_types: ["refresh_token", "client_credentials"],
    response_types: [],
    redirect_uris: [],
    ...more,
  };
}

/** An app that people sign in to with a browser. */
const native = (redirect: string, ...more: readonly string[]) => ({
  application_type: "native",
  grant_types: ["authorization_code", "refresh_token", ...more],
  response_types: ["code"],
  redirect_uris: [redirect],
});
const withSecret = { client_secret: CLIENT_SECRET };
const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/** Configuration of each server, unless a test says otherwise. */
const KNOWN = {
  google: {
    clients: [client(CLIENT, "client_secret_post", { ...withSecret, ...native("http://127.0.0.1") })],
    workloadTokens: [WORKLOAD_TOKEN],
  },
  microsoft: {
    tenant: TENANT,
    clients: [
      client(CLIENT, "client_secret_post", {
        ...withSecret,
        ...native("http://localhost", "client_credentials"),
      }),
      client(PUBLIC_CLIENT, "none", native("http://localhost", DEVICE_CODE)),
    ],
  },
} as const satisfies Record<Vendor, object>;

/** Google for the tests of a file. `serviceAccounts` are of `serviceAccountKey`. */
export const useGoogle = (
  configuration: { readonly serviceAccounts?: readonly object[]; readonly clients?: readonly object[] } = {},
): IdentityServer => useServer("google", configuration);

/** Microsoft for the tests of a file. `rotate`: a use of a refresh token ends it. */
export const useMicrosoft = (
  configuration: { readonly rotate?: boolean; readonly clients?: readonly object[] } = {},
): IdentityServer => useServer("microsoft", configuration);

/** Starts a server before the tests of the file and stops it afterwards. */
function useServer(vendor: Vendor, configuration: object): IdentityServer {
  const server = {} as IdentityServer;
  beforeAll(async () => {
    Object.assign(server, await startIdentityServer(vendor, configuration));
  });
  afterAll(() => server.stop());
  return server;
}

/** A vendor's server in a process of its own. */
export async function startIdentityServer(
  vendor: Vendor,
  configuration: object = {},
): Promise<IdentityServer> {
  const settings = JSON.stringify({ ...KNOWN[vendor], ...configuration });
  const child = fork(join(__dirname, `${vendor}.mjs`), [settings], {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "", NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const endOf = (code: number | null) => `${vendor}.mjs ended with ${String(code)}: ${complaints}`;
  const waiting = new Map<number, (message: Message) => void>();
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(endOf(code))));
    child.on("message", (message: Message) => {
      if (message.ready !== undefined) resolve(message.ready);
      if (message.id !== undefined) waiting.get(message.id)?.(message);
    });
  });

  // A server that broke fails what is asked of it, rather than leave it waiting.
  child.once("exit", (code) => {
    for (const settle of waiting.values()) settle({ error: endOf(code) });
  });
  let last = 0;
  const send = (command: string, ...args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (!child.connected) {
        reject(new Error(endOf(child.exitCode)));
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
    environment: VENDORS[vendor](url),
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
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
    },
  };
}
