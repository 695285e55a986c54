import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { Variables } from "./engine";
import { whereIs } from "./installed";

/** Name of the plugin that runs dynamic providers, such as ours. */
const DYNAMIC_PROVIDER = "pulumi-resource-pulumi-nodejs";

/** Folder of the npm package that programs depend on. It holds that plugin, as a script. */
function npmPackage(): string {
  return dirname(require.resolve("@pulumi/pulumi/package.json"));
}

/** Puts the plugin beside an engine, where releases have it: the engine warns about one from elsewhere on PATH. */
export async function copyPlugin(folder: string): Promise<void> {
  for (const file of [DYNAMIC_PROVIDER, `${DYNAMIC_PROVIDER}.cmd`]) {
    await copyFile(join(npmPackage(), file), join(folder, file));
  }
}

/**
 * Variables that a process needs to run this engine: PATH with the engine's folder first, where its plugins lie as
 * well, and nothing that would ask the network.
 */
export function engineEnvironment(command: string, environment: Variables): Record<string, string> {
  const folder = dirname(command);
  const withFolder = [folder, environment["PATH"] ?? ""].join(delimiter);
  const complete =
    existsSync(join(folder, DYNAMIC_PROVIDER)) || whereIs(DYNAMIC_PROVIDER, { PATH: withFolder });
  return {
    PATH: complete ? withFolder : [folder, npmPackage(), environment["PATH"] ?? ""].join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    PULUMI_SUPPRESS_NEO_LINK: "true",
    PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
  };
}
