import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { whereIs } from "../../../tools/engine/installed";

/** A linter's verdict; `output` is empty where it has nothing to say. */
interface Linted {
  readonly isFine: boolean;
  readonly output: string;
}

/** The linter of GitHub's workflows: the one on PATH, else built by Go from the version that its go.mod pins. */
function actionlint(): { readonly command: readonly string[]; readonly cwd: string } {
  const cwd = join(__dirname, "actionlint");
  const found = whereIs("actionlint", process.env);
  if (found !== undefined) return { command: [found], cwd };
  if (whereIs("go", process.env) !== undefined) return { command: ["go", "tool", "actionlint"], cwd };
  throw new Error("The workflows can't be linted: put actionlint on PATH, or Go, which builds it.");
}

/** Lints workflows. What a shellcheck of this machine would say is left out, as not every machine has one. */
export function lintWorkflows(files: readonly string[]): Linted {
  const { command, cwd } = actionlint();
  const [program = "", ...args] = [...command, "-no-color", "-shellcheck=", "-pyflakes=", ...files];
  return run(program, args, { cwd, env: { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off" } });
}

/** A job that a pipeline has, as GitLab's runner would list it. */
export interface ListedJob {
  readonly name: string;
  readonly when: string;
  readonly environment: string;
}

/**
 * Jobs of GitLab's pipeline `.gitlab-ci.yml` in a folder, where these variables say what it is run for. Error: the
 * file doesn't follow GitLab's schema, or names a job that isn't there.
 */
export function listGitlabJobs(folder: string, variables: Readonly<Record<string, string>>): ListedJob[] {
  const require = createRequire(__filename);
  const program = join(dirname(require.resolve("gitlab-ci-local/package.json")), "dist/index.js");
  const given = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
  const unset = ["CI_COMMIT_BRANCH"].filter((name) => variables[name] === undefined);
  const args = [program, "--list-csv", ...given];
  const all = [...args, ...unset.flatMap((name) => ["--unset-variable", name])];
  const { isFine, output } = run(process.execPath, all, {
    cwd: folder,
    env: { ...process.env, HOME: folder },
  });
  if (!isFine) throw new Error(output);
  const [, ...lines] = output.slice(output.indexOf("name;stage;when;")).trim().split("\n");
  return lines.map((line) => {
    const [name = "", , when = "", , environment = ""] = line.split(";");
    return { name, when, environment };
  });
}

function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Linted {
  const { status, stdout, stderr, error } = spawnSync(program, args, { ...options, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { isFine: status === 0, output: status === 0 ? stdout : stdout + stderr };
}
