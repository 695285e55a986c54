import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PIPELINES } from "../support/pipelines/checkout";
import { type Job, workflow } from "../support/pipelines/github";
import { gitlabJobs } from "../support/pipelines/gitlab";

const WORKFLOWS = ["check", "apply", "drift"] as const;
type WorkflowName = (typeof WORKFLOWS)[number];

/** A job and what it may do. */
interface Permitted {
  readonly file: WorkflowName;
  readonly name: string;
  readonly permissions: Readonly<Record<string, string>>;
}

const JOBS = WORKFLOWS.flatMap((file) =>
  Object.entries(workflow(file).jobs).map(([name, job]) => ({ file, name, job })),
);
/** Pipelines and scripts. */
const FILES = readdirSync(PIPELINES, { recursive: true, withFileTypes: true }).filter(
  (entry) => entry.isFile() && !entry.name.endsWith(".md"),
);
const copied = FILES.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8")).join("\n");

const runs = ({ steps }: Job) => steps.map(({ run = "" }) => run).join("\n");
const usesSecret = (part: unknown) => JSON.stringify(part).includes("secrets.");
const isOfStack = (lines: string) => /^pulumi |report\.sh/mu.test(lines);

const PERMITTED: readonly Permitted[] = [
  { file: "check", name: "check", permissions: { contents: "read" } },
  {
    file: "check",
    name: "code-scanning",
    permissions: { contents: "read", actions: "read", "security-events": "write" },
  },
  { file: "check", name: "preview", permissions: { contents: "read" } },
  { file: "check", name: "comment", permissions: { contents: "read", "pull-requests": "write" } },
  { file: "apply", name: "dev", permissions: { contents: "read" } },
  { file: "apply", name: "prod", permissions: { contents: "read" } },
  { file: "drift", name: "drift", permissions: { contents: "read" } },
  { file: "drift", name: "issue", permissions: { contents: "read", issues: "write" } },
];

test.each(PERMITTED)(
  "the job $name of $file may do no more than $permissions",
  ({ file, name, permissions }) => {
    expect(workflow(file).permissions).toEqual({});
    expect(workflow(file).jobs[name]?.permissions).toEqual(permissions);
  },
);

test("no job of a workflow is left out above", () => {
  const nameOf = ({ file, name }: Pick<Permitted, "file" | "name">) => `${file}: ${name}`;
  expect(PERMITTED.map(nameOf)).toEqual(JOBS.map(nameOf));
});

test.each(JOBS)(
  "$name of $file: secrets are for the steps that ask the stack, in an environment",
  ({ job }) => {
    expect(job.steps.filter((step) => usesSecret(step) !== isOfStack(step.run ?? ""))).toEqual([]);
    expect(job.environment !== undefined).toBe(isOfStack(runs(job)));
    expect(usesSecret({ ...job, steps: [] })).toBe(false);
  },
);

test.each(JOBS)("$name of $file: what may write runs neither the program nor its packages", ({ job }) => {
  const mayWrite = Object.values(job.permissions).includes("write");
  expect(mayWrite && /npm|npx|pulumi /u.test(runs(job))).toBe(false);
  const tokens = job.steps.filter(({ env = {} }) => JSON.stringify(env).includes("github.token"));
  expect(tokens.length > 0 && !mayWrite).toBe(false);
});

test("what a pull request says is validated and rendered without any secret, of forks, too", () => {
  for (const command of ["pulumi-vcc validate", "pulumi-vcc render"]) {
    expect(JOBS.filter(({ job }) => runs(job).includes(command)).map(({ name }) => name)).toEqual(["check"]);
    const ofGitlab = Object.entries(gitlabJobs()).filter(([, { script = [] }]) =>
      script.some((line) => line.includes(command)),
    );
    expect(ofGitlab.map(([name, { environment }]) => [name, environment])).toEqual([["check", undefined]]);
  }
  expect(workflow("check").jobs["check"]?.if).toBeUndefined();
});

test("a fork's pull request has no job with an environment, and none that may write", () => {
  const jobs = Object.values(workflow("check").jobs).filter(
    ({ environment, permissions }) =>
      environment !== undefined || Object.values(permissions).includes("write"),
  );
  const isGuarded = (job: Job): boolean =>
    job.if?.includes("github.event.pull_request.head.repo.full_name == github.repository") === true;
  expect(jobs.filter((job) => !isGuarded(job))).toEqual([]);
  expect(jobs.length).toBeGreaterThan(2);
});

test("actions are pinned to a commit, whose release is named", () => {
  const uses = copied.match(/uses: .*$/gmu) ?? [];
  expect(uses.length).toBeGreaterThan(10);
  expect(uses.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+(?:;|$)/u.test(line))).toEqual([]);
});

test("one change is applied at a time, and none is broken off", () => {
  expect(workflow("apply").concurrency).toEqual({ group: "inboxes-apply", "cancel-in-progress": false });
  const applied = Object.values(gitlabJobs()).filter(({ script = [] }) =>
    script.join().includes("pulumi up"),
  );
  expect(applied).toHaveLength(2);
  for (const job of applied) expect(job).toMatchObject({ resource_group: "inboxes", interruptible: false });
});

test("every script is looked at", () => {
  const scripts = FILES.map(({ name }) => name).filter((name) => name.endsWith(".sh"));
  expect(scripts.sort()).toEqual(["github.sh", "gitlab.sh", "report.sh", "tell.sh"]);
});

test.each(["GITHUB_STEP_SUMMARY", "pull_request_target", "--event-log", "--show-secrets", "set -x"])(
  "nowhere is %s, which would show or run too much",
  (word) => {
    expect(copied).not.toContain(word);
  },
);
