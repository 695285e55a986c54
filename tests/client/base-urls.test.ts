import { baseUrls, parseBaseUrl } from "../../provider/client/base-urls";
import { ConfigError } from "../../provider/errors";

test.each([
  {
    rule: "a region names both hosts",
    options: { region: "emea" },
    expected: ["https://emea.api.cc.vonage.com", "https://emea.cc.vonage.com"],
  },
  {
    rule: "the older family of API hosts takes its token from the same place",
    options: { region: "apac", hostFamily: "newvoicemedia" as const },
    expected: ["https://apac.api.newvoicemedia.com", "https://apac.cc.vonage.com"],
  },
  {
    rule: "an override wins over its half of the region",
    options: { region: "nam", overrides: { apiBaseUrl: "https://gateway.example.com/vcc/" } },
    expected: ["https://gateway.example.com/vcc", "https://nam.cc.vonage.com"],
  },
  {
    rule: "two overrides need no region",
    options: { overrides: { apiBaseUrl: "http://127.0.0.1:4010", authBaseUrl: "http://localhost:4010//" } },
    expected: ["http://127.0.0.1:4010", "http://localhost:4010"],
  },
])("$rule", ({ options, expected }) => {
  const { apiBaseUrl, authBaseUrl } = baseUrls(options);
  expect([apiBaseUrl, authBaseUrl]).toEqual(expected);
});

test.each([
  { rule: "no region and no override", options: {}, code: "VCC_SETTING_MISSING" },
  { rule: "an unknown region", options: { region: "mars" }, code: "VCC_SETTING_INVALID" },
  {
    rule: "a region is still needed for the half without override",
    options: { overrides: { apiBaseUrl: "https://x.example.com" } },
    code: "VCC_SETTING_MISSING",
  },
])("$rule is an error that names both ways of setting", ({ options, code }) => {
  expect(() => baseUrls(options)).toThrow(expect.objectContaining({ code }) as Error);
  expect(() => baseUrls(options)).toThrow(
    /vcc:region .*VCC_REGION.*vcc:(api|auth)BaseUrl .*VCC_(API|AUTH)_BASE_URL/u,
  );
});

test.each([
  "https://api.example.com",
  "http://localhost",
  "http://LOCALHOST:8080",
  "http://127.0.0.1:4010",
  "http://127.8.9.10",
  "http://[::1]:4010",
])("%s is accepted", (url) => {
  expect(parseBaseUrl("apiBaseUrl", url)).toBe(url.toLowerCase());
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
  const parse = (): string => parseBaseUrl("authBaseUrl", url);
  expect(parse).toThrow(ConfigError);
  expect(parse).toThrow(why);
  expect(parse).toThrow(
    "vcc:authBaseUrl in the stack's configuration or VCC_AUTH_BASE_URL in the environment",
  );
  expect(parse).not.toThrow("hunter22");
});
