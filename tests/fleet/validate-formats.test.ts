import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Log } from "sarif";
import { FINDING_IDS, FINDINGS } from "../../schema/report/finding";
import { commandsOf, createProgram, runProgram } from "../../provider/cli/program";
import { newFolder } from "../support/folders";
import { sarifProblems } from "../support/sarif-schema";

const folder = newFolder({
  "right.yaml": "inboxes: { a: { emailAddress: a@example.com, mapping: { interactionPlan: P } } }\n",
  "wrong file, 100%.yaml": `inboxes:
  a: { emailAddress: x, mapping: { interactionPlan: P } }
  b: { emailAddress: b@example.com }
environments: { dev: { inboxes: { a: { emailAddress: a@example.com } } }, prod: {} }
`,
});
const right = join(folder, "right.yaml");
const wrong = join(folder, "wrong file, 100%.yaml");

interface Ran {
  readonly out: string;
  readonly err: string;
  readonly exitCode: typeof process.exitCode;
}

async function validate(...words: readonly string[]): Promise<Ran> {
  let [out, err] = ["", ""];
  // The command prints by console.log, which it takes when it is made.
  const log = jest.spyOn(console, "log").mockImplementation((line: string) => (out += `${line}\n`));
  const program = createProgram();
  for (const command of commandsOf(program).values())
    command.configureOutput({ writeErr: (text) => (err += text) });
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await runProgram(
      program,
      ["validate", ...words],
      (line) => (out += `${line}\n`),
      (line) => (err += `${line}\n`),
    );
    return { out, err, exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
    log.mockRestore();
  }
}

function resultsOf(sarif: string) {
  const [run] = (JSON.parse(sarif) as Log).runs;
  return (run?.results ?? []).map(({ ruleId, ruleIndex, level, message, locations, partialFingerprints }) => {
    const physical = locations?.[0]?.physicalLocation;
    return {
      ruleId,
      ruleIndex,
      level,
      text: message.text,
      uri: physical?.artifactLocation?.uri,
      region: physical?.region,
      print: partialFingerprints?.["pulumiVccFinding/v1"] ?? "",
    };
  });
}

describe("validate --format sarif", () => {
  test("tells each problem under its rule, with its place; what is no rule of the catalogue is fleet-invalid", async () => {
    const { out, exitCode } = await validate(wrong, "--format", "sarif");
    expect(sarifProblems(out)).toEqual([]);
    expect(exitCode).toBe(2);
    const path = relative(process.cwd(), folder);
    expect(resultsOf(out)).toEqual([
      {
        ruleId: "fleet-invalid",
        ruleIndex: FINDING_IDS.indexOf("fleet-invalid"),
        level: "error",
        text: expect.stringMatching(/^inboxes\.a\.emailAddress: .*got "x"\. .* \(only in prod\)$/u) as string,
        uri: `${path}/wrong%20file%2C%20100%25.yaml`,
        region: { startLine: 2, startColumn: 22 },
        print: expect.stringMatching(/^[0-9a-f]{32}$/u) as string,
      },
      expect.objectContaining({
        ruleId: "unmapped-address",
        level: "warning",
        region: { startLine: 3, startColumn: 3 },
      }),
    ]);
  });

  test("has the metadata of each rule, and is a check of its own", async () => {
    const [run] = (JSON.parse((await validate(right, "--format", "sarif")).out) as Log).runs;
    expect(run?.automationDetails?.id).toBe("pulumi-vcc/validate/");
    expect(run?.tool.driver.rules?.map(({ id, shortDescription }) => [id, shortDescription?.text])).toEqual(
      FINDING_IDS.map((id) => [id, FINDINGS[id].meaning]),
    );
    expect(run?.results).toEqual([]);
  });

  const FLEET = {
    here: "inboxes: { a: { emailAddress: x }, b: { emailAddress: y } }\n",
    "the value and the place": "\n\ninboxes: { a: { emailAddress: xx }, b: { emailAddress: yy } }\n",
    "the inbox": "inboxes: { a: { emailAddress: x }, c: { emailAddress: y } }\n",
    "the rule": "inboxes: { a: { emailAddress: x }, b: { emailAddress: y@example.com } }\n",
  };
  test.each([
    { changed: "the value and the place", isSame: true },
    { changed: "the inbox", isSame: false },
    { changed: "the rule", isSame: false },
  ] as const)("its fingerprint is over rule, inbox and path: $changed", async ({ changed, isSame }) => {
    const file = join(newFolder({ "inboxes.yaml": "" }), "inboxes.yaml");
    const printsOf = async (text: string): Promise<readonly string[]> => {
      writeFileSync(file, text);
      return resultsOf((await validate(file, "--format", "sarif")).out).map(({ print }) => print);
    };
    const [first, second] = await printsOf(FLEET.here);
    const [firstThen, secondThen] = await printsOf(FLEET[changed]);
    expect(first).toBe(firstThen);
    expect(first).not.toBe(second);
    expect(second === secondThen).toBe(isSame);
  });

  test("two problems of one rule at one path have two fingerprints", async () => {
    const mappings = ["x", "y"].map(
      (name) =>
        `  ${name}: { inboxes: [${name}, a], interactionPlan: P, priority: ${name === "x" ? 8 : 9} }\n`,
    );
    const root = newFolder({
      "inboxes.yaml": `inboxes:\n${["x", "y", "a"].map((name) => `  ${name}: { emailAddress: ${name}@example.com }\n`).join("")}mappings:\n${mappings.join("")}  low: { inboxes: [x, y], interactionPlan: P, priority: 1 }\n`,
    });
    const { out } = await validate(join(root, "inboxes.yaml"), "--format", "sarif");
    const low = resultsOf(out).filter(({ text }) => text?.startsWith("mappings.low.priority"));
    expect(low).toHaveLength(2);
    expect(new Set(low.map(({ print }) => print)).size).toBe(2);
  });
});

