import { createServer, type Server } from "node:net";
import { endWithEngine } from "../../provider/hosts/engine-watch";

async function listen(): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  return { server, address: `127.0.0.1:${typeof bound === "object" ? bound?.port : ""}` };
}

test("a provider ends after its engine", async () => {
  const { server, address } = await listen();
  const ended = new Promise<void>((resolve) => endWithEngine(address, resolve));
  const kept = new Promise((resolve) => setTimeout(() => resolve("kept"), 700));
  expect(await Promise.race([ended, kept])).toBe("kept");
  server.close();
  await ended;
});

test("an engine that refuses once may be slow to listen; one that refuses several times in a row is gone", async () => {
  const { server, address } = await listen();
  await new Promise((resolve) => server.close(resolve));
  const end = jest.fn();
  const startedAt = Date.now();
  const ended = new Promise<void>((resolve) =>
    endWithEngine(
      address,
      end.mockImplementation(() => resolve()),
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(end).not.toHaveBeenCalled();
  await ended;
  expect(Date.now() - startedAt).toBeGreaterThan(1_400);
});

test("a look that fails for another reason than a refusal says nothing about the engine", async () => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] });
  try {
    const end = jest.fn();
    // Nothing on this machine leads there.
    endWithEngine("255.255.255.255:9", end);
    for (let looks = 0; looks < 8; looks += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      jest.advanceTimersByTime(500);
    }
    expect(end).not.toHaveBeenCalled();
  } finally {
    jest.useRealTimers();
  }
});
