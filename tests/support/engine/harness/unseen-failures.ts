import type { OperationResult } from "./operation";

interface Failure {
  readonly command: string;
  readonly error: string;
}

const unseen = new Set<Failure>();

/**
 * A result whose failure counts as unseen until somebody reads its error or exit code. A failed operation has few steps
 * or none, so whoever looks at steps alone would take it for one that had nothing to do.
 */
export function noteFailure(command: string, result: OperationResult): OperationResult {
  const { error, exitCode } = result;
  if (error === undefined) return result;
  const failure = { command, error };
  unseen.add(failure);
  const telling = <Value>(value: Value) => ({
    enumerable: true,
    get: () => {
      unseen.delete(failure);
      return value;
    },
  });
  return Object.defineProperties({ ...result }, { error: telling(error), exitCode: telling(exitCode) });
}

/** Forgets and tells the failures that nobody has seen, such as `pulumi preview --refresh: …`. */
export function takeUnseenFailures(): string[] {
  const failures = [...unseen].map(({ command, error }) => `${command}: ${error}`);
  unseen.clear();
  return failures;
}
