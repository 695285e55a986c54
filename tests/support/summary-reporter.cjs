/** Ends every run with one line of its own, so that a person or a script need not read the rest. */
class ClosingLine {
  onRunComplete(_contexts, results) {
    // A file that can't be loaded holds no failed test, yet it's a failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const counts = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped > 0) counts.push(`${skipped} skipped`);
    // Jest puts its own summary behind every reporter.
    process.once("exit", () => process.stdout.write(`${counts.join(", ")}\n`));
  }
}

module.exports = ClosingLine;
