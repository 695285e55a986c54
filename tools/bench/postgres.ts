import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** Where Debian puts the programs of each version, which are on nobody's path. */
const DEBIAN = "/usr/lib/postgresql";
/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const WAIT_MS = 30_000;
const LOOK_AGAIN_MS = 100;

const execute = promisify(execFile);

/** A PostgreSQL server of this machine's loopback, with nothing in it. Its absence has a reason. */
export async function startPostgres(): Promise<
  { readonly url: string; readonly stop: () => Promise<void> } | { readonly reason: string }
> {
  const bin = await newestPrograms();
  if (bin === undefined) return { reason: `no server in ${DEBIAN}: apt-get install postgresql` };
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;
  const folder = await mkdtemp(join(tmpdir(), "pulumi-vcc-postgres-"));
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const port = await freePort();
  const options = { ...user, cwd: folder };
  await execute(join(bin, "initdb"), ["-D", data, "-U", "bench", "-A", "trust"], options);
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", folder],
    { ...options, stdio: "ignore" },
  );
  const ended = once(server, "exit");
  const deadline = performance.now() + WAIT_MS;
  const isReady = () =>
    execute(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)]).then(
      () => true,
      () => false,
    );
  while (!(await isReady()) && performance.now() < deadline) await sleep(LOOK_AGAIN_MS);
  return {
    url: `postgres://bench@127.0.0.1:${port}/postgres?sslmode=disable`,
    async stop() {
      // Fast: without waiting for clients.
      server.kill("SIGINT");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function newestPrograms(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN).catch(() => []);
  const [newest] = versions.sort((one, other) => Number(other) - Number(one));
  return newest === undefined ? undefined : join(DEBIAN, newest, "bin");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
