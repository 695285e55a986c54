import { execFileSync } from "node:child_process";

/** All processes that `pid` started, directly or not. The engine puts each plugin into a process group of its own. */
export function descendants(pid: number): number[] {
  const pairs = ask("-A", "-o", "pid=", "-o", "ppid=")
    .split("\n")
    .map((row) => row.trim().split(/\s+/u).map(Number));
  const found = [pid];
  // The list grows while it's walked: children of children follow.
  for (const parent of found) {
    for (const [child, its] of pairs) if (its === parent && child !== undefined) found.push(child);
  }
  return found.slice(1);
}

/**
 * Kills a process and all that it started, as a machine that goes down does. The parent goes first: nobody is left to
 * notice that the others died.
 */
export function killTree(pid: number): void {
  for (const each of [pid, ...descendants(pid)]) kill(each);
}

/** Kills a process, if there is one. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // In a test of Jest's, an error of Node's own is no instance of the test's `Error`.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** True if a process is more than an entry that nobody has cleared away yet. */
export function isRunning(pid: number): boolean {
  return ask("-A", "-o", "pid=", "-o", "stat=")
    .split("\n")
    .some((row) => new RegExp(`^\\s*${pid}\\s+[^Z\\s]`, "u").test(row));
}

/** The command line of a process. */
export function commandOf(pid: number): string {
  const row = ask("-A", "-o", "pid=", "-o", "args=")
    .split("\n")
    .find((each) => each.trim().startsWith(`${pid} `));
  return row?.trim() ?? "";
}

/** What `ps` prints, which is itself among the processes. */
function ask(...args: readonly string[]): string {
  return execFileSync("ps", args, { encoding: "utf8" });
}
