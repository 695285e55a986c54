import { proxyFor } from "../../provider/net/proxy";

const NAMES = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));

function setEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of NAMES) {
    const value = environment[name];
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

afterEach(() => setEnvironment(before));

const HTTPS_PROXY = "http://proxy.example:3128";
const USED = "proxy.example:3128";

test.each([
  { rule: "no setting, no proxy", environment: {}, expected: undefined },
  { rule: "HTTPS_PROXY counts", environment: { HTTPS_PROXY }, expected: USED },
  {
    rule: "lower case wins",
    environment: { HTTPS_PROXY: "http://other.example", https_proxy: HTTPS_PROXY },
    expected: USED,
  },
  { rule: "ALL_PROXY counts", environment: { ALL_PROXY: HTTPS_PROXY }, expected: USED },
  { rule: "HTTP_PROXY is for http", environment: { HTTP_PROXY: HTTPS_PROXY }, expected: undefined },
  {
    rule: "NO_PROXY names a host",
    environment: { HTTPS_PROXY, NO_PROXY: "api.example" },
    expected: undefined,
  },
  {
    rule: "NO_PROXY names a domain",
    environment: { HTTPS_PROXY, no_proxy: "x,.example" },
    expected: undefined,
  },
  {
    rule: "NO_PROXY names a port",
    environment: { HTTPS_PROXY, NO_PROXY: "api.example:8443" },
    expected: USED,
  },
  { rule: "NO_PROXY names all", environment: { HTTPS_PROXY, NO_PROXY: "*" }, expected: undefined },
  { rule: "this machine by name", target: "https://localhost:8443", environment: { HTTPS_PROXY } },
  { rule: "this machine by number", target: "https://127.0.0.1", environment: { HTTPS_PROXY } },
  { rule: "this machine by IPv6", target: "https://[::1]:8443", environment: { HTTPS_PROXY } },
  {
    rule: "plain http, which only this machine and a cloud's metadata speak",
    target: "http://169.254.169.254/latest",
    environment: { HTTPS_PROXY, HTTP_PROXY: HTTPS_PROXY },
  },
])("$rule: $expected", ({ target = "https://api.example/x", environment, expected }) => {
  setEnvironment(environment);
  expect(proxyFor(new URL(target))?.url?.host).toBe(expected);
});

test.each([
  { rule: "encoded", setting: "http://user:p%40ss%25@proxy.example", credentials: "user:p@ss%" },
  { rule: "not encoded", setting: "http://user:50%off@proxy.example", credentials: "user:50%off" },
  { rule: "a user alone", setting: "http://user@proxy.example", credentials: "user:" },
])("user and password, $rule", ({ setting, credentials }) => {
  setEnvironment({ HTTPS_PROXY: setting });
  expect(proxyFor(new URL("https://api.example"))?.authorization).toBe(
    `Basic ${Buffer.from(credentials).toString("base64")}`,
  );
});
