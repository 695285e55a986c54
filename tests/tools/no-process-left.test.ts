import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { isRunning } from "../support/engine/harness/process-tree";
import { endProcessesWith, markedBy } from "../support/no-process-left";

/** Node programs that run until they are ended, and say so. */
const RUNS_ON = "console.log(process.pid); setInterval(() => undefined, 1_000_000)";
const LEAVES_ONE = `
  const { spawn } = require("node:child_process");
  const other = spawn(process.execPath, ["-e", ${JSON.stringify(RUNS_ON)}], { stdio: ["ignore", "pipe", "ignore"], detached: true });
  other.stdout.once("data", (line) => process.stdout.write(line, () => process.exit()));
`;

/** `id` is that of the process that runs on. */
async function start(program: string, mark: string) {
  const child = spawn(process.execPath, ["-e", program], { env: { ...process.env, ...markedBy(mark) } });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { id: Number(line.toString()), child };
}

test.each([
  { rule: "a process that a test started", program: RUNS_ON, isParent: false },
  { rule: "one whose parent has ended", program: LEAVES_ONE, isParent: true },
])("$rule and left running is named and ended", async ({ program, isParent }) => {
  const mark = randomUUID();
  const { id, child } = await start(program, mark);
  if (isParent && child.exitCode === null) await once(child, "exit");
  await expect(endProcessesWith(mark, 0)).rejects.toThrow(
    /outlive the tests that started them:\n.*setInterval/u,
  );
  await endProcessesWith(mark, 60_000);
  expect(isRunning(id)).toBe(false);
});

test("processes of other test files are left alone", async () => {
  const mark = randomUUID();
  const { id } = await start(RUNS_ON, mark);
  await endProcessesWith(randomUUID(), 0);
  expect(isRunning(id)).toBe(true);
  await expect(endProcessesWith(mark, 0)).rejects.toThrow();
});
