import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentName } from "../../provider/settings/setting-sources";
import { DEFAULT_LIMITS, readSettings, type Settings } from "../../provider/settings/settings";
import { REPOSITORY } from "../support/repository";

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
  const shown = { "-1": "-1", "21": "21", "1.5": "1.5", many: '"many"', "1e999": '"1e999"' };
  for (const [VCC_MAX_RETRIES, got] of Object.entries(shown)) {
    const told = `maxRetries: a whole number from 0 to 20, got ${got}. Leave it out`;
    expect(messageOf({ VCC_MAX_RETRIES })).toContain(told);
  }
});

test("a run is observed where that is said in so many words", () => {
  const observe = (VCC_OBSERVE: string) => read({ VCC_OBSERVE }).observe;
  expect([read({}).observe, observe("true"), observe("false")]).toEqual([false, true, false]);
  expect(messageOf({ VCC_OBSERVE: "yes" })).toContain('observe: true or false, got "yes".');
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
  // On a line of its own: it is about all of them.
  expect(messageOf({ VCC_CLIENT_ID: "" })).toContain("\nTo try it without an account");
  expect(messageOf({ VCC_REGION: "eu" })).not.toContain("To try it without an account");
});

test.each([
  {
    rule: "a region names both hosts",
    environment: {},
    expected: ["https://emea.api.cc.vonage.com", "https://emea.cc.vonage.com"],
  },
  {
    rule: "the older family of API hosts takes its token from the same place",
    environment: { VCC_REGION: "apac", VCC_HOST_FAMILY: "newvoicemedia" },
    expected: ["https://apac.api.newvoicemedia.com", "https://apac.cc.vonage.com"],
  },
  {
    rule: "an override wins over its half of the region",
    environment: { VCC_REGION: "nam", VCC_API_BASE_URL: "https://gateway.example.com/vcc/" },
    expected: ["https://gateway.example.com/vcc", "https://nam.cc.vonage.com"],
  },
  {
    rule: "two overrides need no region",
    environment: {
      VCC_REGION: "",
      VCC_API_BASE_URL: "http://127.0.0.1:4010",
      VCC_AUTH_BASE_URL: "http://localhost:4010//",
    },
    expected: ["http://127.0.0.1:4010", "http://localhost:4010"],
  },
])("$rule", ({ environment, expected }) => {
  const { apiBaseUrl, authBaseUrl } = read(environment);
  expect([apiBaseUrl, authBaseUrl]).toEqual(expected);
});

test("a region is still needed for the half without override", () => {
  expect(messageOf({ VCC_REGION: "", VCC_API_BASE_URL: "https://x.example.com" })).toContain(
    'region: one of emea, nam, apac, got nothing. It is part of your VCC address. Set it with "pulumi config set vcc:region …" or VCC_REGION.',
  );
});

test("the manual's table has each setting with its variable and its default", () => {
  const guides = readdirSync(join(REPOSITORY, "docs")).filter((name) => name.endsWith(".md"));
  const rows = ["README.md", ...guides.map((name) => `docs/${name}`)].flatMap((page) =>
    readFileSync(join(REPOSITORY, page), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("|")),
  );
  const rowOf = (name: string) => rows.find((line) => line.includes(`\`vcc:${name}\``)) ?? "";
  const settings = Object.keys(readSettings({ config: () => undefined, environment: USABLE }));
  for (const name of [...settings, "region", "hostFamily"])
    expect([name, rowOf(name)]).not.toEqual([name, ""]);
  for (const [name, value] of Object.entries(DEFAULT_LIMITS)) {
    expect(rowOf(name)).toContain(environmentName(name));
    expect(rowOf(name)).toMatch(new RegExp(`(?<![\\w])${value}(?![\\w])`, "u"));
  }
});
