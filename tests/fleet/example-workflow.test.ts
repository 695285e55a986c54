import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface Job {
  readonly environment?: string;
  readonly steps: readonly { readonly run?: string }[];
}

const text = readFileSync("examples/environments/.github/workflows/inboxes.yaml", "utf8");
const { jobs, env } = parse(text, { merge: true }) as {
  readonly jobs: Readonly<Record<string, Job>>;
  readonly env: unknown;
};

test("what a pull request says is validated and rendered without any secret", () => {
  const jobsThat = (command: string) =>
    Object.entries(jobs).filter(([, { steps }]) => steps.some(({ run }) => run?.includes(command)));
  for (const command of ["pulumi-vcc validate", "pulumi-vcc render"]) {
    const [[name, job] = [], ...others] = jobsThat(command);
    expect([name, others]).toEqual(["check", []]);
    expect(JSON.stringify([job, env])).not.toMatch(/secrets\.|"environment"/u);
  }
});

test("nothing is written where a summary shows it to everybody", () => {
  expect(text).not.toContain("GITHUB_STEP_SUMMARY");
});
