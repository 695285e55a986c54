import type { IdentityEndpoint } from "../settings/secret-urls";
import { toUrl } from "../text/to-url";
import { own } from "../values/own";
import { withoutUndefined } from "../values/records";

/** Addresses of identity providers where no setting names others. */
export const PUBLIC_ENDPOINTS = {
  /** Page on which people sign in; only `login` sends them there. */
  googleAuthorizationUrl: "https://accounts.google.com/o/oauth2/v2/auth",
  googleTokenUrl: "https://oauth2.googleapis.com/token",
  gmailRootUrl: "https://gmail.googleapis.com",
  /** IAM Service Account Credentials API. */
  iamRootUrl: "https://iamcredentials.googleapis.com",
  /** Prefix of a service account's address, for the public certificates of its keys. */
  googleCertificatesUrl: "https://www.googleapis.com/robot/v1/metadata/x509",
  /** Prefix of the tenant. */
  microsoftAuthority: "https://login.microsoftonline.com",
  /** Graph of the public cloud. */
  graphRootUrl: "https://graph.microsoft.com",
} as const satisfies Readonly<Record<IdentityEndpoint, string>>;

/** Addresses of identity providers, each without a trailing slash. */
export type IdentityEndpoints = Readonly<
  Record<Exclude<IdentityEndpoint, "googleCertificatesUrl">, string>
> & {
  /** Undefined: nobody is asked for certificates, because `googleTokenUrl` alone is elsewhere. */
  readonly googleCertificatesUrl: string | undefined;
};

export type EndpointOverrides = Readonly<Partial<Record<IdentityEndpoint, string | undefined>>>;

/** Resolves all endpoints: an override from the settings, else the public one; Graph by Microsoft's cloud. */
export function identityEndpoints(overrides: EndpointOverrides = {}): IdentityEndpoints {
  const { googleTokenUrl, googleCertificatesUrl, microsoftAuthority } = overrides;
  const isElsewhere = googleTokenUrl !== undefined && googleCertificatesUrl === undefined;
  return {
    ...PUBLIC_ENDPOINTS,
    graphRootUrl: microsoftCloud(microsoftAuthority ?? PUBLIC_ENDPOINTS.microsoftAuthority).graph,
    ...withoutUndefined(overrides),
    ...(isElsewhere && { googleCertificatesUrl: undefined }),
  };
}

/** Microsoft's clouds differ by host: where one signs in tells where Graph and Exchange are. */
interface MicrosoftCloud {
  readonly graph: string;
  /** Prefix of Exchange's scopes. */
  readonly exchange: string;
}

const PUBLIC: MicrosoftCloud = {
  graph: PUBLIC_ENDPOINTS.graphRootUrl,
  exchange: "https://outlook.office365.com",
};
const CHINA: MicrosoftCloud = {
  graph: "https://microsoftgraph.chinacloudapi.cn",
  exchange: "https://partner.outlook.cn",
};
/** Source: documented, "Microsoft Graph national cloud deployments"; of the two behind the US host, GCC High. */
const NATIONAL: Readonly<Record<string, MicrosoftCloud>> = {
  "login.microsoftonline.us": {
    graph: "https://graph.microsoft.us",
    exchange: "https://outlook.office365.us",
  },
  "login.partner.microsoftonline.cn": CHINA,
  "login.chinacloudapi.cn": CHINA,
};

/** The cloud of a sign-in address; the public one of any other. */
export function microsoftCloud(authority: string): MicrosoftCloud {
  return own(NATIONAL, toUrl(authority)?.host ?? "") ?? PUBLIC;
}
