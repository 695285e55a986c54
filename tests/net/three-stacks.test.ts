import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { addressDto } from "../support/client-fixture";
import { startServer, type ScriptedServer } from "../support/scripted-server";
import { createCertificate, type TestCertificate } from "../support/certificates";
import { CLIENT, MAILBOX, TENANT, CLIENT_SECRET as SECRET } from "../support/identities";
import { useGoogle, useMicrosoft } from "../support/identity/identity-server";
import { newFolder } from "../support/folders";
import { startProxy, startTls, type Listening, type TestProxy } from "../support/proxy";

jest.setTimeout(120_000);

/** The common name of the hosts' certificate, which no resolver knows: only a proxy leads there. */
const HOST = "test";
const PASSWORD = "p@ss:w%rd/0123456789";
const ENCODED = encodeURIComponent(PASSWORD);
/** A port that systems don't give out. */
const NOBODY = "127.0.0.1:61998";
const DAY_MS = 86_400_000;

const certificateOf = (subject: string, fromDay = -1) => {
  const start = Date.now() + fromDay * DAY_MS;
  return createCertificate(new Date(start), new Date(start + 2 * DAY_MS), { subject });
};
const hostCertificate = certificateOf(HOST);
const proxyCertificate = certificateOf("localhost");
const expiredCertificate = certificateOf(HOST, -3);
const laterCertificate = certificateOf(HOST, 1);
const otherCertificate = certificateOf("other");
const trusted = [hostCertificate, proxyCertificate, expiredCertificate, laterCertificate, otherCertificate];
const folder = newFolder();
const authorities = join(folder, "authorities.pem");
writeFileSync(authorities, trusted.map(({ certificate }) => certificate).join(""));

/** By the user's name. */
function refuse(credentials: string): number | undefined {
  const user = credentials.split(":")[0] ?? "";
  const told = /^(?<status>\d+)$/u.exec(user)?.groups?.["status"];
  if (told !== undefined) return Number(told);
  return credentials === `user:${PASSWORD}` ? undefined : 407;
}

const google = useGoogle();
const microsoft = useMicrosoft();
let vcc: ScriptedServer;
let proxy: TestProxy;
let securedProxy: TestProxy;
let hosts: Hosts;

/** The three hosts, each behind TLS. */
interface Hosts {
  readonly vcc: Listening;
  readonly google: Listening;
  readonly microsoft: Listening;
}

async function startHosts(certificate: TestCertificate): Promise<Hosts> {
  return {
    vcc: await startTls(vcc.url, certificate),
    google: await startTls(google.url, certificate),
    microsoft: await startTls(microsoft.url, certificate),
  };
}

const toUrls = (some: Hosts) =>
  Object.fromEntries(Object.entries(some).map(([name, { port }]) => [name, `https://${HOST}:${port}`]));

beforeAll(async () => {
  vcc = await startServer({ answer: () => ({ status: 201, body: addressDto("adr_1") }) });
  hosts = await startHosts(hostCertificate);
  proxy = await startProxy(refuse);
  securedProxy = await startProxy(refuse, proxyCertificate);
});

afterAll(async () => {
  const servers = [vcc, proxy, securedProxy, hosts.vcc, hosts.google, hosts.microsoft];
  await Promise.all(servers.map((server) => server.close()));
});

interface Result {
  readonly vcc: { readonly id?: string; readonly message?: string; readonly code?: string };
  readonly google: { readonly health: string; readonly cause?: string; readonly reason?: string };
  readonly microsoft: Result["google"];
  readonly password: string;
}

/** In a process without Jest, which can't load the HTTP library that Google's brings along. */
async function call(
  rows: readonly {
    readonly rule: string;
    readonly environment: object;
    readonly timeoutMs: number;
    readonly hosts?: object;
  }[],
  more: object = {},
): Promise<Readonly<Record<string, Result>>> {
  const { token } = await google.issueRefreshToken(CLIENT, MAILBOX);
  const task = {
    rows: rows.map((row) => ({ hosts: toUrls(hosts), ...row })),
    // Of this machine, so never through a proxy: what fails is the write itself.
    vccTokens: vcc.url,
    mailbox: MAILBOX,
    password: PASSWORD,
    secrets: { SECRET, TOKEN: token },
    credentials: {
      google: {
        provider: "google",
        method: "refreshToken",
        clientId: CLIENT,
        clientSecret: "env:SECRET",
        refreshToken: "env:TOKEN",
      },
      microsoft: {
        provider: "microsoft",
        method: "clientSecret",
        tenantId: TENANT,
        clientId: CLIENT,
        clientSecret: "env:SECRET",
      },
    },
  };
  const script = join(__dirname, "../support/three-stacks.mjs");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", script, JSON.stringify(task)],
    { env: { PATH: process.env["PATH"], ...more } },
  );
  return JSON.parse(stdout) as Record<string, Result>;
}

