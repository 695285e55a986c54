import {
  cpSync,
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
import { dirname, join, resolve } from "node:path";
import { REPOSITORY } from "../../repository";

/** A Pulumi project of its own in the system's temporary folder, with its own state and its own home of Pulumi. */
export interface ProjectFolder {
  readonly path: string;
  /** `PULUMI_*` variables that keep the engine inside the folder. */
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the project. */
  readonly project: string;
  /** The file that holds a stack's state. */
  stateFile(stack: string): string;
  remove(): void;
}

interface ProjectOptions {
  /** Name of the project, unless it's a copy. */
  readonly project: string;
  /** A program folder to copy, such as an example; a project without program unless given. */
  readonly copyOf?: string | undefined;
  /** A program's folder to take as it is, with the modules that it finds; it is removed in the end. */
  readonly at?: string | undefined;
  /** Further files, by path in the folder. */
  readonly files?: Readonly<Record<string, string>> | undefined;
}

/** Makes such a folder. Its `node_modules` is the checkout's, so `pulumi-vcc` is the built package, unless it is one `at`. */
export function createProjectFolder({ at, files = {}, ...options }: ProjectOptions): ProjectFolder {
  if (!existsSync(join(REPOSITORY, "dist"))) throw new Error("dist/ is missing: run `npm run build` first");
  const path = at ?? newProject(options);
  const state = join(path, ".state");
  mkdirSync(state);
  const written = readFileSync(join(path, "Pulumi.yaml"), "utf8");
  const project = /^name: *(\S+)/mu.exec(written)?.[1] ?? options.project;
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return {
    path,
    environment: {
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "only of a test",
      PULUMI_HOME: join(path, ".pulumi-home"),
    },
    project,
    stateFile: (stack) => join(state, ".pulumi", "stacks", project, `${stack}.json`),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function newProject({ copyOf, project }: ProjectOptions): string {
  // Where the temporary folder is a link, the engine and Node would name the same file differently.
  const path = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-vcc-")));
  const isOwn = (source: string): boolean => !/node_modules|Pulumi\.[^/\\]+\.yaml$/u.test(source);
  if (copyOf !== undefined) cpSync(resolve(REPOSITORY, copyOf), path, { recursive: true, filter: isOwn });
  else writeProject(path, project);
  symlinkSync(join(REPOSITORY, "node_modules"), join(path, "node_modules"), "junction");
  return path;
}

/**
 * A project whose provider is started at once. The SDK's own script starts another Node before, to look for the SDK; it serves
 * copied programs, such as examples.
 */
function writeProject(path: string, project: string): void {
  const provider = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const plugin = join(path, ".plugin");
  mkdirSync(plugin);
  const script = `#!/bin/sh\nexec node '${provider}' "$@"\n`;
  writeFileSync(join(plugin, "pulumi-resource-pulumi-nodejs"), script, { mode: 0o755 });
  const plugins = "plugins: { providers: [{ name: pulumi-nodejs, path: .plugin }] }";
  writeFileSync(join(path, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n${plugins}\n`);
}
