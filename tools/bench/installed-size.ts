import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = join(__dirname, "..", "..");
const INSTALL = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=peer", "--no-save"];
const SHOWN = 5;

/** Prints how large the package is on disk, with all that npm installs for it besides the Pulumi SDK. */
export async function measureInstalledSize(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-vcc-size-"));
  try {
    await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
    const [tarball = ""] = readdirSync(folder);
    await run("npm", [...INSTALL, join(folder, tarball)], { cwd: folder });
    const sizes = packagesIn(join(folder, "node_modules"))
      .map(({ name, path }) => ({ name, ...sizeOf(path) }))
      .sort((one, other) => other.bytes - one.bytes);
    const total = sum(sizes.map(({ bytes }) => bytes));
    console.log(`Installed, beside the Pulumi SDK: ${sizes.length} packages`);
    print("all", total, sum(sizes.map(({ files }) => files)), total);
    for (const { name, bytes, files } of sizes.slice(0, SHOWN)) print(name, bytes, files, total);
    const own = sizes.find(({ name }) => name === "pulumi-vcc");
    if (own && sizes.indexOf(own) >= SHOWN) print(own.name, own.bytes, own.files, total);
    console.log("");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(name: string, bytes: number, files: number, total: number): void {
  const cells = [
    `${(bytes / 1e6).toFixed(1)} MB`,
    `${files} files`,
    `${((100 * bytes) / total).toFixed(0)} %`,
  ];
  console.log(`  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(14)).join("")}`);
}

function packagesIn(modules: string): { readonly name: string; readonly path: string }[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : name,
    )
    .map((name) => ({ name, path: join(modules, name) }));
}

function sizeOf(path: string): { readonly bytes: number; readonly files: number } {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return {
    files: files.length,
    bytes: sum(files.map((file) => statSync(join(file.parentPath, file.name)).size)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
