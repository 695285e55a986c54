import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { REPOSITORY } from "./repository";

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The package as npm would publish it. */
export interface Packed {
  /** Paths in the tarball. */
  readonly files: readonly string[];
  readonly sizeBytes: number;
  readonly unpackedSizeBytes: number;
  readonly manifest: Manifest;
  /** A project whose `node_modules` holds the unpacked package. */
  readonly installed: string;
  /** A project of a workspace, in which the package is another project that is linked to. */
  readonly linked: string;
  remove(): void;
}

/** Packs dist/ as it is, and makes projects that have the package and what it declares, and nothing else. */
export function pack(): Packed {
  if (!existsSync(join(REPOSITORY, "dist"))) throw new Error("dist/ is missing: run `npm run build` first");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-vcc-pack-")));
  const flags = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [tarball] = JSON.parse(run("npm", flags, REPOSITORY)) as {
    readonly filename: string;
    readonly size: number;
    readonly unpackedSize: number;
    readonly files: readonly { readonly path: string }[];
  }[];
  if (tarball === undefined) throw new Error("npm packed nothing");
  const unpack = (destination: string) => {
    mkdirSync(destination, { recursive: true });
    run("tar", ["xzf", join(folder, tarball.filename), "--strip-components=1", "-C", destination], folder);
  };

  const installed = join(folder, "installed");
  const installedPackage = join(installed, "node_modules", "pulumi-vcc");
  unpack(installedPackage);
  const manifest = JSON.parse(readFileSync(join(installedPackage, "package.json"), "utf8")) as Manifest;
  linkDependencies(manifest, join(installed, "node_modules"));
  linkCommands(manifest, join(installed, "node_modules"));

  const workspace = join(folder, "workspace");
  unpack(join(workspace, "packages", "pulumi-vcc"));
  linkDependencies(manifest, join(workspace, "node_modules"));
  link(join(workspace, "packages", "pulumi-vcc"), join(workspace, "node_modules", "pulumi-vcc"));
  const linked = join(workspace, "programs", "inboxes");
  mkdirSync(linked, { recursive: true });

  return {
    files: tarball.files.map(({ path }) => path),
    sizeBytes: tarball.size,
    unpackedSizeBytes: tarball.unpackedSize,
    manifest,
    installed,
    linked,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Links what npm would install for the manifest, and no more: an import of anything else fails. */
function linkDependencies({ dependencies, peerDependencies }: Manifest, modules: string): void {
  for (const name of [...Object.keys(dependencies), ...Object.keys(peerDependencies), "@types/node"]) {
    link(realpathSync(join(REPOSITORY, "node_modules", name)), join(modules, name));
  }
}

function linkCommands({ bin }: Manifest, modules: string): void {
  for (const [name, path] of Object.entries(bin)) {
    const target = join(modules, "pulumi-vcc", path);
    chmodSync(target, 0o755);
    link(target, join(modules, ".bin", name));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** Puts another SDK of Pulumi beside the installed package. */
export function replaceSdk(project: string, sdk: string): void {
  const path = join(project, "node_modules/@pulumi/pulumi");
  rmSync(path);
  link(sdk, path);
}

/** Writes a program's file. */
export function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** Output of a command. Error: when it fails, with what it printed. */
export function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Output of a piece of JavaScript that runs in that folder. */
export function evaluate(folder: string, script: string): string {
  return run(process.execPath, ["-e", script], folder).trim();
}
