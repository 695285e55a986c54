import { join } from "node:path";
import { reportCommand } from "../../provider/cli/report";
import { FIXTURES } from "../support/report-of";

const SCENARIO = join(FIXTURES, "unmap");
const [DIGEST, LOG] = [join(SCENARIO, "digest.json"), join(SCENARIO, "events.ndjson")];

interface Ran {
  readonly text: string;
  readonly exitCode: string | number | null | undefined;
}

async function run(...args: string[]): Promise<Ran> {
  const said: string[] = [];
  const before = process.exitCode;
  try {
    await reportCommand((text) => said.push(text)).parseAsync(args, { from: "user" });
    return { text: said.join("\n"), exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
  }
}

const POLICIES = "Results of policies";

test("a digest with the event log of its run lacks nothing; alone it says what it lacks", async () => {
  const [both, alone] = [await run(DIGEST, "--event-log", LOG), await run(DIGEST)];
  expect(both.text).toContain(
    'Mail to support@example.com, which plan "Customer support" took, reaches nobody any more.',
  );
  expect(both.text).not.toContain(POLICIES);
  expect(alone.text).toContain(POLICIES);
});

test.each([
  { level: "error", args: [], exitCode: 2 },
  { level: "none", args: ["--fail-on", "none"], exitCode: 0 },
  {
    level: "error of a finding that is set to a warning",
    args: ["--level", "mail-unrouted=warning"],
    exitCode: 0,
  },
])("of unrouted mail, a report that fails on $level ends with $exitCode", async ({ args, exitCode }) => {
  expect(await run(DIGEST, "--event-log", LOG, ...args)).toMatchObject({ exitCode });
});

test.each([
  { wrong: "neither a file nor --run", args: [], message: "Choose one, as in pulumi-vcc report --run." },
  { wrong: "a file and --run", args: [DIGEST, "--run"], message: "Leave one of the two out." },
  { wrong: "a log beside a log", args: [LOG, "--event-log", LOG], message: "Leave it out." },
  {
    wrong: "a limit of what is never cut",
    args: [DIGEST, "--format", "json", "--max-length", "9000"],
    message: "Leave it out.",
  },
])("$wrong is refused with the next step", async ({ args, message }) => {
  await expect(run(...args)).rejects.toThrow(message);
});
