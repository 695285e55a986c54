import { ROBOT } from "../support/pipelines/forge";
import { usePipeline } from "../support/pipelines/use-pipeline";
import { HEAD, putReport, RUN_JOB, withoutReport } from "../support/pipelines/forge-pipelines";

const MARKER = "<!-- pulumi-vcc report environments/dev -->";
const DRIFT = "Not as the program says: environments/dev";
const UNKNOWN = "Nobody can tell if it is as the program says: environments/dev";

describe.each(["github", "gitlab"] as const)("on %s", (name) => {
  const at = usePipeline(name);

  /** A night whose report has this exit code. */
  const night = async (exitCode: number): Promise<void> => {
    const scenario = exitCode === 0 ? "no-change" : "drift-plan";
    putReport(name, at.checkout, { stack: "dev", scenario, exitCode });
    putReport(name, at.checkout, { stack: "prod", scenario: "no-change", exitCode: 0 });
    expect(await RUN_JOB[name](at.checkout, at.forge)("issue")).toMatchObject({ exitCode: 0 });
  };
  const issues = () =>
    at.forge.issues
      .filter(({ author }) => author === ROBOT)
      .map(
        ({ title, isOpen, replies }) => `${isOpen ? "open" : "closed"}, ${replies.length} replies: ${title}`,
      );

  test.each([
    { nights: "without drift", codes: [0, 0], expected: [] },
    { nights: "with the same drift", codes: [2, 2], expected: [`open, 0 replies: ${DRIFT}`] },
    { nights: "of which the last has none", codes: [2, 0], expected: [`closed, 1 replies: ${DRIFT}`] },
    { nights: "that nobody can tell of", codes: [5], expected: [`open, 0 replies: ${UNKNOWN}`] },
    { nights: "whose command failed", codes: [1], expected: [`open, 0 replies: ${UNKNOWN}`] },
    { nights: "of drift, then nobody can tell", codes: [2, 5], expected: [`open, 0 replies: ${UNKNOWN}`] },
    {
      nights: "with drift that ends and comes again",
      codes: [2, 0, 0, 2],
      expected: [`closed, 1 replies: ${DRIFT}`, `open, 0 replies: ${DRIFT}`],
    },
  ])("nights $nights come to $expected", async ({ codes, expected }) => {
    at.forge.add("issues", [{ author: "eve", title: "A copy", body: `${MARKER}\n\nX` }]);
    for (const code of codes) await night(code);
    expect(issues()).toEqual(expected);
    expect(at.forge.issues[0]).toMatchObject({ title: "A copy", isOpen: true, replies: [] });
  });

  test.each([
    { night: "drift", code: 2, expected: [`open, 0 replies: ${DRIFT}`, "closed, 0 replies: Second"] },
    { night: "none", code: 0, expected: ["closed, 1 replies: First", "closed, 0 replies: Second"] },
  ])("of several of ours one is kept where a night has $night", async ({ code, expected }) => {
    for (const title of ["First", "Second"])
      at.forge.add("issues", [{ author: ROBOT, title, body: `${MARKER}\n\nX` }]);
    await night(code);
    expect(issues()).toEqual(expected);
  });

  test("where a stack has no report, its issue says that nobody can tell", async () => {
    await night(2);
    withoutReport(at.checkout);
    putReport(name, at.checkout, { stack: "prod", scenario: "no-change", exitCode: 0 });
    await RUN_JOB[name](at.checkout, at.forge)("issue");
    expect(issues()).toEqual([`open, 0 replies: ${UNKNOWN}`]);
    expect(at.forge.issues[0]?.body).toContain(`there is no report of dev at commit ${HEAD}`);
  });

  test("the issue is found among 250 others, and has the newest report", async () => {
    const others = Array.from({ length: 250 }, (_, index) => ({
      author: "ada",
      title: `Issue ${index}`,
      body: "X",
      isPullRequest: index % 2 === 0,
    }));
    at.forge.add("issues", others.slice(0, 150));
    await night(5);
    at.forge.add("issues", others.slice(150));
    await night(2);
    expect(issues()).toEqual([`open, 0 replies: ${DRIFT}`]);
    expect(at.forge.issues[150]?.body).toContain(`${MARKER}\n`);
  });
});
