import type * as GmailModule from "googleapis/build/src/apis/gmail/index.js";
import { toUrl } from "../../text/to-url";
import { PUBLIC_ENDPOINTS } from "../endpoints";
import { harden, toGoogleFailure } from "./transport";
import {
  type AccessToken,
  failed,
  type IdentityReply,
  type CleanText,
  cleanText,
  success,
  toAccessToken,
} from "../probe/identity-reply";
import { asObject } from "../../values/json-object";
import type { ClientOptions } from "../probe/client-options";
import { within } from "../../values/deadline";

/** Google's code, once it is loaded. */
export type Vendor = typeof GmailModule;
type OAuth2Client = InstanceType<Vendor["auth"]["OAuth2"]>;
type Reply<T> = Promise<IdentityReply<T>>;
type Hardenable = Pick<OAuth2Client, "transporter">;
type ExternalAccountOptions = Parameters<Vendor["auth"]["ExternalAccountClient"]["fromJSON"]>[0];

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** Google's longest; the assertion is used at once. */
const ASSERTION_LIFE_SECONDS = 3_600;
/** Of an external account: its own token, the exchange, and the impersonation. */
const MOST_CALLS = 4;
/** So that the library never renews a token by itself. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** An access token, and what Google may say about the refresh token behind it. */
export interface GoogleToken extends AccessToken {
  /** Remaining life of the refresh token, in seconds, where the person granted access for a time. */
  readonly refreshTokenLifeSeconds?: number;
}

/** Subject and scope of a delegated token. */
export interface Delegation {
  readonly subject: string;
  readonly scope: string;
}

/** An app that people sign in with. */
export interface GoogleApp {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
}

let loading: Promise<Vendor> | undefined;

/** The one place that loads Google's code, on first use; the package's root would load a thousand files. */
function load(): Promise<Vendor> {
  loading ??= import("googleapis/build/src/apis/gmail/index.js");
  return loading;
}

