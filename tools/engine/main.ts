import { findEngine } from "./find-engine";

/** Prints the engine that quick start and tests would use, getting one first if the machine has none. */
async function main(): Promise<void> {
  const { command, version, source } = await findEngine();
  process.stdout.write(`${command}\nPulumi ${version}, source: ${source}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
