import { createProgram, runProgram } from "./program";
import { watchStandardOutput } from "./standard-output";

/** Runs the command line as a process of its own. */
export async function main(words: readonly string[]): Promise<void> {
  watchStandardOutput();
  await runProgram(createProgram(), words);
}
