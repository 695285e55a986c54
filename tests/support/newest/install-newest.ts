import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "../folders";
import { run } from "../packed-package";

/** The newest SDK of Pulumi and the newest long-term Node, as package.json pins them. */
interface Newest {
  /** Folder of the package `@pulumi/pulumi`. */
  readonly sdk: string;
  /** Folder that holds `node`. */
  readonly nodeFolder: string;
}

/** Installs them into a folder of their own. Error: npm has no such Node for this platform. */
export function installNewest(): Newest {
  const folder = newFolder();
  for (const file of ["package.json", "package-lock.json"])
    copyFileSync(join(__dirname, file), join(folder, file));
  // The SDK refuses the Node of the tests, which doesn't run it.
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], folder);
  const platform = process.platform === "win32" ? "win" : process.platform;
  const nodeFolder = join(folder, "node_modules", `node-${platform}-${process.arch}`, "bin");
  if (!existsSync(nodeFolder))
    throw new Error(`tests/support/newest/package.json has no Node for ${platform}-${process.arch}.`);
  return { sdk: join(folder, "node_modules/@pulumi/pulumi"), nodeFolder };
}
