import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./process";
import type { NoEngine, Variables } from "./engine";

/** Older engines drop the inputs that a dynamic provider's read returns, and with them all drift. */
export const MINIMUM_ENGINE_VERSION = "3.216.0";

/** The version that is installed or built where the machine has none: the one that go.mod pins. */
export function pinnedEngineVersion(): string {
  const goMod = readFileSync(join(__dirname, "cli", "go.mod"), "utf8");
  const version = /^require github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/mu.exec(goMod)?.[1];
  if (version === undefined)
    throw new Error("tools/engine/cli/go.mod: requires no github.com/pulumi/pulumi/pkg/v3");
  return version;
}

/** Whether `version` is `minimum` or later, by major, minor and patch. */
export function isAtLeast(version: string, minimum: string): boolean {
  const wanted = minimum.split(".").map(Number);
  const given = version.split(".").map((part) => Number.parseInt(part, 10));
  for (const [index, part] of wanted.entries()) {
    const difference = (given[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Asks the command for its version; a reason when it can't be run, or is no `pulumi`, or is too old. */
export async function usableVersion(
  command: string,
  environment: Variables,
): Promise<{ version: string } | NoEngine> {
  const { code, stdout, stderr } = await run(command, ["version"], {
    environment: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: 30_000,
  });
  if (code !== 0) return { reason: `${command} does not run: ${stderr.trim() || `exit code ${code}`}` };
  const version = /^v?(\d+\.\d+\.\d+\S*)\s*$/mu.exec(stdout)?.[1];
  if (version === undefined)
    return { reason: `${command} names no version, but says: ${stdout.trim().slice(0, 80)}` };
  if (isAtLeast(version, MINIMUM_ENGINE_VERSION)) return { version };
  return { reason: `${command} is Pulumi ${version}; at least ${MINIMUM_ENGINE_VERSION} is needed` };
}
