import { cpSync, existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { argumentError } from "../errors";
import { isFolder } from "./pulumi/project";
import { MANIFEST, packageVersion } from "./package-version";

/** Source of this package for a new program. */
export interface PackageSource {
  /** As `package.json` names it: a range of versions, or `file:` and a path. */
  readonly version: string;
  /** A tarball that goes into the folder, so that it installs on other machines as well. */
  readonly copy?: string;
}

/**
 * From a tarball, if one is given or this command was installed from one; from the checkout that this command runs from;
 * else from the registry.
 */
export function packageSource(target: string, tarball: string | undefined): PackageSource {
  if (tarball !== undefined) return fromTarball(resolve(tarball), tarball);
  const root = dirname(MANIFEST);
  const modules = dirname(root);
  if (basename(modules) !== "node_modules") return fromFolder(target, root);
  const host = dirname(modules);
  const installed = installedAs(join(host, "package.json"));
  if (!installed.startsWith("file:")) return { version: `^${packageVersion()}` };
  const path = resolve(host, installed.slice("file:".length));
  return isFolder(path) ? fromFolder(target, path) : fromTarball(path, path);
}

/** Copies the tarball into the folder, where the package comes from one. */
export function copyTarball({ copy }: PackageSource, folder: string): void {
  const target = copy === undefined ? undefined : join(folder, basename(copy));
  if (copy !== undefined && target !== undefined && !existsSync(target)) cpSync(copy, target);
}

/** The package's version as named by the project that this command is installed in; npx makes such a project, too. */
function installedAs(manifest: string): string {
  if (!existsSync(manifest)) return "";
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
  };
  return { ...devDependencies, ...dependencies }["pulumi-vcc"] ?? "";
}

function fromFolder(target: string, root: string): PackageSource {
  return { version: `file:${relative(target, root).split(sep).join("/")}` };
}

function fromTarball(path: string, given: string): PackageSource {
  if (statSync(path, { throwIfNoEntry: false })?.isFile())
    return { version: `file:${basename(path)}`, copy: path };
  throw argumentError(
    `--package: a tarball that is there, got "${given}".`,
    "Make one with npm pack in a checkout of pulumi-vcc.",
  );
}
