import type { Log } from "./engine";

const LINE_EVERY_S = 15;

/** Says on stderr, where the one who waits looks; stdout may be piped to a program. */
export const sayOnStderr: Log = (line) => {
  process.stderr.write(`${line}\n`);
};

/**
 * Shows that long work goes on: one line that counts seconds on a terminal, else a line each 15 s. The result ends it
 * with the time that it took.
 */
export function startProgress(what: string, log: Log): (outcome: string) => void {
  const startedAt = Date.now();
  const elapsedS = (): number => Math.round((Date.now() - startedAt) / 1_000);
  const onTerminal = log === sayOnStderr && process.stderr.isTTY;
  log(what);
  const timer = setInterval(
    () => {
      if (onTerminal) process.stderr.write(`\r  ${elapsedS()} s`);
      else log(`  still at it after ${elapsedS()} s`);
    },
    onTerminal ? 1_000 : LINE_EVERY_S * 1_000,
  );
  return (outcome) => {
    clearInterval(timer);
    if (onTerminal) process.stderr.write("\r");
    log(`  ${outcome} after ${elapsedS()} s`);
  };
}
