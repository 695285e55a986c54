import { toUrl } from "../text/to-url";

/** Microsoft's clouds differ by host: where one signs in tells where Graph and Exchange are. */
interface MicrosoftCloud {
  readonly graph: string;
  /** What scopes of Exchange start with. */
  readonly exchange: string;
}

const PUBLIC: MicrosoftCloud = {
  graph: "https://graph.microsoft.com",
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
  return NATIONAL[toUrl(authority)?.host ?? ""] ?? PUBLIC;
}
