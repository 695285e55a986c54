import type * as z from "zod";
import {
  Credential,
  type Provider,
  PROVIDERS,
  type RefreshTokenCredential,
} from "../../../schema/credential/credential";
import type { MicrosoftRefreshTokenCredential } from "../../../schema/credential/methods";
import { MailboxAddress } from "../../../schema/fields";
import type { IdentityEndpoints } from "../../credentials/endpoints";
import { graphResourceOf } from "../../credentials/microsoft/client";
import { MAIL_SCOPE, SCOPE_PREFIX } from "../../credentials/google/scopes";
import { MAIL_PERMISSIONS, PROBE_PERMISSION } from "../../credentials/microsoft/scopes";
import { argumentError, ConfigError } from "../../errors";
import { withoutUndefined } from "../../values/records";
import type { LoginOptions } from "./options";

/** A resolved sign-in. */
export interface LoginPlan {
  readonly address: string;
  /** The account that the person signs in to: the address, or what it is an alias of. */
  readonly account: string;
  /** As the program will write it, but for when it was issued. */
  readonly credential: RefreshTokenCredential;
  readonly scopes: readonly string[];
  readonly flow: "browser" | "deviceCode";
}

interface PlanDeps {
  readonly endpoints: IdentityEndpoints;
  /** For the refresh token, in the program. */
  readonly reference: string;
  readonly hasBrowser: boolean;
}

const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  clientId: "--client-id",
  clientSecret: "--client-secret-ref",
  tenantId: "--tenant",
  account: "--account",
  probeScope: "--scope",
};

/**
 * The sign-in that the options ask for; whatever they leave out is as in the credential in the program today.
 * Error: a `ConfigError` that names the option; no value is shown that may be a secret.
 */
export function planLogin(
  address: string,
  options: LoginOptions,
  former: RefreshTokenCredential | undefined,
  { endpoints, reference, hasBrowser }: PlanDeps,
): LoginPlan {
  const mailbox = MailboxAddress.safeParse(address);
  if (!mailbox.success) throw unusable("ADDRESS", mailbox.error);
  const { provider: named, clientId, clientSecretRef: clientSecret, tenant: tenantId, account } = options;
  const given = withoutUndefined({ provider: named, clientId, clientSecret, tenantId, account });
  const { refreshTokenIssuedAt: _former, ...wanted }: WantedFields = { ...former, ...given };
  const provider = wanted.provider ?? guessProvider(address);
  if (provider === undefined) {
    throw argumentError(
      `Nothing tells whose mailbox ${address} is.`,
      `Add ${PROVIDERS.map((name) => `--provider ${name}`).join(" or ")}.`,
    );
  }
  const scope = options.scope ?? (wanted.probeScope === undefined ? undefined : [wanted.probeScope]);
  const { scopes, probeScope } = scopesOf(provider, scope, endpoints);
  const derived = withoutUndefined({ tenantId: tenantOf(provider, address, wanted.tenantId), probeScope });
  const parsed = Credential.safeParse({
    ...wanted,
    provider,
    method: "refreshToken",
    refreshToken: reference,
    ...derived,
  });
  if (!parsed.success) throw unusable("", parsed.error);
  const credential = parsed.data;
  if (credential.method !== "refreshToken") throw new TypeError("a credential of another method");
  requireGoogleSecret(credential);
  const flow = flowOf(credential, options, hasBrowser);
  return { address, account: credential.account ?? address, credential, scopes, flow };
}

type WantedFields = Partial<Omit<MicrosoftRefreshTokenCredential, "provider">> &
  Pick<LoginOptions, "provider">;

/** Otherwise it is missed only once the person has signed in. */
function requireGoogleSecret({ provider, clientId, clientSecret }: RefreshTokenCredential): void {
  if (provider !== "google" || clientSecret !== undefined) return;
  throw argumentError(
    `--client-secret-ref: where the secret of the app ${clientId} is, got nothing.`,
    "Google gives apps of the kind Desktop app a secret, and grants no token without it.",
  );
}

function tenantOf(provider: Provider, address: string, tenant: string | undefined) {
  if (provider === "microsoft") return tenant ?? (isConsumerAccount(address) ? "consumers" : undefined);
  if (tenant === undefined) return undefined;
  throw argumentError("--tenant: only Microsoft has tenants. Leave it out.");
}

/** Device codes are for public clients of Microsoft; a client with a secret can't redeem what one of them was given. */
function flowOf(
  { provider, clientSecret }: RefreshTokenCredential,
  { deviceCode, loopback }: LoginOptions,
  hasBrowser: boolean,
): LoginPlan["flow"] {
  const why =
    provider === "google"
      ? "Google opens no mailbox with device codes"
      : clientSecret && "they are for apps without a client secret";
  if (deviceCode && why !== undefined) throw argumentError(`--device-code: ${why}. Leave it out.`);
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
const PUBLIC_DOMAINS: readonly (readonly [Provider, RegExp])[] = [
  ["google", /^(?:gmail|googlemail)\.com$/u],
  ["microsoft", /^(?:outlook|hotmail|live)\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})$/u],
  ["microsoft", /^(?:msn\.com|passport\.com)$/u],
  ["microsoft", /\.onmicrosoft\.(?:com|us)$/u],
];

/** The identity provider of an address, where its domain alone tells. */
export function guessProvider(address: string): Provider | undefined {
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

interface Scopes {
  /** Each in full. */
  readonly scopes: readonly string[];
  /** For the credential, where the sign-in isn't for Graph. */
  readonly probeScope?: string | undefined;
}

/**
 * Scopes that a sign-in asks for. Microsoft's short names are Graph's. Error: a `ConfigError` for scopes of several
 * services of Microsoft, because one token opens one.
 */
function scopesOf(
  provider: Provider,
  asked: readonly string[] | undefined,
  endpoints: IdentityEndpoints,
): Scopes {
  const graph = graphResourceOf(endpoints);
  const { usual, prefix } = {
    google: { usual: [MAIL_SCOPE], prefix: SCOPE_PREFIX },
    microsoft: { usual: MAIL_PERMISSIONS, prefix: `${graph}/` },
  }[provider];
  const scopes = (asked ?? usual).map((scope) => (scope.includes("://") ? scope : prefix + scope));
  if (provider === "google") return { scopes };
  const services = [...new Set(scopes.map((scope) => scope.slice(0, scope.lastIndexOf("/"))))];
  if (services.length > 1) {
    throw argumentError(
      `--scope: scopes of one service, as one token opens one, got ${services.join(" and ")}.`,
    );
  }
  if (services[0] === graph) return { scopes: [...new Set([...scopes, prefix + PROBE_PERMISSION])] };
  return { scopes, probeScope: scopes[0] };
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
