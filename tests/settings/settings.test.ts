import { readSettings, type Settings } from "../../provider/settings/settings";

const USABLE = { VCC_REGION: "emea", VCC_CLIENT_ID: "client", VCC_CLIENT_SECRET: "secret" };

const read = (environment: Readonly<Record<string, string>>): Settings =>
  readSettings({ config: () => undefined, environment: { ...USABLE, ...environment } });

function messageOf(environment: Readonly<Record<string, string>>): string {
  try {
    read(environment);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

test("a call that failed is repeated 0 to 20 times", () => {
  expect(read({ VCC_MAX_RETRIES: "0" }).maxRetries).toBe(0);
  expect(read({}).maxRetries).toBe(5);
  for (const VCC_MAX_RETRIES of ["-1", "21", "1.5", "many"]) {
    expect(messageOf({ VCC_MAX_RETRIES })).toContain("maxRetries: a whole number from 0 to 20, got");
  }
});

test("everything that is wrong is told at once, addresses of hosts, too", () => {
  const message = messageOf({
    VCC_REGION: "eu",
    VCC_API_BASE_URL: "foo",
    VCC_AUTH_BASE_URL: "http://vcc.example.com",
    VCC_GRAPH_ROOT_URL: "https://user:hunter22@graph.example.com",
    VCC_CONCURRENT_READS: "0",
  });
  expect(message.split("\n  ").map((line) => line.replace(/ Set it with.*/u, ""))).toEqual([
    "The vcc provider can't be used as it is configured:",
    'region: one of emea, nam, apac, got "eu". It is part of your VCC address.',
    "apiBaseUrl: a whole URL such as https://host, got text that is not a URL.",
    "authBaseUrl: https, or http to this machine, as tokens travel there, got http://vcc.example.com.",
    "concurrentReads: a whole number from 1 to 64, got 0. Leave it out for the default.",
    "graphRootUrl: a URL without user name, password, query and fragment, got one with such parts, for https://graph.example.com.",
  ]);
});

test("the simulator is offered where settings are missing, and not where one is wrong", () => {
  expect(messageOf({ VCC_CLIENT_ID: "" })).toContain("To try it without an account");
  expect(messageOf({ VCC_REGION: "eu" })).not.toContain("To try it without an account");
});
