import { EMAIL_PROFILES } from "../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { CONTROL_COMMANDS } from "../../provider/simulator/control/control-commands";
import { sendControl } from "../../provider/simulator/control/control-client";
import { startSimulator } from "../../provider/simulator/index";
import { useSimulator } from "../support/wire-client";

const wire = useSimulator();
const control = (command: string, body?: unknown) => sendControl(wire.simulator.url, command, body);

async function populated(): Promise<void> {
  const profileId = await wire.client.profile("Care");
  const id = await wire.client.address("a@example.com", { name: "Support", profileId });
  await wire.client.put(`${EMAIL_ADDRESSES.path}/${id}/signature`, { html: "<p>x</p>" });
  await wire.client.mapping(["a@example.com"]);
}

describe("commands over HTTP do what the methods do", () => {
  beforeEach(populated);

  test("state", async () => {
    expect(await control("state")).toEqual(wire.simulator.state());
    expect(await (await fetch(`${wire.simulator.url}/_simulator/state`)).json()).toEqual(
      wire.simulator.state(),
    );
  });

  test("requests and clear-requests; the control surface itself isn't recorded", async () => {
    const count = wire.simulator.requests().length;
    expect(count).toBeGreaterThan(0);
    expect(await control("requests")).toEqual({ requests: wire.simulator.requests() });
    expect(wire.simulator.requests()).toHaveLength(count);
    await control("clear-requests");
    expect(wire.simulator.requests()).toEqual([]);
  });

  test("expire and sign-in", async () => {
    const authentication = () => wire.simulator.state().addresses[0]?.authentication;
    await control("expire", { emailAddress: "A@example.com", reason: "Why not?" });
    expect(authentication()).toMatchObject({ status: "Expired", reason: "Why not?" });
    await control("sign-in", { emailAddress: "a@example.com" });
    expect(authentication()).toMatchObject({ status: "Active", reason: null, method: "interactive" });
  });

  test("add-plan, rename-plan, remove-plan", async () => {
    const id = "AAAAAAAA-0000-4000-8000-000000000000";
    await control("add-plan", { name: "Night", id });
    await control("rename-plan", { plan: "Night", name: "Day" });
    await control("remove-plan", { plan: "Sales" });
    expect(wire.simulator.state().plans.slice(1)).toEqual([
      expect.objectContaining({ interactionPlanName: "Quality testing" }),
      { interactionPlanId: id.toLowerCase(), interactionPlanName: "Day" },
    ]);
  });

  test("add-fault, faults, clear-faults", async () => {
    await control("add-fault", { path: "profiles", status: 503, times: 2 });
    expect(await control("faults")).toEqual({
      faults: [{ path: "profiles", status: 503, times: 2, skip: 0 }],
    });
    expect((await wire.client.get(EMAIL_PROFILES.path)).status).toBe(503);
    await control("clear-faults");
    expect((await wire.client.get(EMAIL_PROFILES.path)).status).toBe(200);
  });

  test("refuse-grants and accept-grants", async () => {
    const path = `${EMAIL_ADDRESSES.path}/${wire.simulator.state().addresses[0]?.id ?? ""}/authentication`;
    const grant = { provider: "google", method: "refreshToken", clientId: "c", refreshToken: "r" };
    await control("refuse-grants", { reason: "No." });
    expect((await wire.client.put(path, grant)).status).toBe(422);
    await control("accept-grants");
    expect((await wire.client.put(path, grant)).status).toBe(200);
  });

  test("revoke-tokens, set, set-stale-reads, skew-clock", async () => {
    await wire.client.get(EMAIL_PROFILES.path);
    await control("revoke-tokens");
    expect((await wire.client.get(EMAIL_PROFILES.path)).status).toBe(401);
    wire.client.forgetTokens();
    await control("set", { isProvisioned: false });
    expect((await wire.client.get(EMAIL_PROFILES.path)).status).toBe(403);
    await control("set", { isProvisioned: true });
    await control("set-stale-reads", { lagMs: 60_000 });
    await wire.client.profile("Late");
    expect((await wire.client.get(EMAIL_PROFILES.path)).body.profiles).toHaveLength(1);
    await control("skew-clock", { skewMs: 60_000 });
    expect((await wire.client.get(EMAIL_PROFILES.path)).body.profiles).toHaveLength(2);
  });

  test("route", async () => {
    const mail = { to: "a@example.com", from: "x@x.org" };
    expect(await control("route", mail)).toEqual({ route: null });
    wire.simulator.signIn("a@example.com");
    expect(await control("route", mail)).toMatchObject({
      route: { isTesting: false, mapping: { priority: 5000 } },
    });
  });

  test("reset empties the account and forgets faults, but keeps tokens valid", async () => {
    await control("add-fault", { status: 500 });
    await control("set", { isProvisioned: false });
    await control("set-stale-reads", { lagMs: 60_000 });
    await control("rename-plan", { plan: "Sales", name: "x" });
    await control("reset");
    expect(wire.simulator.requests()).toEqual([]);
    expect((await wire.client.get(EMAIL_PROFILES.path)).body.profiles).toEqual([]);
    await wire.client.profile("At once");
    expect((await wire.client.get(EMAIL_PROFILES.path)).body.profiles).toHaveLength(1);
    expect(wire.simulator.state().plans.map(({ interactionPlanName }) => interactionPlanName)).toContain(
      "Sales",
    );
    expect(wire.simulator.faults()).toEqual([]);
  });
});

