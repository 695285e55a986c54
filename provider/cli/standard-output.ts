import { argumentError, renderError } from "../errors";
import { hasCode, type Say } from "./console";
import { whyUnwritable } from "./out-file";
import { EXIT_CODES } from "./output";

/** Makes the process fail where its output is lost. Node itself would go on, or print a stack trace. */
export function watchStandardOutput(complain: Say = console.error): void {
  process.stdout.on("error", () => undefined);
  process.stdout.once("error", (error) => {
    // `head` and the like close the pipe as soon as they have read enough.
    if (hasCode(error, "EPIPE")) return;
    // Until then, the command may set another one.
    process.once("exit", () => (process.exitCode = EXIT_CODES.failed));
    const why = whyUnwritable(error) ?? "which can't be written to";
    complain(
      renderError(
        argumentError(
          `Standard output: a place that takes all of the output, got one ${why}, so some of it is lost.`,
          "Lead the output elsewhere.",
        ),
      ),
    );
  });
  // Where even the error can't be told, the exit code does.
  process.stderr.on("error", () => undefined);
}
