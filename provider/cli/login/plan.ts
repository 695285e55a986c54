import type * as z from "zod";
import { Credential, type RefreshTokenCredential } from "../../../schema/credential/credential";
import { MailboxAddress } from "../../../schema/fields";
import type { IdentityEndpoints } from "../../credentials/endpoints";
import { graphResourceOf } from "../../credentials/microsoft/client";
import { ConfigError } from "../../errors";
import type { KnownOptions, LoginOptions } from "./options";
import type { TokenStore } from "./token-store";

/** A resolved sign-in. */
export interface LoginPlan {
  readonly address: string;
  /** The account that the person signs in to: the address, or what it is an alias of. */
  readonly account: string;
  /** As the program will write it, but for when it was issued. */
  readonly credential: RefreshTokenCredential;
  readonly scopes: readonly string[];
  readonly way: "browser" | "deviceCode";
}

interface PlanDeps {
  readonly endpoints: IdentityEndpoints;
  readonly store: Pick<TokenStore, "reference">;
  readonly hasBrowser: boolean;
}

const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  clientId: "--client-id",
  clientSecret: "--client-secret-ref",
  tenantId: "--tenant",
  account: "--account",
  probeScope: "--scope",
};

/** Error: a `ConfigError` that names the option; no value is shown that may be a secret. */
export function planLogin(address: string, options: KnownOptions, deps: PlanDeps): LoginPlan {
  const mailbox = MailboxAddress.safeParse(address);
  if (!mailbox.success) throw unusable("ADDRESS", mailbox.error);
  const provider = options.provider ?? guessProvider(address);
  if (provider === undefined) {
    throw new ConfigError("VCC_ARGUMENT_INVALID", `Nothing tells whose mailbox ${address} is.`, {
      hint: "Add --provider google or --provider microsoft.",
    });
  }
  const { account } = options;
  const { scopes, probeScope } = scopesOf(provider, options, deps.endpoints);
  const tenantId = tenantOf(provider, address, options);
  const { refreshTokenIssuedAt: _former, ...known }: Partial<RefreshTokenCredential> = options.known ?? {};
  const credential = Credential.safeParse({
    ...known,
    provider,
    method: "refreshToken",
    ...(tenantId !== undefined && { tenantId }),
    clientId: options.clientId,
    ...(options.clientSecretRef !== undefined && { clientSecret: options.clientSecretRef }),
    refreshToken: deps.store.reference,
    ...(account !== undefined && { account }),
    ...(probeScope !== undefined && { probeScope }),
  });
  if (!credential.success) throw unusable("", credential.error);
  if (credential.data.method !== "refreshToken") throw new TypeError("a credential of another method");
  requireGoogleSecret(provider, options);
  const way = wayOf(provider, options, deps.hasBrowser);
  return { address, account: account ?? address, credential: credential.data, scopes, way };
}

/** Otherwise it is missed only once the person has signed in. */
function requireGoogleSecret(
  provider: "google" | "microsoft",
  { clientId, clientSecretRef }: KnownOptions,
): void {
  if (provider !== "google" || clientSecretRef !== undefined) return;
  throw new ConfigError(
    "VCC_ARGUMENT_INVALID",
    `--client-secret-ref: where the secret of the app ${clientId} is, got nothing.`,
    { hint: "Google gives apps of the kind Desktop app a secret, and grants no token without it." },
  );
}

function scopesOf(provider: "google" | "microsoft", { scope }: LoginOptions, endpoints: IdentityEndpoints) {
  return provider === "google"
    ? { scopes: googleScopes(scope), probeScope: undefined }
    : { probeScope: undefined, ...microsoftScopes(scope, graphResourceOf(endpoints)) };
}

function tenantOf(provider: "google" | "microsoft", address: string, { tenant }: LoginOptions) {
  if (provider === "microsoft") return tenant ?? (isConsumerAccount(address) ? "consumers" : undefined);
  if (tenant === undefined) return undefined;
  throw new ConfigError("VCC_ARGUMENT_INVALID", "--tenant: only Microsoft has tenants. Leave it out.");
}

