import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { type RunningSimulator, startSimulator } from "../../provider/simulator/index";
import { startServer, type ScriptedServer } from "../support/scripted-server";
import { closeProviders, startProvider } from "../support/provider-process";
import { make, openProvider, sent } from "../support/provider-resource";

let simulator: RunningSimulator;
let server: ScriptedServer | undefined;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterEach(async () => {
  await closeProviders();
  await server?.close();
  server = undefined;
});
afterAll(async () => simulator.stop());

async function nobodysAddress(): Promise<string> {
  const engine = createServer().listen(0, "127.0.0.1");
  await once(engine, "listening");
  const { port } = engine.address() as AddressInfo;
  engine.close();
  await once(engine, "close");
  return `127.0.0.1:${port}`;
}

test("a provider ends by itself where its engine died before the first look", async () => {
  const provider = await startProvider({
    engine: await nobodysAddress(),
    environment: simulator.environment,
  });
  await provider.check({}, sent("EmailProfile", { name: "Care" }));
  await provider.hasEnded();
});

test("an operation that waits for a rate limit says so once, and ends when the engine cancels the run", async () => {
  server = await startServer({ answer: () => ({ status: 429, headers: { "Retry-After": "120" } }) });
  const { url } = server;
  const provider = await startProvider({
    environment: {
      VCC_API_BASE_URL: url,
      VCC_AUTH_BASE_URL: url,
      VCC_CLIENT_ID: "client",
      VCC_CLIENT_SECRET: "secret-of-the-client-1",
    },
  });
  const creations = ["a", "b"].map(async (name) => make(provider, "EmailProfile", { name }, name));
  const outcomes = Promise.allSettled(creations);
  while (!provider.output().includes("Waiting")) await new Promise((resolve) => setTimeout(resolve, 50));
  await provider.cancel();
  expect(await outcomes).toEqual([
    expect.objectContaining({
      reason: expect.objectContaining({ message: expect.stringMatching(/^Cancelled/u) }),
    }),
    expect.objectContaining({
      reason: expect.objectContaining({ message: expect.stringMatching(/^Cancelled/u) }),
    }),
  ]);
  expect(provider.output().match(/Waiting: VCC asks for a pause/gu)).toHaveLength(1);
});

test("an error that the engine shows isn't printed besides", async () => {
  const provider = await openProvider(simulator);
  const { id, properties } = await make(provider, "EmailProfile", { name: "Care" });
  await expect(provider.read("nobody's", { __provider: properties["__provider"] })).rejects.toThrow(
    /There is no EmailProfile .* \[VCC_NOT_FOUND\]$/u,
  );
  await provider.delete(id, properties);
  const printed = provider.output().split("\n");
  expect(printed.filter((line) => !/^\d*$|^vcc: Secrets go to/u.test(line))).toEqual([]);
});
