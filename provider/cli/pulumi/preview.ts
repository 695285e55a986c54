import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linesAsWritten } from "../../files/lines-as-written";
import { readLogAsWritten, readRun } from "../../report/read/read-run";
import type { EngineRun } from "../../report/read/engine-run";
import { withEvents } from "../../report/read/join-log";
import { WHOLE_PREVIEW } from "../../report/read/preview-commands";
import { EXIT_CODES } from "../output";
import { pulumiRunner } from "./pulumi-command";

/** Program and stack to preview. */
interface PreviewOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stack: string | undefined;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Flags by which a digest holds drift, all mappings and the order of steps. */
export const [, ...PREVIEW_FLAGS] = WHOLE_PREVIEW.split(" ");

/**
 * Previews a stack, and never writes: a digest, with the results of the event log of the same run. The log may hold new
 * secrets in clear: it lies in a folder of this user alone, and is deleted. Error: where the engine can't tell anything.
 */
export async function preview({ folder, environment, stack }: PreviewOptions): Promise<EngineRun> {
  const logFolder = mkdtempSync(join(tmpdir(), "pulumi-vcc-"));
  const log = join(logFolder, "events.ndjson");
  const remove = () => rmSync(logFolder, { recursive: true, force: true });
  // Also where Ctrl-C or the pipeline ends this process.
  const end = () => process.exit(EXIT_CODES.failed);
  process.once("exit", remove);
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    const run = pulumiRunner({
      folder,
      stack,
      // Shows the flag --event-log.
      environment: { ...environment, PULUMI_DEBUG_COMMANDS: "true" },
    });
    const running = run([...PREVIEW_FLAGS, "--event-log", log]);
    // Read while the engine works: nobody waits for that.
    const reading = readLogAsWritten(linesAsWritten(log, running)).catch(() => undefined);
    const [{ stdout, failure }, events] = await Promise.all([running, reading]);
    // A preview that fails at once, such as of a stack that isn't there, prints no digest.
    if (failure !== undefined && !stdout.includes("{")) throw failure;
    const digest = readRun(stdout, "The preview");
    const whole = events === undefined ? digest : withEvents(digest, events);
    return failure === undefined ? whole : { ...whole, hasEnded: false };
  } finally {
    remove();
    process.removeListener("exit", remove);
    for (const signal of SIGNALS) process.removeListener(signal, end);
  }
}
