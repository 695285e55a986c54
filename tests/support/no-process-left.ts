import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { TestEnvironment } from "jest-environment-node";
import { kill } from "./engine/harness/process-tree";

/** What a process inherits from the test file that started it, and passes on to those that it starts. */
const MARK = "STARTED_BY_TEST_FILE";
/** A machine with much to do takes a while to end a process that was told to. */
const PATIENCE_MS = 60_000;
const LOOK_EACH_MS = 50;
/** The engine may leave its own behind where it fails early, seen on Node 24: it's ended, and no fault of a test. */
const LANGUAGE_HOST = /^\S*pulumi-language-nodejs /u;

/** Fails a test file that leaves a process behind, which would live on beside other files. Looks on Linux alone. */
export default class NoProcessLeft extends TestEnvironment {
  readonly #mark: string;

  constructor(...args: ConstructorParameters<typeof TestEnvironment>) {
    const mark = randomUUID();
    // Test files see a copy of the variables, which this makes.
    process.env[MARK] = mark;
    super(...args);
    this.#mark = mark;
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    await endProcessesWith(this.#mark, PATIENCE_MS);
  }
}

/** Waits for the end of all processes with the mark, and kills those that run on. Error: the tests' own among them. */
export async function endProcessesWith(mark: string, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  let left = processesWith(mark);
  while (left.length > 0 && Date.now() < until) {
    await sleep(LOOK_EACH_MS);
    left = processesWith(mark);
  }
  for (const { id } of left) kill(id);
  const commands = left.map(({ command }) => command).filter((command) => !LANGUAGE_HOST.test(command));
  if (commands.length === 0) return;
  throw new Error(`Processes outlive the tests that started them:\n${commands.join("\n")}`);
}

interface Running {
  readonly id: number;
  readonly command: string;
}

/** Also those whose parents have ended. */
function processesWith(mark: string): Running[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/u.test(entry))
    .flatMap((entry): Running[] => {
      try {
        const variables = readFileSync(`/proc/${entry}/environ`, "utf8").split("\0");
        if (!variables.includes(`${MARK}=${mark}`)) return [];
        const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        return [{ id: Number(entry), command }];
      } catch {
        // It has ended meanwhile, or is somebody else's.
        return [];
      }
    });
}

/** The variable by which a process is found. */
export function markedBy(mark: string): Readonly<Record<string, string>> {
  return { [MARK]: mark };
}
