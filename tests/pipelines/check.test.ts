import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Checkout, newCheckout } from "../support/pipelines/checkout";
import { runJob, workflow } from "../support/pipelines/github";
import { runGitlabJob } from "../support/pipelines/gitlab";

let checkout: Checkout;
beforeEach(() => {
  checkout = newCheckout();
});

const read = (name: string) => readFileSync(join(checkout.folder, name), "utf8");

/** Gives a mapping a priority that VCC doesn't take. */
function breakFleet(): void {
  const text = read("inboxes.yaml").replace("priority: 6000", "priority: 60000");
  writeFileSync(join(checkout.folder, "inboxes.yaml"), text);
}

const checkOnGithub = () => {
  const { check } = workflow("check").jobs;
  if (check === undefined) throw new Error("no job check");
  return runJob(check, { checkout, environment: { GITHUB_ACTIONS: "true" }, context: {} });
};

test("on GitHub a mistake fails the check, stands at its line, and is in the file for code scanning", async () => {
  breakFleet();
  const { exitCode, output } = await checkOnGithub();
  expect(exitCode).toBe(2);
  expect(output).toMatch(/^::error .*file=inboxes\.yaml,line=15,.*60000/mu);
  expect(JSON.parse(read("validate.sarif"))).toMatchObject({ version: "2.1.0", runs: [{}] });
  expect(read("validate.sarif")).toContain("60000");
});

test("on GitHub a file without mistakes passes and is rendered for both environments", async () => {
  const { exitCode, output } = await checkOnGithub();
  expect(exitCode).toBe(0);
  expect(output).toContain("inboxes.yaml in dev, rendered");
  expect(output).toContain("inboxes.yaml in prod, rendered");
});

test("on GitLab a mistake fails the check, and is in the code quality of the merge request at its line", async () => {
  breakFleet();
  const { exitCode, output } = await runGitlabJob("check", checkout, {});
  expect(exitCode).toBe(2);
  expect(output).toContain("inboxes.yaml:15:");
  expect(await runGitlabJob("code-quality", checkout, {})).toMatchObject({ exitCode: 0 });
  const found = JSON.parse(read("code-quality.json")) as readonly unknown[];
  expect(found).toContainEqual({
    description: expect.stringContaining("60000"),
    check_name: expect.stringMatching(/^[a-z-]+$/u),
    fingerprint: expect.stringMatching(/^[0-9a-f]{32,}$/u),
    severity: "major",
    location: { path: "inboxes.yaml", lines: { begin: 15 } },
  });
});

test("on GitLab a file without mistakes has no finding", async () => {
  expect(await runGitlabJob("check", checkout, {})).toMatchObject({ exitCode: 0 });
  await runGitlabJob("code-quality", checkout, {});
  expect(JSON.parse(read("code-quality.json"))).toEqual([]);
});
