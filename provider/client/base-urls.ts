import { REGIONS, type Region } from "../../schema/api";
import { parseSecretUrl } from "../settings/secret-url";
import { ConfigError } from "../errors";

/** Where VCC's API and its token endpoint are. Both without a trailing slash; paths are appended as they are. */
export interface BaseUrls {
  readonly apiBaseUrl: string;
  /** What precedes `/Auth/connect/token`. */
  readonly authBaseUrl: string;
}

/** Source: both families of API hosts are in use, documented. */
const API_DOMAINS = { vonage: "api.cc.vonage.com", newvoicemedia: "api.newvoicemedia.com" } as const;
const AUTH_DOMAIN = "cc.vonage.com";

/** The two ways of setting each value, as messages name them. */
const SETTINGS = {
  region: "vcc:region in the stack's configuration or VCC_REGION in the environment",
  apiBaseUrl: "vcc:apiBaseUrl in the stack's configuration or VCC_API_BASE_URL in the environment",
  authBaseUrl: "vcc:authBaseUrl in the stack's configuration or VCC_AUTH_BASE_URL in the environment",
} as const;

interface BaseUrlOptions {
  /** `emea`, `nam` or `apac`; needed unless both URLs are overridden. */
  readonly region?: string | undefined;
  /** Family of the API's hosts, `vonage` if omitted; the token always comes from `vonage`. */
  readonly hostFamily?: keyof typeof API_DOMAINS | undefined;
  /** What wins over the region, for gateways and the simulator. */
  readonly overrides?: {
    readonly apiBaseUrl?: string | undefined;
    readonly authBaseUrl?: string | undefined;
  };
}

/**
 * Base URLs of a region or of its overrides.
 * Error: `ConfigError` when a URL is missing, isn't https (http is for loopback only), or carries credentials, a query
 * or a fragment.
 */
export function baseUrls({ region, hostFamily = "vonage", overrides = {} }: BaseUrlOptions): BaseUrls {
  return {
    apiBaseUrl: parseBaseUrl(
      "apiBaseUrl",
      overrides.apiBaseUrl ?? `https://${toRegion(region, "apiBaseUrl")}.${API_DOMAINS[hostFamily]}`,
    ),
    authBaseUrl: parseBaseUrl(
      "authBaseUrl",
      overrides.authBaseUrl ?? `https://${toRegion(region, "authBaseUrl")}.${AUTH_DOMAIN}`,
    ),
  };
}

function toRegion(region: string | undefined, wanted: keyof BaseUrls): Region {
  const known = REGIONS.find((name) => name === region);
  if (known !== undefined) return known;
  const rule = `region: one of ${REGIONS.join(", ")}, got ${region === undefined ? "nothing" : JSON.stringify(region)}.`;
  const hint = `Set ${SETTINGS.region}; or give the URL itself: ${SETTINGS[wanted]}.`;
  throw new ConfigError(region === undefined ? "VCC_SETTING_MISSING" : "VCC_SETTING_INVALID", rule, { hint });
}

/** One base URL, checked and without its trailing slashes. The message never shows credentials that a URL carries. */
export function parseBaseUrl(setting: keyof BaseUrls, value: string): string {
  const parsed = parseSecretUrl(value);
  if ("url" in parsed) return parsed.url;
  throw new ConfigError("VCC_SETTING_INVALID", `${setting}: ${parsed.problem}`, {
    hint: `Correct ${SETTINGS[setting]}.`,
  });
}