const HOLDS_NOTHING = "HTTPS_PROXY holds no URL of an http or https proxy";
const toProxy = (user: string) => `http://${user}@127.0.0.1:${proxy.port}`;

/** What the three stacks say, where `PROXY` stands for the proxy's host; undefined where they work. */
const ROWS: readonly {
  readonly rule: string;
  readonly setting: () => string;
  readonly says?: string;
  readonly code?: string;
  readonly name?: string;
  readonly timeoutMs?: number;
}[] = [
  { rule: "user and password are decoded once", setting: () => toProxy(`user:${ENCODED}`) },
  { rule: "lower case counts too", setting: () => toProxy(`user:${ENCODED}`), name: "https_proxy" },
  { rule: "so does one setting for all", setting: () => toProxy(`user:${ENCODED}`), name: "ALL_PROXY" },
  {
    rule: "without a scheme it speaks http",
    setting: () => `user:${ENCODED}@127.0.0.1:${proxy.port}`,
  },
  {
    rule: "a proxy may speak TLS itself",
    setting: () => `https://user:${ENCODED}@localhost:${securedProxy.port}`,
  },
  {
    rule: "a proxy that wants credentials and gets none is told as such",
    setting: () => `http://127.0.0.1:${proxy.port}`,
    says: "the proxy PROXY asks for a user and password",
    code: "HTTP 407",
  },
  {
    rule: "refused credentials are told as the proxy's",
    setting: () => toProxy("user:another-password"),
    says: "the proxy PROXY refused the user and password of HTTPS_PROXY",
    code: "HTTP 407",
  },
  {
    rule: "a proxy's 403 is no answer of the host",
    setting: () => toProxy("403:x"),
    says: "the proxy PROXY refused to connect to test:",
    code: "HTTP 403",
  },
  {
    rule: "a proxy's 503 is no answer of the host",
    setting: () => toProxy("503:x"),
    says: "the proxy PROXY refused to connect to test:",
    code: "HTTP 503",
  },
  {
    rule: "a dead proxy is told as such",
    setting: () => `http://user:${ENCODED}@${NOBODY}`,
    says: `the proxy ${NOBODY} gives no answer`,
    code: "ECONNREFUSED",
  },
  {
    rule: "a proxy that is taken for one that speaks TLS is told as such",
    setting: () => toProxy(`user:${ENCODED}`).replace("http:", "https:"),
    says: "the proxy PROXY speaks no TLS",
    code: "EPROTO",
  },
  {
    rule: "a silent proxy is told as such",
    setting: () => toProxy("0:x"),
    says: "the proxy PROXY gives no answer",
    code: "ETIMEDOUT",
    timeoutMs: 300,
  },
  {
    rule: "a proxy of another kind is told as such",
    setting: () => `socks5://user:${ENCODED}@127.0.0.1:${proxy.port}`,
    says: HOLDS_NOTHING,
    code: "ERR_INVALID_URL",
  },
  {
    rule: "a setting that is no URL is told as such",
    setting: () => `http://user:p/ss@127.0.0.1:${proxy.port}`,
    says: HOLDS_NOTHING,
    code: "ERR_INVALID_URL",
  },
];

