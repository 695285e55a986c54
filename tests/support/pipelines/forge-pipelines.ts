import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderMarkdown } from "../../../provider/report/render/markdown";
import { wholeReport } from "../report-of";
import type { Checkout, Ran } from "./checkout";
import { type Forge, type ForgeName, NUMBER, TOKEN } from "./forge";
import { type Job, runJob, workflow } from "./github";
import { runGitlabJob } from "./gitlab";

/** What the program of a stack gets. */
export const SECRETS = {
  PULUMI_CONFIG_PASSPHRASE: "passphrase-9a8b7c",
  VCC_CLIENT_ID: "client-id-5d4e3f",
  VCC_CLIENT_SECRET: "client-secret-6c5b4a",
};
export const HEAD = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

/** A job that makes the report of the stack dev, or that tells it, by its name; both pipelines have the same ones. */
export type JobName = "preview" | "comment" | "drift" | "issue";

/** Runs a job of a forge's pipeline. */
export type RunJob = (job: JobName) => Promise<Ran>;

export const RUN_JOB: Readonly<Record<ForgeName, (checkout: Checkout, forge: Forge) => RunJob>> = {
  github:
    (checkout, { environment }) =>
    (name) =>
      runJob(githubJob(name), { checkout, environment, context: GITHUB_CONTEXT[name] }),
  gitlab:
    (checkout, { environment }) =>
    (name) =>
      runGitlabJob(name, checkout, { ...environment, ...GITLAB_VARIABLES[name] }),
};

function githubJob(name: JobName): Job {
  const file = name === "preview" || name === "comment" ? "check" : "drift";
  const job = workflow(file).jobs[name];
  if (job === undefined) throw new Error(`no job ${name} in the workflow ${file}`);
  return job;
}

const OF_STACK = {
  "matrix.stack": "dev",
  "vars.PULUMI_BACKEND_URL": "file://state",
  ...Object.fromEntries(Object.entries(SECRETS).map(([name, value]) => [`secrets.${name}`, value])),
};

/** Values of the expressions that a job may use: it fails where it uses another one, such as a secret that isn't its. */
const GITHUB_CONTEXT: Readonly<Record<JobName, Readonly<Record<string, string>>>> = {
  preview: { ...OF_STACK, "github.event.pull_request.head.sha": HEAD },
  comment: {
    "github.token": TOKEN,
    "github.event.pull_request.number": NUMBER,
    "github.event.pull_request.head.sha": HEAD,
  },
  drift: { ...OF_STACK, "github.sha": HEAD },
  issue: { "github.token": TOKEN, "github.sha": HEAD },
};

const GITLAB_STACK = { ...SECRETS, STACK: "dev", CI_COMMIT_SHA: HEAD };
const GITLAB_VARIABLES: Readonly<Record<JobName, Readonly<Record<string, string>>>> = {
  preview: { ...GITLAB_STACK, CI_MERGE_REQUEST_DIFF_BASE_SHA: "HEAD^1" },
  comment: { GITLAB_TOKEN: TOKEN, CI_COMMIT_SHA: HEAD },
  drift: GITLAB_STACK,
  issue: { GITLAB_TOKEN: TOKEN, CI_COMMIT_SHA: HEAD },
};

/** A report of a stack, of what the engine printed in a scenario. */
interface PutReport {
  readonly stack: "dev" | "prod";
  readonly scenario: string;
  readonly exitCode: number;
}

/** Puts a report where the jobs that tell it find it, as a job before would have made it. */
export function putReport(
  forge: ForgeName,
  { folder }: Checkout,
  { stack, scenario, exitCode }: PutReport,
): void {
  const parts = {
    github: [dirname(folder), "artifacts", `report-${stack}`, stack],
    gitlab: [folder, "reports", stack],
  };
  const target = join(...parts[forge]);
  mkdirSync(target, { recursive: true });
  const report = wholeReport(scenario);
  const basis = { ...report.basis, project: "environments", stack };
  writeFileSync(join(target, "report.md"), renderMarkdown({ ...report, exitCode: 0, basis }));
  writeFileSync(join(target, "exit-code"), `${exitCode}\n`);
}

/** Makes it as if the job that makes a stack's report had failed early. */
export function withoutReport({ folder }: Checkout): void {
  for (const left of [join(dirname(folder), "artifacts"), join(folder, "reports")])
    rmSync(left, { recursive: true, force: true });
}