/** The calls to Google that are needed. None throws, and none keeps an error of the library, which carries tokens. */
export class GoogleClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  keyToken(email: string, key: string, { subject, scope }: Delegation): Reply<GoogleToken> {
    return this.call(this.#endpoints.googleTokenUrl, async ({ auth }) => {
      const settings = this.#settings();
      const client = this.#hardened(new auth.JWT({ ...settings, email, key, scopes: [scope], subject }));
      const { access_token: token, expiry_date: end } = await client.authorize();
      return this.#toToken(token, end);
    });
  }

  refreshedToken({
    refreshToken,
    ...app
  }: GoogleApp & { readonly refreshToken: string }): Reply<GoogleToken> {
    return this.call(this.#endpoints.googleTokenUrl, async (vendor) => {
      const client = this.appClient(vendor, app);
      client.setCredentials({ refresh_token: refreshToken });
      const { token } = await client.getAccessToken();
      const { expiry_date: end, ...others } = client.credentials;
      const lifeLeft = asObject(others)?.["refresh_token_expires_in"];
      const known = this.#toToken(token, end);
      return (
        known && (typeof lifeLeft === "number" ? { ...known, refreshTokenLifeSeconds: lifeLeft } : known)
      );
    });
  }

  /** The workload's own token, of a configuration that was checked where it was read. */
  workloadToken(account: Readonly<Record<string, unknown>>): Reply<GoogleToken> {
    return this.call(String(account["token_url"]), async ({ auth }) => {
      const { endpoints: _ours, ...shared } = this.#settings();
      // The file's form is Google's affair, and its library refuses what it can't use.
      const fields = { ...account, ...shared } as unknown as ExternalAccountOptions;
      const made = auth.ExternalAccountClient.fromJSON(fields);
      if (made === null) return undefined;
      const client = this.#hardened(made);
      // The exchange has a transporter of its own, without time-out, that no option reaches.
      const exchange: unknown = Reflect.get(client, "stsCredential");
      if (typeof exchange === "object" && exchange !== null)
        Reflect.set(exchange, "transporter", client.transporter);
      const { token } = await client.getAccessToken();
      return this.#toToken(token, client.credentials.expiry_date);
    });
  }

  /**
   * An assertion that the service account signs on behalf of the workload. The library knows no subject for workloads, so
   * the assertion is built here and signed by Google.
   */
  signedAssertion(
    workload: AccessToken,
    serviceAccount: string,
    { subject, scope }: Delegation,
  ): Reply<string> {
    const { iamRootUrl } = this.#endpoints;
    return this.call(iamRootUrl, async (vendor) => {
      const iat = Math.floor(this.#options.now() / 1_000);
      const claims = { iss: serviceAccount, sub: subject, scope, aud: PUBLIC_ENDPOINTS.googleTokenUrl };
      const { data } = await this.#bearer(vendor, workload).request<unknown>({
        url: `${iamRootUrl}/v1/projects/-/serviceAccounts/${encodeURI(serviceAccount)}:signJwt`,
        method: "POST",
        data: { payload: JSON.stringify({ ...claims, iat, exp: iat + ASSERTION_LIFE_SECONDS }) },
      });
      return toText(asObject(data)?.["signedJwt"]);
    });
  }

  assertedToken(assertion: string): Reply<GoogleToken> {
    const url = this.#endpoints.googleTokenUrl;
    return this.call(url, async (vendor) => {
      const { data } = await this.#bearer(vendor).transporter.request<unknown>({
        url,
        method: "POST",
        data: new URLSearchParams({ grant_type: JWT_BEARER, assertion }),
      });
      const { access_token: token, expires_in: life } = asObject(data) ?? {};
      return toAccessToken(token, life, this.#options.now());
    });
  }

  /** Address of the mailbox that the token opens. */
  profile(token: AccessToken): Reply<CleanText> {
    const { gmailRootUrl } = this.#endpoints;
    return this.call(gmailRootUrl, async (vendor) => {
      const auth = this.#bearer(vendor, token);
      const gmail = vendor.gmail({ version: "v1", auth, rootUrl: `${gmailRootUrl}/` });
      const { data } = await gmail.users.getProfile({ userId: "me" });
      const address = cleanText(data.emailAddress);
      return address.includes("@") ? address : undefined;
    });
  }

  /** Public certificate of a service account's key, as PEM. */
  keyCertificate(url: string, keyId: string): Reply<string> {
    return this.call(url, async (vendor) => {
      const { data } = await this.#bearer(vendor).transporter.request<unknown>({ url });
      return toText(asObject(data)?.[keyId]);
    });
  }

  /** Runs one call; a success without the wanted value is an answer that makes no sense. */
  call<T>(url: string, work: (vendor: Vendor) => Promise<T | undefined>): Reply<T> {
    const { circuitBreaker, requestTimeoutMs, now } = this.#options;
    const host = toUrl(url)?.host ?? "Google";
    return circuitBreaker.guard(host, async () => {
      try {
        const value = await within(MOST_CALLS * requestTimeoutMs, work(await load()), overdue);
        return value === undefined ? failed({ kind: "unreadable", host, status: 200 }) : success(value);
      } catch (error) {
        return failed(toGoogleFailure(error, host, now()));
      }
    });
  }

  /** A client of the library that speaks for an app. */
  appClient({ auth }: Vendor, { clientId, clientSecret }: GoogleApp): OAuth2Client {
    const settings = this.#settings();
    return this.#hardened(new auth.OAuth2({ ...settings, clientId, ...(clientSecret && { clientSecret }) }));
  }

  /** A client of the library with this token, or with none. */
  #bearer({ auth }: Vendor, token?: AccessToken): OAuth2Client {
    const client = this.#hardened(new auth.OAuth2(this.#settings()));
    if (token !== undefined) client.setCredentials({ access_token: token.token, expiry_date: NEVER });
    return client;
  }

  #hardened<Client extends Hardenable>(client: Client): Client {
    harden(client.transporter, this.#endpoints.googleTokenUrl);
    return client;
  }

  get #endpoints() {
    return this.#options.endpoints;
  }

  #settings() {
    const { requestTimeoutMs: timeout, fetch } = this.#options;
    return {
      endpoints: { oauth2TokenUrl: this.#endpoints.googleTokenUrl },
      // Its interceptors would print access tokens when GOOGLE_SDK_NODE_LOGGING asks for it.
      useAuthRequestParameters: false,
      // The library has no time-out of its own, and the tunnel decides on the proxy.
      transporterOptions: { timeout, noProxy: [/^/u], ...(fetch && { fetchImplementation: fetch }) },
    };
  }

  #toToken(token: unknown, end: number | null | undefined): AccessToken | undefined {
    // The library reckons the end with the system's clock.
    const life = typeof end === "number" ? (end - Date.now()) / 1_000 : undefined;
    return toAccessToken(token, life, this.#options.now());
  }
}

function overdue(): never {
  throw Object.assign(new Error("overdue"), { code: "ETIMEDOUT" });
}

function toText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
