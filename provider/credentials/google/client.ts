import type * as GmailModule from "googleapis/build/src/apis/gmail/index.js";
import { toUrl } from "../../text/to-url";
import { PUBLIC_ENDPOINTS } from "../endpoints";
import { harden, toGoogleFailure, transporterOptions } from "./transport";
import {
  type AccessToken,
  failed,
  type IdentityReply,
  success,
  toAccessToken,
} from "../probe/identity-reply";
import { asObject } from "../../values/json-object";
import { type Said, said } from "../probe/identity-reply";
import type { ClientOptions } from "../probe/client-options";
import { within } from "../../values/deadline";

/** Google's code, once it is loaded. */
export type Vendor = typeof GmailModule;
type OAuth2Client = InstanceType<Vendor["auth"]["OAuth2"]>;
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

interface RefreshGrant extends GoogleApp {
  readonly refreshToken: string;
}

/** The calls to Google that probes need. None throws, and none keeps an error of the library, which carries tokens. */
export interface GoogleClient {
  keyToken(email: string, privateKey: string, delegation: Delegation): Promise<IdentityReply<GoogleToken>>;
  refreshedToken(grant: RefreshGrant): Promise<IdentityReply<GoogleToken>>;
  /** The workload's own token, of a configuration that was checked where it was read. */
  workloadToken(externalAccount: Readonly<Record<string, unknown>>): Promise<IdentityReply<GoogleToken>>;
  /** An assertion that the service account signs on behalf of the workload. */
  signedAssertion(
    workload: AccessToken,
    serviceAccount: string,
    delegation: Delegation,
  ): Promise<IdentityReply<string>>;
  assertedToken(assertion: string): Promise<IdentityReply<GoogleToken>>;
  /** Address of the mailbox that the token opens. */
  profile(token: AccessToken): Promise<IdentityReply<Said>>;
  /** Public certificate of a service account's key, as PEM. */
  keyCertificate(url: string, keyId: string): Promise<IdentityReply<string>>;
}

export function createGoogleClient(options: ClientOptions): GoogleClient {
  const { googleTokenUrl, iamRootUrl, gmailRootUrl } = options.endpoints;
  const call = calling(options);
  return {
    keyToken: (email, privateKey, delegation) =>
      call(googleTokenUrl, (vendor) => keyToken(vendor, options, { email, privateKey, delegation })),
    refreshedToken: (grant) => call(googleTokenUrl, (vendor) => refreshedToken(vendor, options, grant)),
    workloadToken: (account) =>
      call(String(account["token_url"]), (vendor) => workloadToken(vendor, options, account)),
    signedAssertion: (workload, serviceAccount, delegation) =>
      call(iamRootUrl, (vendor) =>
        signedAssertion(bearer(vendor, options, workload), options, { serviceAccount, delegation }),
      ),
    assertedToken: (assertion) => call(googleTokenUrl, (vendor) => assertedToken(vendor, options, assertion)),
    profile: (token) => call(gmailRootUrl, (vendor) => profile(vendor, options, token)),
    keyCertificate: (url, keyId) =>
      call(url, async (vendor) => {
        const { data } = await bearer(vendor, options).transporter.request<unknown>({ url });
        return toText(asObject(data)?.[keyId]);
      }),
  };
}

let loading: Promise<Vendor> | undefined;

/** The one place that loads Google's code, on first use; the package's root would load a thousand files. */
function load(): Promise<Vendor> {
  loading ??= import("googleapis/build/src/apis/gmail/index.js");
  return loading;
}

/** Runs one call; a success without the wanted value is an answer that makes no sense. */
export function calling(
  options: ClientOptions,
): <T>(url: string, work: (vendor: Vendor) => Promise<T | undefined>) => Promise<IdentityReply<T>> {
  return async (url, work) => {
    const host = toUrl(url)?.host ?? "Google";
    return options.circuitBreaker.guard(host, async () => {
      try {
        const value = await within(MOST_CALLS * options.requestTimeoutMs, work(await load()), overdue);
        return value === undefined ? failed({ kind: "unreadable", host, status: 200 }) : success(value);
      } catch (error) {
        return failed(toGoogleFailure(error, host, options.now()));
      }
    });
  };
}

function overdue(): never {
  throw Object.assign(new Error("overdue"), { code: "ETIMEDOUT" });
}

function clientOptions(options: ClientOptions) {
  return {
    endpoints: { oauth2TokenUrl: options.endpoints.googleTokenUrl },
    // Its interceptors would print access tokens when GOOGLE_SDK_NODE_LOGGING asks for it.
    useAuthRequestParameters: false,
    transporterOptions: transporterOptions(options),
  };
}

