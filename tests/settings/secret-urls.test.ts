import {
  describeOtherHosts,
  hostProblems,
  IDENTITY_ENDPOINTS,
  parseSecretUrl,
  readAllowedHosts,
  VCC_ENDPOINTS,
} from "../../provider/settings/secret-urls";
import { readSettings } from "../../provider/settings/settings";
import { PUBLIC_ENDPOINTS } from "../../provider/credentials/endpoints";
import { environmentName } from "../../provider/settings/setting-sources";
import { REGIONS } from "../../schema/api";

type Values = Readonly<Record<string, string | undefined>>;

const sources = (config: Values, environment: Values = {}) => ({
  config: (key: string) => config[key],
  environment,
});
const refused = (config: Values, environment: Values = {}) =>
  hostProblems(sources(config, environment)).map((line) => line.slice(0, line.indexOf(":")));

test("every default is the vendor's own, also written out in the stack's configuration", () => {
  const regional = REGIONS.flatMap((region) =>
    ["vonage", "newvoicemedia"].map((hostFamily) => {
      const environment = {
        VCC_REGION: region,
        VCC_HOST_FAMILY: hostFamily,
        VCC_CLIENT_ID: "x",
        VCC_CLIENT_SECRET: "y",
      };
      const { apiBaseUrl, authBaseUrl } = readSettings(sources({}, environment));
      return { apiBaseUrl, authBaseUrl };
    }),
  );
  for (const urls of [...regional, PUBLIC_ENDPOINTS]) {
    const config = Object.fromEntries(Object.entries(urls).map(([key, url]) => [`vcc:${key}`, url]));
    expect(describeOtherHosts(sources(config))).toEqual([]);
  }
});

test.each([
  ["microsoftAuthority", "https://login.microsoftonline.us"],
  ["microsoftAuthority", "https://login.partner.microsoftonline.cn"],
  ["graphRootUrl", "https://graph.microsoft.us"],
  ["graphRootUrl", "https://dod-graph.microsoft.us"],
  ["graphRootUrl", "https://microsoftgraph.chinacloudapi.cn"],
  ["authBaseUrl", "https://emea.newvoicemedia.com"],
  ["iamRootUrl", "https://iamcredentials.mtls.googleapis.com"],
])("%s at %s is the vendor's own", (setting, url) => {
  expect(refused({ [`vcc:${setting}`]: url })).toEqual([]);
});

describe.each([...VCC_ENDPOINTS, ...IDENTITY_ENDPOINTS])("%s", (setting) => {
  const key = `vcc:${setting}`;

  test.each([
    "https://idp.example.com/x",
    "https://graph.microsoft.com.example.com",
    "https://emea.api.cc.vonage.com.example.com",
    "https://evil-oauth2.googleapis.com.example",
    "https://storage.googleapis.com/bucket",
    "https://oauth2.googleapis.com:8443/token",
    "https://ｅxample.com",
    "https://169.254.169.254",
  ])("of the repository, %s needs the environment's consent", (url) => {
    expect(refused({ [key]: url })).toEqual([setting]);
    const { host } = new URL(url);
    expect(refused({ [key]: url }, { VCC_ALLOWED_HOSTS: `other.example.com, ${host}` })).toEqual([]);
    expect(refused({ [key]: url }, { VCC_ALLOWED_HOSTS: "example.com" })).toEqual(
      host === "example.com" ? [] : [setting],
    );
    // Whoever sets the variable itself has agreed.
    expect(refused({ [key]: url }, { [environmentName(setting)]: url })).toEqual([]);
  });

  test("this machine needs none, and is said as all others are", () => {
    const config = { [key]: "http://127.0.0.1:4010/x" };
    expect(refused(config)).toEqual([]);
    expect(describeOtherHosts(sources(config))).toEqual([
      `Secrets go to 127.0.0.1:4010 instead of the vendor's own host (${key}).`,
    ]);
  });
});

test.each([
  "*",
  "*.example.com",
  "https://example.com",
  "example.com/x",
  "exa mple.com;x",
  "user@example.com",
])("a yes to more than one host is none: %s", (text) => {
  const allowed = readAllowedHosts({ VCC_ALLOWED_HOSTS: text });
  expect(allowed.problem).toContain("VCC_ALLOWED_HOSTS: exact hosts such as login.example.com");
  expect(refused({ "vcc:apiBaseUrl": "https://www.example.com" }, { VCC_ALLOWED_HOSTS: text })).toEqual([
    "apiBaseUrl",
    "VCC_ALLOWED_HOSTS",
  ]);
});

test("hosts are compared without case, ports exactly", () => {
  const allowed = readAllowedHosts({ VCC_ALLOWED_HOSTS: " IDP.example.com:8443,b.example.com " });
  expect(allowed.problem).toBeUndefined();
  expect(
    ["idp.example.com:8443", "idp.example.com", "b.example.com", ""].map((host) => allowed.has(host)),
  ).toEqual([true, false, true, false]);
});

test.each([
  "https://api.example.com",
  "http://localhost",
  "http://LOCALHOST:8080",
  "http://127.0.0.1:4010",
  "http://127.8.9.10",
  "http://[::1]:4010",
])("%s is accepted", (url) => {
  expect(parseSecretUrl(url)).toEqual({ url: url.toLowerCase() });
});

test.each([
  { url: "http://api.example.com", why: "https" },
  { url: "http://127.0.0.1.example.com", why: "https" },
  { url: "http://localhost.example.com", why: "https" },
  { url: "http://0.0.0.0", why: "https" },
  { url: "http://[::2]", why: "https" },
  { url: "ftp://127.0.0.1", why: "https" },
  { url: "file:///etc/passwd", why: "https" },
  { url: "https://user:hunter22@api.example.com", why: "user name, password" },
  { url: "https://user@api.example.com", why: "user name, password" },
  { url: "https://api.example.com?key=hunter22", why: "query" },
  { url: "https://api.example.com#x", why: "fragment" },
  { url: "api.example.com", why: "whole URL" },
  { url: "", why: "whole URL" },
])("$url is refused, as it breaks the rule on $why", ({ url, why }) => {
  const parsed = JSON.stringify(parseSecretUrl(url));
  expect(parsed).toMatch(/^\{"problem":/u);
  expect(parsed).toContain(why);
  expect(parsed).not.toContain("hunter22");
});