describe("edit", () => {
  beforeEach(populated);

  test.each([
    {
      kind: "address" as const,
      key: "A@EXAMPLE.com",
      patch: { description: "by hand" },
      list: "addresses" as const,
    },
    {
      kind: "address" as const,
      key: "Support",
      patch: { description: "by hand" },
      list: "addresses" as const,
    },
    { kind: "profile" as const, key: "Care", patch: { settings: { a: true } }, list: "profiles" as const },
    { kind: "mapping" as const, key: "Support routing", patch: { priority: 1 }, list: "mappings" as const },
    {
      kind: "signature" as const,
      key: "a@example.com",
      patch: { html: "<p>by hand</p>" },
      list: "signatures" as const,
    },
  ])("of $kind $key changes it and moves updatedAt", async ({ kind, key, patch, list }) => {
    const [before] = wire.simulator.state()[list];
    await control("edit", { kind, key, patch });
    const [after] = wire.simulator.state()[list];
    expect(after).toEqual({ ...before, ...patch, updatedAt: expect.any(String) });
    expect((after?.updatedAt ?? "") > (before?.updatedAt ?? "")).toBe(true);
  });

  test("of a sign-in alone moves nothing else", async () => {
    const [before] = wire.simulator.state().addresses;
    await control("edit", {
      kind: "address",
      key: "Support",
      patch: { authentication: { status: "Expired", reason: "x" } },
    });
    const authentication = { ...before?.authentication, status: "Expired", reason: "x" };
    expect(wire.simulator.state().addresses).toEqual([{ ...before, authentication }]);
  });

  test.each([
    {
      rule: "the API's rules hold",
      kind: "mapping",
      key: "Support routing",
      patch: { priority: 0 },
      message: /priority/u,
    },
    {
      rule: "a slip of the pen is no new field",
      kind: "profile",
      key: "Care",
      patch: { descripton: "" },
      message: /descripton/u,
    },
    {
      rule: "unknown objects are named",
      kind: "profile",
      key: "Nobody",
      patch: {},
      message: /no profile "Nobody"/u,
    },
    { rule: "unknown kinds are refused", kind: "plan", key: "Sales", patch: {}, message: /kind/u },
  ])("$rule", async ({ kind, key, patch, message }) => {
    const before = wire.simulator.state();
    await expect(control("edit", { kind, key, patch })).rejects.toThrow(message);
    expect(wire.simulator.state()).toEqual(before);
  });
});

describe("overwrite", () => {
  beforeEach(populated);

  test("puts in what a later VCC might have, without moving updatedAt", async () => {
    const [before] = wire.simulator.state().addresses;
    const fields = { serviceNameForReports: "brandNew", sender: { isVerified: true } };
    await control("overwrite", { kind: "address", key: "Support", fields });
    expect(wire.simulator.state().addresses).toEqual([{ ...before, ...fields }]);
    expect((await wire.client.get(`${EMAIL_ADDRESSES.path}/${before?.id ?? ""}`)).body).toMatchObject(fields);
  });

  test.each([
    { kind: "signature", key: "Support", fields: { html: "<P>raw</P>" }, list: "signatures" as const },
    { kind: "profile", key: "Care", fields: { name: "Other" }, list: "profiles" as const },
    {
      kind: "mapping",
      key: "Support routing",
      fields: { toAddresses: ["gone@example.com"] },
      list: "mappings" as const,
    },
  ])("of a $kind", async ({ kind, key, fields, list }) => {
    const [before] = wire.simulator.state()[list];
    await control("overwrite", { kind, key, fields });
    expect(wire.simulator.state()[list]).toEqual([{ ...before, ...fields }]);
  });

  test.each([
    { rule: "types still hold", fields: { name: 5 } },
    { rule: "names stay unique", fields: { name: "Other" } },
  ])("$rule", async ({ fields }) => {
    await wire.client.address("b@example.com", { name: "Other" });
    await expect(control("overwrite", { kind: "address", key: "Support", fields })).rejects.toThrow(/name/u);
  });
});

