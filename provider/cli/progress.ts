/** Stream for progress: standard error, which doesn't mix with what a command prints. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells how far a long command is. */
export type Progress = (done: number, total: number) => void;

const SHOW_EVERY_MS = 100;
/** Back to the start of the line, and everything after it gone. */
const CLEAR_LINE = "\r\u001B[K";

/**
 * Shows a line such as `signatures: 120 of 600`, gone when all is done. On a terminal only: nothing goes into a pipe.
 */
export function createProgress(
  what: string,
  stream: ProgressStream = process.stderr,
  now: () => number = Date.now,
): Progress {
  if (stream.isTTY !== true) return () => undefined;
  let shownAt = now();
  return (done, total) => {
    const isDone = done >= total;
    if (!isDone && now() - shownAt < SHOW_EVERY_MS) return;
    shownAt = now();
    stream.write(isDone ? CLEAR_LINE : `${CLEAR_LINE}${what}: ${done} of ${total}`);
  };
}
