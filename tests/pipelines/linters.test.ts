import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { newFolder } from "../support/folders";
import { PIPELINES } from "../support/pipelines/checkout";
import { WORKFLOW_FILES } from "../support/pipelines/github";
import { GITLAB_FILE } from "../support/pipelines/gitlab";
import { lintWorkflows, listGitlabJobs } from "../support/pipelines/linters";

// The linter of workflows is built the first time.
jest.setTimeout(180_000);

const gitlab = readFileSync(GITLAB_FILE, "utf8");

/** A folder with GitLab's file, in a repository, as the runner asks git for names. */
function gitlabFolder(text: string): string {
  const folder = newFolder({ ".gitlab-ci.yml": text });
  execFileSync("git", ["init", "--quiet", "--initial-branch", "main"], { cwd: folder });
  return folder;
}

test("GitHub's linter finds nothing in the workflows", () => {
  expect(WORKFLOW_FILES.map((file) => basename(file))).toHaveLength(3);
  expect(lintWorkflows(WORKFLOW_FILES)).toEqual({ isFine: true, output: "" });
});

test.each([
  { mistake: "a job that isn't there", from: "needs: preview", to: "needs: previews" },
  { mistake: "an expression that isn't known", from: "github.event_name", to: "github.event_nam" },
  { mistake: "a permission that isn't known", from: "pull-requests: write", to: "comments: write" },
])("it would find $mistake", ({ from, to }) => {
  const [file = ""] = WORKFLOW_FILES.filter((each) => each.endsWith("inboxes-check.yaml"));
  const broken = readFileSync(file, "utf8").replace(from, to);
  const folder = newFolder({ "inboxes-check.yaml": broken });
  expect(lintWorkflows([join(folder, "inboxes-check.yaml")])).toMatchObject({ isFine: false });
});

const MERGE_REQUEST = {
  CI_PIPELINE_SOURCE: "merge_request_event",
  CI_PROJECT_ID: "42",
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "42",
};
const MAIN = { CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" };
const CHECKS = ["check on_success", "code-quality always"];

test.each([
  {
    event: "a merge request",
    variables: MERGE_REQUEST,
    jobs: [
      ...["check on_success", "preview: [dev] on_success in dev/preview"],
      ...["preview: [prod] on_success in prod/preview", "code-quality always", "comment always in tell"],
    ],
  },
  {
    event: "a merge request of a fork",
    variables: { ...MERGE_REQUEST, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "666" },
    jobs: CHECKS,
  },
  {
    event: "a push to the default branch",
    variables: { ...MAIN, CI_PIPELINE_SOURCE: "push" },
    jobs: [...CHECKS, "dev on_success in dev", "prod manual in prod"],
  },
  {
    event: "a schedule",
    variables: { ...MAIN, CI_PIPELINE_SOURCE: "schedule" },
    jobs: [
      ...["drift: [dev] on_success in dev/drift", "drift: [prod] on_success in prod/drift"],
      "issue always in tell",
    ],
  },
])("GitLab's file follows its schema, and $event has the jobs $jobs", ({ variables, jobs }) => {
  const listed = listGitlabJobs(gitlabFolder(gitlab), variables);
  expect(
    listed.map(({ name, when, environment }) => `${name} ${when}${environment && ` in ${environment}`}`),
  ).toEqual(jobs);
});

test.each([
  { mistake: "a key that isn't known", from: "resource_group:", to: "resource_groups:" },
  { mistake: "a job that isn't there", from: "needs: [preview]", to: "needs: [previews]" },
])("GitLab's schema would find $mistake", ({ from, to }) => {
  const folder = gitlabFolder(gitlab.replace(from, to));
  expect(() => listGitlabJobs(folder, MERGE_REQUEST)).toThrow(to.replace(/^.*\[|[\]:]/gu, ""));
});

test.each(readdirSync(join(PIPELINES, "ci")).filter((name) => name.endsWith(".sh")))(
  "%s is a script for every shell",
  (name) => {
    execFileSync("sh", ["-n", join(PIPELINES, "ci", name)]);
    const text = readFileSync(join(PIPELINES, "ci", name), "utf8");
    expect(text).toMatch(/^#!\/bin\/sh\n[^]*\nset -eu\n/u);
    expect(text).not.toMatch(/\[\[ |<<<|\bset -x\b|^function /mu);
  },
);
