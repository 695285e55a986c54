import { HOST_FAMILIES, REGIONS } from "../../schema/api";
import type { ContractProfile } from "../../schema/contract/profile";
import { toUrl } from "../text/to-url";
import { isLoopback } from "../text/is-loopback";
import { findSetting, type SettingSources } from "./setting-sources";

const LABEL = "[a-z0-9-]+";
const DOMAINS = Object.values(HOST_FAMILIES).map((domain) => domain.replaceAll(".", "\\."));
const ofRegions = (service: string): RegExp =>
  new RegExp(`^(?:${REGIONS.join("|")})\\.${service}(?:${DOMAINS.join("|")})$`, "u");
const GOOGLE_TOKENS = /^(?:oauth2(?:\.mtls)?|www|accounts)\.(?:googleapis|google)\.com$/u;
/**
 * Google's Security Token Service and its service for service accounts: global, regional, by mutual TLS, and private.
 * Source: Google's own libraries, code.
 */
const googleService = (name: string): RegExp =>
  new RegExp(
    `^(?:(?:${LABEL}\\.)?${name}|${name}\\.${LABEL}(?:\\.rep)?|${LABEL}-${name}|${name}-${LABEL}\\.p)(?:\\.mtls)?\\.googleapis\\.com$`,
    "u",
  );
export const GOOGLE_STS = googleService("sts");
export const GOOGLE_IAM = googleService("iamcredentials");

/** VCC's own hosts, by the setting that leads secrets to them. */
const VCC_HOSTS = {
  apiBaseUrl: ofRegions("api\\."),
  authBaseUrl: ofRegions(""),
} as const;

/** Those of identity providers, with their national clouds. Source: documented. */
const IDENTITY_HOSTS = {
  googleAuthorizationUrl: /^accounts\.google\.com$/u,
  googleTokenUrl: GOOGLE_TOKENS,
  gmailRootUrl: /^(?:gmail(?:\.mtls)?|www)\.googleapis\.com$/u,
  iamRootUrl: GOOGLE_IAM,
  googleCertificatesUrl: /^www\.googleapis\.com$/u,
  microsoftAuthority:
    /^login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn|chinacloudapi\.cn|microsoft\.com|windows\.net)$/u,
  graphRootUrl:
    /^(?:graph\.microsoft\.(?:com|us)|dod-graph\.microsoft\.us|microsoftgraph\.chinacloudapi\.cn)$/u,
} as const;

const VENDOR_HOSTS = { ...VCC_HOSTS, ...IDENTITY_HOSTS };

type VccEndpoint = keyof typeof VCC_HOSTS;
/** A setting that says where an identity provider is. */
export type IdentityEndpoint = keyof typeof IDENTITY_HOSTS;
/** A setting that says where secrets travel. */
type SecretUrlSetting = VccEndpoint | IdentityEndpoint;

export const VCC_ENDPOINTS = Object.keys(VCC_HOSTS) as readonly VccEndpoint[];
export const IDENTITY_ENDPOINTS = Object.keys(IDENTITY_HOSTS) as readonly IdentityEndpoint[];

/** A URL that secrets may travel to, without trailing slashes, or the rule that it breaks. Shows no credentials. */
type ParsedUrl = { readonly url: string } | { readonly problem: string };

/** Reads a setting's URL: https, or http to this machine. */
export function parseSecretUrl(value: string): ParsedUrl {
  const url = toUrl(value);
  if (url === undefined) {
    return { problem: "a whole URL such as https://host, got text that is not a URL." };
  }
  const shown = `${url.protocol}//${url.host}`;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return {
      problem: `a URL without user name, password, query and fragment, got one with such parts, for ${shown}.`,
    };
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    return { problem: `https, or http to this machine, as tokens travel there, got ${shown}.` };
  }
  return { url: `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/u, "")}` };
}

/** The environment variable by which a person allows hosts that the repository names. */
const ALLOWED_HOSTS = "VCC_ALLOWED_HOSTS";

/** Hosts that the environment allows, with their port where it isn't the usual one. */
export interface AllowedHosts {
  has(host: string): boolean;
  /** The rule that the variable breaks, and the next step. */
  readonly problem: string | undefined;
}