test("validate --format github prints an annotation for each problem, and nothing where there is none", async () => {
  const { out, exitCode } = await validate(wrong, "--format", "github");
  const path = relative(process.cwd(), folder);
  expect([exitCode, out.split("\n").map((line) => line.split("::").slice(0, 2).join("::"))]).toEqual([
    2,
    [
      `::error file=${path}/wrong file%2C 100%25.yaml,line=2,col=22,title=pulumi-vcc fleet-invalid`,
      `::warning file=${path}/wrong file%2C 100%25.yaml,line=3,col=3,title=pulumi-vcc unmapped-address`,
      "",
    ],
  ]);
  expect(await validate(right, "--format", "github")).toEqual({ out: "", err: "", exitCode: 0 });
});

describe("validate --json", () => {
  test("is the same as --format json", async () => {
    expect(await validate(wrong, "--json")).toEqual(await validate(wrong, "--format", "json"));
  });

  test.each([
    { rule: "--json and --format, whichever", words: ["--json", "--format", "sarif"] },
    { rule: "a form that isn't known", words: ["--format", "html", "--json"] },
  ])("ends with 1 for $rule", async ({ words }) => {
    const { out, exitCode } = await validate(right, ...words);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ exitCode: 1, error: { code: "VCC_ARGUMENT_INVALID" } });
  });
});

describe("validate --out", () => {
  test.each(["text", "json", "sarif", "github"])(
    "writes %s to the file, and prints the sum",
    async (format) => {
      const file = join(newFolder(), "found");
      const printed = await validate(wrong, "--format", format);
      const written = await validate(wrong, "--format", format, "--out", file);
      expect(readFileSync(file, "utf8")).toBe(printed.out);
      expect(written).toEqual({
        out: `${wrong}: 1 error, 1 warning.\nWritten to ${file}.\n`,
        err: "",
        exitCode: 2,
      });
    },
  );

  test.each([
    { rule: "a folder that isn't there", path: "nowhere/found", reason: "whose folder doesn't exist" },
    { rule: "a folder", path: ".", reason: "which is a folder" },
  ])("ends with 1 for $rule", async ({ path, reason }) => {
    const { err, exitCode } = await validate(right, "--out", join(folder, path));
    expect([err.includes(reason), exitCode]).toEqual([true, 1]);
  });
});
