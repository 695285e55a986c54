import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { GOOGLE_KEY } from "../support/engine/account";
import { closeProviders, startProvider } from "../support/provider-process";
import { ADDRESS, make, sent } from "../support/provider-resource";

const CLIENT_SECRET = "a-client-secret-nobody-may-see";

let simulator: RunningSimulator;
beforeEach(async () => {
  simulator = await startSimulator({ clientId: "stack", clientSecret: CLIENT_SECRET });
});
afterEach(async () => {
  await closeProviders();
  await simulator.stop();
});

const baseUrls = () => ({ "vcc:apiBaseUrl": simulator.url, "vcc:authBaseUrl": simulator.authUrl });
const profile = sent("EmailProfile", { name: "Care" });

test("the stack's configuration alone is enough, with its secrets", async () => {
  const provider = await startProvider({
    config: { ...baseUrls(), "vcc:clientId": "stack" },
    secretConfig: { "vcc:clientSecret": CLIENT_SECRET },
  });
  await make(provider, "EmailProfile", { name: "Care" });
  expect(simulator.state().profiles).toHaveLength(1);
});

test("the environment wins", async () => {
  const provider = await startProvider({
    config: { "vcc:apiBaseUrl": "http://127.0.0.1:9", "vcc:clientId": "another" },
    secretConfig: { "vcc:clientSecret": "another-secret" },
    environment: simulator.environment,
  });
  await make(provider, "EmailProfile", { name: "Care" });
  expect(simulator.state().profiles).toHaveLength(1);
});

test("an empty variable is an absent one", async () => {
  const provider = await startProvider({
    config: { ...baseUrls(), "vcc:clientId": "stack" },
    secretConfig: { "vcc:clientSecret": CLIENT_SECRET },
    environment: { VCC_CLIENT_ID: "", VCC_CLIENT_SECRET: " " },
  });
  await expect(provider.check({}, profile)).resolves.toMatchObject({ reasons: [] });
});

test("what is missing is told once in full, in the preview, with both ways to set it", async () => {
  const provider = await startProvider();
  const { reasons } = await provider.check({}, profile);
  expect(reasons).toHaveLength(1);
  for (const part of [
    'region: one of emea, nam, apac, got nothing. It is part of your VCC address. Set it with "pulumi config set vcc:region …" or VCC_REGION.',
    'Set it with "pulumi config set vcc:clientId …" or VCC_CLIENT_ID.',
    'Set it with "pulumi config set --secret vcc:clientSecret …" or VCC_CLIENT_SECRET.',
    "To try it without an account, run npx pulumi-vcc simulate.",
  ]) {
    expect(reasons[0]).toContain(part);
  }
  const next = await provider.check({}, sent("EmailProfile", { name: "Sales" }, "sales"));
  expect(next.reasons).toEqual(["The vcc provider can't be used as it is configured."]);
});

test("bad arguments are told besides, so that one preview shows everything", async () => {
  const provider = await startProvider();
  const { reasons } = await provider.check({}, sent("EmailProfile", { name: "" }));
  expect(reasons).toEqual([
    expect.stringContaining("can't be used as it is configured"),
    expect.stringMatching(/^name: text of 1 to 128 characters/u),
  ]);
});

test.each([
  {
    rule: "a region that doesn't exist",
    settings: { VCC_REGION: "europe" },
    told: 'region: one of emea, nam, apac, got "europe".',
  },
  {
    rule: "an address without encryption",
    settings: { VCC_API_BASE_URL: "http://vcc.example.com" },
    told: "https",
  },
  {
    rule: "a wait that is no number",
    settings: { VCC_VISIBILITY_WAIT_SECONDS: "soon" },
    told: "visibilityWaitSeconds: a number of seconds from 0 to 300",
  },
])("$rule stops the preview", async ({ settings, told }) => {
  const provider = await startProvider({ environment: { ...simulator.environment, ...settings } });
  const { reasons } = await provider.check({}, profile);
  expect(reasons).toEqual([expect.stringContaining(told)]);
});

test("a host that the repository names gets no secret, unless the environment allows it; it is said each time", async () => {
  const config = {
    ...baseUrls(),
    "vcc:clientId": "stack",
    "vcc:googleTokenUrl": "https://idp.example.com/token",
  };
  const secretConfig = { "vcc:clientSecret": CLIENT_SECRET };
  const refused = await startProvider({ config, secretConfig });
  expect((await refused.check({}, profile)).reasons).toEqual([
    expect.stringContaining(
      "googleTokenUrl: a host of the vendor's own, as secrets travel there, got idp.example.com from vcc:googleTokenUrl in the stack's configuration. If you trust it with your secrets, set VCC_ALLOWED_HOSTS=idp.example.com in the environment.",
    ),
  ]);
  await expect(make(refused, "EmailProfile", { name: "Care" })).rejects.toThrow(
    "can't be used as it is configured",
  );
  expect(simulator.requests()).toEqual([]);

  const environment = { VCC_ALLOWED_HOSTS: "idp.example.com" };
  const agreed = await startProvider({ config, secretConfig, environment });
  await make(agreed, "EmailProfile", { name: "Care" });
  await make(agreed, "EmailProfile", { name: "Sales" });
  const said = (host: string) => agreed.output().split(`Secrets go to ${host} instead`).length - 1;
  expect([said("idp.example.com"), said(new URL(simulator.url).host)]).toEqual([1, 1]);
});

test("a reference to the stack's configuration finds the secret there, and nothing shows it", async () => {
  const key = GOOGLE_KEY;
  const { private_key: privateKey } = JSON.parse(key) as { private_key: string };
  const provider = await startProvider({
    secretConfig: { "inboxes:googleKey": key },
    environment: simulator.environment,
  });
  const args = { ...ADDRESS, credential: { ...ADDRESS.credential, key: "config:googleKey" } };
  const made = await make(provider, "EmailAddress", args);
  expect(made.properties).toMatchObject({
    status: "Active",
    credential: { key: "config:googleKey" },
    credentialFingerprint: expect.stringMatching(/^sha256:/u),
  });
  const shown = JSON.stringify(made) + provider.output();
  const [, line = ""] = privateKey.split("\n");
  expect(shown).not.toContain(line);
  expect(shown).not.toContain(CLIENT_SECRET);
});

test("a client that VCC refuses is told without its secret", async () => {
  const provider = await startProvider({
    environment: { ...simulator.environment, VCC_CLIENT_SECRET: "another-secret-nobody-may-see" },
  });
  const making = make(provider, "EmailProfile", { name: "Care" });
  await expect(making).rejects.toThrow("VCC refused the API client");
  await expect(making).rejects.not.toThrow("another-secret");
  expect(provider.output()).not.toContain("another-secret");
});