/** Device codes are for public clients of Microsoft; a client with a secret can't redeem what one of them was given. */
function wayOf(
  provider: "google" | "microsoft",
  { deviceCode, loopback, clientSecretRef }: LoginOptions,
  hasBrowser: boolean,
): LoginPlan["way"] {
  const why =
    provider === "google"
      ? "Google opens no mailbox with device codes"
      : clientSecretRef === undefined
        ? undefined
        : "they are for apps without a client secret";
  if (deviceCode && why !== undefined) {
    throw new ConfigError("VCC_ARGUMENT_INVALID", `--device-code: ${why}. Leave it out.`);
  }
  if (loopback || why !== undefined) return "browser";
  return deviceCode || !hasBrowser ? "deviceCode" : "browser";
}

function unusable(option: string, error: z.ZodError): ConfigError {
  const [first = "", ...lines] = error.issues.map(({ path, message }) => {
    const field = String(path[0] ?? "");
    return `${OPTION_OF_FIELD[field] ?? (option || field)}: ${message}`;
  });
  return new ConfigError("VCC_ARGUMENT_INVALID", first, { lines });
}

/** Providers of public mail domains. */
const PUBLIC_DOMAINS: readonly (readonly ["google" | "microsoft", RegExp])[] = [
  ["google", /^(?:gmail|googlemail)\.com$/u],
  ["microsoft", /^(?:outlook|hotmail|live)\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})$/u],
  ["microsoft", /^(?:msn\.com|passport\.com)$/u],
  ["microsoft", /\.onmicrosoft\.(?:com|us)$/u],
];

/** The identity provider of an address, where its domain alone tells. */
export function guessProvider(address: string): "google" | "microsoft" | undefined {
  const domain = domainOf(address);
  return PUBLIC_DOMAINS.find(([, pattern]) => pattern.test(domain))?.[0];
}

/** True for a person's own Microsoft account, which belongs to no organisation. */
export function isConsumerAccount(address: string): boolean {
  const domain = domainOf(address);
  return guessProvider(address) === "microsoft" && !domain.includes(".onmicrosoft.");
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

const GOOGLE_SCOPES = "https://www.googleapis.com/auth/";
/** Permissions for reading and answering a mailbox. Source: assumed, because VCC doesn't say what it asks for. */
const GOOGLE_MAIL = ["https://mail.google.com/"];
const MICROSOFT_MAIL = ["Mail.ReadWrite", "Mail.Send"];
/** Permission of the probe; it can't be had later of a sign-in that didn't include it. */
const MICROSOFT_PROBE = "MailboxSettings.Read";

/** Scopes that a sign-in asks for, each in full. */
function googleScopes(asked: readonly string[] | undefined): readonly string[] {
  return (asked ?? GOOGLE_MAIL).map((scope) => (scope.includes("://") ? scope : GOOGLE_SCOPES + scope));
}

interface MicrosoftScopes {
  readonly scopes: readonly string[];
  /** For the credential, where the sign-in isn't for Graph. */
  readonly probeScope?: string;
}

/**
 * Scopes at Microsoft, whose short names are Graph's. Error: a `ConfigError` for scopes of several services, because
 * one token opens one.
 */
function microsoftScopes(asked: readonly string[] | undefined, graph: string): MicrosoftScopes {
  const scopes = (asked ?? MICROSOFT_MAIL).map((scope) =>
    scope.includes("://") ? scope : `${graph}/${scope}`,
  );
  const services = [...new Set(scopes.map(serviceOf))];
  if (services.length > 1) {
    throw new ConfigError(
      "VCC_ARGUMENT_INVALID",
      `--scope: scopes of one service, as one token opens one, got ${services.join(" and ")}.`,
    );
  }
  if (services[0] === graph) return { scopes: [...new Set([...scopes, `${graph}/${MICROSOFT_PROBE}`])] };
  return { scopes, ...(scopes[0] !== undefined && { probeScope: scopes[0] }) };
}

/** Scopes that were asked for and not granted. Providers spell scopes without case, and Microsoft leaves Graph's name out. */
export function missingScopes(
  asked: readonly string[],
  granted: readonly string[],
  graph: string,
): readonly string[] {
  const plain = (scope: string) => scope.replace(`${graph}/`, "").replace(/\/$/u, "").toLowerCase();
  const known = new Set(granted.map(plain));
  return asked.filter((scope) => !known.has(plain(scope)));
}

function serviceOf(scope: string): string {
  return scope.slice(0, scope.lastIndexOf("/"));
}
