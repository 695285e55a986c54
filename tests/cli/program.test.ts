import { commandsOf, createProgram, runProgram } from "../../provider/cli/program";
import { newFolder } from "../support/folders";

interface Ran {
  readonly printed: readonly string[];
  readonly told: string;
  readonly exitCode: number | string | null | undefined;
}

async function run(...words: readonly string[]): Promise<Ran> {
  const printed: string[] = [];
  let told = "";
  const program = createProgram();
  for (const command of [program, ...commandsOf(program).values()]) {
    command.configureOutput({
      writeOut: (text) => printed.push(text),
      writeErr: (text) => (told += text),
    });
  }
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await runProgram(
      program,
      words,
      (line) => printed.push(line),
      (line) => (told += line),
    );
    return { printed, told, exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
  }
}

const NOBODY = "http://127.0.0.1:1";

test.each([
  {
    rule: "a wrong option",
    words: ["doctor", "--timeout", "soon"],
    command: "doctor",
    code: "VCC_ARGUMENT_INVALID",
  },
  { rule: "a missing argument", words: ["validate"], command: "validate", code: "VCC_ARGUMENT_INVALID" },
  {
    rule: "an address that is none",
    words: ["route", "support"],
    command: "route",
    code: "VCC_ARGUMENT_INVALID",
  },
  {
    rule: "missing settings",
    words: ["export", "--out", newFolder()],
    command: "export",
    code: "VCC_SETTING_MISSING",
  },
  {
    rule: "nobody who answers",
    words: ["simulate", "requests", "--url", NOBODY],
    command: "simulate-requests",
    code: "VCC_ARGUMENT_INVALID",
  },
])("$rule is exit code 1, a message, or with --json an object", async ({ words, command, code }) => {
  const { printed, told, exitCode } = await run(...words);
  expect({ printed, exitCode }).toEqual({ printed: [], exitCode: 1 });
  const json = await run(...words, "--json");
  expect(json).toMatchObject({ exitCode: 1, printed: [expect.any(String)] });
  expect(JSON.parse(json.printed[0] ?? "")).toEqual({
    schema: `pulumi-vcc/${command}/v1`,
    exitCode: 1,
    error: { code, message: told.trim().replace(` [${code}]`, "") },
  });
});

test("a picture isn't JSON: render takes one of the two", async () => {
  const { printed, exitCode } = await run("render", "inboxes.yaml", "--format", "mermaid", "--json");
  expect(exitCode).toBe(1);
  expect(printed.join("\n")).toContain("'--json' cannot be used with option '--format <format>'");
});

test.each([
  { words: ["--help"], exitCode: 0 },
  { words: ["--version"], exitCode: 0 },
  { words: ["doctor", "--help"], exitCode: 0 },
  { words: ["dcotor", "--json"], exitCode: 1 },
])("$words ends with $exitCode", async ({ words, exitCode }) => {
  expect((await run(...words)).exitCode).toBe(exitCode);
});

test.each([
  ["export", "--out", newFolder()],
  ["route", "support@example.com"],
  ["contract", "check"],
  ["contract", "trial", "--mailbox", "a@example.com", "--confirm", "a@example.com", "--plan", "Sales"],
])("%s %s reads no stack, so it tells the variables alone of what isn't set", async (...words) => {
  const { told } = await run(...words);
  expect(told).toContain("Set it with VCC_CLIENT_ID.");
  expect(told).not.toContain("pulumi config set");
});