/** A client with this token, or with none. */
function bearer({ auth }: Vendor, options: ClientOptions, token?: AccessToken): OAuth2Client {
  const client = new auth.OAuth2(clientOptions(options));
  harden(client.transporter, options);
  if (token !== undefined) client.setCredentials({ access_token: token.token, expiry_date: NEVER });
  return client;
}

interface KeyRequest {
  readonly email: string;
  readonly privateKey: string;
  readonly delegation: Delegation;
}

async function keyToken(
  { auth }: Vendor,
  options: ClientOptions,
  { email, privateKey, delegation }: KeyRequest,
) {
  const { subject, scope } = delegation;
  const client = new auth.JWT({
    ...clientOptions(options),
    email,
    key: privateKey,
    scopes: [scope],
    subject,
  });
  harden(client.transporter, options);
  const { access_token: token, expiry_date: end } = await client.authorize();
  return toToken(token, end, options);
}

/** A client that speaks for an app. */
export function appClient(
  { auth }: Vendor,
  options: ClientOptions,
  { clientId, clientSecret }: GoogleApp,
): OAuth2Client {
  const client = new auth.OAuth2({
    ...clientOptions(options),
    clientId,
    ...(clientSecret && { clientSecret }),
  });
  harden(client.transporter, options);
  return client;
}

async function refreshedToken(vendor: Vendor, options: ClientOptions, grant: RefreshGrant) {
  const client = appClient(vendor, options, grant);
  client.setCredentials({ refresh_token: grant.refreshToken });
  const { token } = await client.getAccessToken();
  const { expiry_date: end, ...others } = client.credentials;
  const lifeLeft = asObject(others)?.["refresh_token_expires_in"];
  const known = toToken(token, end, options);
  return known && (typeof lifeLeft === "number" ? { ...known, refreshTokenLifeSeconds: lifeLeft } : known);
}

async function workloadToken(
  { auth }: Vendor,
  options: ClientOptions,
  account: Readonly<Record<string, unknown>>,
) {
  const { endpoints: _ours, ...shared } = clientOptions(options);
  // The file's form is Google's affair, and its library refuses what it can't use.
  const client = auth.ExternalAccountClient.fromJSON({
    ...account,
    ...shared,
  } as unknown as ExternalAccountOptions);
  if (client === null) return undefined;
  harden(client.transporter, options);
  // The exchange has a transporter of its own, without time-out, that no option reaches.
  const exchange: unknown = Reflect.get(client, "stsCredential");
  if (typeof exchange === "object" && exchange !== null)
    Reflect.set(exchange, "transporter", client.transporter);
  const { token } = await client.getAccessToken();
  return toToken(token, client.credentials.expiry_date, options);
}

interface SigningRequest {
  readonly serviceAccount: string;
  readonly delegation: Delegation;
}

/** The library knows no subject for workloads, so the assertion is built here and signed by Google. */
async function signedAssertion(client: OAuth2Client, options: ClientOptions, request: SigningRequest) {
  const { serviceAccount, delegation } = request;
  const iat = Math.floor(options.now() / 1_000);
  const claims = { iss: serviceAccount, sub: delegation.subject, scope: delegation.scope };
  const times = { aud: PUBLIC_ENDPOINTS.googleTokenUrl, iat, exp: iat + ASSERTION_LIFE_SECONDS };
  const { data } = await client.request<unknown>({
    url: `${options.endpoints.iamRootUrl}/v1/projects/-/serviceAccounts/${encodeURI(serviceAccount)}:signJwt`,
    method: "POST",
    data: { payload: JSON.stringify({ ...claims, ...times }) },
  });
  return toText(asObject(data)?.["signedJwt"]);
}

async function assertedToken(vendor: Vendor, options: ClientOptions, assertion: string) {
  const { data } = await bearer(vendor, options).transporter.request<unknown>({
    url: options.endpoints.googleTokenUrl,
    method: "POST",
    data: new URLSearchParams({ grant_type: JWT_BEARER, assertion }),
  });
  const { access_token: token, expires_in: life } = asObject(data) ?? {};
  return toAccessToken(token, life, options.now());
}

async function profile(vendor: Vendor, options: ClientOptions, token: AccessToken) {
  const rootUrl = `${options.endpoints.gmailRootUrl}/`;
  const gmail = vendor.gmail({ version: "v1", auth: bearer(vendor, options, token), rootUrl });
  const { data } = await gmail.users.getProfile({ userId: "me" });
  const address = said(data.emailAddress);
  return address.includes("@") ? address : undefined;
}

function toToken(
  token: unknown,
  end: number | null | undefined,
  { now }: ClientOptions,
): AccessToken | undefined {
  // The library reckons the end with the system's clock.
  return toAccessToken(token, typeof end === "number" ? (end - Date.now()) / 1_000 : undefined, now());
}

function toText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
