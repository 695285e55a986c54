import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { lintWorkflows } from "../support/pipelines/linters";
import { REPOSITORY } from "../support/repository";

// The linter of workflows is built the first time.
jest.setTimeout(180_000);

const FOLDER = join(REPOSITORY, ".github/workflows");
const FILES = readdirSync(FOLDER).map((name) => join(FOLDER, name));

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly { readonly run?: string; readonly uses?: string }[];
  readonly strategy?: { readonly matrix: { readonly include: readonly object[] } };
}

function jobsOf(name: string): Readonly<Record<string, Job>> {
  const text = readFileSync(join(FOLDER, `${name}.yml`), "utf8");
  return (parse(text) as { readonly jobs: Readonly<Record<string, Job>> }).jobs;
}

test("GitHub's linter finds nothing in this repository's own workflows", () => {
  expect(FILES).toHaveLength(2);
  expect(lintWorkflows(FILES)).toEqual({ isFine: true, output: "" });
});

test("each action is pinned to a commit, whose release stands behind", () => {
  const uses = FILES.flatMap((file) => readFileSync(file, "utf8").match(/uses: (?!\.\/).*/gu) ?? []);
  expect(uses.length).toBeGreaterThan(5);
  for (const use of uses) expect(use).toMatch(/^uses: [\w/-]+@[0-9a-f]{40} # v\d/u);
});

test("the tests run on the oldest Node with its SDK, and on the newest long-term one with the newest", () => {
  expect(jobsOf("ci")["test"]?.strategy?.matrix.include).toEqual([
    { node: "20.19", sdk: "pinned" },
    { node: "24", sdk: "newest" },
  ]);
});

test("what may publish holds no other permission, and runs no code of this repository or of its packages", () => {
  const { publish, ...others } = jobsOf("release");
  expect(publish?.permissions).toEqual({ "id-token": "write" });
  for (const { permissions } of Object.values(others)) expect(permissions).toBeUndefined();
  const commands = publish?.steps?.flatMap(({ run }) => run ?? []);
  expect(commands).toEqual(["npm publish --provenance --access public --ignore-scripts ./pulumi-vcc-*.tgz"]);
  expect(publish?.steps?.some(({ uses }) => uses?.includes("checkout"))).toBe(false);
});
