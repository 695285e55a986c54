import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { parse } from "yaml";
import { argumentError } from "../errors";
import { GIT_IGNORE, renderReadme } from "./new/made-files";
import { copyTarball, packageSource, type PackageSource } from "./package-source";
import type { Say } from "./console";
import { MANIFEST } from "./package-version";
import { SIMULATOR_FOLDER } from "./simulate/folder-simulator";

/** The examples, which ship with the package, and a mailbox of each. */
const TEMPLATES = {
  "one-inbox": "support@example.com",
  "many-inboxes": "support@example.com",
  fleet: "support@example.com",
  environments: "support@dev.example.com",
} as const;
type Template = keyof typeof TEMPLATES;

/** It names the project, too; these are the names that both Pulumi and npm take. */
const PROJECT_NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/u;

interface NewOptions {
  readonly template: Template;
  readonly package?: string;
}

/** `new`: makes a folder with a program that runs against the simulator at once. Calls nothing and installs nothing. */
export function newCommand(say: Say = console.log): Command {
  const command = new Command("new")
    .description("make a folder with a program that runs against the simulator at once")
    .argument("<folder>", "a folder that doesn't exist, or is empty; its name names the project")
    .addOption(
      new Option("--template <name>", "what to begin with")
        .choices(Object.keys(TEMPLATES))
        .default("one-inbox" satisfies Template),
    )
    .option(
      "--package <file>",
      "this package as a tarball; copied into the folder (default: as it runs here)",
    );
  return command.action((folder: string, options: NewOptions) => {
    makeFolder(folder, options);
    say(`${folder} is made. Next:`);
    say(`  cd ${folder}`);
    say("  npm install");
    say("  npm start        (against a simulated account; README.md goes on from there)");
  });
}

/** Error: a `ConfigError`; then nothing is written. */
function makeFolder(folder: string, { template, package: tarball }: NewOptions): void {
  const target = resolve(folder);
  const name = basename(target);
  requireName(folder, name);
  requireEmpty(folder, target);
  const source = packageSource(target, tarball);
  cpSync(join(dirname(MANIFEST), "examples", template), target, {
    recursive: true,
    filter: (path) => !["node_modules", SIMULATOR_FOLDER].includes(basename(path)),
  });
  renameProject(target, template, name);
  writePackageJson(join(target, "package.json"), name, source.version);
  copyTarball(source, target);
  const { description } = parse(readFileSync(join(target, "Pulumi.yaml"), "utf8")) as { description: string };
  writeFileSync(join(target, "README.md"), renderReadme({ name, description, mailbox: TEMPLATES[template] }));
  writeFileSync(join(target, ".gitignore"), GIT_IGNORE);
}

function requireName(folder: string, name: string): void {
  if (PROJECT_NAME.test(name)) return;
  throw argumentError(
    `FOLDER: a name of lower-case letters, digits, ".", "_" and "-", as it names the project, got "${folder}".`,
    "Choose a name such as inboxes.",
  );
}

/** A repository that was made for it counts as empty. */
function requireEmpty(folder: string, target: string): void {
  const present = existsSync(target) ? readdirSync(target).filter((entry) => entry !== ".git") : [];
  if (present.length === 0) return;
  throw argumentError(
    `FOLDER: a folder that doesn't exist or is empty, got "${folder}", which holds ${present[0]}${present.length > 1 ? ` and ${present.length - 1} more` : ""}.`,
    "Choose another folder. Nothing was written.",
  );
}

/** The project's name begins the keys of its configuration. */
function renameProject(target: string, template: Template, name: string): void {
  for (const file of readdirSync(target).filter((entry) => /^Pulumi\..*yaml$/u.test(entry))) {
    const text = readFileSync(join(target, file), "utf8");
    const renamed = text
      .replace(new RegExp(`^name: ${template}$`, "mu"), `name: ${name}`)
      .replace(new RegExp(`^( +)${template}:`, "gmu"), `$1${name}:`);
    writeFileSync(join(target, file), renamed);
  }
}

function writePackageJson(file: string, name: string, version: PackageSource["version"]): void {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const dependencies = { ...manifest.dependencies, "pulumi-vcc": version };
  writeFileSync(file, `${JSON.stringify({ ...manifest, name, dependencies }, undefined, 2)}\n`);
}
