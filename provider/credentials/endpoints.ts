import { parseSecretUrl } from "../settings/secret-url";
import { ConfigError } from "../errors";
import { microsoftCloud } from "./microsoft-clouds";

/**
 * Where identity providers are. Overridden for private clouds, gateways and tests; https, or http to this machine.
 */
export interface IdentityEndpoints {
  /** Where people sign in; only `login` sends them there. Default: `https://accounts.google.com/o/oauth2/v2/auth`. */
  readonly googleAuthorizationUrl: string;
  /** Default: `https://oauth2.googleapis.com/token`. */
  readonly googleTokenUrl: string;
  /** Default: `https://gmail.googleapis.com`. */
  readonly gmailRootUrl: string;
  /** Of the IAM Service Account Credentials API. Default: `https://iamcredentials.googleapis.com`. */
  readonly iamRootUrl: string;
  /**
   * What precedes a service account's address, for the public certificates of its keys.
   * Default: `https://www.googleapis.com/robot/v1/metadata/x509`; not asked where `googleTokenUrl` is overridden alone.
   */
  readonly googleCertificatesUrl: string | undefined;
  /** What precedes the tenant. Default: `https://login.microsoftonline.com`. */
  readonly microsoftAuthority: string;
  /** Default: Graph of the cloud that `microsoftAuthority` belongs to, `https://graph.microsoft.com` of the public one. */
  readonly graphRootUrl: string;
}

export const PUBLIC_ENDPOINTS = {
  googleAuthorizationUrl: "https://accounts.google.com/o/oauth2/v2/auth",
  googleTokenUrl: "https://oauth2.googleapis.com/token",
  gmailRootUrl: "https://gmail.googleapis.com",
  iamRootUrl: "https://iamcredentials.googleapis.com",
  googleCertificatesUrl: "https://www.googleapis.com/robot/v1/metadata/x509",
  microsoftAuthority: "https://login.microsoftonline.com",
  graphRootUrl: "https://graph.microsoft.com",
} as const satisfies IdentityEndpoints;

export type EndpointOverrides = Readonly<Partial<Record<keyof IdentityEndpoints, string | undefined>>>;

/** The overrides among settings, by their names. */
export function endpointOverrides(
  find: (name: keyof IdentityEndpoints) => string | undefined,
): EndpointOverrides {
  const names = Object.keys(PUBLIC_ENDPOINTS) as (keyof IdentityEndpoints)[];
  return Object.fromEntries(names.map((name) => [name, find(name)]));
}

/** All endpoints. Error: `ConfigError` that names the one that is unusable. */
export function identityEndpoints(overrides: EndpointOverrides = {}): IdentityEndpoints {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(overrides)) {
    if (value !== undefined && value !== "") checked[name] = toEndpoint(name, value);
  }
  const isElsewhere =
    checked["googleTokenUrl"] !== undefined && checked["googleCertificatesUrl"] === undefined;
  return {
    ...PUBLIC_ENDPOINTS,
    graphRootUrl: microsoftCloud(checked["microsoftAuthority"] ?? PUBLIC_ENDPOINTS.microsoftAuthority).graph,
    ...checked,
    ...(isElsewhere && { googleCertificatesUrl: undefined }),
  };
}

/** A URL that tokens may travel to, without trailing slashes. The message shows no credentials that it carries. */
export function toEndpoint(name: string, value: string): string {
  const parsed = parseSecretUrl(value);
  if ("url" in parsed) return parsed.url;
  throw new ConfigError("VCC_SETTING_INVALID", `${name}: ${parsed.problem}`, {
    hint: "Correct it, or leave it out.",
  });
}
