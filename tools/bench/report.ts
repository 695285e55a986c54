import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { PREVIEW_FLAGS } from "../../provider/cli/pulumi/preview";
import { FORMATS, renderReport } from "../../provider/cli/report/formats";
import { buildReport } from "../../provider/report/build-report";
import { readLogAsWritten, readRun } from "../../provider/report/read/read-run";
import { withEvents } from "../../provider/report/read/join-log";
import { startSimulator } from "../../provider/simulator/index";
import type { Engine } from "../engine/engine";
import { AT_THE_END, createProject, GOOGLE_KEY, UP, UP_IDENTITY } from "./project";

const MAILBOXES = 1_000;
/** Each so many-th mailbox was edited by hand before. */
const EDITED_EACH = 10;
const RUNS = 10;

/**
 * Prints what a report costs beyond the engine's own preview, during which it reads the event log: of 1,000 mailboxes
 * that get another plan or another signature, of which each tenth was edited by hand before. The first time, as a command
 * has it, and the least of ten, as the machine does other things, too.
 */
export async function measureReport(engine: Engine): Promise<void> {
  const { digest, log, engineMs } = await previewed(engine);
  const parsing = least(() => {
    JSON.parse(digest);
    for (const line of log.split("\n")) if (line !== "") JSON.parse(line);
  });
  const events = await readLogAsWritten(Readable.from(log.split("\n")));
  if (events === undefined) throw new Error("The engine wrote no log.");
  const read = least(() => readRun(digest, "The digest"));
  const run = withEvents(read.result, events);
  const built = least(() =>
    buildReport(run, { horizon: { nowMs: Date.now(), days: 30 }, levels: {}, commit: undefined }),
  );
  const report = { ...built.result, exitCode: 0 };
  const megabytes = ((digest.length + log.length) / 1_000_000).toFixed(1);
  console.log(
    `Report of ${report.mailboxes.length} changed mailboxes, ${report.drift.length} edited by hand`,
  );
  console.log(`  preview of the engine                 ${(engineMs / 1_000).toFixed(1)} s, ${megabytes} MB`);
  console.log(
    `  ${"".padEnd(36)}${["first, ms", "least, ms", "parsings", "% preview"].map((title) => title.padStart(11)).join("")}`,
  );
  const tell = (name: string, ...parts: readonly Times[]) => {
    const [first, ms] = [sum(parts.map((part) => part.firstMs)), sum(parts.map((part) => part.ms))];
    const shares = [(ms / parsing.ms).toFixed(1), ((100 * ms) / engineMs).toFixed(1)];
    const cells = [first.toFixed(0), ms.toFixed(0), ...shares];
    console.log(`  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(11)).join("")}`);
  };
  tell("parsing its JSON alone", parsing);
  tell("read", read);
  tell("build", built);
  for (const format of FORMATS) {
    const rendered = least(() => renderReport(report, { format }));
    const length = Math.ceil(rendered.result.length / 1_000);
    tell(`read, build and ${format}, ${length} kB`, read, built, rendered);
  }
  console.log("");
}

interface Previewed {
  readonly digest: string;
  readonly log: string;
  readonly engineMs: number;
}

/** What the engine says of the change, and how long it took. */
async function previewed(engine: Engine): Promise<Previewed> {
  const simulator = await startSimulator();
  const settings = { ...simulator.environment, GOOGLE_KEY };
  const { pulumi, folder } = await createProject(engine, "changes", MAILBOXES, settings);
  try {
    await pulumi.quietly(UP_IDENTITY);
    await pulumi.quietly(UP, "", AT_THE_END);
    for (let index = 0; index < MAILBOXES; index += EDITED_EACH)
      simulator.edit("address", `inbox-${index}@example.com`, { description: "By hand" });
    const events = join(folder, "events.ndjson");
    const start = performance.now();
    const digest = await pulumi.printed([...PREVIEW_FLAGS, "--event-log", events], {
      AFTER: "true",
      // Shows the flag --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
    });
    const engineMs = performance.now() - start;
    return { digest, log: await readFile(events, "utf8"), engineMs };
  } finally {
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Times {
  readonly firstMs: number;
  /** The least. */
  readonly ms: number;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function least<Result>(work: () => Result): Times & { readonly result: Result } {
  const runs = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const result = work();
    return { ms: performance.now() - start, result };
  });
  const best = runs.reduce((one, other) => (other.ms < one.ms ? other : one));
  return { ...best, firstMs: runs[0]?.ms ?? best.ms };
}
