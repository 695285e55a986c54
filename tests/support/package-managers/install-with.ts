import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "../folders";
import { run, write } from "../packed-package";

const MODULES = "node_modules";
/** Yarn, below its modules folder, by generation. */
const CLASSIC = "yarn/bin/yarn.js";
const BERRY = "@yarnpkg/cli-dist/bin/yarn.js";

/** Installs the package managers that package.json pins. Answer: their folder. */
export function installPackageManagers(): string {
  const folder = newFolder();
  for (const file of ["package.json", "package-lock.json"])
    copyFileSync(join(__dirname, file), join(folder, file));
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], folder);
  return join(folder, MODULES);
}

/** What installs a project's dependencies, by the layout that it makes. */
export const LAYOUTS: Readonly<Record<string, (managers: string, project: string) => void>> = {
  npm: (_, project) => {
    run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], project);
  },
  pnpm: (managers, project) => {
    run(join(managers, ".bin/pnpm"), ["install", "--ignore-scripts"], project);
  },
  "Yarn 1": (managers, project) => {
    const flags = ["install", "--ignore-scripts", "--non-interactive", "--cache-folder", newFolder()];
    run(process.execPath, [join(managers, CLASSIC), ...flags], project);
  },
  // Pulumi itself finds no packages of Plug'n'Play.
  "Yarn 4 with node_modules": installWithBerry,
};

function installWithBerry(managers: string, project: string): void {
  const registry = run("npm", ["config", "get", "registry"], project).trim();
  const settings = {
    nodeLinker: "node-modules",
    enableTelemetry: false,
    enableScripts: false,
    enableImmutableInstalls: false,
    npmRegistryServer: registry,
    ...(registry.startsWith("http:") && { unsafeHttpWhitelist: [new URL(registry).hostname] }),
  };
  // Its settings are YAML, which JSON is, too.
  write(project, ".yarnrc.yml", JSON.stringify(settings));
  // Without it, a folder below another project would be taken for a part of that.
  write(project, "yarn.lock", "");
  run(process.execPath, [join(managers, BERRY), "install"], project);
}
