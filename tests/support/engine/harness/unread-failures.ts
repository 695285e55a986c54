import type { OperationResult } from "./operation";

interface Failure {
  readonly command: string;
  readonly error: string;
}

const unread = new Set<Failure>();

/**
 * A result whose failure counts as unread until somebody reads its error or exit code. A failed operation has few steps
 * or none, so whoever looks at steps alone would take it for one that had nothing to do.
 */
export function noteFailure(command: string, result: OperationResult): OperationResult {
  const { error, exitCode } = result;
  if (error === undefined) return result;
  const failure = { command, error };
  unread.add(failure);
  const telling = <Value>(value: Value) => ({
    enumerable: true,
    get: () => {
      unread.delete(failure);
      return value;
    },
  });
  return Object.defineProperties({ ...result }, { error: telling(error), exitCode: telling(exitCode) });
}

/** Forgets and tells the failures that nobody has seen, such as `pulumi preview --refresh: …`. */
export function takeUnreadFailures(): string[] {
  const failures = [...unread].map(({ command, error }) => `${command}: ${error}`);
  unread.clear();
  return failures;
}
