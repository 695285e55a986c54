import { execFile } from "node:child_process";
import { join } from "node:path";
import { whyUnwritable } from "../../provider/cli/out-file";
import { FIXTURES_FOLDER } from "../support/fixtures-folder";
import { REPOSITORY } from "../support/repository";

const MAIN = 'require("./provider/cli/main").main(process.argv.slice(1))';
const DIGEST = join(FIXTURES_FOLDER, "fleet-many/digest.json");
const FLEET = join(REPOSITORY, "examples/fleet/inboxes.yaml");

interface Ran {
  readonly code: number | null;
  readonly stderr: string;
}

/** A command line as a process, whose output a shell leads elsewhere. */
async function run(words: string, output: string): Promise<Ran> {
  const line = `"${process.execPath}" --import tsx -e '${MAIN}' -- ${words} ${output}`;
  return new Promise((resolve) => {
    execFile("bash", ["-o", "pipefail", "-c", line], { cwd: REPOSITORY }, (error, _stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stderr }),
    );
  });
}

/** Each way in which commands print. */
const PRINTING = [
  { what: "a command's help", words: "report --help" },
  { what: "a report", words: `report ${DIGEST} --format json` },
  { what: "a fleet", words: `render ${FLEET}` },
];

test.each(PRINTING)(
  "$what that can't be written fails with a sentence",
  async ({ words }) => {
    // A descriptor that is open for reading alone takes nothing, as a full disk doesn't.
    expect(await run(words, "1< package.json")).toEqual({
      code: 1,
      stderr:
        "Standard output: a place that takes all of the output, got one which can't be written to, so some of it is lost. Lead the output elsewhere. [VCC_ARGUMENT_INVALID]\n",
    });
  },
  60_000,
);

test("a full disk is told as one", () => {
  expect(whyUnwritable(Object.assign(new Error("write"), { code: "ENOSPC" }))).toBe("whose disk is full");
});

test.each(PRINTING.slice(1))(
  "$what is read as far as somebody likes, and the exit code stays the command's",
  async ({ words }) => {
    expect(await run(words, "| true")).toEqual({ code: 0, stderr: "" });
  },
  60_000,
);