/** Reads `VCC_ALLOWED_HOSTS=one.example.com,two.example.com:8443`. A yes to all is none: patterns are refused. */
export function readAllowedHosts(environment: SettingSources["environment"]): AllowedHosts {
  const entries = (environment[ALLOWED_HOSTS] ?? "").split(/[\s,]+/u).filter((entry) => entry !== "");
  const bad = entries.find((entry) => !isHost(entry));
  const hosts = new Set(entries.filter(isHost).map((entry) => entry.toLowerCase()));
  return {
    has: (host) => hosts.has(host),
    problem:
      bad === undefined
        ? undefined
        : `${ALLOWED_HOSTS}: exact hosts such as login.example.com or login.example.com:8443, got ${JSON.stringify(bad)}. Name each one.`,
  };
}

function isHost(entry: string): boolean {
  return /^[\w.:[\]-]+$/u.test(entry) && toUrl(`https://${entry}`)?.host === entry.toLowerCase();
}

/** Hint for a person who trusts a host with their secrets. */
export function howToAllowHost(host: string): string {
  return `If you trust it with your secrets, set ${ALLOWED_HOSTS}=${host} in the environment.`;
}

/** Base URL of an API in a contract profile. */
export interface ContractHost {
  readonly api: string;
  readonly url: string;
}

/** The hosts that a contract profile sends tokens to. */
export function contractHosts({ apis = {} }: ContractProfile): readonly ContractHost[] {
  return Object.entries(apis).flatMap(([api, facts]) =>
    facts?.baseUrl === undefined ? [] : [{ api, url: facts.baseUrl }],
  );
}

/** The rule that a base URL of a contract profile breaks, which is content of the repository; undefined for none. */
export function contractHostProblem(
  value: string,
  { environment }: Pick<SettingSources, "environment">,
): string | undefined {
  const parsed = parseSecretUrl(value);
  if ("problem" in parsed) return parsed.problem;
  const { host } = new URL(parsed.url);
  if (!isOtherApiHost(parsed.url) || readAllowedHosts(environment).has(host)) return undefined;
  return `a host of the vendor's own, as tokens travel there, got ${host}. ${howToAllowHost(host)}`;
}

/** True for a URL of the API outside of the vendor's hosts and this machine. */
function isOtherApiHost(url: string): boolean {
  const { host, hostname } = new URL(url);
  return !VCC_HOSTS.apiBaseUrl.test(host) && !isLoopback(hostname);
}

interface OtherHost {
  readonly setting: SecretUrlSetting;
  readonly host: string;
  readonly source: string;
  readonly isAllowed: boolean;
}

/**
 * Settings that lead secrets to hosts other than the vendors' own. This machine is always allowed: whoever can listen
 * there can read the environment, too.
 */
function otherHosts(sources: SettingSources): readonly OtherHost[] {
  const allowed = readAllowedHosts(sources.environment);
  return [...VCC_ENDPOINTS, ...IDENTITY_ENDPOINTS].flatMap((setting) => {
    const { value = "", source = "", isOfEnvironment = false } = findSetting(setting, sources) ?? {};
    const url = toUrl(value);
    if (url === undefined) return [];
    const { host, hostname } = url;
    if (VENDOR_HOSTS[setting].test(host)) return [];
    const isAllowed = isOfEnvironment || isLoopback(hostname) || allowed.has(host);
    return [{ setting, host, source, isAllowed }];
  });
}

/**
 * Lines about settings of the repository that nobody in the environment has agreed to, and about an agreement that can't
 * be read, each with what to do.
 */
export function hostProblems(sources: SettingSources): readonly string[] {
  const refused = otherHosts(sources)
    .filter(({ isAllowed }) => !isAllowed)
    .map(
      ({ setting, host, source }) =>
        `${setting}: a host of the vendor's own, as secrets travel there, got ${host} from ${source} in the stack's configuration. ${howToAllowHost(host)}`,
    );
  const { problem } = readAllowedHosts(sources.environment);
  return problem === undefined ? refused : [...refused, problem];
}

/** Lines for every run: each host besides the vendors' own that secrets go to, and the settings that say so. */
export function describeOtherHosts(
  sources: SettingSources,
  /** Those that a contract profile names. */
  ofContract: readonly ContractHost[] = [],
): readonly string[] {
  const sourcesByHost = new Map<string, string[]>();
  const named = ofContract
    .filter(({ url }) => isOtherApiHost(url))
    .map(({ api, url }) => ({ host: new URL(url).host, source: `the contract profile, apis.${api}` }));
  for (const { host, source } of [...otherHosts(sources), ...named]) {
    sourcesByHost.set(host, [...(sourcesByHost.get(host) ?? []), source]);
  }
  return [...sourcesByHost].map(
    ([host, names]) => `Secrets go to ${host} instead of the vendor's own host (${names.join(", ")}).`,
  );
}
