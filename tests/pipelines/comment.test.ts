import { type Checkout, newCheckout } from "../support/pipelines/checkout";
import { type Forge, type Given, ROBOT, startForge, TOKEN } from "../support/pipelines/forge";
import { putReport, RUN_JOB } from "../support/pipelines/forge-pipelines";
import { wholeReport } from "../support/report-of";

const MARKER = "<!-- pulumi-vcc report test/dev -->";
const NOTHING = wholeReport("no-change").verdict.text;

const others = (count: number): Given[] =>
  Array.from({ length: count }, (_, index) => ({ author: "ada", body: `Comment ${index + 1}` }));

describe.each(["github", "gitlab"] as const)("on %s", (name) => {
  let forge: Forge;
  let checkout: Checkout;
  beforeEach(async () => {
    forge = await startForge(name);
    checkout = newCheckout();
  });
  afterEach(() => forge.close());

  const comment = async (scenario: string) => {
    putReport(name, checkout, scenario, 0);
    return RUN_JOB[name](checkout, forge)("comment");
  };
  const bodies = () => forge.comments.filter(({ author }) => author === ROBOT).map(({ body }) => body);

  test("a later run replaces the comment among 250 others, also where it has nothing to say", async () => {
    forge.add("comments", others(130));
    expect(await comment("unmap")).toMatchObject({ exitCode: 0 });
    forge.add("comments", others(120));
    expect(await comment("no-change")).toMatchObject({ exitCode: 0 });
    expect(forge.comments).toHaveLength(251);
    expect(bodies()).toEqual([expect.stringContaining(NOTHING)]);
    expect(forge.writes).toHaveLength(2);
  });

  test.each([
    {
      what: "the comment of another stack",
      given: { author: ROBOT, body: "<!-- pulumi-vcc report test/prod -->\n\nX" },
    },
    { what: "somebody else's that begins like it", given: { author: "eve", body: `${MARKER}\n\nX` } },
    { what: "one that quotes it", given: { author: ROBOT, body: `> ${MARKER}\n\n${MARKER}` } },
  ])("$what isn't taken for the report's", async ({ given }) => {
    forge.add("comments", [given]);
    await comment("no-change");
    expect(forge.comments.map(({ body }) => body)).toEqual([given.body, expect.stringContaining(NOTHING)]);
  });

  test("one whose lines the forge ends otherwise is replaced", async () => {
    forge.add("comments", [{ author: ROBOT, body: `${MARKER}\r\n\r\nX` }]);
    await comment("no-change");
    expect(bodies()).toEqual([expect.stringContaining(NOTHING)]);
  });

  test.each([
    {
      rule: "no such project",
      elsewhere: { GITHUB_REPOSITORY: "acme/other", CI_PROJECT_ID: "43" },
      says: "404",
    },
    { rule: "no report", elsewhere: {}, says: "There is no reports/" },
  ])("where there is $rule the job fails and says so, without the token", async ({ elsewhere, says }) => {
    if (says === "404") putReport(name, checkout, "no-change", 0);
    const around = { ...forge, environment: { ...forge.environment, ...elsewhere } };
    const { exitCode, output } = await RUN_JOB[name](checkout, around)("comment");
    expect(exitCode).not.toBe(0);
    expect(output).toContain(says);
    expect(output).not.toContain(TOKEN);
    expect(forge.comments).toEqual([]);
  });
});
