import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderMarkdown } from "../../provider/report/render/markdown";
import { newCheckout } from "../support/pipelines/checkout";
import { type Forge, startForge, TOKEN } from "../support/pipelines/forge";
import { HEAD } from "../support/pipelines/forge-pipelines";
import { workflow } from "../support/pipelines/github";
import { gitlabJobs } from "../support/pipelines/gitlab";
import { wholeReport } from "../support/report-of";

let forge: Forge;
beforeEach(async () => {
  forge = await startForge("gitlab");
});
afterEach(() => forge.close());

/** A project's file, and variables of the job that tells of its stacks. */
interface Project {
  readonly file?: string;
  readonly text: string;
  readonly variables?: Readonly<Record<string, string>>;
}

const tell = ({ file = "Pulumi.yaml", text, variables = {} }: Project, stack: string) => {
  const checkout = newCheckout();
  rmSync(join(checkout.folder, "Pulumi.yaml"));
  writeFileSync(join(checkout.folder, file), text);
  return checkout.run(["sh", "ci/gitlab.sh", "comment", stack, "reports/none"], {
    ...forge.environment,
    GITLAB_TOKEN: TOKEN,
    COMMIT: HEAD,
    ...variables,
  });
};

const firstLine = (text = "") => text.split("\n")[0];

/** First line of a report of this stack. */
function markerOf(project: string, stack: string): string | undefined {
  const report = wholeReport("no-change");
  return firstLine(renderMarkdown({ ...report, exitCode: 0, basis: { ...report.basis, project, stack } }));
}

const MAIL: Project = { text: "name: mail\nruntime: nodejs\n" };

test.each([
  { given: MAIL, stack: "dev", of: ["mail", "dev"] },
  {
    given: { text: '# ours\nname: "a.b_c-d" # ours\n' },
    stack: "acme/a.b_c-d/Prod_1.x",
    of: ["a.b_c-d", "Prod_1.x"],
  },
  { given: { text: "runtime:\n  name: nodejs\nname:   'mail'\r\n" }, stack: "dev", of: ["mail", "dev"] },
  { given: { ...MAIL, file: "Pulumi.yml" }, stack: "dev", of: ["mail", "dev"] },
  {
    given: { file: "Pulumi.json", text: '{"runtime":"nodejs","name":"mail"}' },
    stack: "dev",
    of: ["mail", "dev"],
  },
  {
    given: { text: "{ name: mail, runtime: nodejs }\n", variables: { PROJECT: "mail" } },
    stack: "dev",
    of: ["mail", "dev"],
  },
])("a missing report of $stack, of $given, begins as its reports do", async ({ given, stack, of }) => {
  expect(await tell(given, stack)).toMatchObject({ exitCode: 0 });
  const [project = "", name = ""] = of;
  expect(forge.comments.map(({ body }) => firstLine(body))).toEqual([markerOf(project, name)]);
});

test.each([
  { what: "a flow map", given: { text: "{ name: mail, runtime: nodejs }\n" } },
  { what: "an anchor", given: { text: "name: &name mail\n" } },
  { what: "a name that Pulumi wouldn't take", given: { text: "name: a-->b\n" } },
  { what: "a name in unequal quotes", given: { text: "name: 'mail\n" } },
  { what: "no name", given: { text: "runtime: nodejs\n" } },
  { what: "JSON that is none", given: { file: "Pulumi.json", text: "name: mail\n" } },
])("where the project's file has $what, the job fails and says what to set", async ({ given }) => {
  const { exitCode, output } = await tell(given, "dev");
  expect(exitCode).toBe(1);
  expect(output).toContain("Set PROJECT to it");
  expect(forge.comments).toEqual([]);
});

test.each([
  { variable: "STACK", stack: "dev --> @everybody", variables: {} },
  { variable: "STACK", stack: "", variables: {} },
  { variable: "COMMIT", stack: "dev", variables: { COMMIT: "0a1b2c3\n# Fine" } },
  { variable: "COMMIT", stack: "dev", variables: { COMMIT: "<b>0a1b2c3</b>" } },
])("$variable that could be read as more than text is refused: $stack, $variables", async (given) => {
  const { exitCode, output } = await tell({ ...MAIL, variables: given.variables }, given.stack);
  expect(exitCode).toBe(1);
  expect(output).toContain(`${given.variable}: `);
  expect(forge.comments).toEqual([]);
});

test("what tells of reports runs also where jobs before have failed or were skipped, but in no cancelled run", () => {
  for (const job of [workflow("check").jobs["comment"], workflow("drift").jobs["issue"]]) {
    expect(job?.if).toMatch(/^\$\{\{ !cancelled\(\) && /u);
    expect(job?.if).not.toMatch(/needs\.|\|\|/u);
  }
});

test("on GitLab one job at a time writes comments of a merge request, and one issues", () => {
  const { comment, issue } = gitlabJobs();
  expect(comment).toMatchObject({ resource_group: "comment-$CI_MERGE_REQUEST_IID" });
  expect(issue).toMatchObject({ resource_group: "issue" });
});

test("the stacks that are told are those whose reports are made", () => {
  const { folder } = newCheckout();
  for (const file of [
    ".gitlab-ci.yml",
    ".github/workflows/inboxes-check.yaml",
    ".github/workflows/inboxes-drift.yaml",
  ]) {
    const text = readFileSync(join(folder, file), "utf8");
    const listed = [...text.matchAll(/(?:stack|STACK): \[(.*?)\]/gu)].map(([, names = ""]) =>
      names.split(", "),
    );
    const told = [...text.matchAll(/for stack in (.*?);/gu)].map(([, names = ""]) => names.split(" "));
    expect(listed).toHaveLength(1);
    expect(told.length).toBeGreaterThan(0);
    for (const names of told) expect(names).toEqual(listed[0]);
  }
});
