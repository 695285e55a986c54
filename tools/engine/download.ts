import { dirname } from "node:path";
import { addToCache } from "./cache";
import type { FoundEngine, Log, NoEngine, Variables } from "./engine";
import { run } from "./process";
import { startProgress } from "./progress";
import { pinnedEngineVersion } from "./version";

/** Pulumi's own installer: a script, which the Automation API fetches and runs. */
export const INSTALLER_URL = "https://get.pulumi.com/install.sh";
const PROBE_TIMEOUT_MS = 5_000;
const INSTALL_TIMEOUT_MS = 180_000;

// In a process of its own, as an installation can't be cancelled otherwise.
const INSTALL = `
const { PulumiCommand } = require("@pulumi/pulumi/automation");
// The Automation API takes a version as its own semver makes it.
const { parse } = require(require.resolve("semver", { paths: [require.resolve("@pulumi/pulumi/automation")] }));
const [version, root] = process.argv.slice(1);
PulumiCommand.install({ version: parse(version), root }).catch((error) => {
  process.stderr.write(String(error.message ?? error));
  process.exitCode = 1;
});`;

/** Installs the pinned engine with Pulumi's installer, into our cache; nothing else of the machine changes. */
export async function downloadEngine(
  environment: Variables,
  log: Log,
  installerUrl = INSTALLER_URL,
): Promise<FoundEngine | NoEngine> {
  // The installer retries for minutes where the network is closed; a probe knows at once.
  const unreachable = await probe(installerUrl);
  if (unreachable !== undefined) return { reason: unreachable };
  const version = pinnedEngineVersion();
  const done = startProgress(`Downloading the Pulumi engine ${version}`, log);
  const result = await addToCache("installer", environment, async (folder) => {
    const { code, stderr } = await run(process.execPath, ["-e", INSTALL, version, folder], {
      environment,
      cwd: dirname(__dirname),
      timeoutMs: INSTALL_TIMEOUT_MS,
    });
    return code === 0 ? undefined : { reason: `the installer failed: ${lastLine(stderr)}` };
  });
  done("reason" in result ? "failed" : "done");
  return result;
}

async function probe(url: string): Promise<string | undefined> {
  const host = new URL(url).host;
  try {
    const { ok, status } = await fetch(url, {
      method: "HEAD",
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    return ok ? undefined : `${host} answers ${status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${host} can't be reached (${cause instanceof Error ? cause.message : String(cause)})`;
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
