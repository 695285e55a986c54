import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderMarkdown } from "../../provider/report/render/markdown";
import { type Checkout, leftOver, newCheckout } from "../support/pipelines/checkout";
import { type Forge, startForge, TOKEN } from "../support/pipelines/forge";
import { HEAD, type JobName, RUN_JOB, SECRETS } from "../support/pipelines/forge-pipelines";
import { wholeReport } from "../support/report-of";

/** What the script that makes a report comes to. */
interface Case {
  readonly what: string;
  readonly scenario: string | undefined;
  readonly exitCode: number;
  readonly says: string;
}

/** A new value of the scenario debug-secret, which the event log has in clear in a debug line. */
const DEBUG_SECRET = "made-up-secret-7f3a";

test.each<Case>([
  { what: "no mail goes elsewhere", scenario: "data-sources", exitCode: 0, says: "No mail goes elsewhere" },
  { what: "mail reaches nobody", scenario: "unmap", exitCode: 2, says: "### ❌" },
  { what: "a new value is secret", scenario: "debug-secret", exitCode: 5, says: "are secret" },
  { what: "the preview failed midway", scenario: "program-throws", exitCode: 5, says: "### ❓" },
  { what: "no preview could be made", scenario: undefined, exitCode: 1, says: "there is no report of dev" },
])(
  "where $what the report says so, its script ends with $exitCode, and no secret is told or left behind",
  async ({ scenario, exitCode, says }) => {
    const checkout = newCheckout();
    checkout.preview(scenario);
    const command = ["sh", "ci/report.sh", "preview", "dev", "report"];
    const made = await checkout.run(command, { ...SECRETS, COMMIT: HEAD });
    expect(made.exitCode).toBe(exitCode);
    const report = readFileSync(join(checkout.folder, "report/report.md"), "utf8");
    for (const text of [says, HEAD.slice(0, 7)]) expect(report).toContain(text);
    for (const secret of [...Object.values(SECRETS), DEBUG_SECRET])
      expect(made.output + report).not.toContain(secret);
    expect(leftOver(checkout)).toEqual([]);
  },
);

test.each([
  { project: "name: mail", stack: "dev", of: { project: "mail", stack: "dev" } },
  {
    project: 'name: "a.b_c-d" # ours',
    stack: "acme/a.b_c-d/Prod_1.x",
    of: { project: "a.b_c-d", stack: "Prod_1.x" },
  },
])(
  "where there is no report of $stack, what says so begins as its reports do",
  async ({ project, stack, of }) => {
    const checkout = newCheckout();
    const { folder } = checkout;
    const file = join(folder, "Pulumi.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^name: .*$/mu, project));
    await checkout.run(["sh", "ci/report.sh", "preview", stack, "report"], {});
    const firstLine = (text: string) => text.split("\n")[0];
    const report = wholeReport("no-change");
    const rendered = renderMarkdown({ ...report, exitCode: 0, basis: { ...report.basis, ...of } });
    expect(firstLine(readFileSync(join(folder, "report/report.md"), "utf8"))).toBe(firstLine(rendered));
  },
);

describe.each(["github", "gitlab"] as const)("on %s", (name) => {
  let forge: Forge;
  let checkout: Checkout;
  beforeEach(async () => {
    forge = await startForge(name);
    checkout = newCheckout();
  });
  afterEach(() => forge.close());
  const run = (job: JobName) => RUN_JOB[name](checkout, forge)(job);

  test("mail that reaches nobody fails the job that makes the report, and the next one comments it", async () => {
    checkout.preview("unmap");
    const [previewed, commented] = [await run("preview"), await run("comment")];
    expect([previewed.exitCode, commented.exitCode]).toEqual([2, 0]);
    expect(forge.comments).toEqual([expect.objectContaining({ body: expect.stringContaining("### ❌") })]);
    expect(forge.comments[0]?.body).toContain(HEAD.slice(0, 7));
    for (const secret of [...Object.values(SECRETS), TOKEN])
      expect(previewed.output + commented.output).not.toContain(secret);
  });

  test("drift fails the job that looks for it, and the next one opens an issue", async () => {
    checkout.preview("drift-plan");
    expect(await run("drift")).toMatchObject({ exitCode: 2 });
    expect(await run("issue")).toMatchObject({ exitCode: 0 });
    expect(forge.issues).toEqual([expect.objectContaining({ isOpen: true })]);
  });

  test("a rule that the change switches off is told as new", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
        cwd: checkout.folder,
      });
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "before");
    const file = join(checkout.folder, "inboxes.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace("  sales:\n", "  sales:\n    ignore: { tied-priority: Both are fine. }\n"),
    );
    git("commit", "--quiet", "--all", "--message", "after");
    checkout.preview("no-change");
    await run("preview");
    await run("comment");
    expect(forge.comments[0]?.body).toContain("waiver-added");
    expect(git("worktree", "list").toString().trim().split("\n")).toHaveLength(1);
  });
});
