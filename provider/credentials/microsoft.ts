import type * as Msal from "@azure/msal-node";
import type * as Axios from "axios" with { "resolution-mode": "import" };
import { isLoopback } from "../text/is-loopback";
import { faultOf, type Tunnel, tunnelTo } from "../net/tunnel";
import { type IdentityEndpoints, PUBLIC_ENDPOINTS } from "./endpoints";
import { atMost, atMostEach, type Limit } from "./limits";
import { type AccessToken, asObject, failed, type IdentityFailure, type Outcome } from "./outcome";
import { stoppedAt, success, toAccessToken, toFailure } from "./outcome";
import { microsoftCloud } from "./microsoft-clouds";
import type { KeyPair } from "./pem";
import { type Said, said } from "./said";
import type { VendorOptions } from "./vendor";

type Http = Axios.AxiosInstance;

const MOST_TOKEN_CALLS_PER_TENANT = 4;
const LARGEST_REPLY_BYTES = 1_000_000;
/** Source: RFC 8628, where the server says nothing. */
const POLL_SECONDS = 5;
const CLAIMS_WITH_NAMES = ["preferred_username", "upn", "email"];

/** An app as Microsoft knows it, with what it proves itself by; without a proof, a public client. */
export interface MicrosoftApp {
  /** Equal for equal tenant, client and proof. */
  readonly key: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly proof?: {
    readonly clientSecret?: string;
    readonly certificate?: KeyPair;
    /** Called for each token, as assertions live for minutes. */
    readonly assertion?: () => string;
  };
}

/** An access token, and the names that the id token gives to whoever signed in. */
export interface MicrosoftToken extends AccessToken {
  readonly names: readonly Said[];
}

/** The calls to Microsoft that probes need. None throws, and none keeps an error of the libraries, which carry tokens. */
export interface Microsoft {
  /** A token of the app itself. `scope` ends with `/.default`. */
  appToken(app: MicrosoftApp, scope: string): Promise<Outcome<MicrosoftToken>>;
  /** A token of a person. The new refresh token that comes with it is dropped: the old one goes on to be good. */
  refreshedToken(app: MicrosoftApp, refreshToken: string, scope: string): Promise<Outcome<MicrosoftToken>>;
  /** A JSON object of Graph. `path` starts with the version. */
  graph(path: string, token: AccessToken): Promise<Outcome<Readonly<Record<string, unknown>>>>;
  /** What a scope of Graph starts with. */
  readonly graphResource: string;
  /** What a scope of Exchange starts with. */
  readonly exchangeResource: string;
}

export function createMicrosoft(options: VendorOptions): Microsoft {
  const { microsoftAuthority, graphRootUrl } = options.endpoints;
  const graphResource = graphResourceOf(options.endpoints);
  const clients = new Map<string, Promise<Client>>();
  const limitOf = atMostEach(MOST_TOKEN_CALLS_PER_TENANT);
  const host = new URL(microsoftAuthority).host;

  const token = (app: MicrosoftApp, ask: Ask) =>
    limitOf(app.tenantId)(() => {
      const client = clients.get(app.key) ?? createClient(app, options);
      clients.set(app.key, client);
      return acquire(client, ask, { host, now: options.now });
    });

  return {
    graphResource,
    exchangeResource: microsoftCloud(microsoftAuthority).exchange,
    appToken: (app, scope) =>
      token(app, async ({ confidential }) => {
        const scopes = [scope];
        // Tokens are shared and renewed by us.
        const request = { scopes, skipCache: true, azureRegion: "DisableMsalForceRegion" };
        return (await confidential?.acquireTokenByClientCredential(request)) ?? null;
      }),
    refreshedToken: (app, refreshToken, scope) =>
      token(app, ({ any }) => any.acquireTokenByRefreshToken({ refreshToken, scopes: [scope] })),
    graph: async (path, { token: bearer }) => {
      const headers = { Authorization: `Bearer ${bearer}` };
      const url = `${graphRootUrl}${path}`;
      const reply = await send(await loadHttp(), options, { method: "GET", url, headers });
      if (!reply.ok) return reply;
      const { status, body } = reply.value;
      const fields = asObject(body);
      if (status === 200 && fields !== undefined) return success(fields);
      return failed(toFailure(reply.value, options.now()));
    },
  };
}

/** What scopes of Graph start with: Graph's own name, also where a stand-in on this machine plays its part. */
export function graphResourceOf({ graphRootUrl }: Pick<IdentityEndpoints, "graphRootUrl">): string {
  return isLoopback(new URL(graphRootUrl).hostname) ? PUBLIC_ENDPOINTS.graphRootUrl : graphRootUrl;
}

let loadingMsal: Promise<typeof Msal> | undefined;
let loadingHttp: Promise<Http> | undefined;

/** The one place that loads Microsoft's code, on first use. */
function loadMsal(): Promise<typeof Msal> {
  loadingMsal ??= import("@azure/msal-node");
  return loadingMsal;
}

function loadHttp(): Promise<Http> {
  loadingHttp ??= import("axios").then(({ default: axios }) =>
    axios.create({
      adapter: "http",
      // A redirect would carry the token to wherever it points.
      maxRedirects: 0,
      maxContentLength: LARGEST_REPLY_BYTES,
      responseType: "text",
      transformResponse: [(body: unknown) => body],
      validateStatus: () => true,
      headers: { "User-Agent": "pulumi-vcc" },
    }),
  );
  return loadingHttp;
}