describe("a proxy of the environment, for VCC, Google and Microsoft alike", () => {
  let results: Readonly<Record<string, Result>>;
  beforeAll(async () => {
    const rows = ROWS.map(({ rule, setting, name = "HTTPS_PROXY", timeoutMs = 20_000 }) => ({
      rule,
      environment: { [name]: setting() },
      timeoutMs,
    }));
    results = await call(rows, { NODE_EXTRA_CA_CERTS: authorities });
  });

  test.each(ROWS.filter(({ says }) => says === undefined))("$rule", ({ rule }) => {
    expect(results[rule]).toMatchObject({
      vcc: { id: "adr_1" },
      google: { health: "active", mailbox: MAILBOX },
      microsoft: { health: "active", mailbox: MAILBOX },
    });
  });

  test.each(ROWS.filter(({ says }) => says !== undefined))(
    "$rule, and nothing was written",
    ({ rule, says = "", code = "" }) => {
      const meaning = says.replace("the proxy PROXY", () => `the proxy 127.0.0.1:${proxy.port}`);
      const result = results[rule];
      expect(result).toMatchObject({ vcc: { code: "VCC_PROXY" } });
      expect(result?.vcc.message).toContain(meaning);
      expect(result?.vcc.message).toContain(`(${code})`);
      for (const probe of [result?.google, result?.microsoft]) {
        expect(probe).toMatchObject({ health: "unknown", cause: "transient", code });
        expect(probe?.reason).toContain(`${code}: ${meaning}`);
        expect(probe?.reason).toContain("That says nothing about the credential");
      }
    },
  );

  test("the proxy sees where it has to connect to, and nothing of what is said there", () => {
    const targets = Object.values(hosts).map(({ port }) => `${HOST}:${port}`);
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set(targets));
    for (const { headers } of proxy.asked) expect(headers).not.toMatch(/bearer|^authorization/imu);
  });

  test("what passes is repeated, also a write; what lasts is not", () => {
    const times = (user: string) =>
      proxy.asked.filter(
        ({ credentials, target }) => credentials.startsWith(user) && target.endsWith(`:${hosts.vcc.port}`),
      ).length;
    // One and its repetition.
    expect([times("503:"), times("0:"), times("403:"), times("user:another")]).toEqual([2, 2, 1, 1]);
  });

  test("its password is a secret from then on", () => {
    expect(results[ROWS[0]?.rule ?? ""]?.password).toBe("It holds [redacted] and more.");
    expect(JSON.stringify(results)).not.toContain("another-password");
  });
});

test("an authority that isn't trusted is told with NODE_EXTRA_CA_CERTS, whoever is called", async () => {
  const rule = "without the authority";
  const row = { rule, environment: { HTTPS_PROXY: toProxy(`user:${ENCODED}`) }, timeoutMs: 20_000 };
  const securedRule = "without the proxy's authority";
  const secured = `https://user:${ENCODED}@localhost:${securedProxy.port}`;
  const results = await call([row, { ...row, rule: securedRule, environment: { HTTPS_PROXY: secured } }]);
  for (const [which, who] of [
    [rule, /test:\d+ has no trusted certificate/u],
    [securedRule, /the proxy localhost:\d+ has no trusted certificate/u],
  ] as const) {
    const result = results[which];
    expect(result).toMatchObject({
      vcc: { code: which === rule ? "VCC_UNTRUSTED_CERTIFICATE" : "VCC_PROXY" },
      google: { health: "unknown" },
      microsoft: { health: "unknown" },
    });
    for (const text of [result?.vcc.message, result?.google.reason, result?.microsoft.reason]) {
      expect(text).toMatch(who);
      expect(text).toContain("NODE_EXTRA_CA_CERTS");
    }
  }
});

describe("a certificate of a trusted authority that doesn't fit, whoever is called", () => {
  const EACH = [
    {
      which: "has expired",
      certificate: expiredCertificate,
      code: "CERT_HAS_EXPIRED",
      next: "has to renew it",
    },
    { which: "isn't valid yet", certificate: laterCertificate, code: "CERT_NOT_YET_VALID", next: "clock" },
    {
      which: "is for another host name",
      certificate: otherCertificate,
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
      next: "Check the address",
    },
  ];
  const started: Hosts[] = [];
  let results: Readonly<Record<string, Result>>;
  beforeAll(async () => {
    const environment = { HTTPS_PROXY: toProxy(`user:${ENCODED}`) };
    const rows = [];
    for (const { which, certificate } of EACH) {
      const some = await startHosts(certificate);
      started.push(some);
      rows.push({ rule: which, environment, timeoutMs: 20_000, hosts: toUrls(some) });
    }
    results = await call(rows, { NODE_EXTRA_CA_CERTS: authorities });
  });
  afterAll(async () => {
    await Promise.all(started.flatMap((some) => Object.values(some).map((each: Listening) => each.close())));
  });

  test.each(EACH)("$which: $code, with what to do, and no word of authorities", ({ which, code, next }) => {
    const result = results[which];
    expect(result).toMatchObject({
      vcc: { code: "VCC_UNTRUSTED_CERTIFICATE" },
      google: { health: "unknown", cause: "transient", code },
      microsoft: { health: "unknown", cause: "transient", code },
    });
    for (const text of [result?.vcc.message, result?.google.reason, result?.microsoft.reason]) {
      expect(text).toContain(code);
      expect(text).toContain(next);
      expect(text).not.toContain("NODE_EXTRA_CA_CERTS");
    }
  });
});
