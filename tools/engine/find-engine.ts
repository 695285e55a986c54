import { buildEngine } from "./build";
import { cachedEngine, withCacheLock } from "./cache";
import { downloadEngine } from "./download";
import type { Engine, FoundEngine, Log, Variables } from "./engine";
import { engineOfEnvironment, engineOfPath } from "./installed";
import { engineEnvironment } from "./plugins";
import { sayOnStderr } from "./progress";
import { MINIMUM_ENGINE_VERSION } from "./version";

interface FindOptions {
  /** Takes lines for the person who waits; stderr unless given. */
  readonly log?: Log;
  /** Instead of this process's own. */
  readonly environment?: Variables;
  /** Instead of Pulumi's own. */
  readonly installerUrl?: string;
}

/**
 * Finds a Pulumi engine: the one that PULUMI_VCC_ENGINE names, else the one on PATH if new enough, else one that an
 * earlier run got, else Pulumi's installer, else a build with Go. Only the last two take long, and only once.
 * Error: none of them worked; the message says why each did not, and what to do.
 */
export async function findEngine(options: FindOptions = {}): Promise<Engine> {
  const { log = sayOnStderr, environment = process.env, installerUrl } = options;
  const found =
    (await engineOfEnvironment(environment)) ?? (await engineOfMachine(environment, log, installerUrl));
  return { ...found, environment: engineEnvironment(found.command, environment) };
}

async function engineOfMachine(
  environment: Variables,
  log: Log,
  installerUrl?: string,
): Promise<FoundEngine> {
  const onPath = await engineOfPath(environment, log);
  if (!("reason" in onPath)) return onPath;
  const cached = await anyCached(environment);
  if (cached !== undefined) return cached;
  return withCacheLock(environment, log, async () => {
    // Whoever held the lock before may have got one.
    const meanwhile = await anyCached(environment);
    if (meanwhile !== undefined) return meanwhile;
    const downloaded = await downloadEngine(environment, log, installerUrl);
    if (!("reason" in downloaded)) return downloaded;
    const built = await buildEngine(environment, log);
    if (!("reason" in built)) return built;
    throw new Error(
      [
        "There is no Pulumi engine. Any one of these gives one:",
        `- install Pulumi ${MINIMUM_ENGINE_VERSION} or later, or name it in PULUMI_VCC_ENGINE (${onPath.reason})`,
        `- let Pulumi's installer be downloaded (${downloaded.reason})`,
        `- install Go, so that it can be built from source (${built.reason})`,
      ].join("\n"),
    );
  });
}

async function anyCached(environment: Variables): Promise<FoundEngine | undefined> {
  return (await cachedEngine("installer", environment)) ?? (await cachedEngine("build", environment));
}
