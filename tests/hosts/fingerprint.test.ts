import { authenticate } from "../../provider/kinds/email-address/calls";
import { createHash } from "node:crypto";
import { CLIENT_LIMITS } from "../support/client-fixture";
import { createVccApi } from "../../provider/client/api";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { closeProviders } from "../support/provider-process";
import { make, openProvider, sent } from "../support/provider-resource";
import { MAILBOX } from "../support/identities";
import type { Bag } from "../../provider/lifecycle/lifecycle";

const APP = {
  tenantId: "11111111-1111-1111-1111-111111111111",
  clientId: "22222222-2222-2222-2222-222222222222",
};
const ARGS = {
  emailAddress: MAILBOX,
  name: "Support",
  credential: {
    provider: "microsoft",
    method: "clientSecret",
    ...APP,
    clientSecret: "env:SECRET",
    probe: false,
  },
};
const SECRET = "hunter2-hunter2";

/** As the first releases made it. */
const former = (() => {
  const salted = JSON.stringify(["pulumi-vcc", MAILBOX, "clientSecret", APP.tenantId, APP.clientId, SECRET]);
  return `sha256:${createHash("sha256").update(salted).digest("hex").slice(0, 32)}`;
})();

let simulator: RunningSimulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(async () => {
  await closeProviders();
  await simulator.stop();
});

/** An inbox that a former release has signed in, as VCC and the engine have it. */
async function formerInbox(secret = SECRET) {
  const provider = await openProvider(simulator, { SECRET: secret });
  const { id, inputs, properties } = await make(provider, "EmailAddress", ARGS);
  const { url: apiBaseUrl, authUrl: authBaseUrl, clientId, clientSecret } = simulator;
  const api = createVccApi({ apiBaseUrl, authBaseUrl, clientId, clientSecret, ...CLIENT_LIMITS });
  const grant = { provider: "microsoft", method: "clientSecret", ...APP, clientSecret: SECRET } as const;
  await authenticate(api, id, { ...grant, fingerprint: former });
  simulator.clearRequests();
  const aged = (bag: Bag): Bag => ({ ...bag, credentialFingerprint: former });
  return { provider, id, inputs: aged(inputs), outputs: aged(properties) };
}

const written = () => simulator.requests().flatMap(({ committed, path }) => (committed ? [path] : []));

test("a fingerprint of a former release stays, and nobody is signed in anew for it", async () => {
  const { provider, id, inputs, outputs } = await formerInbox();
  const { inputs: news } = await provider.check(inputs, sent("EmailAddress", ARGS));
  expect(news).toMatchObject({ credentialFingerprint: former });
  expect(await provider.diff(id, outputs, news)).toMatchObject({ changes: "none" });
  expect(simulator.requests()).toEqual([]);

  const changed = await provider.check(inputs, sent("EmailAddress", { ...ARGS, description: "First line" }));
  await provider.update(id, outputs, changed.inputs);
  expect(written().filter((path) => path.endsWith("/authentication"))).toEqual([]);
});

test("after that sign-in has expired, the same material signs in once, and is then no change", async () => {
  const { provider, id, inputs, outputs } = await formerInbox();
  simulator.expire(MAILBOX);
  const { inputs: news } = await provider.check(inputs, sent("EmailAddress", ARGS));
  const state = await provider.update(id, { ...outputs, status: "Expired" }, news);
  expect(written().filter((path) => path.endsWith("/authentication"))).toHaveLength(1);
  expect(state).toMatchObject({ status: "Active", credentialFingerprint: former });
  const { inputs: next } = await provider.check(news, sent("EmailAddress", ARGS));
  expect(await provider.diff(id, state, next)).toMatchObject({ changes: "none" });
});

test("other material than it stands for shows, and is signed in with", async () => {
  const { provider, id, inputs, outputs } = await formerInbox("another-secret-0123");
  const { inputs: news } = await provider.check(inputs, sent("EmailAddress", ARGS));
  expect(news["credentialFingerprint"]).not.toBe(former);
  expect(await provider.diff(id, outputs, news)).toMatchObject({ changes: "unknown" });
});
