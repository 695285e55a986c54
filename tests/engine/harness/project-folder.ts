import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Root of this package's checkout. */
export const REPOSITORY = resolve(__dirname, "../../..");

/** A Pulumi project of its own in the system's temporary folder, with its own state and its own home of Pulumi. */
export interface ProjectFolder {
  readonly path: string;
  /** `PULUMI_*` variables that keep the engine inside the folder. */
  readonly environment: Readonly<Record<string, string>>;
  /** The file that holds a stack's state. */
  stateFile(project: string, stack: string): string;
  remove(): void;
}

interface ProjectOptions {
  readonly project: string;
  /** A program folder to copy, such as an example; a project without program unless given. */
  readonly copyOf?: string | undefined;
  /** Further files, by path in the folder. */
  readonly files?: Readonly<Record<string, string>> | undefined;
}

/** Makes such a folder. Its `node_modules` is the checkout's, so `pulumi-vcc` is the built package. */
export function createProjectFolder({ project, copyOf, files = {} }: ProjectOptions): ProjectFolder {
  if (!existsSync(join(REPOSITORY, "dist"))) throw new Error("dist/ is missing: run `npm run build` first");
  // Where the temporary folder is a link, the engine and Node would name the same file differently.
  const path = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-vcc-")));
  const state = join(path, ".state");
  mkdirSync(state);
  const isOwn = (source: string): boolean => !/node_modules|Pulumi\.[^/\\]+\.yaml$/u.test(source);
  if (copyOf !== undefined) cpSync(resolve(REPOSITORY, copyOf), path, { recursive: true, filter: isOwn });
  else writeFileSync(join(path, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
  symlinkSync(join(REPOSITORY, "node_modules"), join(path, "node_modules"), "junction");
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
    stateFile: (ofProject, stack) => join(state, ".pulumi", "stacks", ofProject, `${stack}.json`),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
