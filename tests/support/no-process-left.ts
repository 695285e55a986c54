import { setTimeout as sleep } from "node:timers/promises";
import { TestEnvironment } from "jest-environment-node";
import { commandOf, descendants, isRunning, kill } from "./engine/harness/process-tree";

/** A machine with much to do takes a while to end a process that was told to. */
const PATIENCE_MS = 60_000;
const LOOK_EACH_MS = 50;

/** Fails a test file that leaves a process behind, which would live on beside the next files of the same worker. */
export default class NoProcessLeft extends TestEnvironment {
  readonly #before = new Set(descendants(process.pid));

  override async teardown(): Promise<void> {
    await super.teardown();
    const until = Date.now() + PATIENCE_MS;
    let left = this.#left();
    while (left.length > 0 && Date.now() < until) {
      await sleep(LOOK_EACH_MS);
      left = left.filter(isRunning);
    }
    if (left.length === 0) return;
    const commands = left.map(commandOf);
    for (const pid of left) kill(pid);
    throw new Error(`Processes outlive the tests that started them:\n${commands.join("\n")}`);
  }

  #left(): number[] {
    return descendants(process.pid).filter((pid) => !this.#before.has(pid) && isRunning(pid));
  }
}
