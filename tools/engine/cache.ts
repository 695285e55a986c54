import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import type { EngineSource, FoundEngine, Log, NoEngine, Variables } from "./engine";
import { programFile } from "./installed";
import { pinnedEngineVersion, usableVersion } from "./version";

const PARTIAL = "partial-";
const LOOK_AGAIN_MS = 1_000;

/** Where this system keeps what can be made again; outside the checkout, as every checkout can share it. */
export function cacheFolder(environment: Variables): string {
  const home = environment["HOME"] || homedir() || tmpdir();
  const folders = { darwin: join(home, "Library", "Caches"), win32: environment["LOCALAPPDATA"] } as const;
  const ofSystem =
    process.platform === "darwin" || process.platform === "win32" ? folders[process.platform] : undefined;
  return join(environment["XDG_CACHE_HOME"] || ofSystem || join(home, ".cache"), "pulumi-vcc", "engine");
}

/** Folder of one cached engine; its `bin` holds the programs. */
function engineFolder(source: EngineSource, environment: Variables): string {
  const name = [pinnedEngineVersion(), source, process.platform, process.arch].join("-");
  return join(cacheFolder(environment), name);
}

/** The cached engine, if it's there and runs. A folder is moved to its place whole, so there's no half of one. */
export async function cachedEngine(
  source: EngineSource,
  environment: Variables,
): Promise<FoundEngine | undefined> {
  const command = join(engineFolder(source, environment), "bin", programFile("pulumi"));
  const usable = await usableVersion(command, environment);
  return "reason" in usable ? undefined : { command, version: usable.version, source };
}

/** Makes an engine in a temporary folder and moves it to its place, where nothing is replaced that works. */
export async function addToCache(
  source: EngineSource,
  environment: Variables,
  make: (folder: string) => Promise<NoEngine | undefined>,
): Promise<FoundEngine | NoEngine> {
  const cache = cacheFolder(environment);
  await removePartial(cache);
  const partial = await mkdtemp(join(cache, PARTIAL));
  try {
    const failed = await make(partial);
    if (failed !== undefined) return failed;
    const usable = await usableVersion(join(partial, "bin", programFile("pulumi")), environment);
    if ("reason" in usable) return usable;
    const folder = engineFolder(source, environment);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return { command: join(folder, "bin", programFile("pulumi")), version: usable.version, source };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Remains of runs that were killed: ours is the lock, so nobody works on them. */
async function removePartial(cache: string): Promise<void> {
  const names = await readdir(cache);
  for (const name of names.filter((each) => each.startsWith(PARTIAL))) {
    await rm(join(cache, name), { recursive: true, force: true });
  }
}

/** Runs `work` while no other process downloads or builds; a lock whose process died is free after 30 s. */
export async function withCacheLock<T>(environment: Variables, log: Log, work: () => Promise<T>): Promise<T> {
  const cache = cacheFolder(environment);
  await mkdir(cache, { recursive: true });
  const release = await takeLock(cache, log);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function takeLock(cache: string, log: Log): Promise<() => Promise<void>> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await lock(cache, { stale: 30_000, update: 5_000 });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ELOCKED")) throw error;
      if (waits === 0) log("Another run is getting the Pulumi engine; waiting for it");
      await sleep(LOOK_AGAIN_MS);
    }
  }
}
