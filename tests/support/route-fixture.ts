import { routeCommand } from "../../provider/cli/route";
import type { RouteOutput } from "../../provider/cli/output";
import { newFolder } from "./folders";
import { join } from "node:path";

/** Result of a run of `route`. */
interface Ran {
  readonly exitCode: number;
  readonly text: string;
}

/** Runs `route`; without an environment, nothing that it may ask is there. */
export async function runRoute(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const texts: string[] = [];
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const command = routeCommand(
      (text) => texts.push(text),
      environment,
      () => undefined,
    );
    command.exitOverride().configureOutput({ writeErr: () => undefined });
    await command.parseAsync(args, { from: "user" });
    return { exitCode: process.exitCode, text: texts.join("\n") };
  } finally {
    process.exitCode = before;
  }
}

/** The same as JSON, parsed. */
export async function routeOutput(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<RouteOutput> {
  const { exitCode, text } = await runRoute([...args, "--json"], environment);
  const output = JSON.parse(text) as RouteOutput;
  expect(output.exitCode).toBe(exitCode);
  return output;
}

/** The path of a new fleet file. */
export function fleetFile(text: string): string {
  return join(newFolder({ "inboxes.yaml": text }), "inboxes.yaml");
}
