import type * as Msal from "@azure/msal-node";
import { isLoopback } from "../../text/is-loopback";
import { type IdentityEndpoints, microsoftCloud, PUBLIC_ENDPOINTS } from "../endpoints";
import type { KeyPair } from "../material/pem";
import type { ClientOptions } from "../probe/client-options";
import { atMost, atMostEach, type Limit } from "../probe/concurrency";
import {
  type AccessToken,
  failed,
  type IdentityReply,
  type CleanText,
  cleanText,
} from "../probe/identity-reply";
import { success, toAccessToken } from "../probe/identity-reply";
import { tokenKey } from "../probe/token-cache";
import { createNetwork, loadHttp, type Network, send } from "./transport";

const MOST_TOKEN_CALLS_PER_TENANT = 4;
const CLAIMS_WITH_NAMES = ["preferred_username", "upn", "email"];
/** Any directory of people, which only apps for many tenants may use. */
const ANY_ORGANISATION = "organizations";

/** An app as Microsoft knows it, with what it proves itself by; without a proof, a public client. */
export interface MicrosoftApp {
  /** Equal for equal tenant, client and proof. */
  readonly key: string;
  /** Default: any organisation's. */
  readonly tenantId: string | undefined;
  readonly clientId: string;
  readonly proof?: MicrosoftProof | undefined;
}

interface MicrosoftProof {
  readonly clientSecret?: string;
  readonly certificate?: KeyPair;
  /** Called for each token, because assertions live for minutes. */
  readonly assertion?: () => string;
}

/** The app of a credential. `proofKey`: equal for equal proof. */
export function toApp(
  { tenantId, clientId }: { readonly tenantId?: string | undefined; readonly clientId: string },
  proof: MicrosoftProof | undefined,
  ...proofKey: readonly string[]
): MicrosoftApp {
  return { key: tokenKey(tenantId ?? "", clientId, ...proofKey), tenantId, clientId, proof };
}

/** An access token, its scopes, and the names that the id token gives to whoever signed in. */
export interface MicrosoftToken extends AccessToken {
  readonly names: readonly CleanText[];
  readonly scopes: readonly string[];
}

/** Calls to Microsoft that probes need. None throws, and none keeps an error of the libraries, which carry tokens. */
export class MicrosoftClient {
  /** Prefix of Graph's scopes. */
  readonly graphResource: string;
  /** Prefix of Exchange's scopes. */
  readonly exchangeResource: string;
  readonly #options: ClientOptions;
  readonly #clients = new Map<string, Promise<Client>>();
  readonly #limitOf = atMostEach(MOST_TOKEN_CALLS_PER_TENANT);

  constructor(options: ClientOptions) {
    this.graphResource = graphResourceOf(options.endpoints);
    this.exchangeResource = microsoftCloud(options.endpoints.microsoftAuthority).exchange;
    this.#options = options;
  }

  /** A token of the app itself. `scope` ends with `/.default`. */
  appToken(app: MicrosoftApp, scope: string): Promise<IdentityReply<MicrosoftToken>> {
    // Tokens are shared and renewed by us.
    const request = { scopes: [scope], skipCache: true, azureRegion: "DisableMsalForceRegion" };
    return this.#token(app, async ({ library }) =>
      "acquireTokenByClientCredential" in library ? library.acquireTokenByClientCredential(request) : null,
    );
  }

  /** A token of a person. The new refresh token that comes with it is dropped: the old one goes on to be good. */
  refreshedToken(
    app: MicrosoftApp,
    refreshToken: string,
    scope: string,
  ): Promise<IdentityReply<MicrosoftToken>> {
    return this.#token(app, ({ library }) =>
      library.acquireTokenByRefreshToken({ refreshToken, scopes: [scope] }),
    );
  }

  /** A JSON object of Graph. `path` starts with the version. */
  async graph(
    path: string,
    { token }: AccessToken,
  ): Promise<IdentityReply<Readonly<Record<string, unknown>>>> {
    const url = `${this.#options.endpoints.graphRootUrl}${path}`;
    const headers = { Authorization: `Bearer ${token}` };
    const reply = await send(await loadHttp(), this.#options, { method: "GET", url, headers });
    if (!reply.ok) return reply;
    const { failure, fields } = reply.value;
    return failure === undefined ? success(fields) : failed(failure);
  }

  #token(app: MicrosoftApp, ask: Ask): Promise<IdentityReply<MicrosoftToken>> {
    return this.#limitOf(app.tenantId ?? ANY_ORGANISATION)(() => {
      const client = this.#clients.get(app.key) ?? createClient(app, this.#options);
      this.#clients.set(app.key, client);
      return acquire(client, ask, this.#options);
    });
  }
}

/** Prefix of Graph's scopes: Graph's own name, also where a stand-in on this machine plays its part. */
export function graphResourceOf({ graphRootUrl }: Pick<IdentityEndpoints, "graphRootUrl">): string {
  return isLoopback(new URL(graphRootUrl).hostname) ? PUBLIC_ENDPOINTS.graphRootUrl : graphRootUrl;
}

let loadingMsal: Promise<typeof Msal> | undefined;

/** Microsoft's library, loaded here alone and on first use. */
function loadMsal(): Promise<typeof Msal> {
  loadingMsal ??= import("@azure/msal-node");
  return loadingMsal;
}

/** Token request to MSAL. */
export type Ask = (client: Client) => Promise<Msal.AuthenticationResult | null>;

/** MSAL for one app: a public client where it has no proof. */
export interface Client {
  readonly library: Msal.ConfidentialClientApplication | Msal.PublicClientApplication;
  readonly network: Network;
  /** Lock that lets a single call run: a refusal of MSAL is kept by client, not by call. */
  readonly turn: Limit;
}

export async function createClient(
  { tenantId = ANY_ORGANISATION, clientId, proof }: MicrosoftApp,
  options: ClientOptions,
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
  const Library = proof === undefined ? PublicClientApplication : ConfidentialClientApplication;
  return { library: new Library(configuration), network, turn: atMost(1) };
}

/** Acquires a token from MSAL. Only a token counts as a success: MSAL takes an empty object for one. */
export async function acquire(
  making: Promise<Client>,
  ask: Ask,
  { endpoints, now }: ClientOptions,
): Promise<IdentityReply<MicrosoftToken>> {
  const answer = { host: new URL(endpoints.microsoftAuthority).host, status: 200 };
  let network: Network | undefined;
  try {
    const client = await making;
    return await client.turn(async () => {
      network = client.network;
      network.sent = false;
      const token = toToken(await ask(client), now());
      return token ? success(token) : failed(network.failure ?? { kind: "unreadable", ...answer });
    });
  } catch {
    // MSAL's error may quote what was sent; what it was refused with has been kept.
    const kind = network?.sent === true ? "unreadable" : "unsent";
    return failed(network?.failure ?? { kind, ...answer });
  }
}

function toToken(result: Msal.AuthenticationResult | null, now: number): MicrosoftToken | undefined {
  const lifeSeconds = result?.expiresOn ? (result.expiresOn.getTime() - Date.now()) / 1_000 : undefined;
  const token = toAccessToken(result?.accessToken, lifeSeconds, now);
  const claims: Readonly<Record<string, unknown>> = { ...result?.idTokenClaims };
  const names = CLAIMS_WITH_NAMES.map((name) => cleanText(claims[name])).filter((name) => name !== "");
  return token && { ...token, names, scopes: result?.scopes ?? [] };
}