/** One question to MSAL. */
export type Ask = (client: Client) => Promise<Msal.AuthenticationResult | null>;

/** MSAL for one app. */
export interface Client {
  readonly any: Msal.ConfidentialClientApplication | Msal.PublicClientApplication;
  readonly confidential?: Msal.ConfidentialClientApplication;
  readonly public?: Msal.PublicClientApplication;
  readonly network: Network;
  /** One call at a time: what MSAL is refused with is kept by client, not by call. */
  readonly turn: Limit;
}

/** An app by itself, or a public client. */
export async function createClient(
  { tenantId, clientId, proof }: MicrosoftApp,
  options: VendorOptions,
): Promise<Client> {
  const { ConfidentialClientApplication, PublicClientApplication } = await loadMsal();
  const network = createNetwork(await loadHttp(), options);
  const base = `${options.endpoints.microsoftAuthority}/${tenantId}`;
  const { certificate, assertion, clientSecret } = proof ?? {};
  const configuration: Msal.Configuration = {
    auth: {
      clientId,
      // MSAL takes no http here; the metadata decides where calls go, and saves it the discovery.
      authority: `${PUBLIC_ENDPOINTS.microsoftAuthority}/${tenantId}`,
      authorityMetadata: JSON.stringify({
        issuer: `${base}/v2.0`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
      }),
      ...(clientSecret !== undefined && { clientSecret }),
      ...(certificate && { clientCertificate: certificate }),
      ...(assertion && { clientAssertion: () => Promise.resolve(assertion()) }),
    },
    system: { networkClient: network.module, disableInternalRetries: true },
  };
  const shared = { network, turn: atMost(1) };
  if (proof === undefined) {
    const client = new PublicClientApplication(configuration);
    return { any: client, public: client, ...shared };
  }
  const confidential = new ConfidentialClientApplication(configuration);
  return { any: confidential, confidential, ...shared };
}

interface Network {
  readonly module: Msal.INetworkModule;
  sent: boolean;
  /** Of the last call, if that failed. MSAL sends nothing for a while after being told to wait; it holds as long. */
  failure: IdentityFailure | undefined;
  /** That came with the last answer. MSAL never gets it, as it would keep it. */
  refreshToken: string | undefined;
}

/** MSAL's network: with a time-out, which its own lacks, and keeping the raw refusal, which its errors hide. */
function createNetwork(http: Http, options: VendorOptions): Network {
  const call = async (method: "GET" | "POST", url: string, request?: Msal.NetworkRequestOptions) => {
    const { body: data, headers = {} } = request ?? {};
    network.sent = true;
    const reply = await send(http, options, { method, url, headers, ...(data !== undefined && { data }) });
    network.failure = failureOf(reply, options.now());
    const fields = reply.ok ? asObject(reply.value.body) : undefined;
    // MSAL breaks on anything but an object, and quotes it in its error.
    if (!reply.ok || fields === undefined) throw new Error("no usable answer");
    const { refresh_token: refreshToken, ...others } = fields;
    network.refreshToken = typeof refreshToken === "string" ? refreshToken : undefined;
    // MSAL polls without a pause where this is left out.
    const body = "device_code" in others ? { interval: POLL_SECONDS, ...others } : others;
    // MSAL names a type for the body and looks at it itself.
    return { headers: reply.value.headers, body: body as never, status: reply.value.status };
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

function failureOf(reply: Outcome<Reply>, now: number): IdentityFailure | undefined {
  if (!reply.ok) return reply.failure;
  const { status, body } = reply.value;
  return status === 200 && asObject(body) !== undefined ? undefined : toFailure(reply.value, now);
}

/** One token of MSAL. A success is a token, not an answer: MSAL takes an empty object for one. */
export async function acquire(
  making: Promise<Client>,
  ask: Ask,
  { host, now }: { readonly host: string; readonly now: () => number },
): Promise<Outcome<MicrosoftToken>> {
  let network: Network | undefined;
  try {
    const client = await making;
    return await client.turn(async () => {
      network = client.network;
      network.sent = false;
      const token = toToken(await ask(client), now());
      return token ?? failed(network.failure ?? { kind: "unreadable", host, status: 200 });
    });
  } catch {
    // MSAL's error may quote what was sent; what it was refused with has been kept.
    return failed(
      network?.failure ?? { kind: network?.sent === true ? "unreadable" : "unsent", host, status: 200 },
    );
  }
}

function toToken(result: Msal.AuthenticationResult | null, now: number): Outcome<MicrosoftToken> | undefined {
  const life = result?.expiresOn ? (result.expiresOn.getTime() - Date.now()) / 1_000 : undefined;
  const token = toAccessToken(result?.accessToken, life, now);
  const claims: Readonly<Record<string, unknown>> = { ...result?.idTokenClaims };
  const names = CLAIMS_WITH_NAMES.map((name) => said(claims[name])).filter((name) => name !== "");
  return token && success({ ...token, names });
}

interface Reply {
  readonly host: string;
  readonly status: number;
  readonly date: string | undefined;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

async function send(
  http: Http,
  options: VendorOptions,
  request: Axios.AxiosRequestConfig,
): Promise<Outcome<Reply>> {
  const url = new URL(request.url ?? "");
  const { host } = url;
  return options.outages.guard(host, async () => {
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
      return success({ host, status, date: plain["date"], body: data, headers: plain });
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
