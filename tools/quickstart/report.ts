import type { Simulator } from "../../provider/simulator/index";

const bold = (text: string) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

/** Prints a heading between two pieces of the engine's own output. */
export function heading(text: string): void {
  console.log(`\n${bold(`── ${text}`)}\n`);
}

/** Prints a few words of ours. */
export function paragraph(text: string): void {
  console.log(text);
}

/** Prints the writes since the log was cleared, with what is mapped after each, and tells how many there were. */
export function describeWrites(simulator: Simulator): number {
  const writes = simulator.requests().filter(({ committed }) => committed);
  console.log(writes.length === 0 ? "No writes reached the API." : "Writes that reached the API, in order:");
  for (const { method, path, mappedAddresses = [] } of writes) {
    console.log(
      `  ${method.padEnd(6)} ${path.padEnd(62)} mapped: ${mappedAddresses.join(", ") || "nothing"}`,
    );
  }
  return writes.length;
}
