import { TokenCache } from "../../provider/credentials/probe/token-cache";
import { identityEndpoints, PUBLIC_ENDPOINTS } from "../../provider/credentials/endpoints";
import { MicrosoftClient } from "../../provider/credentials/microsoft/client";
import { CircuitBreaker } from "../../provider/credentials/probe/circuit-breaker";
import { hostProblems } from "../../provider/settings/secret-urls";
import {
  failed,
  type IdentityReply,
  success,
  toAccessToken,
} from "../../provider/credentials/probe/identity-reply";

interface Token {
  readonly name: string;
  readonly goodUntil: number;
}

describe("tokens that many share", () => {
  let now: number;
  let started: number;
  let cache: TokenCache<Token>;
  const begin = (reply: (name: string) => IdentityReply<Token>) => () => {
    started += 1;
    return Promise.resolve(reply(`token ${started}`));
  };
  const good = begin((name) => success({ name, goodUntil: now + 60_000 }));
  const bad = begin(() => failed({ kind: "network", host: "h", code: "ECONNREFUSED" }));
  beforeEach(() => {
    now = 1_000_000;
    started = 0;
    cache = new TokenCache<Token>(() => now);
  });

  test("while they are under way", () => {
    expect(cache.get("a", good)).toBe(cache.get("a", good));
    expect(started).toBe(1);
  });

  test("each key by itself", async () => {
    await Promise.all(["a", "b", "a"].map((key) => cache.get(key, good).reply));
    expect(started).toBe(2);
  });

  test("after a success, as long as it is good", async () => {
    await cache.get("a", good).reply;
    now += 59_999;
    await cache.get("a", good).reply;
    expect(started).toBe(1);
    now += 1;
    await cache.get("a", good).reply;
    expect(started).toBe(2);
  });

  test("after a failure for half a minute", async () => {
    await cache.get("a", bad).reply;
    now += 29_999;
    expect(await cache.get("a", good).reply).toMatchObject({ ok: false });
    now += 1;
    expect(await cache.get("a", good).reply).toMatchObject({ ok: true });
  });

  test("not the one that was refused; but all who refused it share the next", async () => {
    const refused = cache.get("a", good);
    await refused.reply;
    const next = cache.get("a", good, { not: refused });
    expect(next).not.toBe(refused);
    expect(cache.get("a", good, { not: refused })).toBe(next);
    expect(cache.get("a", good)).toBe(next);
  });

  test("a renewed one that is refused too is the last word for half a minute", async () => {
    const refused = cache.get("a", good);
    await refused.reply;
    const renewed = cache.get("a", good, { not: refused });
    await renewed.reply;
    expect(cache.get("a", good, { not: renewed })).toBe(renewed);
    now += 30_000;
    expect(cache.get("a", good, { not: renewed })).not.toBe(renewed);
  });

  test("not one from before the moment that counts", async () => {
    const first = cache.get("a", bad);
    await first.reply;
    now += 2_000;
    const second = cache.get("a", bad, { since: first.startedAt + 2_000 });
    expect(second).not.toBe(first);
    expect(cache.get("a", bad, { since: first.startedAt + 2_000 })).toBe(second);
  });
});

describe("a token", () => {
  test.each([
    { life: 3_600, good: 3_300 },
    { life: 600, good: 300 },
    { life: 300, good: 150 },
    { life: 60, good: 30 },
    { life: undefined, good: 3_300 },
    { life: -1, good: 3_300 },
    { life: "3600", good: 3_300 },
  ])("that lives $life s is handed out for $good s", ({ life, good }) => {
    expect(toAccessToken("an-access-token", life, 0)).toEqual({
      token: "an-access-token",
      goodUntil: good * 1_000,
    });
  });
  test.each(["", undefined, null, 1, {}])("that is %p is none", (token) => {
    expect(toAccessToken(token, 3_600, 0)).toBeUndefined();
  });
});

describe("endpoints of identity providers", () => {
  test("are the public ones", () => expect(identityEndpoints()).toEqual(PUBLIC_ENDPOINTS));

  test("may be overridden one by one", () => {
    const endpoints = identityEndpoints({
      microsoftAuthority: "https://login.microsoftonline.us",
      graphRootUrl: "http://[::1]:8080",
    });
    expect(endpoints).toEqual({
      ...PUBLIC_ENDPOINTS,
      microsoftAuthority: "https://login.microsoftonline.us",
      graphRootUrl: "http://[::1]:8080",
    });
  });

  const GRAPH = PUBLIC_ENDPOINTS.graphRootUrl;
  const OUTLOOK = "https://outlook.office365.com";
  const CHINA = ["https://microsoftgraph.chinacloudapi.cn", "https://partner.outlook.cn"] as const;
  test.each([
    ["https://login.microsoftonline.com", GRAPH, OUTLOOK],
    ["https://login.microsoftonline.us", "https://graph.microsoft.us", "https://outlook.office365.us"],
    ["https://LOGIN.microsoftonline.us", "https://graph.microsoft.us", "https://outlook.office365.us"],
    ["https://login.partner.microsoftonline.cn", ...CHINA],
    ["https://login.chinacloudapi.cn", ...CHINA],
    ["https://gateway.example.com/constructor", GRAPH, OUTLOOK],
  ])("of %s alone lead to the Graph and the scopes of its cloud", (microsoftAuthority, graph, exchange) => {
    const endpoints = identityEndpoints({ microsoftAuthority });
    const circuitBreaker = new CircuitBreaker(() => 0);
    const microsoft = new MicrosoftClient({
      endpoints,
      circuitBreaker,
      requestTimeoutMs: 1,
      now: () => 0,
      fetch: undefined,
    });
    expect(endpoints.graphRootUrl).toBe(graph);
    expect(microsoft).toMatchObject({ graphResource: graph, exchangeResource: exchange });
    // The hosts are the vendor's own: nobody has to agree to them.
    const config = (key: string) =>
      ({ "vcc:microsoftAuthority": microsoftAuthority, "vcc:graphRootUrl": graph })[key];
    const problems = hostProblems({ config, environment: {} });
    expect(problems.length > 0).toBe(microsoftAuthority.includes("gateway"));
  });

  test("of a Graph that is named win over those of the cloud", () => {
    const named = {
      microsoftAuthority: "https://login.microsoftonline.us",
      graphRootUrl: "https://dod-graph.microsoft.us",
    };
    expect(identityEndpoints(named).graphRootUrl).toBe("https://dod-graph.microsoft.us");
  });

  test("of certificates aren't asked where Google is elsewhere, unless they are named too", () => {
    const googleTokenUrl = "https://gateway.example.com/token";
    expect(identityEndpoints({ googleTokenUrl }).googleCertificatesUrl).toBeUndefined();
    const googleCertificatesUrl = "https://gateway.example.com/x509";
    expect(identityEndpoints({ googleTokenUrl, googleCertificatesUrl })).toMatchObject({
      googleCertificatesUrl,
    });
  });
});
