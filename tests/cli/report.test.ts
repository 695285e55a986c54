import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { reportCommand } from "../../provider/cli/report";
import { newFolder } from "../support/folders";
import { FIXTURES_FOLDER } from "../support/fixtures-folder";
import { FIXTURE_NAMES } from "../support/report-of";

const SCENARIO = join(FIXTURES_FOLDER, "unmap");
const [DIGEST, LOG] = [join(SCENARIO, "digest.json"), join(SCENARIO, "events.ndjson")];

interface Ran {
  readonly text: string;
  readonly exitCode: string | number | null | undefined;
}

async function run(...args: string[]): Promise<Ran> {
  const said: string[] = [];
  const before = process.exitCode;
  try {
    const command = reportCommand((text) => said.push(text));
    command.exitOverride().configureOutput({ writeErr: () => undefined });
    await command.parseAsync(args, { from: "user" });
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

const other = (scenario: string, file = "events.ndjson") => join(FIXTURES_FOLDER, scenario, file);

test.each([
  { log: "a digest", file: DIGEST, message: "which is no event log, but a digest." },
  { log: "a log of other steps", file: other("no-change"), message: "which is the log of another run." },
  {
    log: "a log of the same steps with other values",
    digest: other("plan-change", "digest.json"),
    file: other("testing-added"),
    message: "which is the log of another run.",
  },
  {
    log: "a log of a failed run",
    file: other("program-throws"),
    message: "which is the log of another run.",
  },
])("beside a digest, $log is refused", async ({ digest = DIGEST, file, message }) => {
  await expect(run(digest, "--event-log", file)).rejects.toThrow(message);
  await expect(run(digest, "--event-log", file)).rejects.toThrow("let npx pulumi-vcc report --run do so.");
});

test("a log of another stack is refused by its name", async () => {
  const folder = newFolder({
    "log.ndjson": readFileSync(LOG, "utf8").replaceAll("pulumi:dev::", "pulumi:prod::"),
  });
  await expect(run(DIGEST, "--event-log", join(folder, "log.ndjson"))).rejects.toThrow(
    "which is the log of the stack test/prod, and the digest is of test/dev.",
  );
});

test.each(FIXTURE_NAMES)(
  "of %s, the log of the same run is taken, also where its end was cut off",
  async (scenario) => {
    const [digest, log] = [other(scenario, "digest.json"), readFileSync(other(scenario), "utf8")];
    await expect(run(digest, "--event-log", other(scenario))).resolves.toBeDefined();
    const cut = log.split("\n").slice(0, -4).join("\n");
    const folder = newFolder({ "log.ndjson": cut });
    const ran = run(digest, "--event-log", join(folder, "log.ndjson"), "--fail-on", "none");
    await expect(ran).resolves.toMatchObject({ exitCode: 5 });
  },
);

test.each([
  { wrong: "neither a file nor --run", args: [], message: "Choose one, as in npx pulumi-vcc report --run." },
  { wrong: "a file and --run", args: [DIGEST, "--run"], message: "Leave one of the two out." },
  { wrong: "a log beside a log", args: [LOG, "--event-log", LOG], message: "Leave it out." },
  {
    wrong: "a stack beside a file",
    args: [DIGEST, "--stack", "prod"],
    message:
      '--stack goes with --run, got "prod" beside a file, which says what stack it is of. Leave it out',
  },
  {
    wrong: "a program's folder beside a file",
    args: [DIGEST, "--cwd", "."],
    message: '--cwd goes with --run, got "." beside a file',
  },
  {
    wrong: "a limit of what is never cut",
    args: [DIGEST, "--format", "json", "--max-length", "9000"],
    message: "Leave it out.",
  },
])("$wrong is refused with the next step", async ({ args, message }) => {
  await expect(run(...args)).rejects.toThrow(message);
});

test.each([
  { option: "--max-length", value: "0", rule: "It has to be a whole number, 1 or more." },
  { option: "--level", value: "mail-unrouted", rule: "It has to be ID=LEVEL" },
  { option: "--level", value: "mail-unrouted=error=info", rule: "It has to be ID=LEVEL" },
  { option: "--level", value: "=info", rule: "It has to be ID=LEVEL" },
  { option: "--level", value: "mail-unruoted=info", rule: "Did you mean mail-unrouted?" },
  {
    option: "--level",
    value: "mail-unrouted=fatal",
    rule: "The level has to be one of error, warning, info.",
  },
  { option: "--commit", value: "", rule: "It has to be the id of a commit" },
])("$option of $value is refused", async ({ option, value, rule }) => {
  await expect(run(DIGEST, option, value)).rejects.toThrow(rule);
});

describe("report --out", () => {
  test.each([
    { path: "", why: "which is a folder" },
    { path: "absent/report.txt", why: "whose folder doesn't exist" },
    { path: "file/report.txt", why: "whose folder is a file" },
    { path: "l".repeat(300), why: "whose name is too long" },
  ])("is refused where it names a file $why", async ({ path, why }) => {
    const folder = newFolder({ file: "" });
    await expect(run(DIGEST, "--out", join(folder, path))).rejects.toThrow(`${why}. Give another path.`);
  });

  test.each([
    { read: "the digest", path: "digest.json" },
    { read: "the digest under another name", path: "link.json" },
    { read: "the event log", path: "log.ndjson" },
    { read: "the fleet file", path: "inboxes.yaml" },
  ])("never writes over $read", async ({ path }) => {
    const files = { "digest.json": readFileSync(DIGEST, "utf8"), "log.ndjson": readFileSync(LOG, "utf8") };
    const folder = newFolder({ ...files, "inboxes.yaml": "inboxes: {}" });
    const at = (name: string) => join(folder, name);
    symlinkSync(at("digest.json"), at("link.json"));
    const inputs = [at("digest.json"), "--event-log", at("log.ndjson"), "--fleet", at("inboxes.yaml")];
    const before = readFileSync(at(path), "utf8");
    await expect(run(...inputs, "--out", at(path))).rejects.toThrow("--out: a file of its own, got");
    expect(readFileSync(at(path), "utf8")).toBe(before);
  });
});