describe("delete", () => {
  beforeEach(populated);

  test("keeps the API's order: mapping, address with its signature, profile", async () => {
    await expect(control("delete", { kind: "address", key: "Support" })).rejects.toThrow(
      /Unmap it from: Support routing/u,
    );
    await expect(control("delete", { kind: "profile", key: "Care" })).rejects.toThrow(
      /Used by: a@example.com/u,
    );
    await control("delete", { kind: "mapping", key: "Support routing" });
    await control("delete", { kind: "address", key: "Support" });
    await control("delete", { kind: "profile", key: "Care" });
    expect(wire.simulator.state()).toMatchObject({
      addresses: [],
      signatures: [],
      profiles: [],
      mappings: [],
    });
  });

  test("of a signature leaves its address, and a second time is an error", async () => {
    await control("delete", { kind: "signature", key: "a@example.com" });
    expect(wire.simulator.state().signatures).toEqual([]);
    expect(wire.simulator.state().addresses).toHaveLength(1);
    await expect(control("delete", { kind: "signature", key: "a@example.com" })).rejects.toThrow(
      /no signature/u,
    );
  });
});

test("an unknown command names the known ones", async () => {
  await expect(control("explode")).rejects.toThrow(/POST one of .*revoke-tokens/u);
  await expect(control("constructor")).rejects.toThrow(/POST one of/u);
});

test.each([
  { rule: "unknown fields are refused", command: "expire", body: { email: "x" }, message: /emailAddress/u },
  { rule: "faults are checked", command: "add-fault", body: { status: 99 }, message: /status/u },
  {
    rule: "a broken expression is refused",
    command: "add-fault",
    body: { path: "(" },
    message: /regular expression/u,
  },
])("$rule", async ({ command, body, message }) => {
  await expect(control(command, body)).rejects.toThrow(message);
});

test("GET changes nothing: only what reads can be got", async () => {
  await wire.client.profile("Care");
  for (const command of Object.keys(CONTROL_COMMANDS)) {
    const { status } = await fetch(`${wire.simulator.url}/_simulator/${command}`);
    expect({ command, status }).toEqual({
      command,
      status: ["state", "requests", "faults"].includes(command) ? 200 : 404,
    });
  }
  expect(wire.simulator.state().profiles).toHaveLength(1);
});

describe("only this machine gets an answer", () => {
  async function status(path: string, headers: Record<string, string>, method = "GET"): Promise<number> {
    const { request } = await import("node:http");
    // fetch wouldn't send a Host header of our choice.
    return new Promise((resolve, reject) => {
      request(`${wire.simulator.url}${path}`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on("error", reject)
        .end();
    });
  }

  test.each([
    { host: "127.0.0.1", expected: 200 },
    { host: "127.0.0.1:7480", expected: 200 },
    { host: "LOCALHOST:80", expected: 200 },
    { host: "[::1]:7480", expected: 200 },
    { host: "vcc.example.com", expected: 403 },
    { host: "localhost.example.com", expected: 403 },
    { host: "127.0.0.1.example.com:7480", expected: 403 },
    { host: "192.168.0.1", expected: 403 },
  ])("Host $host: $expected", async ({ host, expected }) => {
    expect(await status("/_simulator/state", { host })).toBe(expected);
    if (expected === 403) expect(await status(INTERACTION_PLAN_MAPPINGS.path, { host })).toBe(403);
  });

  test.each([
    { origin: "http://localhost:3000", expected: 200 },
    { origin: "https://evil.example", expected: 403 },
    { origin: "http://127.0.0.1.evil.example", expected: 403 },
    { origin: "null", expected: 403 },
  ])("Origin $origin: $expected", async ({ origin, expected }) => {
    expect(await status("/_simulator/state", { origin })).toBe(expected);
  });

  test("a page can't send commands as plain text", async () => {
    await wire.client.profile("Care");
    const response = await fetch(`${wire.simulator.url}/_simulator/reset`, { method: "POST", body: "{}" });
    expect(response.status).toBe(400);
    expect(wire.simulator.state().profiles).toHaveLength(1);
  });

  test("it listens on 127.0.0.1 alone", () => {
    expect(wire.simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
  });
});

test("a port that is taken is an error of its own", async () => {
  const port = Number(new URL(wire.simulator.url).port);
  await expect(startSimulator({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("stopping twice is no error, and nobody answers afterwards", async () => {
  const { url } = wire.simulator;
  await wire.simulator.stop();
  await wire.simulator.stop();
  await expect(sendControl(url, "state")).rejects.toThrow(/No simulator answers at http:\/\/127/u);
});

test("its environment points the provider at it", () => {
  expect(wire.simulator.environment).toEqual({
    VCC_API_BASE_URL: wire.simulator.url,
    VCC_AUTH_BASE_URL: wire.simulator.authUrl,
    VCC_CLIENT_ID: "simulator",
    VCC_CLIENT_SECRET: "simulator-secret",
    VCC_GOOGLE_TOKEN_URL: `${wire.simulator.url}/_google/token`,
    VCC_GMAIL_ROOT_URL: wire.simulator.url,
  });
});
