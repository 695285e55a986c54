import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { leftOver, newCheckout } from "../support/pipelines/checkout";
import { TOKEN } from "../support/pipelines/forge";
import { usePipeline } from "../support/pipelines/use-pipeline";
import { HEAD, type JobName, RUN_JOB, SECRETS } from "../support/pipelines/forge-pipelines";

/** What the script that makes a report comes to. */
interface Case {
  readonly what: string;
  readonly scenario: string | undefined;
  readonly exitCode: number;
  /** Text of the report; undefined: there is none. */
  readonly says: string | undefined;
}

/** A new value of the scenario debug-secret, which the event log has in clear in a debug line. */
const DEBUG_SECRET = "made-up-secret-7f3a";

test.each<Case>([
  { what: "no mail goes elsewhere", scenario: "data-sources", exitCode: 0, says: "No mail goes elsewhere" },
  { what: "mail reaches nobody", scenario: "unmap", exitCode: 2, says: "### ❌" },
  { what: "a new value is secret", scenario: "debug-secret", exitCode: 5, says: "are secret" },
  { what: "the preview failed midway", scenario: "program-throws", exitCode: 5, says: "### ❓" },
  { what: "no preview could be made", scenario: undefined, exitCode: 1, says: undefined },
])(
  "where $what the report says so, its script ends with $exitCode, and no secret is told or left behind",
  async ({ scenario, exitCode, says }) => {
    const checkout = newCheckout();
    checkout.preview(scenario);
    const command = ["sh", "ci/report.sh", "preview", "dev", "report"];
    const made = await checkout.run(command, { ...SECRETS, COMMIT: HEAD });
    expect(made.exitCode).toBe(exitCode);
    const file = join(checkout.folder, "report/report.md");
    expect(existsSync(file)).toBe(says !== undefined);
    const report = says === undefined ? "" : readFileSync(file, "utf8");
    for (const text of says === undefined ? [] : [says, HEAD.slice(0, 7)]) expect(report).toContain(text);
    for (const secret of [...Object.values(SECRETS), DEBUG_SECRET])
      expect(made.output + report).not.toContain(secret);
    expect(leftOver(checkout)).toEqual([]);
  },
);

describe.each(["github", "gitlab"] as const)("on %s", (name) => {
  const at = usePipeline(name);
  const run = (job: JobName) => RUN_JOB[name](at.checkout, at.forge)(job);

  test("mail that reaches nobody fails the job that makes the report, and the next one comments it", async () => {
    at.checkout.preview("unmap");
    const [previewed, commented] = [await run("preview"), await run("comment")];
    expect([previewed.exitCode, commented.exitCode]).toEqual([2, 0]);
    expect(at.forge.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("### ❌"),
      expect.stringContaining("there is no report of prod"),
    ]);
    expect(at.forge.comments[0]?.body).toContain(HEAD.slice(0, 7));
    for (const secret of [...Object.values(SECRETS), TOKEN])
      expect(previewed.output + commented.output).not.toContain(secret);
  });

  test("drift fails the job that looks for it, and the next one opens an issue", async () => {
    at.checkout.preview("drift-plan");
    expect(await run("drift")).toMatchObject({ exitCode: 2 });
    expect(await run("issue")).toMatchObject({ exitCode: 0 });
    expect(at.forge.issues[0]).toMatchObject({ isOpen: true, title: "Not as the program says: test/dev" });
  });

  test("a rule that the change switches off is told as new", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
        cwd: at.checkout.folder,
      });
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "before");
    const file = join(at.checkout.folder, "inboxes.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace("  sales:\n", "  sales:\n    ignore: { tied-priority: Both are fine. }\n"),
    );
    git("commit", "--quiet", "--all", "--message", "after");
    at.checkout.preview("no-change");
    await run("preview");
    await run("comment");
    expect(at.forge.comments[0]?.body).toContain("waiver-added");
    expect(git("worktree", "list").toString().trim().split("\n")).toHaveLength(1);
  });
});
