import { execFile } from "node:child_process";
import { join } from "node:path";
import { createTestStack, type TestStack } from "../support/engine/harness/test-stack";
import { newFolder } from "../support/folders";
import { REPOSITORY } from "../support/repository";

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({ files: { "index.js": "" }, passphrase: true });
});
afterAll(() => stack.dispose());

interface Place {
  readonly words?: readonly string[];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of the package, as a person or a pipeline calls it. */
async function run(
  command: string,
  { words = [], folder = stack.folder, environment = {} }: Place,
): Promise<Ran> {
  const args = [join(REPOSITORY, "bin/pulumi-vcc.js"), ...command.split(" "), ...words];
  const env = { ...stack.environment, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

const NO_BACKEND = { PULUMI_BACKEND_URL: undefined, PULUMI_ACCESS_TOKEN: undefined };
const NO_PASSPHRASE = { PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: undefined };

/** Each with the next step that the error names. */
const FAILURES: readonly {
  readonly rule: string;
  readonly place: () => Place;
  readonly says: string;
  readonly mended?: () => Place;
}[] = [
  {
    rule: "outside of a project",
    place: () => ({ folder: newFolder() }),
    says: "there is no Pulumi.yaml in it, or above it. Go to the program's folder, or name it with --cwd.",
    mended: () => ({ folder: newFolder(), words: ["--cwd", stack.folder] }),
  },
  {
    rule: "in a folder that isn't there",
    place: () => ({ words: ["--cwd", "/nowhere"] }),
    says: "There is no folder /nowhere. Name the program's with --cwd.",
  },
  {
    rule: "without a login",
    place: () => ({ environment: { ...NO_BACKEND, PULUMI_HOME: newFolder() } }),
    says: "The engine isn't logged in to a backend",
    mended: () => ({ words: ["--stack", "dev"], environment: { PULUMI_HOME: newFolder() } }),
  },
  {
    rule: "with a backend that isn't there",
    place: () => ({ environment: { PULUMI_BACKEND_URL: "file:///nowhere" } }),
    says: 'The backend "file:///nowhere" can\'t be opened.',
  },
  {
    rule: "with a stack that isn't there",
    place: () => ({ words: ["--stack", "absent"] }),
    says: 'The backend has no stack "absent" of this project. Name another one with --stack.',
    mended: () => ({ words: ["--stack", "dev"] }),
  },
  {
    rule: "without a selected stack",
    place: () => ({ environment: { PULUMI_HOME: newFolder() } }),
    says: "is selected, and none is named. Name one with --stack.",
  },
  {
    rule: "without a passphrase",
    place: () => ({ environment: NO_PASSPHRASE }),
    says: "encrypted with a passphrase, and none is set. Set PULUMI_CONFIG_PASSPHRASE",
  },
  {
    rule: "with a wrong passphrase",
    place: () => ({ environment: { PULUMI_CONFIG_PASSPHRASE: "wrong" } }),
    says: "encrypted with another passphrase than the one that is set. Set PULUMI_CONFIG_PASSPHRASE",
  },
  {
    rule: "without an engine",
    place: () => ({ environment: { PULUMI_VCC_ENGINE: undefined, PATH: newFolder() } }),
    says: "There is no pulumi on the path, so the stack can't be asked. Install Pulumi, or name its command in PULUMI_VCC_ENGINE.",
  },
  {
    rule: "with an engine that is none",
    place: () => ({ environment: { PULUMI_VCC_ENGINE: "/etc/passwd" } }),
    says: "/etc/passwd can't be run (EACCES). Name the command of Pulumi in PULUMI_VCC_ENGINE.",
  },
];

test.each(FAILURES)(
  "$rule, report and drift fail with what is wrong and the next step, which mends it",
  async ({ place, says, mended }) => {
    const { code, stdout, stderr } = await run("report --run", place());
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(says);
    // One line in this package's words: neither a stack trace nor the engine's own.
    expect(stderr).toMatch(/^[^\n]+ \[VCC_(?:PULUMI_FAILED|PULUMI_MISSING|ARGUMENT_INVALID)\]\n$/u);
    expect(stderr).not.toContain("failed:");
    if (mended !== undefined) expect(await run("drift", mended())).toMatchObject({ code: 0, stderr: "" });
  },
);
