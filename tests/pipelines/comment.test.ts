import { type Given, ROBOT, TOKEN } from "../support/pipelines/forge";
import { usePipeline } from "../support/pipelines/use-pipeline";
import { HEAD, putReport, RUN_JOB, withoutReport } from "../support/pipelines/forge-pipelines";
import { wholeReport } from "../support/report-of";

const MARKER = "<!-- pulumi-vcc report environments/dev -->";
const OF_PROD = "<!-- pulumi-vcc report environments/prod -->";
const NOTHING = wholeReport("no-change").verdict.text;

const others = (count: number): Given[] =>
  Array.from({ length: count }, (_, index) => ({ author: "ada", body: `Comment ${index + 1}` }));

describe.each(["github", "gitlab"] as const)("on %s", (name) => {
  const at = usePipeline(name);

  const run = () => RUN_JOB[name](at.checkout, at.forge)("comment");
  const comment = async (scenario: string) => {
    for (const stack of ["dev", "prod"] as const)
      putReport(name, at.checkout, { stack, scenario, exitCode: 0 });
    return run();
  };
  /** Comments on one of the stacks. */
  const bodies = (marker = MARKER) =>
    at.forge.comments
      .filter(({ author, body }) => author === ROBOT && body.startsWith(marker))
      .map(({ body }) => body);

  test("a later run replaces the comment among 250 others, also where it has nothing to say", async () => {
    at.forge.add("comments", others(130));
    expect(await comment("unmap")).toMatchObject({ exitCode: 0 });
    at.forge.add("comments", others(120));
    expect(await comment("no-change")).toMatchObject({ exitCode: 0 });
    expect(at.forge.comments).toHaveLength(252);
    expect(bodies()).toEqual([expect.stringContaining(NOTHING)]);
    expect(at.forge.writes).toHaveLength(4);
  });

  test.each([
    {
      what: "the comment of another project",
      given: { author: ROBOT, body: "<!-- pulumi-vcc report other/dev -->\n\nX" },
    },
    { what: "somebody else's that begins like it", given: { author: "eve", body: `${MARKER}\n\nX` } },
    { what: "one that quotes it", given: { author: ROBOT, body: `> ${MARKER}\n\n${MARKER}` } },
  ])("$what isn't taken for the report's", async ({ given }) => {
    at.forge.add("comments", [given]);
    await comment("no-change");
    expect(at.forge.comments[0]).toMatchObject(given);
    expect(at.forge.comments.slice(1).map(({ body }) => body)).toEqual([
      expect.stringContaining(`${MARKER}\n`),
      expect.stringContaining(`${OF_PROD}\n`),
    ]);
  });

  test("one whose lines the forge ends otherwise is replaced", async () => {
    at.forge.add("comments", [{ author: ROBOT, body: `${MARKER}\r\n\r\nX` }]);
    await comment("no-change");
    expect(bodies()).toEqual([expect.stringContaining(NOTHING)]);
  });

  test("several of ours, as runs at once leave them, come to one", async () => {
    const ours = (text: string) => ({ author: ROBOT, body: `${MARKER}\n\n${text}` });
    at.forge.add("comments", [ours("first"), { author: "eve", body: `${MARKER}\n\nX` }, ...others(120)]);
    at.forge.add("comments", [ours("second"), ours("third")]);
    expect(await comment("no-change")).toMatchObject({ exitCode: 0 });
    expect(bodies()).toEqual([expect.stringContaining(NOTHING)]);
    expect(at.forge.comments).toHaveLength(123);
  });

  test("where a stack has no report, its comment says so of the commit, and the other's is its report", async () => {
    await comment("unmap");
    withoutReport(at.checkout);
    putReport(name, at.checkout, { stack: "prod", scenario: "no-change", exitCode: 0 });
    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(bodies()).toEqual([
      expect.stringMatching(
        `^${MARKER}\n\n### ❓ Nobody can tell: there is no report of dev at commit ${HEAD}`,
      ),
    ]);
    expect(bodies(OF_PROD)).toEqual([expect.stringContaining(NOTHING)]);
  });

  test("a stack that can't be told of fails the job, and the other is told", async () => {
    at.forge.disturb(({ method, body }) =>
      method === "POST" && body.includes(MARKER) ? { status: 500, body: {} } : undefined,
    );
    const { exitCode, output } = await comment("no-change");
    expect(exitCode).toBe(1);
    expect(output).toContain("500");
    expect(bodies()).toEqual([]);
    expect(bodies(OF_PROD)).toHaveLength(1);
  });

  test.each([
    { what: "an empty answer", body: "" },
    { what: "a proxy's page", body: "<html>maintenance</html>" },
    { what: "something else than a list", body: "{}" },
    { what: "a list of something else", body: "[1]" },
  ])("$what, with 200, isn't taken for a list without our comment", async ({ body }) => {
    at.forge.disturb(({ method, path }) => (method === "GET" && path !== "/user" ? { body } : undefined));
    const { exitCode, output } = await comment("no-change");
    expect(exitCode).toBe(1);
    expect(output).toMatch(/answer has to be one JSON array|jq: error/u);
    expect(output).not.toContain(TOKEN);
    expect(at.forge.writes).toEqual([]);
  });

  test("a page with 200 where a comment was to be written fails the job", async () => {
    at.forge.disturb(({ method }) => (method === "POST" ? { body: "<html>" } : undefined));
    expect(await comment("no-change")).toMatchObject({ exitCode: 1 });
  });

  test("where there is no such project the job fails and says so, without the token", async () => {
    const elsewhere = { GITHUB_REPOSITORY: "acme/other", CI_PROJECT_ID: "43" };
    const around = { ...at.forge, environment: { ...at.forge.environment, ...elsewhere } };
    const { exitCode, output } = await RUN_JOB[name](at.checkout, around)("comment");
    expect(exitCode).not.toBe(0);
    expect(output).toContain("404");
    expect(output).not.toContain(TOKEN);
    expect(at.forge.comments).toEqual([]);
  });
});
