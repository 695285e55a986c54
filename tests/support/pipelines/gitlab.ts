import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Checkout, PIPELINES, type Ran } from "./checkout";

export interface GitlabJob {
  readonly extends?: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly environment?: string | { readonly name: string };
  readonly variables?: Readonly<Record<string, string>>;
}

export const GITLAB_FILE = join(PIPELINES, ".gitlab-ci.yml");

/** Jobs of GitLab's pipeline with what they extend. */
export function gitlabJobs(): Readonly<Record<string, GitlabJob>> {
  const jobs = parse(readFileSync(GITLAB_FILE, "utf8"), { merge: true }) as Record<string, GitlabJob>;
  return Object.fromEntries(
    Object.entries(jobs).flatMap(([name, job]) => {
      const isJob = job.script !== undefined && !name.startsWith(".");
      const whole = { ...(job.extends === undefined ? {} : jobs[job.extends]), ...job };
      return isJob || (whole.script !== undefined && !name.startsWith(".")) ? [[name, whole]] : [];
    }),
  );
}

/** Runs the lines of a job as GitLab's runner does: up to the first that fails. */
export async function runGitlabJob(
  name: string,
  checkout: Checkout,
  environment: Readonly<Record<string, string>>,
): Promise<Ran> {
  const job = gitlabJobs()[name];
  if (job === undefined) throw new Error(`no job ${name} in ${GITLAB_FILE}`);
  const lines = [...(job.before_script ?? []), ...(job.script ?? [])];
  return checkout.run(["sh", "-e", "-c", lines.join("\n")], { ...environment, ...job.variables });
}
