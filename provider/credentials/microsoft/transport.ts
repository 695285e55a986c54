import type * as Msal from "@azure/msal-node";
import type * as Axios from "axios" with { "resolution-mode": "import" };
import { createHttp } from "../../net/http";
import { faultOf, type Tunnel, tunnelTo } from "../../net/tunnel";
import { asObject } from "../../values/json-object";
import type { ClientOptions } from "../probe/client-options";
import {
  failed,
  type IdentityFailure,
  type IdentityReply,
  stoppedAt,
  success,
  toFailure,
} from "../probe/identity-reply";

type Http = Axios.AxiosInstance;

const LARGEST_REPLY_BYTES = 1_000_000;
/** Source: RFC 8628, where the server says nothing. */
const POLL_SECONDS = 5;

let loadingHttp: Promise<Http> | undefined;

/** The HTTP library, loaded on first use. */
export function loadHttp(): Promise<Http> {
  loadingHttp ??= createHttp(LARGEST_REPLY_BYTES, { validateStatus: () => true });
  return loadingHttp;
}

/** MSAL's network, with what is to be known of its last call. */
export interface Network {
  readonly module: Msal.INetworkModule;
  sent: boolean;
  /** Of the last call, if that failed. MSAL sends nothing for a while after being told to wait; it holds as long. */
  failure: IdentityFailure | undefined;
  /** Refresh token of the last answer. MSAL never gets it, because it would keep it. */
  refreshToken: string | undefined;
}

/** MSAL's network: with a time-out, which its own lacks, and keeping the raw refusal, which its errors hide. */
export function createNetwork(http: Http, options: ClientOptions): Network {
  const call = async (method: "GET" | "POST", url: string, request?: Msal.NetworkRequestOptions) => {
    const { body: data, headers = {} } = request ?? {};
    network.sent = true;
    const reply = await send(http, options, { method, url, headers, ...(data !== undefined && { data }) });
    network.failure = reply.ok ? reply.value.failure : reply.failure;
    // MSAL breaks on anything but an object, and quotes it in its error.
    if (!reply.ok || reply.value.fields === undefined) throw new Error("no usable answer");
    const { fields, headers: answered, status } = reply.value;
    const { refresh_token: refreshToken, ...others } = fields;
    network.refreshToken = typeof refreshToken === "string" ? refreshToken : undefined;
    // MSAL polls without a pause where this is left out.
    const body = "device_code" in others ? { interval: POLL_SECONDS, ...others } : others;
    // MSAL names a type for the body and looks at it itself.
    return { headers: answered, body: body as never, status };
  };
  const network: Network = {
    sent: false,
    failure: undefined,
    refreshToken: undefined,
    module: {
      sendGetRequestAsync: (url, request) => call("GET", url, request),
      sendPostRequestAsync: (url, request) => call("POST", url, request),
    },
  };
  return network;
}

/** An answer of any host: of a success, a JSON object. */
type Answer = {
  readonly status: number;
  readonly headers: Record<string, string>;
} & (
  | { readonly failure: undefined; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly failure: IdentityFailure; readonly fields: Readonly<Record<string, unknown>> | undefined }
);

/** Sends a request through the circuit breaker. Never throws. */
export async function send(
  http: Http,
  options: ClientOptions,
  request: Axios.AxiosRequestConfig,
): Promise<IdentityReply<Answer>> {
  const url = new URL(request.url ?? "");
  const { host } = url;
  return options.circuitBreaker.guard<Answer>(host, async () => {
    const signal = AbortSignal.timeout(options.requestTimeoutMs);
    const tunnel = tunnelTo(url, signal);
    try {
      const { status, data, headers } = await http.request<unknown>({
        ...request,
        // The tunnel decides on the proxy.
        proxy: false,
        ...(tunnel && { httpsAgent: tunnel }),
        signal,
      });
      const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      const fields = asObject(data);
      if (status === 200 && fields) return success({ status, headers: plain, fields, failure: undefined });
      const failure = toFailure({ host, status, date: plain["date"], body: data }, options.now());
      return success({ status, headers: plain, fields, failure });
    } catch (error) {
      return failed(toUnanswered(error, host, tunnel));
    }
  });
}

function toUnanswered(error: unknown, host: string, tunnel: Tunnel | undefined): IdentityFailure {
  const proxy = faultOf(tunnel);
  if (proxy !== undefined) return stoppedAt(proxy, host);
  const code = asObject(error)?.["code"];
  const isTimeout = code === "ECONNABORTED" || code === "ETIMEDOUT" || code === "ERR_CANCELED";
  if (isTimeout) return { kind: "timeout", host, code: "ETIMEDOUT" };
  return { kind: "network", host, code: typeof code === "string" ? code : "network" };
}
