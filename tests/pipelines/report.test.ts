import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Checkout, leftOver, newCheckout } from "../support/pipelines/checkout";
import { type Forge, startForge, TOKEN } from "../support/pipelines/forge";
import { HEAD, type JobName, RUN_JOB, SECRETS } from "../support/pipelines/forge-pipelines";

/** A preview from program to comment. */
interface Case {
  readonly what: string;
  readonly scenario: string | undefined;
  readonly exitCode: number;
  readonly says: string;
}

describe.each(["github", "gitlab"] as const)("on %s", (name) => {
  let forge: Forge;
  let checkout: Checkout;
  beforeEach(async () => {
    forge = await startForge(name);
    checkout = newCheckout();
  });
  afterEach(() => forge.close());
  const run = (job: JobName) => RUN_JOB[name](checkout, forge)(job);

  test.each<Case>([
    { what: "no mail goes elsewhere", scenario: "debug-secret", exitCode: 0, says: "No mail goes elsewhere" },
    { what: "mail reaches nobody", scenario: "unmap", exitCode: 2, says: "### ❌" },
    { what: "the preview failed midway", scenario: "program-throws", exitCode: 5, says: "### ❓" },
    { what: "no preview could be made", scenario: undefined, exitCode: 1, says: "there is no report of dev" },
  ])(
    "where $what the comment says so, the job ends with $exitCode after it, and no secret is printed or left behind",
    async ({ scenario, exitCode, says }) => {
      checkout.preview(scenario);
      const previewed = await run("preview");
      expect(previewed.exitCode).toBe(exitCode);
      // The event log of one has a secret in a debug line.
      for (const secret of [...Object.values(SECRETS), TOKEN, "debug: "])
        expect(previewed.output).not.toContain(secret);
      expect(leftOver(checkout)).toEqual([]);
      expect(await run("comment")).toMatchObject({ exitCode: 0 });
      expect(forge.comments).toEqual([expect.objectContaining({ body: expect.stringContaining(says) })]);
      expect(forge.comments[0]?.body).toContain(HEAD.slice(0, 7));
    },
  );

  test("drift opens an issue, which is closed when it ends", async () => {
    checkout.preview("drift-plan");
    expect(await run("drift")).toMatchObject({ exitCode: 2 });
    expect(await run("issue")).toMatchObject({ exitCode: 0 });
    expect(forge.issues).toEqual([expect.objectContaining({ isOpen: true })]);
    checkout.preview("no-change");
    expect(await run("drift")).toMatchObject({ exitCode: 0 });
    expect(await run("issue")).toMatchObject({ exitCode: 0 });
    expect(forge.issues).toEqual([expect.objectContaining({ isOpen: false })]);
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
